// Sends a table that is dropped or chosen, and shows how far a run is. Without it, the forms work by their buttons.
"use strict";

// A table ---------------------------------------------------------------------------------------------------------

const place = () => document.getElementById("upload");

function say(text) {
  document.getElementById("upload-said").textContent = text;
}

function send(file) {
  const upload = place();
  const endings = upload.dataset.accept.split(",");
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return say(upload.dataset.notATable);
  if (file.size > Number(upload.dataset.limit)) return say(upload.dataset.tooLarge);
  const form = new FormData();
  for (const name of ["token", "former", "letter"]) { // the token goes first
    if (upload.elements[name]) form.append(name, upload.elements[name].value);
  }
  form.append("table", file);
  leaving = true; // the table before it goes: to read its page again would lead away from the new one
  const request = new XMLHttpRequest(); // fetch does not tell how much is sent
  request.open("POST", upload.action);
  request.upload.onprogress = (event) => {
    say(upload.dataset.sending.replace("{percent}", Math.floor((100 * event.loaded) / event.total)));
  };
  request.onload = () => {
    if (request.status === 200) return location.assign(request.responseURL);
    leaving = false;
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const reason = page.querySelector("main p");
    say(reason ? reason.textContent : request.statusText);
  };
  request.onerror = () => {
    leaving = false;
    say(body.dataset.lost);
  };
  request.send(form);
}

document.addEventListener("submit", (event) => {
  if (event.target !== place()) return;
  event.preventDefault();
  const chosen = document.getElementById("upload-table");
  if (chosen.files.length) send(chosen.files[0]);
});

// A file that misses the place would replace the page.
addEventListener("dragover", (event) => {
  event.preventDefault();
  if (place()) document.getElementById("drop").classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (place() && !event.relatedTarget) document.getElementById("drop").classList.remove("over");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  if (!place()) return;
  document.getElementById("drop").classList.remove("over");
  const files = event.dataTransfer.files;
  if (files.length === 1) send(files[0]);
  else say(place().dataset.one);
});

// What is done with it --------------------------------------------------------------------------------------------

// What is chosen for the letters, as it is sent.
function choices() {
  const form = document.getElementById("reading");
  return form ? new URLSearchParams(new FormData(form)).toString() : "";
}

let sentChoices = null;

// The page is read again; what was typed and not sent stays.
function typed() {
  const controls = [...document.querySelectorAll("#main input, #main select, #main textarea")];
  const isSent = choices() === sentChoices;
  return controls.filter((one) => one.id && !["hidden", "file"].includes(one.type) && isChanged(one) && !(isSent && one.form?.id === "reading"));
}

// What a control is for: its label, with which the same id may have come to mean another column.
function meaning(control) {
  const [label] = control.labels || [];
  const ids = (control.getAttribute("aria-labelledby") || "").split(" ");
  const named = label || document.getElementById(ids[ids.length - 1]);
  return named ? named.textContent : "";
}

const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

function give(control, value) {
  if (control.type === "checkbox") control.checked = value;
  else control.value = value;
}

// Another page of rows, or a form that is sent, opens the page again: what the other forms have stays.
const progressOf = document.getElementById("progress");
const UNSENT = progressOf && `goodterms-desk-table-${progressOf.dataset.table}`;
let sentForm = null;
addEventListener("submit", (event) => { sentForm = event.target; });
addEventListener("pagehide", () => {
  if (!UNSENT || !document.getElementById("rows")) return;
  const kept = typed().filter((one) => one.form !== sentForm).map((one) => [one.id, valueOf(one), meaning(one)]);
  sessionStorage.setItem(UNSENT, JSON.stringify(kept));
});

function takeBack() {
  if (!UNSENT || !document.getElementById("rows")) return;
  for (const [id, value, meant] of JSON.parse(sessionStorage.getItem(UNSENT) || "[]")) {
    const control = document.getElementById(id);
    if (!control || meaning(control) !== meant) continue;
    give(control, value);
    const details = control.closest("details");
    if (details) details.open = true;
  }
  sessionStorage.removeItem(UNSENT);
}

const unsent = new Map();
let chosenFiles = null; // of a corrected table, which is not sent yet
const opened = new Map(); // the folds by their names; also those that a short page does not have
let fromTop = 0;
const renewed = renew;
let renewing = Promise.resolve();

// One after the other: an answer that comes late must not replace a later one.
renew = () => {
  renewing = renewing.then(readAgain, readAgain);
  return renewing;
};

function keep() {
  const upload = document.getElementById("upload-table");
  if (upload) chosenFiles = upload.files;
  for (const one of typed()) unsent.set(one.id, valueOf(one));
  for (const one of document.querySelectorAll("#main details > summary")) opened.set(one.textContent, one.parentElement.open);
  fromTop = scrollY;
}

document.addEventListener("replacing", keep);

async function readAgain() {
  if (leaving || document.getElementById("upload-letter")) return; // nothing on this page changes, and a file may be chosen
  await renewed();
}

// While a table is read again, its page is short: what is shown stays, and says that the table is read again.
let isFormer = false;

document.addEventListener("read", (event) => {
  const progress = event.detail.getElementById("progress");
  isFormer = Boolean(progress && progress.dataset.running && document.getElementById("rows") && !event.detail.getElementById("rows"));
  if (!isFormer) return;
  event.preventDefault();
  keepingFocus(() => document.getElementById("progress").replaceWith(progress));
  prepare();
  step(); // what was read may be over by now
});

