// What every page does: tells the server that somebody is at work, shows where one is in the menu, closes notices, opens dialogs, goes back.

const TOUCH_EVERY_MS = 5 * 60 * 1000;
let touched = Date.now();

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

function stayAwake() {
  if (!document.body.dataset.alive || Date.now() - touched < TOUCH_EVERY_MS) return;
  touched = Date.now();
  fetch(document.body.dataset.alive, { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => {});
}

for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, stayAwake, { passive: true });

const here = document.querySelector(".bar nav [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  target.closest("[data-dismiss]")?.closest(".notice")?.remove();
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target.closest("[data-print]")) window.print();
  if (target.closest("[data-goes-back]")) window.history.back();
  const copier = target.closest("[data-copies]");
  if (copier) {
    const field = document.getElementById(copier.dataset.copies);
    field.select();
    navigator.clipboard?.writeText(field.value).catch(() => {});
  }
});

// A form that takes its time is sent once, and says that it is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.matches("[data-once]")) {
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("button");
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// Keys that open pages: a link with data-key="P" is followed when nobody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, dialog")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) {
    event.preventDefault();
    if (target.matches("input, select")) target.focus();
    else target.click();
  }
});
