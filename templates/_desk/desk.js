// Renews what the page shows: after typing, and when a file was saved. Without it, the form works by its button.
"use strict";

const WAIT = 30; // milliseconds without a keystroke, before the letter is asked for
const body = document.body;
let version = body.dataset.version;

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Whether a control has another value than the one that the page came with.
function isChanged(control) {
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return control.selectedIndex !== Math.max(0, [...control.options].findLastIndex((one) => one.defaultSelected));
  return control.value !== control.defaultValue;
}

function sayLost() {
  document.getElementById("connection").textContent = body.dataset.lost;
}

// A click is a press and a release on the same control: nothing is replaced in between. -----------------------------

const PRESSED = "button, a, summary, label, input:is([type=checkbox], [type=radio], [type=submit])";
let waiting = [];
let isPressed = false;

function release() {
  isPressed = false;
  const resolved = waiting;
  waiting = [];
  setTimeout(() => resolved.forEach((resolve) => resolve())); // the click itself comes first
}

function press(event) {
  isPressed = Boolean(event.target.closest && event.target.closest(PRESSED));
}

const released = () => new Promise((resolve) => { if (isPressed) waiting.push(resolve); else resolve(); });

addEventListener("pointerdown", press, true);
addEventListener("keydown", (event) => { if ([" ", "Enter"].includes(event.key)) press(event); }, true);
for (const type of ["pointerup", "pointercancel", "keyup", "dragend"]) addEventListener(type, release, true);
addEventListener("blur", (event) => { if (event.target === window) release(); });

// Saved files ------------------------------------------------------------------------------------------------------

let stream;

function listen() {
  stream = new EventSource("/events");
  stream.onmessage = (event) => {
    document.getElementById("connection").textContent = "";
    if (event.data !== version) {
      version = event.data;
      renew();
    }
  };
  stream.addEventListener("looks", (event) => { // for the list of letters
    const note = document.getElementById("note");
    if (note && note.dataset.looks !== event.data) renew();
  });
  stream.addEventListener("run", () => document.dispatchEvent(new Event("run"))); // for the pages of tables
  stream.onopen = () => document.dispatchEvent(new Event("run")); // what happened before it was open
  stream.onerror = sayLost;
}

// A browser opens few connections to one server: a page that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stream.close();
  else listen();
});

async function renew() {
  if (!document.dispatchEvent(new Event("renew", { cancelable: true }))) return; // a page's own script does it
  if (form) {
    // What is read is the letter itself; the one beside it and the advice follow.
    await ask({ onlyFirst: true });
    return ask();
  }
  let page;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return sayLost(); // the stream says when the desk is there again
  }
  await released();
  if (leaving || !document.dispatchEvent(new CustomEvent("read", { detail: page, cancelable: true }))) return;
  if (body.className !== page.body.className) return location.reload();
  document.title = page.title;
  document.dispatchEvent(new Event("replacing")); // until now, somebody may have typed
  keepingFocus(() => {
    document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
    document.dispatchEvent(new Event("replaced"));
  });
}

// What a control is, also on a page that was read again: by its id, else by where it leads, its name or its words.
function identity(control) {
  const words = control.matches("button, summary") ? control.textContent.trim() : control.matches("[type=checkbox], [type=radio]") ? control.value : "";
  return [control.tagName, control.id, control.getAttribute("href") || "", control.getAttribute("name") || "", words].join("\n");
}

const alike = (control, same) => [...document.querySelectorAll(`main ${control}`)].filter((one) => identity(one) === same);

let focusLost = null; // what had the focus, while the page that is read again does not have it

// Replaces what is on the page; what had the focus has it afterwards, too, with the caret in its place.
function keepingFocus(replace) {
  const active = document.activeElement;
  let kept = active === body ? focusLost : null;
  if (active && active.closest("main > *")) {
    const { tagName, selectionStart, selectionEnd } = active;
    const same = identity(active);
    kept = { tagName, same, number: alike(tagName, same).indexOf(active), selectionStart, selectionEnd };
  }
  replace();
  focusLost = null;
  if (!kept || document.activeElement !== body) return;
  const found = alike(kept.tagName, kept.same);
  const again = found[kept.number] || found[0];
  if (!again) {
    focusLost = kept;
    return;
  }
  again.focus({ preventScroll: true });
  if (typeof kept.selectionStart === "number") again.setSelectionRange(kept.selectionStart, kept.selectionEnd);
}

