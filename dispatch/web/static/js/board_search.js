// Search on the day board: what is typed is looked for among stops and what is not planned; Enter goes from one to the next.

import { select, selectOrder } from "./board.js";

const field = document.getElementById("board-search");
const told = document.getElementById("board-found");
const board = document.getElementById("board");
let found = [];
let at = -1;

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function everything() {
  const data = JSON.parse(document.getElementById("map-data")?.textContent ?? '{"tours":[]}');
  const stops = data.tours.flatMap((tour) => tour.stops.map((stop) => ({ letter: tour.letter, stop: stop.n, text: plain([`${tour.letter}${stop.n}`, stop.name, stop.city, ...stop.orders].join(" ")) })));
  const cards = [...board.querySelectorAll("li[data-order]")].map((card) => ({ card, text: plain(card.textContent) }));
  return [...stops, ...cards];
}

let index = null;

function search() {
  index ??= everything();
  const wanted = plain(field.value.trim());
  found = wanted ? index.filter((one) => one.text.includes(wanted)) : [];
  at = -1;
  for (const card of board.querySelectorAll("li[data-order]")) card.hidden = Boolean(wanted) && found.some((one) => one.card) && !found.some((one) => one.card === card);
  selectOrder(null);
  told.textContent = wanted ? `${found.length}` : "";
  told.classList.toggle("none", Boolean(wanted) && found.length === 0);
}

function go(by) {
  if (!found.length) return;
  at = (at + by + found.length) % found.length;
  const one = found[at];
  told.textContent = `${at + 1}/${found.length}`;
  if (one.card) selectOrder(one.card.dataset.order);
  else select(one.letter, one.stop);
}

field?.addEventListener("input", search);
field?.addEventListener("keydown", (event) => {
  const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    go(by);
  } else if (event.key === "Escape") {
    field.value = "";
    search();
    field.blur();
  }
});
