// Placing sites: the chosen form follows a click on the map, and the map follows what is typed.

import { plainMap, dot, townNames } from "./map.js";

const element = document.getElementById("place-map");
const source = document.getElementById("map-data");
const forms = [...document.querySelectorAll("form[data-site]")];
let chosen = forms[0] ?? null;
let pin = null;

function choose(form) {
  chosen = form;
  for (const each of forms) each.classList.toggle("chosen", each === form);
}

if (element && source && window.L) {
  const data = JSON.parse(source.textContent);
  const map = plainMap(element, data, element.dataset);
  for (const place of data.places) dot(place.at, "pin known", 7).addTo(map);
  townNames(map, data.places);
  if (data.places.length) map.fitBounds(data.places.map((place) => place.at), { padding: [30, 30], maxZoom: 14, animate: false });
  const show = (at) => {
    pin ??= dot(at, "pin new", 20).addTo(map);
    pin.setLatLng(at);
  };
  map.on("click", (event) => {
    if (!chosen) return;
    chosen.elements.latitude.value = event.latlng.lat.toFixed(6);
    chosen.elements.longitude.value = event.latlng.lng.toFixed(6);
    show(event.latlng);
    chosen.querySelector("button").focus();
  });
  for (const form of forms) {
    form.addEventListener("focusin", () => choose(form));
    form.addEventListener("click", () => choose(form));
    form.addEventListener("change", () => {
      const at = [Number(form.elements.latitude.value.replace(",", ".")), Number(form.elements.longitude.value.replace(",", "."))];
      if (at.every(Number.isFinite) && form.elements.latitude.value && form.elements.longitude.value) show(at);
    });
  }
  if (chosen) choose(chosen);
}
