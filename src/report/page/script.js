"use strict";

// Language: both are in the page, one is shown.
const root = document.documentElement;
function showLanguage(language) {
  root.dataset.lang = language;
  root.lang = language;
  document.title = document.body.dataset["title" + (language === "zh" ? "Zh" : "En")];
}
document.querySelector("button.language").addEventListener("click", () => {
  showLanguage(root.dataset.lang === "zh" ? "en" : "zh");
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