// The form ---------------------------------------------------------------------------------------------------------

const form = document.getElementById("form");
let timer;
let asked = 0;
let leaving = false; // whether the page is about to be opened again

// Asks for the letter of the form: of the form with other values (the value of a button "fill"), or for the first side.
async function ask({ fill = "", onlyFirst = false } = {}) {
  const number = ++asked;
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: formWith(onlyFirst ? { only: "first" } : fill ? { fill } : {}),
      headers: { accept: "application/json" },
    });
  } catch {
    return sayLost();
  }
  const type = answer.headers.get("content-type") || "";
  const shown = type.startsWith("application/json") ? await answer.json() : { lines: [answer.statusText] };
  await released();
  if (leaving || (number !== asked && !fill)) return; // a later answer is on its way
  if (!answer.ok && onlyFirst) return;
  if (!answer.ok) return document.querySelectorAll(".side").forEach((side) => refuse(side, shown));
  if (fill) reopen(shown.id); // other values are in its controls
  else if (!onlyFirst) show(shown);
  else if (shown.digest === form.dataset.digest) showSide(document.querySelector(".side"), shown.sides[0]);
}

function formWith(others) {
  const sent = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(others)) sent.set(name, value);
  return sent;
}

// Opens the page again, with other controls or values: at the same place, with the same focus, with the same folds open.
const PLACE = "goodterms-desk-place";

function reopen(id) {
  leaving = true;
  const active = document.activeElement;
  const folds = [...document.querySelectorAll("details")].map((one) => one.open);
  const inside = [...document.querySelectorAll("iframe")].map((one) => (one.contentWindow ? one.contentWindow.scrollY : 0));
  const place = { id, y: scrollY, focus: active.id, fill: active.name === "fill" ? active.value : "", folds, inside };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
  location.replace(`${form.getAttribute("action")}?made=${id}`);
}

function backToPlace() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  sessionStorage.removeItem(PLACE);
  if (!kept.id || new URLSearchParams(location.search).get("made") !== kept.id) return;
  const folds = document.querySelectorAll("details");
  if (folds.length === kept.folds.length) folds.forEach((one, number) => { one.open ||= kept.folds[number]; });
  const focused = kept.fill ? form.querySelector(`button[name="fill"][value="${CSS.escape(kept.fill)}"]`) : document.getElementById(kept.focus);
  if (focused) focused.focus({ preventScroll: true });
  scrollTo(0, kept.y);
  document.querySelectorAll("iframe").forEach((one, number) => {
    one.addEventListener("load", () => one.contentWindow.scrollTo(0, kept.inside[number] || 0), { once: true });
  });
}

// A line of a command is not broken in the name of an option.
function showCommand(place, command = place.textContent) {
  place.replaceChildren(...command.split(/(?<=\s)(--?[a-z][a-z-]*)/).map((part, number) => (number % 2 ? element("span", part, "option-name") : part)));
}

function show(shown) {
  if (shown.digest !== form.dataset.digest || shown.sides.length !== document.querySelectorAll(".side").length) {
    reopen(shown.id); // other controls, or another number of letters
    return;
  }
  showCommand(document.getElementById("command"), shown.command);
  document.getElementById("copied").textContent = "";
  for (const link of document.querySelectorAll("#downloads a")) link.href = `/made/${shown.id}/download/${link.textContent}`;
  document.getElementById("texts-of").href = `${form.getAttribute("action")}/texts?made=${shown.id}`;
  const save = document.getElementById("save");
  if (save) save.action = `/save/${shown.id}`;
  // The address of the page that has these values: going on to another page and back keeps them.
  history.replaceState(null, "", `${form.getAttribute("action")}?made=${shown.id}`);
  showNotes(shown);
  showDays(shown.days);
  for (const side of shown.sides) showSide(document.querySelector(`.side[data-number="${side.number}"]`), side);
}

