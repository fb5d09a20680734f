// Runs inside the report page: switches everything, compares, leaves what it found in the page.
"use strict";
const found = { errors: window.seenErrors, subsets: [], unchanged: [], languages: [], sorted: [] };

function shown(section) {
  const cells = Array.from(section.querySelectorAll("[data-figure]"));
  return Object.fromEntries(cells.map((cell) => [cell.dataset.figure, Number(cell.lastChild.textContent)]));
}

// The same numbers as the test beside it draws.
let state = 1;
function next(below) {
  state = (state * 48271) % 2147483647;
  return state % below;
}

for (const section of document.querySelectorAll("section.switch")) {
  const { model, schedule, figuresOf } = section.redtape;
  const boxes = Array.from(section.querySelectorAll("input[type=checkbox]"));
  const all = 2 ** boxes.length - 1;
  for (const box of boxes) {
    const before = section.querySelector(".timeline").innerHTML + JSON.stringify(shown(section));
    box.click();
    const number = boxes.reduce((sum, one) => sum + (one.checked ? 2 ** Number(one.value) : 0), 0);
    const figures = figuresOf(model, number);
    const now = shown(section);
    for (const key of Object.keys(now)) {
      if (Math.abs(now[key] - figures[key]) > 0.051) {
        found.errors.push(`${key} shows ${now[key]}, not ${figures[key]}`);
      }
    }
    const after = section.querySelector(".timeline").innerHTML + JSON.stringify(shown(section));
    const same = JSON.stringify(figures) === JSON.stringify(figuresOf(model, all));
    if (before === after && !same) {
      found.unchanged.push(box.parentElement.innerText);
    }
    box.click();
  }
  for (const button of section.querySelectorAll("button[data-all]")) {
    button.click();
  }
  if (boxes.some((box) => box.checked)) {
    found.errors.push("a box stays checked after all were switched off");
  }
  const totals = [];
  for (let round = 0; round < 200; round += 1) {
    const number = next(all + 1);
    const [counted, elapsed] = ["counted", "elapsed"].map((clock) => schedule(model.subsets[number], clock));
    totals.push({
      number,
      counted: counted.total,
      elapsed: elapsed.total,
      bars: elapsed.bars.map((bar) => [bar.start, bar.end]),
    });
  }
  found.subsets.push(totals);
}

for (const language of ["zh", "en"]) {
  document.querySelector("button.language").click();
  found.languages.push([document.documentElement.dataset.lang, document.querySelector("h1").innerText, document.title]);
}

const heading = document.querySelector("table.sortable thead th:nth-child(3)");
for (const direction of ["ascending", "descending"]) {
  heading.querySelector("button").click();
  const cells = Array.from(heading.closest("table").tBodies[0].rows).map((row) => Number(row.cells[2].dataset.value));
  found.sorted.push([heading.getAttribute("aria-sort"), cells]);
}

const result = document.createElement("pre");
result.id = "found";
result.textContent = JSON.stringify(found);
document.body.append(result);
