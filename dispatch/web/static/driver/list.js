// The tour at a glance: the stop to drive to, the others in order, and one tap that tells the depot of a delay.

import { h, icon, toast } from "./dom.js";
import { add, flush, forget, state as line, undo } from "./queue.js";
import { reorderSheet, toCome } from "./reorder.js";
import { announced, isLive, model, nextStop, now, refusedItems, standing, stopById, stops, tour } from "./tour.js";
import { LANGUAGES, currentLanguage, day, hour, hourOf, setLanguage, t } from "./words.js";
import { refusalWords, when } from "./states.js";

const DELAYS = [10, 20, 30, 60];

export function listView(changed) {
  const next = nextStop();
  return h(
    "div.page",
    {},
    notices(changed),
    h("p.quiet.day", {}, [day(tour().day), tour().vehicle, tour().driver].filter(Boolean).join(" · ")),
    next ? hero(next) : h("section.hero.done", {}, h("span.tick", {}, icon("check")), h("h1", {}, t("all_done")), h("p", {}, t("all_done_more"))),
    isLive() && next && late(changed),
    progress(),
    stopList(next),
    isLive() && tour().may_reorder && toCome().length > 1 && h("button.big", { type: "button", id: "reorder", on: { click: () => reorderSheet(changed) } }, t("reorder_title")),
    foot(changed),
  );
}

function notices(changed) {
  const list = [];
  if (model.gone) list.push(h("div.box.bad", { role: "alert" }, h("strong", {}, t("gone_title")), h("p", {}, t("gone_text"))));
  if (tour().mode === "early") list.push(h("div.box.info", {}, t("read_early", { day: day(tour().day) })));
  if (tour().mode === "over") list.push(h("div.box.info", {}, t("read_over", { day: day(tour().day) })));
  if (model.silent) list.push(h("div.box.warn", {}, t("cannot_read", { at: hourOf(new Date(model.loadedAt)) })));
  for (const item of refusedItems()) list.push(refused(item, changed));
  return list;
}

function refused(item, changed) {
  const stop = item.token === model.token ? stopById(item.fields.stop) : null;
  return h(
    "div.box.bad",
    { role: "alert", "data-refused": item.answer.reason },
    h("strong", {}, stop ? `${stop.sequence} · ${stop.name}` : (item.fields.note ?? "")),
    h("p", {}, refusalWords(item)),
    stop
      ? h("a.button", { href: `#stop-${stop.id}` }, t("open_stop"))
      : h("button", { type: "button", on: { click: () => forget(item.id).then(changed) } }, t("understood")),
  );
}

function hero(stop) {
  const delay = Math.round((now() - Date.parse(stop.arrives_at)) / 60000);
  const { state } = standing(stop);
  return h(
    "a.hero",
    { href: `#stop-${stop.id}` },
    h("span.quiet", {}, t("next_stop")),
    h(
      "span.eta",
      {},
      hour(stop.arrives_at),
      state === "arrived" ? h("span.tag.info", {}, t("state_arrived")) : delay > 5 && tour().mode === "live" && h("span.tag.warn", {}, t("late_by", { n: delay })),
    ),
    h("strong.name", {}, stop.name),
    h("span", {}, [stop.address, `${stop.postcode} ${stop.city}`].filter(Boolean).join(", ")),
    h("span.open", {}, t("open_stop"), icon("next")),
  );
}

function progress() {
  const done = stops().filter((stop) => standing(stop).state === "delivered").length;
  const all = stops().length;
  return h("div.progress", {}, h("span", { id: "progress" }, t("delivered_of", { n: done, all })), h("progress", { max: all, value: done, "aria-labelledby": "progress" }));
}

function stopList(next) {
  const trips = new Set(stops().map((stop) => stop.trip)).size;
  let trip = 0;
  const rows = [];
  for (const stop of stops()) {
    if (trips > 1 && stop.trip !== trip) rows.push(h("li.trip", {}, t("trip", { n: stop.trip })));
    trip = stop.trip;
    rows.push(row(stop, stop === next));
  }
  return h("ol.stops", { "aria-label": t("stops") }, rows);
}

function row(stop, isNext) {
  const found = standing(stop);
  const mark = { delivered: icon("check"), problem: icon("warn") }[found.state] ?? String(stop.sequence);
  return h(
    "li",
    {},
    h(
      `a.stop.${found.state}${isNext ? ".next" : ""}`,
      { href: `#stop-${stop.id}`, "data-stop": stop.id, "data-state": found.state },
      h("span.mark", {}, mark),
      h("span.hour", {}, hour(stop.arrives_at)),
      h("span.what", {}, h("strong", {}, stop.name), h("span.quiet", {}, stop.city, stop.notes.some((note) => note.cash_cents) ? ` · ${t("collect").toLowerCase()}` : "")),
      h("span.state", {}, stateWords(found)),
    ),
  );
}

function stateWords(found) {
  if (found.state === "delivered") return found.pending.length ? t("done_waiting", { at: when(found.at) }) : found.at ? t("done_delivered", { at: when(found.at) }) : t("done_delivered_plain");
  if (found.state === "problem") return t(`problem_${found.problem}`);
  return found.state === "arrived" ? t("arrived_at", { at: when(found.at) }) : "";
}

function late(changed) {
  const told = announced();
  const tell = async (minutes) => {
    const ids = await add(model.token, [{ fields: { kind: "late", minutes } }]);
    changed();
    toast(t("late_queued", { n: minutes }), { label: t("undo"), act: () => undo(ids).then(changed) });
  };
  return h(
    "section.late",
    { "aria-labelledby": "late" },
    h("h2", { id: "late" }, t("late_title")),
    h("div.chips", {}, DELAYS.map((n) => h("button.chip", { type: "button", "data-late": n, on: { click: () => tell(n) } }, n < 60 ? t("late_minutes", { n }) : t("late_hour", { n: n / 60 })))),
    told && h("p.told", {}, icon("clock"), t("late_told", { n: told.minutes, at: when(told.at) })),
  );
}

function foot(changed) {
  const words = currentLanguage() === "fr" ? tour().distances_fr : tour().distances_en;
  const kept = model.kept === undefined ? "" : model.kept ? `✓ ${t("ready_offline")}` : t("not_ready_offline");
  return h(
    "footer.foot",
    {},
    tour().depot_phone && h("a.big.button", { href: `tel:${tour().depot_phone.replace(/[^\d+]/g, "")}` }, icon("call"), t("call_depot")),
    h("p.quiet", {}, [tour().depot, kept, words].filter(Boolean).join(" · ")),
    h(
      "p.languages",
      {},
      LANGUAGES.map((code) =>
        h(
          "button.plain",
          { type: "button", lang: code, "aria-pressed": String(code === currentLanguage()), on: { click: () => (setLanguage(code), changed()) } },
          code === "fr" ? "Français" : "English",
        ),
      ),
    ),
    line.offline && h("button.big", { type: "button", on: { click: () => flush({ now: true }) } }, t("retry")),
  );
}
