// Placing a site from the day board: a pin dragged on the map fills its two coordinates, and follows what is typed.

import { pinToPlace } from "./board.js";

const panel = document.getElementById("gaps");

function typed(form) {
  const at = [form.elements.latitude, form.elements.longitude].map((field) => Number(field.value.trim().replace(",", ".") || NaN));
  return at.every(Number.isFinite) ? at : null;
}

function start(form) {
  for (const other of panel.querySelectorAll("li.placing")) other.classList.remove("placing");
  form.closest("li").classList.add("placing");
  pinToPlace(typed(form), form.dataset.place, (at) => {
    form.elements.latitude.value = at.lat.toFixed(6);
    form.elements.longitude.value = at.lng.toFixed(6);
    form.querySelector("button.primary").focus({ preventScroll: true });
  });
}

panel?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pin]");
  if (button) start(button.form);
});
panel?.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-place]");
  if (form && typed(form)) start(form);
});
