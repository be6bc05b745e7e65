// Renews what the page shows: after typing, and when a file was saved. Without it, the form works by its button.
"use strict";

const WAIT = 60; // milliseconds without a keystroke, before the letter is asked for
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
  stream.onerror = () => { document.getElementById("connection").textContent = body.dataset.lost; };
}

// A browser opens few connections to one server: a page that nobody sees gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stream.close();
  else listen();
});

async function renew() {
  if (form) return ask();
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (body.className !== page.body.className) return location.reload();
  document.title = page.title;
  document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
}

// The form ---------------------------------------------------------------------------------------------------------

const form = document.getElementById("form");
let timer;
let asked = 0;

async function ask() {
  const number = ++asked;
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: "application/json" },
    });
  } catch {
    document.getElementById("connection").textContent = body.dataset.lost;
    return;
  }
  const type = answer.headers.get("content-type") || "";
  const shown = type.startsWith("application/json") ? await answer.json() : { lines: [answer.statusText] };
  if (number !== asked) return; // a later answer is on its way
  if (!answer.ok) return document.querySelectorAll(".side").forEach((side) => refuse(side, shown.lines));
  show(shown);
}

function show(shown) {
  if (shown.digest !== form.dataset.digest || shown.sides.length !== document.querySelectorAll(".side").length) {
    location.replace(`${form.getAttribute("action")}?made=${shown.id}`); // other controls, or another number of letters
    return;
  }
  document.getElementById("command").textContent = shown.command;
  document.getElementById("copied").textContent = "";
  for (const link of document.querySelectorAll("#downloads a")) link.href = `/made/${shown.id}/download/${link.textContent}`;
  const save = document.getElementById("save");
  if (save) save.action = `/save/${shown.id}`;
  // The address of the page that has these values: going on to another page and back keeps them.
  history.replaceState(null, "", `${form.getAttribute("action")}?made=${shown.id}`);
  showNotes(shown);
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

function refuse(box, lines) {
  const said = box.querySelector(".lines");
  const hasLetter = [...box.querySelectorAll("iframe, pre, .pictures")].some((one) => !one.hidden);
  said.replaceChildren(...lines.map((line) => { const one = element("p"); one.append(element("bdi", line)); return one; }));
  said.prepend(element("p", hasLetter ? form.dataset.earlier : form.dataset.nothing));
  said.hidden = false;
  box.classList.toggle("stale", hasLetter);
}

function showSide(box, side) {
  if (side.kind === "nothing") return refuse(box, side.lines);
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
  const text = box.querySelector("pre");
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
    if (one.matches(".notes")) one.replaceChildren();
    if (one.matches("input[type=text], textarea")) one.value = "";
    if (one.matches("textarea")) one.textContent = "";
    if (one.matches("input[type=checkbox]")) one.checked = false;
    if (one.matches("select")) one.selectedIndex = 0;
  }
  const label = copy.querySelector("legend, label");
  if (label && label.firstChild) label.firstChild.textContent = next(label.firstChild.textContent);
  last.after(copy);
  copy.querySelector("input, textarea, select").focus();
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  // Another language has other sample values, so the whole page is new.
  document.getElementById("locale").addEventListener("change", () => {
    clearTimeout(timer);
    form.submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
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

listen();