function showNotes(shown) {
  for (const place of document.querySelectorAll(".notes")) {
    place.replaceChildren(...shown.notes.filter((note) => note.at === place.dataset.place).map(noteLine));
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const note of shown.notes.filter((one) => one.kind === "fault" && one.at)) {
    const control = document.getElementById(`f-${note.at}`);
    if (!control) continue;
    if (control.matches("input, select, textarea")) control.setAttribute("aria-invalid", "true");
    const details = control.closest("details");
    if (details) details.open = true;
  }
  const summary = document.getElementById("summary");
  if (summary.textContent !== shown.summary) summary.textContent = shown.summary;
  summary.className = shown.notes.some((note) => note.kind === "fault") ? "fault" : "fine";
  document.getElementById("all-notes").replaceChildren(...shown.notes.map(listed));
}

function showDays(days) {
  for (const [place, lines] of Object.entries(days)) {
    const said = document.getElementById(`day-${place}`);
    if (!said) continue;
    said.replaceChildren(...lines.flatMap((line) => {
      const one = element("bdi", line.text);
      one.lang = line.lang;
      one.dir = line.dir;
      return [one, " "];
    }));
  }
}

function noteLine(note) {
  const line = element("p", undefined, note.kind);
  line.append(element("bdi", note.problem));
  if (note.hint) line.append(" ", element("bdi", note.hint, "hint"));
  return line;
}

function listed(note) {
  const item = element("li", undefined, note.kind);
  const words = element("bdi", note.where ? `${note.where}: ${note.problem}` : note.problem);
  if (note.at) {
    const link = element("a");
    link.href = `#f-${note.at}`;
    link.append(words);
    item.append(link);
  } else {
    item.append(words, " ", element("bdi", note.hint, "hint"));
  }
  return item;
}

function refuse(box, { lines, remedies = [], excerpts = [], messages = [] }) {
  const said = box.querySelector(".lines");
  const hasLetter = [...box.querySelectorAll(":scope > iframe, :scope > pre, :scope > .pictures")].some((one) => !one.hidden);
  said.replaceChildren(...lines.map((line) => { const one = element("p"); one.append(element("bdi", line)); return one; }));
  said.prepend(element("p", hasLetter ? form.dataset.earlier : form.dataset.nothing));
  said.hidden = false;
  box.classList.toggle("stale", hasLetter);
  showRemedies(box, remedies);
  showExcerpts(box, excerpts);
  showMessages(box, messages);
}

// The messages that are missing or have errors, each with its own page.
function showMessages(box, messages) {
  const all = box.querySelector(".messages");
  all.hidden = messages.length === 0;
  all.querySelector("ul").replaceChildren(...messages.map((one) => {
    const item = element("li");
    const link = element("a");
    link.href = one.href;
    link.append(element("bdi", one.words));
    item.append(link);
    return item;
  }));
}

// The lines of files with errors, as text.
function showExcerpts(box, excerpts) {
  const all = box.querySelector(".excerpts");
  all.hidden = excerpts.length === 0;
  all.replaceChildren(...excerpts.map((one) => {
    const source = element("pre", undefined, "excerpt");
    source.tabIndex = 0;
    source.dir = "ltr";
    source.setAttribute("aria-label", one.where);
    source.append(...one.lines.map((line) => {
      const row = element("span", undefined, line.is_marked ? "line marked" : "line");
      const code = element("code");
      code.append(line.is_marked ? element("mark", line.text) : line.text);
      row.append(element("span", `${line.is_marked ? "→" : ""} ${line.number}`, "number"), code);
      return row;
    }));
    return source;
  }));
}

// What is missing, with the lines or the command that bring it.
function showRemedies(box, remedies) {
  const all = box.querySelector(".remedies");
  all.hidden = remedies.length === 0;
  all.replaceChildren(...remedies.flatMap((one) => {
    const code = element("pre", one.code);
    code.tabIndex = 0;
    code.dir = "ltr";
    return [element("p", one.words), code];
  }));
}

