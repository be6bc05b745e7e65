// A day chosen from a month, or a month from a year, in a calendar that the language has; all come from the desk.
"use strict";

const days = document.getElementById("days");

if (days) {
  const grid = days.querySelector("tbody");
  let input; // the text field that takes the day
  let chosen = ""; // its day, which stays marked, whichever month is shown
  let shown; // the month that is shown, or the year
  let asked = 0;
  let keys = Promise.resolve(); // what the keys do, one after the other: the next one may come before a month is there
  const WEEK = 7, MONTHS = 3; // the columns of a month, and of a year
  const columns = () => (shown.weekdays.length ? WEEK : MONTHS);
  const isMonth = () => input.dataset.picks === "month";

  function icon() {
    const names = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(names, "svg");
    for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" })) drawing.setAttribute(name, value);
    const path = document.createElementNS(names, "path");
    path.setAttribute("d", "M2 3h12v11H2zM2 6.5h12M5 1v3M11 1v3M5 9h1M8 9h1M11 9h0M5 11.5h1M8 11.5h1");
    path.setAttribute("fill", "none");
    path.setAttribute("stroke", "currentColor");
    drawing.append(path);
    return drawing;
  }

  // A calendar without names in the language of the page has those of the letter's, in their own direction.
  function isolated(tag, text) {
    const made = element(tag, text);
    made.dir = "auto";
    return made;
  }

  function decorate(field) {
    const button = element("button", "", "choose-day");
    button.append(icon());
    button.type = "button";
    button.setAttribute("aria-label", field.dataset.day);
    button.setAttribute("aria-haspopup", "dialog");
    if (!field.parentElement.matches(".with-day")) {
      const both = element("div", undefined, "with-day");
      field.replaceWith(both);
      both.append(field);
    }
    field.after(button);
  }

  // Shows the month of a day, or of the same day by a turn, in a calendar; says whether the desk has answered.
  async function show(typed, calendar, turn = "") {
    const number = ++asked;
    const sent = new URLSearchParams(new FormData(input.form));
    const more = { typed, shown: calendar, turn, picks: input.dataset.picks };
    for (const [name, value] of Object.entries(more)) sent.set(name, value);
    try {
      const address = input.dataset.address || `${input.form.getAttribute("action")}/days`;
      const answer = await fetch(address, { method: "POST", body: sent, headers: { accept: "application/json" } });
      const month = await answer.json();
      if (number !== asked) return false; // a later answer is on its way
      fill(answer.ok ? month : { calendar, calendars: [], weekdays: [], days: [], turns: [], problem: month.lines });
    } catch {
      sayLost();
      return false;
    }
    return true;
  }

  function fill(month) {
    shown = month;
    const select = document.getElementById("days-calendar");
    select.replaceChildren(...month.calendars.map((one) => {
      const option = element("option", one.label);
      option.value = one.value;
      option.selected = one.value === month.calendar;
      return option;
    }));
    document.getElementById("days-calendars").hidden = month.calendars.length < 2;
    const problem = document.getElementById("days-problem");
    problem.hidden = month.problem.length === 0;
    problem.replaceChildren(...month.problem.map((line) => element("p", line)));
    const title = document.getElementById("days-month");
    title.replaceChildren(isolated("strong", month.title));
    if (month.beside) title.append(" ", isolated("small", month.beside));
    for (const button of days.querySelectorAll("[data-to]")) {
      button.disabled = !month.turns.includes(button.dataset.to);
      button.hidden = isMonth() && !button.dataset.to.startsWith("year");
    }
    const head = element("tr");
    for (const [short, whole] of month.weekdays) {
      const cell = element("th", short);
      cell.scope = "col";
      cell.abbr = whole;
      head.append(cell);
    }
    days.querySelector("thead").replaceChildren(...(month.weekdays.length ? [head] : []));
    const rows = [];
    for (let number = -month.lead; number < month.days.length; number++) {
      if ((number + month.lead) % columns() === 0) rows.push(element("tr"));
      rows.at(-1).append(number < 0 ? element("td") : dayCell(month.days[number], month));
    }
    while (rows.length && rows.at(-1).children.length < columns()) rows.at(-1).append(element("td"));
    grid.replaceChildren(...rows);
    days.querySelector("table").hidden = month.days.length === 0;
  }

  function dayCell(day, month) {
    const cell = element("td");
    const button = element("button", day.number);
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.value = day.value;
    button.setAttribute("aria-label", day.name);
    if (day.beside) button.append(isolated("small", day.beside));
    if (day.value === month.today) button.setAttribute("aria-current", "date");
    cell.setAttribute("aria-selected", String(day.value === chosen));
    cell.append(button);
    return cell;
  }

  const buttons = () => [...grid.querySelectorAll("button")];

  // The day that the Tab key leads to, from which a month is turned.
  function focused() {
    const one = grid.querySelector("[tabindex='0']");
    return one ? one.dataset.value : chosen || shown.today;
  }

  // One day of the month is in the order of the Tab key; arrows move on from it.
  function goTo(value, withFocus) {
    const all = buttons();
    if (all.length === 0) return;
    const one = all.find((button) => button.dataset.value === value) || all[0];
    for (const button of all) button.tabIndex = button === one ? 0 : -1;
    if (withFocus) one.focus();
  }

  async function turn(value, name, withFocus) {
    if (await show(value, shown.calendar, name)) goTo(shown.day, withFocus);
  }

  function after(value, count) {
    const day = new Date(`${value}${isMonth() ? "-01" : ""}T00:00:00Z`);
    if (isMonth()) day.setUTCMonth(day.getUTCMonth() + count);
    else day.setUTCDate(day.getUTCDate() + count);
    return day.toISOString().slice(0, value.length);
  }

  async function open(button) {
    input = button.previousElementSibling;
    chosen = "";
    const title = document.getElementById("days-title");
    title.textContent = title.dataset[input.dataset.picks];
    days.classList.toggle("months", isMonth());
    if (!(await show(input.value, ""))) return;
    chosen = shown.is_typed ? shown.day : "";
    fill(shown);
    days.showModal();
    goTo(shown.day, true);
  }

  function choose(value) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    days.close();
  }

  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];

  grid.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    const { key, shiftKey } = event;
    const go = () => move(key, shiftKey);
    keys = keys.then(go, go);
  });

  async function move(key, withShift) {
    const all = buttons();
    const here = all.indexOf(document.activeElement);
    if (here < 0) return;
    const forward = getComputedStyle(days).direction === "rtl" ? -1 : 1;
    const width = columns();
    const inRow = (here + shown.lead) % width;
    const steps = {
      ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -width, ArrowDown: width,
      Home: -Math.min(inRow, here), End: Math.min(width - 1 - inRow, all.length - 1 - here),
    };
    const far = withShift || isMonth();
    const turns = { PageUp: far ? "year_earlier" : "earlier", PageDown: far ? "year_later" : "later" };
    const { value } = document.activeElement.dataset;
    if (key in turns) {
      if (shown.turns.includes(turns[key])) await turn(value, turns[key], true);
      return;
    }
    const step = steps[key];
    const next = after(value, step);
    if (all[here + step]) goTo(next, true);
    else if (shown.turns.includes(`${isMonth() ? "year_" : ""}${step < 0 ? "earlier" : "later"}`)) await turn(next, "", true);
  }

  grid.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(button.dataset.value);
  });
  for (const button of days.querySelectorAll("[data-to]")) {
    button.addEventListener("click", () => turn(focused(), button.dataset.to, false));
  }
  document.getElementById("days-calendar").addEventListener("change", (event) => {
    shown.calendar = event.target.value;
    turn(focused(), "", false);
  });
  days.querySelector(".close").addEventListener("click", () => days.close());
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".choose-day");
    if (button) open(button);
  });
  const decorateAll = (part) => {
    for (const field of part.querySelectorAll("[data-day]")) if (!field.parentElement.matches(".with-day:has(.choose-day)")) decorate(field);
  };
  decorateAll(document);
  document.addEventListener("item-added", (event) => decorateAll(event.target));
  document.addEventListener("read-again", () => decorateAll(document));
}
