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

// The page is read again; what was typed and not sent stays, and so does the focus.
function typed() {
  const controls = [...document.querySelectorAll("#main input, #main select, #main textarea")];
  return controls.filter((one) => one.id && !["hidden", "file"].includes(one.type)).filter((one) => {
    if (one.type === "checkbox") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") return [...one.options].some((each) => each.selected !== each.defaultSelected);
    return one.value !== one.defaultValue;
  });
}

const unsent = new Map();
let chosenFiles = null; // of a corrected table, which is not sent yet
let focused = "";
let opened = [];
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
  for (const one of typed()) unsent.set(one.id, one.type === "checkbox" ? one.checked : one.value);
  opened = [...document.querySelectorAll("#main details")].map((one) => one.open);
  if (document.activeElement !== body) focused = document.activeElement.id;
  fromTop = scrollY;
}

document.addEventListener("replacing", keep);

async function readAgain() {
  if (leaving || document.getElementById("upload-letter")) return; // nothing on this page changes, and a file may be chosen
  await renewed();
  for (const [id, value] of unsent) {
    const control = document.getElementById(id);
    if (!control) continue; // while a table is read again, its page is short
    unsent.delete(id);
    if (control.type === "checkbox") control.checked = value;
    else control.value = value;
  }
  const upload = document.getElementById("upload-table");
  if (upload && chosenFiles && chosenFiles.length) upload.files = chosenFiles;
  const details = [...document.querySelectorAll("#main details")];
  if (details.length === opened.length) details.forEach((one, number) => { one.open = one.open || opened[number]; });
  prepare();
  const control = focused && document.getElementById(focused);
  if (control && document.activeElement === body) control.focus({ preventScroll: true });
  scrollTo(0, fromTop);
}

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
  const answer = await fetch(`/tables/${progress.dataset.table}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const shown = await answer.json();
  // The rows are known while the check goes on: they are shown as soon as they are there.
  if (Boolean(progress.dataset.running) !== shown.running || (shown.has_rows && !document.getElementById("rows"))) return renew();
  const said = document.getElementById("progress-said");
  if (shown.running && said.textContent !== shown.text) said.textContent = shown.text;
  const bar = document.getElementById("progress-bar");
  if (bar && shown.total) {
    bar.max = shown.total;
    bar.value = shown.done;
  }
}

document.addEventListener("run", step);

// What the script adds to a page that it has read again.
function prepare() {
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

prepare();
step();
