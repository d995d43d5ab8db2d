"use strict";
const page = document.documentElement;
const shown = JSON.parse(document.getElementById("data").textContent);
const at = () => (page.lang === "en" ? 0 : 1);
const redraws = [];

function put(parent, name, attributes = {}, text = "") {
  const ns = ["svg", "line", "circle"].includes(name) ? "http://www.w3.org/2000/svg" : null;
  const made = ns ? document.createElementNS(ns, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
}

function filled(text, fields) {
  return text.replace(/{(\w+)}/g, (whole, key) => fields[key] ?? whole);
}

// Language.
function speak(language) {
  page.lang = language === "en" ? "en" : "zh-Hans";
  page.dataset.language = language;
  const title = document.querySelector("title");
  document.title = title.dataset[language];
  for (const redraw of redraws) redraw();
}
const choices = document.querySelectorAll("input[name=language]");
for (const choice of choices) choice.addEventListener("change", () => speak(choice.value));
if (page.dataset.first === "auto" && /^zh/i.test(navigator.language)) {
  document.getElementById("language-zh").checked = true;
}
speak(document.querySelector("input[name=language]:checked").value);

// Standard of welfare.
for (const choice of document.querySelectorAll("input[name=standard]")) {
  choice.addEventListener("change", () => { page.dataset.standard = choice.value; });
  if (choice.checked) page.dataset.standard = choice.value;
}

// Tables that sort.
function keyOf(cell) {
  if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
  return cell.innerText.trim();
}
function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  return typeof b === "number" ? 1 : a.localeCompare(b, page.lang);
}
function sort(table, head, column) {
  const order = head.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", order);
  const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[column]), row]);
  rows.sort((a, b) => (order === "ascending" ? compare(a[0], b[0]) : compare(b[0], a[0])));
  table.tBodies[0].append(...rows.map((row) => row[1]));
}
for (const table of document.querySelectorAll("main table")) {
  if (table.tBodies[0].rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, head, column));
  });
}

// Knobs: every position is a point that was computed.
const place = document.getElementById("board-place");
if (place && shown.boards.length) {
  const words = (key) => shown.words[key][at()];
  const label = put(place, "label", { for: "board" });
  const select = put(place, "select", { id: "board" });
  shown.boards.forEach((board, index) => put(select, "option", { value: index }));
  const sliders = put(place, "div");
  const told = put(place, "p", { "aria-live": "polite", id: "point" });
  const wrap = put(place, "div", { class: "table" });
  let board, positions;

  function choose() {
    board = shown.boards[Number(select.value)];
    positions = board.knobs.map((knob) => knob.own ?? 0);
    sliders.replaceChildren();
    board.knobs.forEach((knob, index) => {
      put(sliders, "label", { for: `knob-${index}` });
      const slider = put(sliders, "input", { type: "range", id: `knob-${index}`, min: 0, step: 1, max: knob.values.length - 1 });
      slider.value = positions[index];
      slider.addEventListener("input", () => { positions[index] = Number(slider.value); draw(); });
    });
    draw();
  }

  function bar(cell, pair, reach, colour) {
    const x = (value) => 100 + 95 * value / reach;
    const svg = put(cell, "svg", { viewBox: "0 0 200 14", "aria-hidden": "true" });
    put(svg, "line", { x1: 100, x2: 100, y1: 0, y2: 14, stroke: "#8a8a8a" });
    if (pair[0] === null) return;
    if (pair[1] !== null) put(svg, "line", { x1: x(pair[1]), x2: x(pair[2]), y1: 7, y2: 7, stroke: colour, "stroke-width": 3 });
    put(svg, "circle", { cx: x(pair[0]), cy: 7, r: 4, fill: colour });
  }

  function draw() {
    const language = at();
    label.textContent = words("which");
    [...select.options].forEach((option, index) => {
      option.textContent = shown.boards[index].knobs.map((knob) => knob.title[language]).join(" × ");
    });
    let point = 0;
    const said = board.knobs.map((knob, index) => {
      point = point * knob.values.length + positions[index];
      const text = `${knob.values[positions[index]]} ${knob.unit[language]}`.trim();
      sliders.querySelectorAll("label")[index].textContent = `${knob.title[language]}: ${text}`;
      sliders.querySelectorAll("input")[index].setAttribute("aria-valuetext", text);
      return positions[index] === knob.own;
    });
    const own = board.knobs.map((knob) => knob.own_value === null ? "" : `${knob.title[language]} ${knob.own_value}`).filter(Boolean);
    const note = board.notes.length ? board.notes[point][language] : "";
    told.textContent = [note, board.knobs.every((knob) => knob.own === null) ? "" : said.every(Boolean) ? words("own") : words("not_own"), filled(words("n"), { n: board.n }),
      board.periods ? filled(words("periods"), { periods: board.periods }) : "",
      own.length ? filled(words("own_is"), { values: own.join(", ") }) : ""].filter(Boolean).join(language ? "" : " ");
    const table = document.createElement("table");
    put(table, "caption", {}, words("caption"));
    const head = put(put(table, "thead"), "tr");
    put(head, "th", { scope: "col", class: "text" }, words("regime"));
    for (const [name, title] of Object.entries(shown.standards)) put(head, "th", { scope: "col", class: `standard-${name}` }, title[language]);
    const body = put(table, "tbody");
    for (const [key, found] of Object.entries(board.found)) {
      const row = put(body, "tr"), regime = shown.regimes[key];
      put(row, "th", { scope: "row" }, regime.title[language]);
      for (const [name, pairs] of Object.entries(found)) {
        const all = Object.values(board.found).flatMap((each) => each[name]).flatMap((pair) => pair.slice(0, 3));
        const pair = pairs[point], cell = put(row, "td", { class: `standard-${name}` });
        put(cell, "div", {}, `${pair[3]} ${shown.words.verdict[pair[4]][language]}`);
        bar(cell, pair, Math.max(1e-9, ...all.map(Math.abs)), regime.colour);
      }
    }
    wrap.replaceChildren(table);
  }
  select.addEventListener("change", choose);
  redraws.push(draw);
  choose();
}
