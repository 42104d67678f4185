// A place on a form: a click on the map fills the two coordinates, and the map follows what is typed.

import { plainMap, dot, townNames } from "./map.js";

const element = document.getElementById("place-map");
const source = document.getElementById("map-data");
const form = document.getElementById("row");

if (element && source && form && window.L) {
  const data = JSON.parse(source.textContent);
  const map = plainMap(element, data, element.dataset);
  const { latitude, longitude } = form.elements;
  let pin = null;
  for (const place of data.places) dot(place.at, "pin known", 7).addTo(map);
  townNames(map, data.places);
  const typed = () => {
    const at = [latitude, longitude].map((field) => Number(field.value.trim().replace(",", ".") || NaN));
    return at.every(Number.isFinite) ? at : null;
  };
  const show = (at) => {
    pin ??= dot(at, "pin new", 20).addTo(map);
    pin.setLatLng(at);
  };
  const here = typed();
  if (here) {
    show(here);
    map.setView(here, 14, { animate: false });
  } else if (data.places.length) {
    map.fitBounds(data.places.map((place) => place.at), { padding: [30, 30], maxZoom: 14, animate: false });
  }
  map.on("click", (event) => {
    if (latitude.disabled) return;
    latitude.value = event.latlng.lat.toFixed(6);
    longitude.value = event.latlng.lng.toFixed(6);
    show(event.latlng);
  });
  for (const field of [latitude, longitude]) {
    field.addEventListener("change", () => {
      const at = typed();
      if (at) show(at);
    });
  }
}
