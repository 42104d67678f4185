// An order that is on no tour: its best places, put on a tour at the best of them by one key, cut, put off.

import { act, answerOf, say } from "./edits_server.js";
import { board } from "./edits_where.js";

function fieldsOf(card, one) {
  return { kind: "insert", order: card.dataset.order, to_vehicle: one.vehicle, trip: String(one.trip), before: one.before === null ? "" : String(one.before) };
}

async function bestPlaces(card) {
  card.setAttribute("aria-busy", "true");
  const found = await fetch(`${board.dataset.edits}/places?order=${encodeURIComponent(card.dataset.order)}`, { headers: { "HX-Request": "true" } }).then(answerOf, () => null);
  card.removeAttribute("aria-busy");
  return found;
}

// The best places as buttons under the card; the first one has the focus.
async function offer(card) {
  const box = card.querySelector(".offers");
  const found = await bestPlaces(card);
  takeBack(card);
  if (!found) return;
  if (found.said) box.append(Object.assign(document.createElement("span"), { className: "said", textContent: found.said }));
  for (const one of found.places) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.className = "offer small";
    for (const text of [one.label, one.told]) choice.append(Object.assign(document.createElement("span"), { textContent: text }));
    choice.addEventListener("click", () => act("", fieldsOf(card, one), one.vehicle, card));
    box.append(choice);
  }
  (box.querySelector(".offer") ?? card).focus();
}

// Straight to the cheapest place that keeps the rules.
async function putAtBest(card) {
  const found = await bestPlaces(card);
  const best = found?.places[0];
  if (best) act("", fieldsOf(card, best), best.vehicle, card);
  else if (found) say(found.said, true);
}

function takeBack(card) {
  for (const old of card.querySelectorAll(".offer, .said")) old.remove();
}

function alongOffers(event, card) {
  const all = [...card.querySelectorAll(".offer")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) all[(all.indexOf(event.target) + by + all.length) % all.length].focus();
  else if (event.key === "Escape") {
    takeBack(card);
    card.focus();
  } else return false;
  return true;
}

// What a key does to the card that has the focus; true when it did something.
export function onCardKey(event, mod, key, cutOut) {
  const card = event.target.closest?.("li[data-order]");
  if (!card) return false;
  if (event.target.matches(".offer")) return alongOffers(event, card);
  if (event.target !== card || event.altKey) return false;
  if (mod && key === "x") cutOut(card);
  else if (mod) return false;
  else if (key === "i" && card.querySelector("[data-places]")) putAtBest(card);
  else if (key === "o") card.querySelector("[data-places]")?.click();
  else if (key === "d") card.querySelector("form button")?.click();
  else return false;
  return true;
}

export function listenToCards() {
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-places]");
    if (button) offer(button.closest("li[data-order]"));
  });
}
