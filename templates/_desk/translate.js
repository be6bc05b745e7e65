// Looks at a translation while it is typed, saves it, and moves from text to text. Without it, all of this works by buttons.
"use strict";

(() => {
  const PAUSE = 60; // milliseconds without a keystroke, before what is typed is looked at
  let form, before, timer, looked, leaves, isSaving, isMarked;

  const areas = () => [...form.querySelectorAll("textarea")];
  const typed = () => JSON.stringify([...areas().map((one) => one.value), form.elements.fuzzy && form.elements.fuzzy.checked]);
  // What the page came with: somebody may have typed before this script was there.
  const given = () => JSON.stringify([...areas().map((one) => one.defaultValue), form.elements.fuzzy && form.elements.fuzzy.defaultChecked]);
  const isUnsaved = () => form && (typed() !== before || document.getElementById("tried") !== null);

  function made(tag, text, className) {
    const one = document.createElement(tag);
    if (text !== undefined) one.textContent = text;
    if (className) one.className = className;
    return one;
  }

  async function send(address, body, accept = "application/json") {
    const answer = await fetch(address, { method: "POST", body, headers: { accept } });
    document.getElementById("connection").textContent = "";
    return answer;
  }

  // What is typed ---------------------------------------------------------------------------------------------------

  function fit(area) {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 4}px`;
  }

  // Who types a text has reviewed it; a mark that is set by hand stays.
  function review() {
    const { fuzzy } = form.elements;
    if (fuzzy && fuzzy.defaultChecked && !isMarked && !document.getElementById("tried")) fuzzy.checked = areas().every((one) => one.value === one.defaultValue);
  }

  function changed() {
    areas().forEach(fit);
    document.getElementById("unsaved").textContent = isUnsaved() ? form.dataset.unsaved : "";
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  async function look() {
    const texts = JSON.stringify(areas().map((one) => one.value));
    const own = form;
    looked = texts;
    try {
      const answer = await send(form.dataset.look, new URLSearchParams(new FormData(form)));
      if (!answer.ok || own !== form || looked !== texts) return; // something else has been typed since
      const found = await answer.json();
      await released();
      if (own !== form || looked !== texts) return;
      showProblems(found);
      const printed = await send(form.dataset.print, new URLSearchParams(new FormData(form)));
      if (!printed.ok || own !== form || looked !== texts) return;
      showPrinted(await printed.json());
    } catch {
      sayLost();
    }
  }

  function showProblems(found) {
    const summary = document.getElementById("problems-summary");
    if (summary.textContent !== found.summary) summary.textContent = found.summary;
    const kinds = found.problems.map((one) => one.kind);
    summary.className = kinds.includes("fault") ? "fault" : kinds.length ? "advice" : "fine";
    const list = document.getElementById("problems");
    list.replaceChildren(...found.problems.map(problem));
    for (const area of areas()) {
      const isWrong = found.problems.some((one) => one.kind === "fault" && (one.form === area.name || !one.form));
      if (isWrong) area.setAttribute("aria-invalid", "true");
      else area.removeAttribute("aria-invalid");
    }
  }

  function problem(one) {
    const item = made("li", undefined, one.kind);
    item.append(made("strong", one.level), " ", made("bdi", one.problem));
    if (one.text) {
      const quoted = made("q");
      const words = made("bdi", one.text);
      words.lang = form.dataset.language;
      quoted.append(words);
      item.append(" ", quoted);
    }
    if (one.hint) item.append(" ", made("bdi", one.hint, "hint"));
    if (one.rule) item.append(" ", made("code", one.rule));
    if (Object.keys(one.fixed).length && form.elements.fuzzy) {
      const fix = made("button", form.dataset.fix);
      fix.type = "button";
      fix.setAttribute("aria-label", `${form.dataset.fix}: ${one.problem}`);
      fix.addEventListener("click", () => {
        for (const [name, text] of Object.entries(one.fixed)) form.elements[name].value = text;
        (form.elements[one.form] || areas()[0]).focus();
        changed();
      });
      item.append(fix);
    }
    return item;
  }

  function showPrinted(found) {
    const place = document.getElementById("printed");
    const lines = found.texts.flatMap((one) => {
      const words = made("p", one.text, "printed");
      words.lang = place.dataset.language;
      words.dir = place.dataset.direction;
      return one.label ? [made("p", one.label, "form-label"), words] : [words];
    });
    document.getElementById("printed-title").hidden = !lines.length && !found.note;
    place.replaceChildren(...lines, ...(found.note ? [made("p", found.note)] : []));
  }

  function insert(text) {
    const area = areas().find((one) => one === lastArea) || areas()[0];
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    changed();
  }

  // Saving ----------------------------------------------------------------------------------------------------------

  async function save(then) {
    if (isSaving || leaves) return;
    const body = new URLSearchParams(new FormData(form));
    body.append("then", then);
    let answer;
    isSaving = true;
    areas().forEach((one) => { one.readOnly = true; }); // what would be typed now would be lost
    try {
      answer = await send(form.action, body);
    } catch {
      return sayLost();
    } finally {
      isSaving = false;
      areas().forEach((one) => { one.readOnly = false; });
    }
    const type = answer.headers.get("content-type") || "";
    if (answer.ok) {
      leaves = true;
      areas().forEach((one) => { one.readOnly = true; });
      location.assign((await answer.json()).location);
    } else if (type.startsWith("application/json")) {
      document.getElementById("unsaved").textContent = (await answer.json()).lines.join(" ");
    } else {
      showPage(await answer.text());
    }
  }

  function showPage(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    document.body.className = page.body.className;
    keepingFocus(() => {
      document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
      begin();
    });
    const tried = document.getElementById("tried");
    if (tried) tried.focus();
  }

  // A saved file: what was typed or chosen stays, and a text that somebody else has changed says so.
  document.addEventListener("renew", async (event) => {
    const texts = document.getElementById("texts");
    const letter = document.getElementById("list");
    if (!form && !texts && !letter) return; // the page is renewed as every other one
    event.preventDefault();
    const own = form;
    let text;
    try {
      text = await (await fetch(location.href, { headers: { accept: "text/html" } })).text();
    } catch {
      return sayLost();
    }
    await released();
    if (own !== form || leaves || isSaving) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    if (form) renewMessage(page, text);
    else if (letter && page.getElementById("list")) renewTexts(text);
    else if (!page.getElementById("texts")) location.reload();
    else keepingFocus(() => ["progress", "texts"].forEach((id) => document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes)));
  });

  function renewMessage(page, text) {
    const mark = page.querySelector("#translation input[name=mark]");
    if (!mark || document.getElementById("tried")) return; // an error in a file: saving says more
    if (mark.value === form.elements.mark.value) {
      document.getElementById("changed").hidden = true; // the file may have been read while it was only half written
      keepingFocus(() => document.getElementById("facts").replaceChildren(...page.getElementById("facts").childNodes));
      beginFacts();
      look();
    } else if (isUnsaved()) {
      document.getElementById("changed").hidden = false;
    } else {
      showPage(text);
    }
  }

  // The texts of a letter: a text in the list and its words in the letter are shown together. ---------------------------

  const listed = (name) => document.getElementById(`text-${name}`);
  const inLetter = (name) => {
    const inside = document.getElementById("marked")?.contentDocument;
    return inside ? [...inside.querySelectorAll(`[data-text="${CSS.escape(name)}"]`)] : [];
  };
  let chosen;
  let focused; // the text in the letter that has the focus, while the page is made again

  // What is chosen, has the focus or was scrolled to stays so.
  function renewTexts(text) {
    const frame = document.getElementById("marked");
    focused = document.activeElement === frame ? frame?.contentDocument?.activeElement?.dataset.text : undefined;
    const y = frame?.contentWindow?.scrollY || 0;
    showPage(text);
    document.getElementById("marked")?.addEventListener("load", (event) => event.target.contentWindow.scrollTo(0, y), { once: true });
  }

  function choose(name, from) {
    if (chosen === name) return;
    for (const one of chosen ? [listed(chosen), ...inLetter(chosen)] : []) one?.classList.remove("chosen");
    chosen = name;
    if (!name) return;
    for (const one of [listed(name), ...inLetter(name)]) one?.classList.add("chosen");
    if (from === "letter") listed(name)?.scrollIntoView({ block: "nearest" });
    else if (from === "list") inLetter(name)[0]?.scrollIntoView({ block: "nearest" });
  }

  // No script runs in the frame of a letter; this page listens to it from outside.
  function beginLetter(frame) {
    const inside = frame.contentDocument;
    if (!inside || !inside.body) return;
    const nameAt = (event) => event.target.closest && event.target.closest("[data-text]")?.dataset.text;
    const open = (event) => {
      const name = nameAt(event);
      if (event.target.closest("a")) event.preventDefault();
      const link = name && listed(name)?.querySelector("a");
      if (link) location.assign(link.href);
    };
    inside.addEventListener("mouseover", (event) => { if (nameAt(event)) choose(nameAt(event), "letter"); });
    inside.addEventListener("focusin", (event) => { if (nameAt(event)) choose(nameAt(event), "letter"); });
    inside.addEventListener("click", open);
    inside.addEventListener("keydown", (event) => { if (event.key === "Enter") open(event); });
    const seen = new Set();
    for (const one of inside.querySelectorAll("[data-text]")) {
      if (seen.has(one.dataset.text) || one.closest("a")) continue;
      seen.add(one.dataset.text);
      one.tabIndex = 0;
      one.setAttribute("role", "link");
    }
    const before = chosen;
    chosen = undefined;
    if (before) choose(before, "before");
    else if (location.hash.startsWith("#text-")) choose(location.hash.slice("#text-".length), "list");
    if (focused && inLetter(focused).length) {
      inLetter(focused)[0].focus({ preventScroll: true });
      focused = undefined;
    }
  }

  function beginTexts() {
    const frame = document.getElementById("marked");
    if (!frame) return;
    frame.addEventListener("load", () => beginLetter(frame));
    beginLetter(frame);
    for (const row of document.querySelectorAll(".text[data-text]")) {
      row.addEventListener("mouseenter", () => choose(row.dataset.text, "list"));
      row.addEventListener("focusin", () => choose(row.dataset.text, "list"));
    }
  }

  // The page --------------------------------------------------------------------------------------------------------

  let lastArea;

  function beginFacts() {
    for (const button of document.querySelectorAll("button.insert")) {
      button.addEventListener("click", () => insert(button.dataset.text));
    }
  }

  function begin() {
    form = document.getElementById("translation");
    beginTexts();
    if (!form) return;
    before = given();
    for (const area of areas()) {
      fit(area);
      area.addEventListener("focus", () => { lastArea = area; });
      area.addEventListener("input", () => {
        review();
        changed();
      });
    }
    isMarked = false;
    if (form.elements.fuzzy) {
      form.elements.fuzzy.addEventListener("change", () => {
        isMarked = true;
        changed();
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(event.submitter ? event.submitter.value : "next");
    });
    for (const button of document.querySelectorAll("button.take")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        form.elements[button.dataset.form].value = button.dataset.text;
        form.elements[button.dataset.form].focus();
        changed();
      });
    }
    for (const link of document.querySelectorAll("[data-leaves]")) link.addEventListener("click", () => { leaves = true; });
    beginFacts();
    if (isUnsaved()) changed();
    else look();
  }

  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (form && form.elements.fuzzy && control && !event.altKey && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
      event.preventDefault();
      if (!event.repeat) save(event.key === "Enter" ? "next" : "stay");
    } else if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      const link = document.querySelector(`[data-key="${event.key === "PageDown" ? "next" : "before"}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaves && isUnsaved()) event.preventDefault();
  });

  // A translator's file is put into the form as text: forms of the desk have no other kind of content.
  const take = document.getElementById("take");
  if (take) {
    take.querySelector("button").disabled = false;
    take.addEventListener("submit", (event) => {
      if (take.elements.data.value) return;
      event.preventDefault();
      const file = document.getElementById("sheet-file").files[0];
      const reader = new FileReader();
      reader.onload = () => {
        take.elements.name.value = file.name;
        take.elements.data.value = reader.result.slice(reader.result.indexOf(",") + 1);
        take.submit();
      };
      reader.readAsDataURL(file);
    });
  }

  begin();
})();
