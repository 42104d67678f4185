// Several stops at once: Ctrl and Shift on the list, the map and the timeline, Shift and a box on the map; then one edit for all of them.

import { board, itemOf, stopOf } from "./edits_where.js";
import { markMany } from "./board.js";

const bar = document.getElementById("edit-picked");
const picked = new Map(); // "letter/stop" → its row
let last = null;

export function pickedCount() {
  return picked.size;
}

export function isPicked(item) {
  return [...picked.values()].includes(item);
}

// The form's field: V1/1,3;V2/4
export function pickedField() {
  const stops = new Map();
  for (const item of picked.values()) {
    const { vehicle, stop } = stopOf(item);
    stops.set(vehicle, [...(stops.get(vehicle) ?? []), stop]);
  }
  return [...stops].map(([vehicle, numbers]) => `${vehicle}/${numbers.join(",")}`).join(";");
}

export function pickedAllLocked() {
  return [...picked.values()].every((item) => "locked" in item.dataset);
}

export function pick(items, { add = true } = {}) {
  if (!add) picked.clear();
  for (const item of items) if (item) picked.set(keyOf(item), item);
  show();
}

export function toggle(item) {
  const key = keyOf(item);
  if (!picked.delete(key)) picked.set(key, item);
  last = item;
  show();
}

export function upTo(item) {
  const all = [...board.querySelectorAll("details[data-vehicle] li[data-stop]")];
  const from = last && all.includes(last) ? all.indexOf(last) : all.indexOf(item.closest("ol").querySelector("li[data-stop]"));
  const ends = [from, all.indexOf(item)].sort((a, b) => a - b);
  pick(all.slice(ends[0], ends[1] + 1));
}

export function clear() {
  if (!picked.size) return;
  picked.clear();
  show();
}

export function remember(item) {
  last = item;
}

function keyOf(item) {
  return `${item.closest("[data-tour]").dataset.tour}/${item.dataset.stop}`;
}

function show() {
  for (const item of board.querySelectorAll("li.picked")) item.classList.remove("picked");
  for (const item of picked.values()) {
    item.classList.add("picked");
    item.closest("details").open = true;
  }
  markMany(new Set(picked.keys()));
  bar.hidden = picked.size === 0;
  bar.querySelector("[data-count]").textContent = String(picked.size);
}

// A click with Ctrl or Shift picks instead of selecting; true when it did.
export function pickByClick(event) {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return false;
  const mark = event.target.closest("[data-stop]");
  const letter = mark?.closest("[data-tour]")?.dataset.tour;
  const item = letter && itemOf(letter, mark.dataset.stop);
  if (!item) return false;
  if (event.shiftKey) upTo(item);
  else toggle(item);
  return true;
}
