// The menu of a stop, of a tour, and of all that is picked; and why a stop is where it is.

import { act, answerOf } from "./edits_server.js";
import { isPicked, pickedAllLocked, pickedCount, pickedField } from "./edits_pick.js";
import { cutOut, hasCut, paste } from "./edits_keys.js";
import { board, itemOf, place } from "./edits_where.js";

const menu = document.getElementById("edit-menu");
const dialog = document.getElementById("why");
let menuFor = null;

function openMenu(event) {
  const mark = event.target.closest("[data-stop]");
  const letter = mark?.closest("[data-tour]")?.dataset.tour;
  const item = letter ? itemOf(letter, mark.dataset.stop) : null;
  const details = item?.closest("details") ?? event.target.closest("details[data-vehicle]");
  if (!details || !(item || event.target.closest("summary"))) return;
  event.preventDefault();
  showMenu(details, item, event.target, event.clientX, event.clientY);
}

export function showMenu(details, item, element, x, y) {
  const many = Boolean(item) && pickedCount() > 1 && isPicked(item);
  const items = item ? [item] : [...details.querySelectorAll("li[data-stop]")];
  const locked = many ? pickedAllLocked() : items.every((each) => "locked" in each.dataset);
  const numbers = items.map((each) => each.dataset.stop).join(",");
  const vehicle = details.dataset.vehicle;
  menuFor = { item, element, vehicle, fields: many ? { picked: pickedField() } : { vehicle, stops: numbers } };
  const show = { lock: !locked, unlock: many || items.some((each) => "locked" in each.dataset), cut: item && !many, paste: hasCut(), off: item, later: item, why: item && !many, hold: !item && !("held" in details.dataset), release: !item && "held" in details.dataset };
  for (const button of menu.querySelectorAll("[data-edit]")) button.hidden = !(show[button.dataset.edit] ?? true);
  menu.hidden = false;
  const box = element.getBoundingClientRect();
  place(menu, x || box.left, y || box.bottom);
  menu.querySelector("button:not([hidden])").focus();
}

function onMenu(button) {
  const { item, element, vehicle, fields } = menuFor;
  const kind = button.dataset.edit;
  menu.hidden = true;
  if (kind === "cut") cutOut(item);
  else if (kind === "paste") paste(element);
  else if (kind === "hold" || kind === "release") act("/hold", { vehicle, held: kind === "hold" ? "1" : "" }, vehicle);
  else if (kind === "why") openWhy(vehicle, item);
  else act("", { kind, ...fields }, vehicle);
}

async function openWhy(vehicle, item) {
  board.setAttribute("aria-busy", "true");
  const address = `${board.dataset.edits}/why?vehicle=${encodeURIComponent(vehicle)}&stop=${item.dataset.stop}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  board.removeAttribute("aria-busy");
  if (!answer) return;
  if (!answer.ok) return void answerOf(answer);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.querySelector(".body").replaceChildren(...found.body.childNodes);
  dialog.dataset.vehicle = vehicle;
  dialog.dataset.stop = item.dataset.stop;
  dialog.showModal();
}

function onWhy(event) {
  const button = event.target.closest("[data-move-to]");
  if (!button) return;
  dialog.close();
  const { vehicle, stop } = dialog.dataset;
  act("", { kind: "move", vehicle, stops: stop, to_vehicle: button.dataset.moveTo, trip: button.dataset.trip, before: button.dataset.before }, button.dataset.moveTo);
}

function alongMenu(event) {
  const all = [...menu.querySelectorAll("button:not([hidden])")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") menu.hidden = true;
  else if (by) all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function listenToMenu() {
  board.addEventListener("contextmenu", openMenu);
  menu.addEventListener("keydown", alongMenu);
  menu.addEventListener("click", (event) => event.target.closest("[data-edit]") && onMenu(event.target.closest("[data-edit]")));
  document.addEventListener("pointerdown", (event) => !menu.contains(event.target) && (menu.hidden = true));
  dialog.addEventListener("click", onWhy);
}