function showSide(box, side) {
  if (side.kind === "nothing") return refuse(box, side);
  showRemedies(box, []);
  showExcerpts(box, []);
  showMessages(box, []);
  box.classList.remove("stale");
  box.querySelector(".lines").hidden = true;
  box.querySelector("h3").textContent = side.language;
  const heads = box.querySelector(".heads");
  heads.hidden = side.heads.length === 0;
  heads.replaceChildren(...side.heads.map((head) => {
    const row = element("div");
    const value = element("dd");
    value.lang = side.tag;
    value.append(element("bdi", head.value));
    row.append(element("dt", head.name), value);
    return row;
  }));
  const frame = box.querySelector("iframe");
  const text = box.querySelector(":scope > pre");
  const pictures = box.querySelector(".pictures");
  if (side.kind === "frame") showFrame(frame, side);
  frame.hidden = side.kind !== "frame";
  text.hidden = side.kind !== "text";
  text.lang = side.tag;
  text.dir = side.direction;
  text.textContent = side.kind === "text" ? side.content : "";
  pictures.hidden = side.kind !== "pictures";
  pictures.replaceChildren(...side.pictures.map((one) => {
    const picture = element("img");
    picture.src = one.source;
    picture.alt = one.label;
    return picture;
  }));
}

// A letter is put into the document of its frame, which keeps its place; no script runs there.
function showFrame(frame, side) {
  frame.title = side.title;
  const inside = frame.contentDocument;
  if (!frame.getAttribute("src") || !inside || inside.readyState !== "complete" || inside.URL === "about:blank") {
    frame.src = side.source;
    return;
  }
  const { scrollX, scrollY } = frame.contentWindow;
  // The frame's own document has to read it: what this page reads is under the policy of this page, without styles.
  const [opening] = /<html[^>]*>/i.exec(side.content) || ["<html>"];
  const root = new DOMParser().parseFromString(opening, "text/html").documentElement;
  for (const name of ["lang", "dir", "class"]) {
    if (root.hasAttribute(name)) inside.documentElement.setAttribute(name, root.getAttribute(name));
    else inside.documentElement.removeAttribute(name);
  }
  inside.documentElement.innerHTML = side.content;
  frame.contentWindow.scrollTo(scrollX, scrollY);
}

// A link in a letter leads out of the desk, where its frame may not go.
function keepInside(frame) {
  const inside = frame.contentDocument;
  if (inside) inside.addEventListener("click", (event) => { if (event.target.closest("a")) event.preventDefault(); });
}

// One more item of a list or a record: a copy of the last one, empty, with the next number.
function addItem(list) {
  const last = list.querySelector(":scope > .item:last-of-type");
  const number = list.querySelectorAll(":scope > .item").length;
  const copy = last.cloneNode(true);
  const next = (text) => text.replace(new RegExp(`\\b${number}\\b`), number + 1);
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-describedby", "data-place"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replaceAll(new RegExp(`\\.${number}(?=[. ]|$)`, "g"), `.${number + 1}`));
    }
    one.removeAttribute("aria-invalid");
    if (one.matches(".notes, .day")) one.replaceChildren();
    if (one.matches(".choose-day")) one.remove();
    if (one.matches("input[type=text], textarea")) one.value = "";
    if (one.matches("textarea")) one.textContent = "";
    if (one.matches("input[type=checkbox]")) one.checked = false;
    if (one.matches("select")) one.selectedIndex = 0;
  }
  const label = copy.querySelector("legend, label");
  if (label && label.firstChild) label.firstChild.textContent = next(label.firstChild.textContent);
  last.after(copy);
  copy.dispatchEvent(new CustomEvent("item-added", { bubbles: true }));
  copy.querySelector("input, textarea, select").focus();
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(), WAIT);
  });
  // Another language has other sample values, so the whole page is new.
  document.getElementById("locale").addEventListener("change", () => {
    clearTimeout(timer);
    form.submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event;
    ask({ fill: submitter && submitter.name === "fill" ? submitter.value : "" });
  });
  for (const list of document.querySelectorAll(".grows")) {
    const button = element("button", list.dataset.oneMore);
    button.type = "button";
    button.addEventListener("click", () => addItem(list));
    list.after(button);
  }
  for (const frame of document.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => keepInside(frame));
    keepInside(frame);
  }
  document.querySelector(".submit").hidden = true;
  const copy = document.getElementById("copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("command").textContent);
    document.getElementById("copied").textContent = form.dataset.copied;
  });
}

if (form) {
  showCommand(document.getElementById("command"));
  backToPlace();
  // What somebody has typed or chosen before this script was there.
  if (isChanged(document.getElementById("locale"))) form.submit();
  else if ([...form.querySelectorAll("input, select, textarea")].some(isChanged)) ask();
}
listen();
