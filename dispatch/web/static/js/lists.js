// Lists: columns may be left out, and a click on a heading sorts. The address says which (hide=1.4, sort=-2), the browser
// remembers the columns, the workbook and kept views follow.
import { offerSorting } from "./lists_sort.js";
import { offerTicks } from "./lists_ticks.js";

for (const tools of document.querySelectorAll("[data-list-tools]")) {
  const table = document.querySelector(`table[data-list="${CSS.escape(tools.dataset.listTools)}"]`);
  if (table) {
    const follow = offerColumns(tools, table);
    offerSorting(table, follow);
    offerTicks(table);
  }
  else tools.hidden = true;
}

function offerColumns(tools, table) {
  const prefix = table.dataset.prefix ?? ""; // two lists on one page: each has its own names in the address
  const memory = `columns:${tools.dataset.listTools}`;
  const asked = new URLSearchParams(location.search).get(`${prefix}hide`) ?? localStorage.getItem(memory) ?? "";
  const hidden = new Set(asked.split(".").filter((part) => /^\d+$/.test(part)).map(Number));
  const heads = [...table.tHead.rows[0].cells];
  const box = tools.querySelector("[data-columns]");
  heads.forEach((head, place) => {
    if (!head.textContent.trim() || place === 0) return;
    const label = document.createElement("label");
    const tick = document.createElement("input");
    label.className = "check";
    tick.type = "checkbox";
    tick.checked = !hidden.has(place);
    tick.addEventListener("change", () => {
      if (tick.checked) hidden.delete(place);
      else hidden.add(place);
      show();
      remember();
    });
    label.append(tick, head.textContent.trim());
    box.append(label);
  });
  show();
  follow();
  return follow;

  function show() {
    for (const row of table.rows) for (const cell of row.cells) if (cell.colSpan === 1) cell.hidden = hidden.has(cell.cellIndex);
  }

  function remember() {
    const text = [...hidden].sort((a, b) => a - b).join(".");
    if (text) localStorage.setItem(memory, text);
    else localStorage.removeItem(memory);
    const here = new URL(location.href);
    if (text) here.searchParams.set(`${prefix}hide`, text);
    else here.searchParams.delete(`${prefix}hide`);
    history.replaceState(history.state, "", here);
    follow();
  }

  function follow() {
    const text = [...hidden].sort((a, b) => a - b).join(".");
    const sheet = tools.querySelector("[data-sheet]");
    const query = tools.querySelector("[data-keep-view] [name=query]");
    const address = new URL(sheet.href);
    const kept = new URLSearchParams(query.value);
    const sort = new URLSearchParams(location.search).get(`${prefix}sort`);
    for (const [params, before] of [[address.searchParams, ""], [kept, prefix]]) {
      for (const [name, value] of [["hide", text], ["sort", sort]]) {
        if (value) params.set(before + name, value);
        else params.delete(before + name);
      }
    }
    sheet.href = address.href;
    query.value = kept.toString();
  }
}

// An open menu closes when somebody clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.drop[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
