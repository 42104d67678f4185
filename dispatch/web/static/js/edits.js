// Planning by hand: drag with the pointer, or cut, paste and arrows; the server says what an edit would give before it is done.

import { select } from "./board.js";
import { act, answerOf, ask, isBusy, say } from "./edits_server.js";

const board = document.getElementById("board");
const base = board?.dataset.edits;
const tip = document.getElementById("edit-tip");
const menu = document.getElementById("edit-menu");
const DRAG_PX = 6;
let cut = null; // what has been cut: {kind, vehicle, stops} or {kind: "insert", order}

// ---- what is where

function stopOf(element) {
  const item = element?.closest?.("details[data-vehicle] li[data-stop]");
  return item && { item, vehicle: item.closest("details").dataset.vehicle, stop: Number(item.dataset.stop), trip: item.dataset.trip };
}

function vehicleOf(element) {
  const letter = element?.closest?.("[data-tour]")?.dataset.tour;
  return letter ? board.querySelector(`details[data-tour="${CSS.escape(letter)}"]`)?.dataset.vehicle : undefined;
}

function pickOf(element) {
  const stop = stopOf(element);
  if (stop) return { fields: { kind: "move", vehicle: stop.vehicle, stops: String(stop.stop) }, item: stop.item };
  const card = element?.closest?.("li[data-order]");
  return card ? { fields: { kind: "insert", order: card.dataset.order }, item: card } : null;
}

function targetOf(element) {
  const stop = stopOf(element);
  if (stop) return { key: `${stop.vehicle}/${stop.stop}`, fields: { to_vehicle: stop.vehicle, trip: stop.trip, before: String(stop.stop) }, mark: stop.item };
  const vehicle = vehicleOf(element);
  const mark = element?.closest?.("summary, .lane");
  return vehicle && mark ? { key: vehicle, fields: { to_vehicle: vehicle }, mark } : null;
}

// ---- pointer

let drag = null;

function startDrag(event) {
  if (event.button !== 0 || isBusy() || event.target.closest("a, button")) return;
  const pick = pickOf(event.target);
  if (pick) drag = { ...pick, x: event.clientX, y: event.clientY, live: false, target: null, verdict: null };
}

function moveDrag(event) {
  if (!drag) return;
  if (!drag.live) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAG_PX) return;
    drag.live = true;
    board.classList.add("dragging");
    drag.item.classList.add("cut");
    window.getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  place(tip, event.clientX + 16, event.clientY + 18);
  hover(document.elementFromPoint(event.clientX, event.clientY));
}

function hover(element) {
  const target = targetOf(element);
  if (target?.key === drag.target?.key) return;
  drag.target?.mark.classList.remove("drop");
  clearTimeout(drag.opening);
  Object.assign(drag, { target, verdict: null });
  tip.hidden = true;
  if (!target || target.mark === drag.item) return;
  target.mark.classList.add("drop");
  const details = target.mark.parentElement;
  if (details?.tagName === "DETAILS") drag.opening = setTimeout(() => (details.open = true), 700);
  const mine = drag;
  ask({ ...drag.fields, ...target.fields }).then((answer) => {
    if (!answer || drag !== mine || drag.target?.key !== target.key) return;
    drag.verdict = answer;
    showTip(answer);
  });
}

function showTip(answer) {
  tip.replaceChildren();
  const told = document.createElement("b");
  told.textContent = answer.told;
  tip.append(told, ...answer.broken.flatMap((line) => [document.createTextNode(line), document.createElement("br")]));
  tip.classList.toggle("broken", !answer.allowed);
  tip.hidden = false;
}

function endDrag(event) {
  if (!drag) return;
  const { live, target, item, fields, verdict } = drag;
  clearTimeout(drag.opening);
  target?.mark.classList.remove("drop");
  item.classList.remove("cut");
  board.classList.remove("dragging");
  tip.hidden = true;
  drag = null;
  if (!live) return;
  swallowClick();
  if (event.type !== "pointerup" || !target || target.mark === item) return;
  if (verdict && !verdict.allowed) say(verdict.broken.join(" · "), true);
  else act("", { ...fields, ...target.fields }, target.fields.to_vehicle);
}

function swallowClick() {
  const stop = (event) => (event.stopPropagation(), event.preventDefault());
  window.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", stop, { capture: true }), 50);
}

// ---- keyboard

