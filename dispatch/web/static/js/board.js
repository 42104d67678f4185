// The day board: list, map and timeline show the same selection; a click or the letter of a tour selects it everywhere.

import { drawMap } from "./map.js";

const board = document.getElementById("board");
let map = null;
let pinListener = () => false;
let boxListener = null;

function start() {
  const element = document.getElementById("map");
  const source = document.getElementById("map-data");
  if (element && source && window.L) {
    map = drawMap(element, JSON.parse(source.textContent), element.dataset, {
      select: (letter, stop) => select(letter, stop),
      pin: (letter, stop, event) => pinListener(letter, stop, event),
      box: (stops) => boxListener?.(stops),
      order: (reference) => selectOrder(reference),
    });
    if (element.dataset.roads) {
      fetch(element.dataset.roads)
        .then((answer) => (answer.ok ? answer.json() : null))
        .then((roads) => roads && map.putOnRoads(roads))
        .catch(() => {}); // straight lines stay
    }
  }
}

function selected() {
  return board.dataset.selected || null;
}

export function select(letter, stop = null) {
  const next = letter === selected() && stop === null ? null : letter;
  if (next !== null) selectOrder(null);
  board.dataset.selected = next ?? "";
  for (const item of board.querySelectorAll("[data-tour]")) {
    const mine = item.dataset.tour === next;
    item.classList.toggle("chosen", mine);
    item.classList.toggle("dim", next !== null && !mine);
    if (item.tagName === "DETAILS") item.open = mine;
  }
  map?.show(next);
  const details = next ? board.querySelector(`details[data-tour="${CSS.escape(next)}"]`) : null;
  details?.querySelector("summary").scrollIntoView({ block: "nearest" });
  mark(next, stop);
  map?.mark(next, stop);
}

// An order that is not planned: its card and its mark on the map.
export function selectOrder(reference) {
  if (reference !== null && selected()) select(selected());
  for (const old of board.querySelectorAll("li[data-order].here")) old.classList.remove("here");
  const card = reference && board.querySelector(`li[data-order="${CSS.escape(reference)}"]`);
  card?.classList.add("here");
  card?.scrollIntoView({ block: "nearest" });
  map?.markOrder(reference);
}

// A pin for a site that has no place yet.
export function pinToPlace(at, town, moved) {
  map?.pin(at, town, moved);
  document.getElementById("map")?.scrollIntoView({ block: "nearest" });
}

// What the hand does on the map: a pin that is clicked (true: it is dealt with), and pins in a box.
export function onPin(listener) {
  pinListener = listener;
}

export function onBox(listener) {
  boxListener = listener;
  map?.takeBoxes();
}

// Many stops at once, as "letter/number".
export function markMany(keys) {
  for (const item of board.querySelectorAll(".timeline rect.picked")) item.classList.remove("picked");
  for (const key of keys) {
    const [letter, stop] = key.split("/");
    board.querySelector(`.timeline svg[data-tour="${CSS.escape(letter)}"] [data-stop="${stop}"]`)?.classList.add("picked");
  }
  map?.markMany(keys);
}

function mark(letter, stop) {
  for (const item of board.querySelectorAll("[data-stop].here")) item.classList.remove("here");
  if (letter === null || stop === null) return;
  for (const item of board.querySelectorAll(`[data-tour="${CSS.escape(letter)}"] [data-stop="${stop}"]`)) {
    item.classList.add("here");
    item.scrollIntoView({ block: "nearest" });
  }
}

if (board) {
  start();
  document.querySelector("dialog[data-again]")?.showModal(); // what was refused, as it was typed
  board.addEventListener("click", (event) => {
    const summary = event.target.closest("details[data-tour] > summary");
    const row = event.target.closest("svg[data-tour], button[data-tour]");
    const stop = event.target.closest("[data-stop]");
    if (summary) {
      event.preventDefault();
      select(summary.parentElement.dataset.tour);
    } else if (stop && !event.target.closest("a")) {
      select(stop.closest("[data-tour]").dataset.tour, Number(stop.dataset.stop));
    } else if (row) {
      select(row.dataset.tour);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, dialog")) return;
    if (event.key !== "Escape") return;
    if (selected()) select(selected());
    else selectOrder(null);
  });
}
