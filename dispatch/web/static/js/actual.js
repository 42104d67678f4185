// Planned against actual: a click on a stop of the map goes to its row, a click on a tour's head shows it alone.

import { drawMap } from "./map.js";

const element = document.getElementById("map");
const source = document.getElementById("map-data");
if (element && source && window.L) {
  const map = drawMap(element, JSON.parse(source.textContent), element.dataset, { select(letter, stop) {
    map.show(letter);
    document.getElementById(stop ? `stop-${letter}${stop}` : `tour-${letter}`)?.scrollIntoView({ block: "center" });
  } });
  let shown = null;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      shown = shown === button.dataset.show ? null : button.dataset.show;
      for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", String(other.dataset.show === shown));
      map.show(shown);
    });
  }
}
