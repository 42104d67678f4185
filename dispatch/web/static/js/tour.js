// The map of one tour: a click on a stop scrolls to it.

import { drawMap } from "./map.js";

const element = document.getElementById("map");
const source = document.getElementById("map-data");
if (element && source && window.L) {
  drawMap(element, JSON.parse(source.textContent), element.dataset, { select(_letter, stop) {
    if (stop) document.getElementById(`stop-${stop}`)?.scrollIntoView({ block: "center" });
  } });
}
