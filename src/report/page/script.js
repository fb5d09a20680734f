"use strict";

// Language: both are in the page, one is shown.
const root = document.documentElement;
const isChinese = () => root.dataset.lang === "zh";
const follow = [];
function label(element) {
  element.setAttribute("aria-label", element.dataset["label" + (isChinese() ? "Zh" : "En")]);
}
function showLanguage(language) {
  root.dataset.lang = language;
  root.lang = language === "zh" ? "zh-CN" : "en";
  document.title = document.body.dataset["title" + (isChinese() ? "Zh" : "En")];
  document.querySelectorAll("[data-label-en]").forEach(label);
  follow.forEach((show) => show());
}
document.querySelector("button.language").addEventListener("click", () => {
  showLanguage(isChinese() ? "en" : "zh");
});

// Tables: a click on a heading sorts by its column, a second one the other way.
function sortBy(heading) {
  const table = heading.closest("table");
  const column = heading.cellIndex;
  const rising = heading.getAttribute("aria-sort") !== "ascending";
  const key = (row) => {
    const cell = row.cells[column];
    const number = Number.parseFloat(cell.dataset.value);
    return Number.isNaN(number) ? cell.innerText : number;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number"
    ? a - b : String(a).localeCompare(String(b), root.lang));
  const body = table.tBodies[0];
  const rows = Array.from(body.rows).map((row) => ({ row, key: key(row) }));
  rows.sort((a, b) => (rising ? 1 : -1) * compare(a.key, b.key));
  body.append(...rows.map((entry) => entry.row));
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute("aria-sort");
  }
  heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
}
for (const heading of document.querySelectorAll("table.sortable thead th")) {
  heading.querySelector("button").addEventListener("click", () => sortBy(heading));
}

// Measure groups: a subset's number says which are on; its figures and steps are packed in the page.
function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Array.from({ length: bytes.length / 2 }, (_, at) => bytes[2 * at] + 256 * bytes[2 * at + 1]);
}
function load(section) {
  const packed = JSON.parse(section.querySelector("script").textContent);
  const subsets = [[]];
  for (const word of unpack(packed.steps)) {
    if (word === 65535) {
      subsets.push([]);
    } else {
      subsets[subsets.length - 1].push(packed.variants[word]);
    }
  }
  return { section, subsets, figures: unpack(packed.figures), limits: [] };
}

// Earliest starts and ends, longest chain first come; the same sums as the program's.
function schedule(steps, clock) {
  const ends = new Map();
  const bars = steps.map((step) => {
    const start = Math.max(0, ...step.after.filter((id) => ends.has(id)).map((id) => ends.get(id)));
    const end = start + step[clock];
    ends.set(step.step, end);
    return { step, start, end };
  });
  const total = Math.max(0, ...bars.map((bar) => bar.end));
  const latest = new Map();
  for (const bar of bars.slice().reverse()) {
    const last = latest.has(bar.step.step) ? latest.get(bar.step.step) : total;
    bar.critical = last - bar.end < 1e-9;
    for (const id of bar.step.after) {
      latest.set(id, Math.min(latest.has(id) ? latest.get(id) : total, last - bar.step[clock]));
    }
  }
  return { bars, total };
}

function figuresOf(model, number) {
  const keys = ["counted-limit", "elapsed-limit", "counted-p50", "counted-p90", "elapsed-p50", "elapsed-p90",
    "items", "links", "materials", "certificates", "visits"];
  const packed = model.figures.slice(keys.length * number, keys.length * (number + 1));
  return Object.fromEntries(keys.map((key, at) => [key, packed[at] / (at < 6 ? 64 : 10)]));
}

function say(days) {
  return String(Math.round(days * 10) / 10);
}

function showFigures(model, number) {
  const before = figuresOf(model, 0);
  const after = figuresOf(model, number);
  for (const cell of model.section.querySelectorAll("[data-figure]")) {
    const key = cell.dataset.figure;
    cell.textContent = say(after[key]);
    if (after[key] !== before[key]) {
      const was = document.createElement("small");
      was.textContent = say(before[key]) + " → ";
      cell.prepend(was);
    }
  }
}

function showTimeline(model, number) {
  const place = model.section.querySelector(".timeline");
  const before = schedule(model.subsets[0], "elapsed").total;
  const { bars, total } = schedule(model.subsets[number], "elapsed");
  const scale = 100 / Math.max(before, total, 1);
  const rows = bars.filter((bar) => bar.end > bar.start).map((bar) => {
    const row = document.createElement("div");
    const label = document.createElement("span");
    for (const language of ["en", "zh"]) {
      const text = document.createElement("span");
      text.lang = language;
      text.textContent = bar.step[language];
      label.append(text);
    }
    const track = document.createElement("span");
    const mark = document.createElement("i");
    mark.className = bar.step.clock + (bar.critical ? " critical" : "");
    mark.style.left = bar.start * scale + "%";
    mark.style.width = (bar.end - bar.start) * scale + "%";
    const days = say(bar.start) + "–" + say(bar.end);
    mark.title = isChinese() ? bar.step.zh + "：第 " + days + " 个工作日" : bar.step.en + ": working days " + days;
    track.append(mark);
    row.append(label, track);
    return row;
  });
  place.replaceChildren(...rows);
  const change = say(before) + " → " + say(total);
  place.dataset.labelEn = "Timeline of the steps: the applicant waits " + change + " working days";
  place.dataset.labelZh = "节点时间线：申请人历时 " + change + " 个工作日";
  label(place);
}

for (const section of document.querySelectorAll("section.switch")) {
  const model = load(section);
  const boxes = Array.from(section.querySelectorAll("input[type=checkbox]"));
  const show = () => {
    const number = boxes.reduce((sum, box) => sum + (box.checked ? 2 ** Number(box.value) : 0), 0);
    showFigures(model, number);
    showTimeline(model, number);
  };
  section.addEventListener("change", show);
  follow.push(show);
  for (const button of section.querySelectorAll("button[data-all]")) {
    button.addEventListener("click", () => {
      boxes.forEach((box) => { box.checked = button.dataset.all === "on"; });
      show();
    });
  }
  section.redtape = { model, schedule, figuresOf };
}
showLanguage(root.dataset.lang);