function onKey(event) {
  if (event.target.closest?.("input, select, textarea, dialog")) return;
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (mod && key === "z") {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if (mod && key === "y") {
    event.preventDefault();
    step("redo");
  } else if (event.key === "Escape") {
    letGo();
  } else if (mod && key === "v" && cut) {
    paste(document.activeElement);
  } else {
    onStopKey(event, mod, key);
  }
}

function onStopKey(event, mod, key) {
  const at = stopOf(event.target);
  if (!at) return;
  const here = { vehicle: at.vehicle, stops: String(at.stop) };
  const arrow = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (mod && key === "x") cutOut(at.item);
  else if (mod) return;
  else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) shift(at, arrow);
  else if (event.altKey && arrow) toNeighbour(at, here, arrow);
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") walk(at.item, arrow);
  else if (event.key === "Delete") act("", { kind: "off", ...here }, at.vehicle);
  else if (key === "l") act("", { kind: "locked" in at.item.dataset ? "unlock" : "lock", ...here }, at.vehicle);
  else if (event.key === "Enter" || event.key === " ") at.item.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function walk(item, by) {
  const all = [...item.closest("details").querySelectorAll("li[data-stop]")];
  const next = all[all.indexOf(item) + by];
  if (!next) return;
  next.focus();
  select(next.closest("[data-tour]").dataset.tour, Number(next.dataset.stop));
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

function cutOut(item) {
  letGo();
  cut = pickOf(item);
  cut?.item.classList.add("cut");
}

function letGo() {
  cut?.item.classList.remove("cut");
  cut = null;
  menu.hidden = true;
}

function paste(element) {
  const target = targetOf(element);
  if (target && cut && target.mark !== cut.item) act("", { ...cut.fields, ...target.fields }, target.fields.to_vehicle);
}

function step(which) {
  const button = board.querySelector(`[data-step="${which}"]`);
  if (button && !button.disabled) act(`/${which}`, {}, board.querySelector("details.chosen")?.dataset.vehicle);
}

// ---- menu of a stop, and of a tour

let menuFor = null;

function openMenu(event) {
  const details = event.target.closest("details[data-vehicle]");
  const item = event.target.closest("li[data-stop]");
  if (!details || !(item || event.target.closest("summary"))) return;
  event.preventDefault();
  const items = item ? [item] : [...details.querySelectorAll("li[data-stop]")];
  const locked = items.every((each) => "locked" in each.dataset);
  menuFor = { item, element: event.target, vehicle: details.dataset.vehicle, stops: items.map((each) => each.dataset.stop).join(",") };
  menu.querySelector('[data-edit="lock"]').hidden = locked;
  menu.querySelector('[data-edit="unlock"]').hidden = !items.some((each) => "locked" in each.dataset);
  menu.querySelector('[data-edit="cut"]').hidden = menu.querySelector('[data-edit="off"]').hidden = !item;
  menu.querySelector('[data-edit="paste"]').hidden = !cut;
  const box = event.target.getBoundingClientRect();
  menu.hidden = false;
  place(menu, event.clientX || box.left, event.clientY || box.bottom);
  menu.querySelector("button:not([hidden])").focus();
}

function onMenu(button) {
  const { item, element, vehicle, stops } = menuFor;
  const kind = button.dataset.edit;
  menu.hidden = true;
  if (kind === "cut") cutOut(item);
  else if (kind === "paste") paste(element);
  else act("", { kind, vehicle, stops }, vehicle);
}

function place(box, x, y) {
  box.style.left = `${Math.max(4, Math.min(x, window.innerWidth - Math.max(box.offsetWidth, 200) - 8))}px`;
  box.style.top = `${Math.max(4, Math.min(y, window.innerHeight - Math.max(box.offsetHeight, 40) - 8))}px`;
}

// ---- the best places of an order

async function offer(button) {
  const card = button.closest("li[data-order]");
  button.disabled = true;
  const found = await fetch(`${base}/places?order=${encodeURIComponent(card.dataset.order)}`, { headers: { "HX-Request": "true" } }).then(answerOf, () => null);
  button.disabled = false;
  const box = button.parentElement;
  for (const old of box.querySelectorAll(".offer, .said")) old.remove();
  if (!found) return;
  const said = document.createElement("span");
  said.className = "said";
  said.textContent = found.said;
  if (found.said) box.append(said);
  for (const one of found.places) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.className = "offer small";
    for (const text of [one.label, one.told]) choice.append(Object.assign(document.createElement("span"), { textContent: text }));
    const fields = { kind: "insert", order: card.dataset.order, to_vehicle: one.vehicle, trip: String(one.trip), before: one.before === null ? "" : String(one.before) };
    choice.addEventListener("click", () => act("", fields, one.vehicle));
    box.append(choice);
  }
  box.querySelector(".offer")?.focus();
}

// ---- after an edit the page has loaded itself again: the same tour is open, and what has changed is said

function resume() {
  const kept = JSON.parse(sessionStorage.getItem("edited") ?? "null");
  sessionStorage.removeItem("edited");
  if (!kept) return;
  const details = kept.next && board.querySelector(`details[data-vehicle="${CSS.escape(kept.next)}"]`);
  if (details) select(details.dataset.tour);
  [...board.querySelectorAll(".pane")].forEach((pane, n) => (pane.scrollTop = kept.scroll[n] ?? 0));
  if (kept.told) say(kept.told);
}

// ---- the server makes ready for the hand once the page is painted, and again while somebody looks at it

const READY_EVERY_MS = 40_000;

function makeReady() {
  if (!document.hidden) fetch(`${base}/bench`, { headers: { "HX-Request": "true" } }).catch(() => {});
}

if (base) {
  resume();
  requestAnimationFrame(() => setTimeout(makeReady));
  setInterval(makeReady, READY_EVERY_MS);
  document.addEventListener("visibilitychange", makeReady);
  board.addEventListener("pointerdown", startDrag);
  window.addEventListener("pointermove", moveDrag);
  window.addEventListener("pointerup", endDrag);
  window.addEventListener("pointercancel", endDrag);
  document.addEventListener("keydown", onKey, { capture: true });
  board.addEventListener("contextmenu", openMenu);
  board.dataset.ready = "";
  menu.addEventListener("click", (event) => event.target.closest("[data-edit]") && onMenu(event.target.closest("[data-edit]")));
  document.addEventListener("pointerdown", (event) => !menu.contains(event.target) && (menu.hidden = true));
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) step(button.dataset.step);
    if (button && "places" in button.dataset) offer(button);
  });
}
