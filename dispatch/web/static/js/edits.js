// Planning by hand: what listens on the day board, and taking up the thread after an edit.

import { onBox, onPin, select } from "./board.js";
import { listenToPointer } from "./edits_drag.js";
import { onKey, step } from "./edits_keys.js";
import { listenToMenu, showMenu } from "./edits_menu.js";
import { clear, pick, pickByClick, pickedAllLocked, pickedField, toggle } from "./edits_pick.js";
import { listenToCards } from "./edits_cards.js";
import { act, say } from "./edits_server.js";
import { board, itemOf, rowAgain } from "./edits_where.js";

const base = board?.dataset.edits;

// ---- after an edit the page has loaded itself again: the same tour is open, and what has changed is said

function resume() {
  const kept = JSON.parse(sessionStorage.getItem("edited") ?? "null");
  sessionStorage.removeItem("edited");
  if (!kept) return;
  const details = kept.next && board.querySelector(`details[data-vehicle="${CSS.escape(kept.next)}"]`);
  if (details) select(details.dataset.tour);
  [...board.querySelectorAll(".pane")].forEach((pane, n) => (pane.scrollTop = kept.scroll[n] ?? 0));
  rowAgain(kept.row)?.focus({ preventScroll: true });
  if (kept.told) say(kept.told);
}

// ---- the server makes ready for the hand once the page is painted, and again while somebody looks at it

const READY_EVERY_MS = 40_000;

function makeReady() {
  if (!document.hidden && "benched" in board.dataset) fetch(`${base}/bench`, { headers: { "HX-Request": "true" } }).catch(() => {});
}

// ---- all that is picked

function onBar(event) {
  const kind = event.target.closest("[data-picked]")?.dataset.picked;
  if (kind === "clear") clear();
  else if (kind === "lock") act("", { kind: pickedAllLocked() ? "unlock" : "lock", picked: pickedField() });
  else if (kind) act("", { kind, picked: pickedField() });
}

function onBarChoice(event) {
  if (event.target.matches("select") && event.target.value) act("", { kind: "move", picked: pickedField(), to_vehicle: event.target.value }, event.target.value);
}

if (base) {
  resume();
  requestAnimationFrame(() => setTimeout(makeReady));
  setInterval(makeReady, READY_EVERY_MS);
  document.addEventListener("visibilitychange", makeReady);
  listenToPointer();
  listenToMenu();
  listenToCards();
  document.addEventListener("keydown", onKey, { capture: true });
  board.addEventListener("click", (event) => {
    if (!pickByClick(event)) return;
    event.stopPropagation();
    event.preventDefault();
  }, { capture: true });
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) step(button.dataset.step);
  });
  onBox((stops) => pick(stops.map(([letter, stop]) => itemOf(letter, stop))));
  onPin((letter, stop, event) => {
    const item = itemOf(letter, stop);
    if (!item) return false;
    if (event.type === "contextmenu") showMenu(item.closest("details"), item, event.target, event.clientX, event.clientY);
    else if (event.ctrlKey || event.metaKey || event.shiftKey) toggle(item);
    else return false;
    event.preventDefault();
    return true;
  });
  const bar = document.getElementById("edit-picked");
  bar.addEventListener("click", onBar);
  bar.addEventListener("change", onBarChoice);
  board.dataset.ready = "";
}
