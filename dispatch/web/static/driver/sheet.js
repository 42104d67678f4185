// A sheet that comes up from the bottom of the screen; the keyboard's Escape and the phone's back close it.

import { h } from "./dom.js";

export function sheet(title, ...children) {
  const dialog = h("dialog.sheet", { "aria-labelledby": "sheet-title" }, h("h2", { id: "sheet-title" }, title), ...children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
