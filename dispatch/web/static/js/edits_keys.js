// Planning by hand from the keyboard: along the stops, moving, locking, taking off, cutting and pasting, back and forth.

import { walk } from "./board_walk.js";
import { onCardKey } from "./edits_cards.js";
import { act } from "./edits_server.js";
import { clear, pickedAllLocked, pickedCount, pickedField, remember, toggle, upTo } from "./edits_pick.js";
import { board, pickOf, stopOf, targetOf } from "./edits_where.js";

let cut = null; // what has been cut: {kind, vehicle, stops} or {kind: "insert", order}

export function hasCut() {
  return cut !== null;
}

export function step(which) {
  const button = board.querySelector(`[data-step="${which}"]`);
  if (button && !button.disabled) act(`/${which}`, {}, board.querySelector("details.chosen")?.dataset.vehicle);
}

export function cutOut(item) {
  letGo();
  cut = pickOf(item);
  cut?.item.classList.add("cut");
}

function letGo() {
  cut?.item.classList.remove("cut");
  cut = null;
}

export function paste(element) {
  const target = targetOf(element);
  if (target && cut && target.mark !== cut.item) act("", { ...cut.fields, ...target.fields }, target.fields.to_vehicle);
}

export function onKey(event) {
  if (event.target.closest?.("input, select, textarea, dialog")) return;
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (mod && key === "z") {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if (mod && key === "y") {
    event.preventDefault();
    step("redo");
  } else if (onCardKey(event, mod, key, cutOut)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Escape") {
    letGo();
    clear();
  } else if (mod && key === "v" && cut) {
    paste(document.activeElement);
  } else if (pickedCount() && pickedKey(event, mod, key)) {
    event.preventDefault();
    event.stopPropagation();
  } else {
    onStopKey(event, mod, key);
  }
}

function pickedKey(event, mod, key) {
  if (mod || event.altKey) return false;
  if (event.key === "Delete") act("", { kind: "off", picked: pickedField() });
  else if (key === "l") act("", { kind: pickedAllLocked() ? "unlock" : "lock", picked: pickedField() });
  else if (key === "d") act("", { kind: "later", picked: pickedField() });
  else return false;
  return true;
}

function onStopKey(event, mod, key) {
  const at = stopOf(event.target);
  if (!at) return;
  const here = { vehicle: at.vehicle, stops: String(at.stop) };
  const arrow = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const upOrDown = event.key === "ArrowUp" || event.key === "ArrowDown";
  if (mod && key === "x") cutOut(at.item);
  else if (mod && event.key === " ") toggle(at.item);
  else if (mod) return;
  else if (event.altKey && upOrDown) shift(at, arrow);
  else if (event.altKey && arrow) toNeighbour(at, here, arrow);
  else if (event.shiftKey && upOrDown) extend(at.item, arrow);
  else if (upOrDown) along(arrow);
  else if (event.key === "Delete") act("", { kind: "off", ...here }, at.vehicle);
  else if (key === "l") act("", { kind: "locked" in at.item.dataset ? "unlock" : "lock", ...here }, at.vehicle);
  else if (key === "d") act("", { kind: "later", ...here }, at.vehicle);
  else if (event.key === "Enter" || event.key === " ") at.item.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function neighbour(item, by) {
  const all = [...item.closest("details").querySelectorAll("li[data-stop]")];
  return all[all.indexOf(item) + by];
}

function along(by) {
  const next = walk(by);
  if (next?.dataset.stop) remember(next);
}

function extend(item, by) {
  const next = neighbour(item, by);
  if (!next) return;
  if (!pickedCount()) toggle(item);
  next.focus();
  upTo(next);
}

function shift(at, by) {
  const all = [...at.item.closest("details").querySelectorAll("li[data-stop]")];
  const index = all.indexOf(at.item);
  const before = all[by < 0 ? index - 1 : index + 2];
  const beside = all[index + by];
  if (!beside) return;
  const to = { to_vehicle: at.vehicle, trip: beside.dataset.trip };
  if (before && before.dataset.trip === beside.dataset.trip) to.before = before.dataset.stop;
  act("", { kind: "move", vehicle: at.vehicle, stops: String(at.stop), ...to }, at.vehicle);
}

function toNeighbour(at, here, by) {
  const all = [...board.querySelectorAll("details[data-vehicle]")];
  const next = all[all.indexOf(at.item.closest("details")) + by];
  if (next) act("", { kind: "move", ...here, to_vehicle: next.dataset.vehicle }, next.dataset.vehicle);
}
