// Along the board by the arrows: from tour to tour, and through the stops of a tour that is open.

import { select } from "./board.js";

const board = document.getElementById("board");

function rows() {
  return [...board.querySelectorAll("details[data-tour]")].flatMap((tour) => [tour.querySelector("summary"), ...(tour.open ? tour.querySelectorAll("li[data-stop]") : [])]);
}

// The row above or below the focused one; from anywhere else, the first or the last.
export function walk(by) {
  const all = rows();
  const here = all.indexOf(document.activeElement?.closest?.("details[data-tour] > summary, li[data-stop]"));
  const next = here < 0 ? all.at(by > 0 ? 0 : -1) : all[here + by];
  if (!next) return null;
  next.focus();
  if (next.dataset.stop) select(next.closest("[data-tour]").dataset.tour, Number(next.dataset.stop));
  return next;
}

board?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("li[data-stop]")) event.target.click();
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.target.closest?.("input, select, textarea, dialog, [role=separator], [role=menu], details.more")) return;
  if (event.target !== document.body && !event.target.closest?.("details[data-tour]")) return;
  if (walk(by)) event.preventDefault();
});
