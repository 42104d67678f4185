// The difference form: what is missing or refused leaves the rest accepted, shown at once; Escape goes back to the desk.

const form = document.getElementById("differences");

function value(field) {
  const number = Number(field.value.trim().replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
  return Number.isFinite(number) ? number : Number.NaN;
}

function settle(row) {
  const loaded = Number(row.dataset.loaded) / 1000;
  const rest = loaded - value(row.querySelector("[data-missing]")) - value(row.querySelector("[data-refused]"));
  const shown = row.querySelector("[data-accepted]");
  shown.textContent = Number.isFinite(rest) ? rest.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 3 }) : "?";
  row.classList.toggle("differs", rest !== loaded);
  row.classList.toggle("impossible", !(rest >= 0));
}

if (form) {
  for (const row of form.querySelectorAll("[data-loaded]")) {
    row.addEventListener("input", () => settle(row));
    settle(row);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") window.location.assign(form.dataset.back);
  });
}