// Also after a renewal that began before this script was there.
document.addEventListener("replaced", () => {
  for (const [id, value] of unsent) {
    const control = document.getElementById(id);
    if (!control) continue; // while a table is read again, its page is short
    unsent.delete(id);
    give(control, value);
  }
  const upload = document.getElementById("upload-table");
  if (upload && chosenFiles && chosenFiles.length) upload.files = chosenFiles;
  for (const one of document.querySelectorAll("#main details > summary")) {
    if (opened.get(one.textContent)) one.parentElement.open = true;
  }
  takeBack();
  prepare();
  scrollTo(0, fromTop);
  step(); // what was read may be over by now
});

let isAsking = false;
let isMore = false;

async function step() {
  isMore = true; // what happens while the page asks is asked for afterwards
  if (isAsking) return;
  isAsking = true;
  try {
    while (isMore) {
      isMore = false;
      await look();
    }
  } finally {
    isAsking = false;
  }
}

async function look() {
  const progress = document.getElementById("progress");
  if (!progress || leaving) return;
  let shown;
  try {
    const answer = await fetch(`/tables/${progress.dataset.table}`, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    shown = await answer.json();
  } catch {
    return sayLost();
  }
  // The rows are known while the check goes on: they are shown as soon as they are there.
  if (Boolean(progress.dataset.running) !== shown.running || (shown.has_rows && (isFormer || !document.getElementById("rows")))) return renew();
  const said = document.getElementById("progress-said");
  if (shown.running && said.textContent !== shown.text) said.textContent = shown.text;
  const bar = document.getElementById("progress-bar");
  if (bar && shown.total) {
    bar.max = shown.total;
    bar.value = shown.done;
  }
}

document.addEventListener("run", step);

// What is chosen for the letters is checked at once -------------------------------------------------------------------

const REST = 500; // milliseconds after the last choice: with the keys, a list of choices is gone through one by one
let timerOfCheck;
let isUnchecked = false;

function checkSoon() {
  isUnchecked = true;
  clearTimeout(timerOfCheck);
  timerOfCheck = setTimeout(checkAgain, REST);
}

document.addEventListener("change", (event) => {
  if (event.target.form && event.target.form.id === "reading") checkSoon();
});

async function checkAgain() {
  clearTimeout(timerOfCheck);
  const form = document.getElementById("reading");
  if (!isUnchecked || !form || leaving) return;
  isUnchecked = false;
  if (!form.checkValidity()) return; // the browser says why, when the form is sent by its button
  const sent = choices();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), headers: { accept: "application/json" } });
    if (!answer.ok) return;
    sentChoices = sent;
    renew();
  } catch {
    sayLost();
  }
}

// What was chosen just before another form is sent is chosen for it, too.
addEventListener("submit", async (event) => {
  if (!isUnchecked || event.defaultPrevented || event.target.id === "reading" || event.target.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation(); // it comes again
  const { target, submitter } = event;
  const sending = checkAgain();
  leaving = true; // the form stays on the page until it is sent
  await sending;
  leaving = false;
  target.requestSubmit(submitter);
}, true);

// Who gets a letter ---------------------------------------------------------------------------------------------

const keyLines = () => document.getElementById("only").value.split("\n").map((one) => one.trim()).filter(Boolean);

// The ticks in the rows are the keys in the text area, also those of rows on other pages.
function showTicks() {
  const keys = document.getElementById("only");
  if (!keys) return;
  const chosen = new Set(keyLines());
  for (const tick of document.querySelectorAll(".tick")) {
    tick.hidden = false;
    tick.checked = chosen.has(tick.value);
  }
  const line = document.querySelector(".ticks");
  if (!line) return;
  line.hidden = false;
  const said = document.getElementById("ticked");
  const text = chosen.size ? said.dataset.count.replace("{count}", chosen.size) : "";
  if (said.textContent !== text) said.textContent = text;
  document.getElementById("use-ticks").hidden = keys.value === keys.defaultValue;
}

const COLUMN_OF_CONDITION = 'select[name="where.column"]';

// The values of the column that is chosen are offered beside it.
function offerValues(select) {
  select.closest(".condition").querySelector("input").setAttribute("list", `values-${select.value}`);
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".tick")) {
    const { value, checked } = event.target;
    const others = keyLines().filter((one) => one !== value);
    document.getElementById("only").value = [...others, ...(checked ? [value] : [])].join("\n");
    showTicks();
  } else if (event.target.matches(COLUMN_OF_CONDITION)) {
    offerValues(event.target);
  }
});
document.addEventListener("input", (event) => {
  if (event.target.id === "only") showTicks();
});

// What the script adds to a page that it has read again.
function prepare() {
  document.dispatchEvent(new Event("read-again"));
  showTicks();
  document.querySelectorAll(COLUMN_OF_CONDITION).forEach(offerValues);
  const reading = document.getElementById("reading");
  if (reading && choices() !== sentChoices && [...reading.querySelectorAll("input, select")].some(isChanged)) checkSoon();
  for (const one of document.querySelectorAll(".command")) showCommand(one);
  for (const one of document.querySelectorAll(".copy")) one.hidden = false;
  for (const one of document.querySelectorAll(".look")) one.hidden = true;
  for (const frame of document.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => keepInside(frame));
    keepInside(frame);
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
  const said = button.parentElement.querySelector("[data-copied]");
  said.textContent = said.dataset.copied;
});

takeBack();
prepare();
step();
