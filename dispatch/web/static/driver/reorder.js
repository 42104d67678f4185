// The driver's own order of the stops to come, where the depot allows it: up, down, and one tap that tells the depot.

import { h, toast } from "./dom.js";
import { add, undo } from "./queue.js";
import { sheet } from "./sheet.js";
import { model, reordered, standing, stops } from "./tour.js";
import { t } from "./words.js";

export const toCome = () => stops().filter((stop) => standing(stop).state === "waiting");

export function reorderSheet(changed) {
  let order = toCome().map((stop) => stop.id);
  const list = h("ol.reorder", { "aria-label": t("stops") });
  const send = h("button.primary.big", { type: "button", disabled: true }, t("reorder_keep"));
  const dialog = sheet(t("reorder_title"), h("p.quiet", {}, t("reorder_text")), list, h("div.pair", {}, h("button.big", { type: "button", on: { click: () => dialog.close() } }, t("cancel")), send));

  function move(from, by) {
    const [id] = order.splice(from, 1);
    order.splice(from + by, 0, id);
    send.disabled = false;
    draw();
    list.querySelector(`[data-row="${id}"] [data-by="${by}"]:not([disabled])`)?.focus();
  }

  function draw() {
    const rows = reordered(stops(), order).filter((stop) => order.includes(stop.id));
    order = rows.map((stop) => stop.id);
    const at = (n) => rows[n]?.trip;
    list.replaceChildren(
      ...rows.map((stop, n) =>
        h(
          "li",
          { "data-row": stop.id },
          h("span.what", {}, h("strong", {}, stop.name), h("span.quiet", {}, stop.city)),
          ...[-1, 1].map((by) => h("button.big", { type: "button", "data-by": by, disabled: at(n + by) !== stop.trip, "aria-label": t(by < 0 ? "reorder_up" : "reorder_down", { name: stop.name }), on: { click: () => move(n, by) } }, by < 0 ? "↑" : "↓")),
        ),
      ),
    );
  }

  draw();
  send.addEventListener("click", async () => {
    dialog.close();
    const ids = await add(model.token, [{ fields: { kind: "reorder", order } }]);
    changed();
    toast(t("reorder_queued"), { label: t("undo"), act: () => undo(ids).then(changed) });
  });
}
