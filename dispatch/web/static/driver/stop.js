// One stop, as large as a thumb in a glove: where, when, what, who signs.

import { banner, closed, refusals } from "./closed.js";
import { h, icon, replace, toast } from "./dom.js";
import { deliveryForm } from "./form.js";
import { problemSheet } from "./problem.js";
import { add, undo } from "./queue.js";
import { isLive, model, now, openNotes, standing, tour } from "./tour.js";
import { currentLanguage, day, hour, kilograms, money, t } from "./words.js";
import { when } from "./states.js";

/** Changes when the stop must be drawn anew. While it is being signed nothing that comes in may touch the form. */
export function stopKey(stop) {
  const { pending } = standing(stop);
  const parts = isOpen(stop) ? openNotes(stop).map((note) => note.shown) : [pending.map((item) => [item.id, item.sequence]), stop.notes.map((note) => note.state)];
  return `stop-${stop.id} ${JSON.stringify([isOpen(stop), parts, currentLanguage()])}`;
}

const isOpen = (stop) => isLive() && standing(stop).state !== "delivered" && openNotes(stop).length > 0;

/** The view; its `refresh` brings up to date what stands around the form. */
export function stopView(stop, changed) {
  const found = standing(stop);
  const news = h("div.news");
  const arrival = h("div.news");
  const page = h(
    "div.page.at-stop",
    {},
    news,
    found.state === "delivered" && banner(found, changed),
    head(stop, found),
    ways(stop),
    arrival,
    isOpen(stop) ? deliveryForm(stop, { changed, problem: () => problemSheet(stop, changed) }) : closed(stop, found),
  );
  page.refresh = () => {
    const now = standing(stop);
    replace(news, refusals(stop, changed), readOnly(), now.state === "problem" ? trouble(now) : null);
    replace(arrival, isOpen(stop) ? arrivalOf(stop, now, changed) : null);
  };
  page.refresh();
  return page;
}

const readOnly = () => (["early", "over"].includes(tour().mode) ? h("div.box.info", {}, t(`read_${tour().mode}`, { day: day(tour().day) })) : null);

const trouble = (found) => h("div.box.warn", {}, h("strong", {}, t(`problem_${found.problem}`)), found.words ? h("p", {}, found.words) : null);

function head(stop, found) {
  const delay = Math.round((now() - Date.parse(stop.arrives_at)) / 60000);
  const open = ["waiting", "arrived"].includes(found.state) && tour().mode === "live";
  const cash = openNotes(stop).reduce((sum, note) => sum + (note.cash_cents ?? 0), 0);
  return h(
    "section.head",
    {},
    h(
      "p.eta",
      {},
      hour(stop.arrives_at),
      h("span.quiet", {}, [t("planned"), stop.opens_at && t("window", { from: hour(stop.opens_at), to: hour(stop.closes_at) })].filter(Boolean).join(" · ")),
    ),
    found.state === "waiting" && open && delay > 5 && h("p", {}, h("span.tag.warn", {}, icon("clock"), t("late_by", { n: delay }))),
    h("h1", {}, stop.name),
    h("p.address", {}, [stop.address, `${stop.postcode} ${stop.city}`].filter((part) => part.trim()).join(", ")),
    (stop.parcels || stop.weight_g) && h("p.quiet", {}, [stop.parcels && t(stop.parcels > 1 ? "parcels" : "parcel", { n: stop.parcels }), stop.weight_g && kilograms(stop.weight_g)].filter(Boolean).join(" · ")),
    stop.instructions && h("p.box.note", {}, stop.instructions),
    cash > 0 && h("p.cash", {}, h("span", {}, t("collect")), h("strong", {}, money(cash))),
  );
}

function ways(stop) {
  const place = stop.latitude === null ? "" : `${stop.latitude},${stop.longitude}`;
  const words = encodeURIComponent([stop.name, stop.address, `${stop.postcode} ${stop.city}`].join(", "));
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  const map = isApple ? `maps:?daddr=${place || words}` : place ? `geo:${place}?q=${place}(${encodeURIComponent(stop.name)})` : `geo:0,0?q=${words}`;
  const number = stop.phone.replace(/[^\d+]/g, "");
  return h(
    "div.pair",
    {},
    number ? h("a.big.button", { href: `tel:${number}` }, icon("call"), h("span", {}, t("call"), stop.contact && h("small", {}, stop.contact))) : null,
    h("a.big.button", { href: map }, icon("go"), t("go")),
  );
}

function arrivalOf(stop, found, changed) {
  if (found.state === "arrived") return h("p.arrived", {}, icon("check"), t("arrived_at", { at: when(found.at) }));
  const arrive = async () => {
    const ids = await add(model.token, [{ fields: { kind: "arrive", stop: stop.id } }]);
    changed();
    toast(t("toast_arrived"), { label: t("undo"), act: () => undo(ids).then(changed) });
  };
  return h("button.big.wide", { type: "button", id: "arrive", on: { click: arrive } }, icon("pin"), t("arrive"));
}
