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
  stream.addEventListener("run", () => document.dispatchEvent(new Event("run"))); // for the pages of tables
  stream.onopen = () => document.dispatchEvent(new Event("run")); // what happened before it was open
  stream.onerror = () => { document.getElementById("connection").textContent = body.dataset.lost; };
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
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (leaving) return;
  if (body.className !== page.body.className) return location.reload();
  document.title = page.title;
  document.dispatchEvent(new Event("replacing")); // until now, somebody may have typed
  keepingFocus(() => document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes));
  document.dispatchEvent(new Event("replaced"));
}

// Replaces what is on the page; the link that had the focus has it afterwards, too.
function keepingFocus(replace) {
  const { activeElement } = document;
  const address = activeElement && activeElement.closest("main") ? activeElement.getAttribute("href") : null;
  replace();
  const again = address && document.querySelector(`main a[href="${CSS.escape(address)}"]`);
  if (again) again.focus({ preventScroll: true });
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
    document.getElementById("connection").textContent = body.dataset.lost;
    return;
  }
  const type = answer.headers.get("content-type") || "";
  const shown = type.startsWith("application/json") ? await answer.json() : { lines: [answer.statusText] };
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

function show(shown) {
  if (shown.digest !== form.dataset.digest || shown.sides.length !== document.querySelectorAll(".side").length) {
    reopen(shown.id); // other controls, or another number of letters
    return;
  }
  document.getElementById("command").textContent = shown.command;
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
  const words = element("bdi", `${note.where}: ${note.problem}`);
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

function refuse(box, { lines, remedies = [], excerpts = [] }) {
  const said = box.querySelector(".lines");
  const hasLetter = [...box.querySelectorAll(":scope > iframe, :scope > pre, :scope > .pictures")].some((one) => !one.hidden);
  said.replaceChildren(...lines.map((line) => { const one = element("p"); one.append(element("bdi", line)); return one; }));
  said.prepend(element("p", hasLetter ? form.dataset.earlier : form.dataset.nothing));
  said.hidden = false;
  box.classList.toggle("stale", hasLetter);
  showRemedies(box, remedies);
  showExcerpts(box, excerpts);
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

if (form) backToPlace();
listen();
