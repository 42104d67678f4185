// Two versions of a day on one map: what leaves in red dashes, what comes in green, stops that change with a sign. Row and sign point at each other.

import { card, marker, plainMap } from "./map.js";

const L = window.L;
const element = document.getElementById("change-map");
const source = document.getElementById("change-data");
const SIGNS = { new: "+", gone: "−", moved: "⇄", quantity: "≠", time: "◷" };

function rowOf(number) {
  return document.getElementById(`change-${number}`);
}

function draw(data) {
  const map = plainMap(element, data, element.dataset);
  const everything = L.featureGroup().addTo(map);
  const marks = new Map();
  for (const side of ["same", "now", "was"]) {
    for (const way of data.ways.filter((one) => one.side === side)) {
      for (const trip of way.trips) {
        if (side === "now") L.polyline(trip, { className: "route-halo", interactive: false }).addTo(everything);
        L.polyline(trip, { className: `change-way ${side}` }).bindTooltip(card(way.vehicle, [element.dataset[side]]), { sticky: true }).addTo(everything);
      }
    }
  }
  for (const depot of data.depots) marker(depot.at, "pin depot", "", 16).bindTooltip(card(depot.name, []), { direction: "top" }).addTo(everything);
  for (const stop of data.stops) {
    const mark = marker(stop.at, `pin change ${stop.kind}`, SIGNS[stop.kind], 22)
      .bindTooltip(card(stop.name, [stop.told]), { direction: "top", offset: [0, -8] })
      .on("click", () => point(stop.row, true))
      .addTo(everything);
    marks.set(String(stop.row), mark);
  }
  const bounds = everything.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [36, 36], maxZoom: 15, animate: false });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);

  function point(number, scroll = false) {
    for (const old of document.querySelectorAll("tr.here")) old.classList.remove("here");
    for (const mark of marks.values()) mark.getElement()?.classList.remove("here");
    const row = rowOf(number);
    const mark = marks.get(String(number));
    row?.classList.add("here");
    if (scroll) row?.scrollIntoView({ block: "center" });
    mark?.getElement()?.classList.add("here");
    if (mark && !map.getBounds().contains(mark.getLatLng())) map.panTo(mark.getLatLng(), { animate: false });
  }

  for (const row of document.querySelectorAll("tr[data-change]")) {
    for (const kind of ["click", "focus", "pointerenter"]) row.addEventListener(kind, () => point(row.dataset.change));
  }
}

if (element && source && L) draw(JSON.parse(source.textContent));
