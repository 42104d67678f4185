// The dark bar above everything: where one is, and whether all that was done has reached the depot.

import { h, icon, replace } from "./dom.js";
import { state as line } from "./queue.js";
import { model, openCount, refusedItems, stops, tour } from "./tour.js";
import { t } from "./words.js";

export function renderBar(bar, stop, changed) {
  if (!model.data) return replace(bar, h("strong", {}, "Tournée"));
  const where = stop
    ? [
        h("a.back", { href: location.pathname, "aria-label": t("all_stops"), on: { click: (event) => back(event, changed) } }, icon("back")),
        h("strong", {}, t("stop_of", { letter: tour().letter, n: stop.sequence, all: stops().length })),
      ]
    : [h("strong", {}, t("tour", { letter: tour().letter }))];
  const { tone, text } = status();
  return replace(bar, where, h(`span.status.${tone}`, { id: "status", role: "status" }, text));
}

function back(event, changed) {
  event.preventDefault();
  history.pushState(null, "", location.pathname);
  changed();
}

/** In words, never by colour alone. */
function status() {
  const n = openCount();
  const refused = refusedItems().length;
  if (refused) return { tone: "bad", text: t("to_look_at", { n: refused }) };
  if (line.offline) return { tone: "warn", text: n ? t("offline_to_send", { n }) : t("offline") };
  if (line.sending && n) return { tone: "busy", text: t("sending", { n }) };
  return n ? { tone: "warn", text: t("to_send", { n }) } : { tone: "quiet", text: t("online") };
}
