// Along the board by the arrows: through what is not planned, from tour to tour, and through the stops of a tour that is open.

import { select, selectOrder } from "./board.js";

const board = document.getElementById("board");
const ROWS = "li[data-order], details[data-tour] > summary, li[data-stop]";

function rows() {
  const cards = [...board.querySelectorAll("li[data-order]:not([hidden])")];
  const tours = [...board.querySelectorAll("details[data-tour]")];
  return [...cards, ...tours.flatMap((tour) => [tour.querySelector("summary"), ...(tour.open ? tour.querySelectorAll("li[data-stop]") : [])])];
}

// The row above or below the focused one; from anywhere else, down to the first tour, up to the last of what is not planned.
export function walk(by) {
  const all = rows();
  const here = all.indexOf(document.activeElement?.closest?.(ROWS));
  const first = all.findIndex((row) => row.matches("summary"));
  const next = here < 0 ? (first < 0 ? all[0] : (all[by > 0 ? first : first - 1] ?? all.at(-1))) : all[here + by];
  if (!next) return null;
  goTo(next);
  return next;
}

function goTo(row) {
  row.focus();
  if (row.dataset.stop) select(row.closest("[data-tour]").dataset.tour, Number(row.dataset.stop));
  else if (row.dataset.order) selectOrder(row.dataset.order);
}

// Between the two lists: to what is not planned, and back to the tours.
function across() {
  const inLeft = document.activeElement?.closest?.("li[data-order]");
  const to = inLeft ? (board.querySelector("details.chosen > summary") ?? board.querySelector("details[data-tour] > summary")) : (board.querySelector("li[data-order].here") ?? board.querySelector("li[data-order]"));
  if (to) goTo(to);
}

function showReasons(card) {
  const open = card.toggleAttribute("data-open");
  card.querySelector("button[data-reasons]")?.setAttribute("aria-expanded", String(open));
}

board?.addEventListener("click", (event) => {
  const card = event.target.closest("li[data-order]");
  if (!card || event.target.closest("a")) return;
  if (event.target.closest("button[data-reasons]")) showReasons(card);
  selectOrder(card.dataset.order);
});
board?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  if (event.target.matches("li[data-stop]")) event.target.click();
  if (event.target.matches("li[data-order]")) showReasons(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.("input, select, textarea, dialog, [role=separator], [role=menu], details.more")) return;
  if (event.key.toLowerCase() === "u") return void across();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || (event.target !== document.body && !event.target.closest?.("details[data-tour], li[data-order]"))) return;
  if (walk(by)) event.preventDefault();
});
