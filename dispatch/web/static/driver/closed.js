// A stop that is over: what became of each note, whether the depot has it, undo while it has not left; and what was refused.

import { h, icon } from "./dom.js";
import { forget, undo } from "./queue.js";
import { isLive, model, nextStop, refusedItems } from "./tour.js";
import { quantity, t } from "./words.js";
import { refusalWords, when } from "./states.js";

export function closed(stop, found) {
  const next = isLive() ? nextStop() : null;
  return h(
    "section.closed",
    {},
    stop.notes.map((note) => noteCard(note, found)),
    next && next !== stop && h("a.big.button.wide.go", { href: `#stop-${next.id}` }, t("following"), h("span.quiet", {}, next.name), icon("next")),
  );
}

/** That it is delivered, and whether the depot has it. */
export function banner(found, changed) {
  const pending = found.pending.filter((item) => item.fields.kind === "deliver");
  const free = pending.filter((item) => item.sequence === null);
  const words = free.length ? t("done_unsent") : pending.length ? t("done_being_sent") : t("done_sent");
  return h(
    "div.banner",
    { "data-sent": pending.length ? "no" : "yes" },
    h("span.tick", {}, icon("check")),
    h("div", {}, h("strong", {}, found.at ? t("done_delivered", { at: when(found.at) }) : t("done_delivered_plain")), h("p", {}, words)),
    free.length > 0 && h("button", { type: "button", on: { click: () => undo(free.map((item) => item.id)).then(changed) } }, t("undo")),
  );
}

function noteCard(note, found) {
  const mine = found.items.find((item) => item.fields.note === note.number);
  const wrong = mine?.fields.differences ?? [];
  const conform = mine ? !wrong.length : note.conform;
  const signer = mine?.fields.signer_name ?? note.signer;
  const words = [];
  if (mine || note.received_at) words.push(t(conform ? "conform" : "with_reserves"));
  if (signer) words.push(t("done_by", { name: signer }));
  if (note.channel === "paper") words.push(t("done_paper"));
  return h(
    "div.card",
    {},
    h("p.note-head", {}, h("strong", {}, note.number), h("span.quiet", {}, words.join(" · "))),
    h(
      "ul.plain-lines",
      {},
      note.lines.map((line) => h("li", {}, h("span", {}, h("strong", {}, line.designation), problems(wrong, line)), taken(wrong, line))),
    ),
  );
}

function taken(wrong, line) {
  const gone = wrong.filter((one) => one.line === line.line_no).reduce((sum, one) => sum + (one.missing ?? 0) + (one.refused ?? 0), 0);
  const of = gone ? ` ${t("of_loaded", { n: quantity(line.loaded_qty) })}` : "";
  return h("span.qty", {}, quantity(line.loaded_qty - gone), h("span.quiet", {}, `${of} ${line.unit}`));
}

function problems(wrong, line) {
  return wrong
    .filter((one) => one.line === line.line_no)
    .map((one) => h("span.wrong", {}, `${quantity((one.missing ?? 0) + (one.refused ?? 0) + (one.noted ?? 0))} × ${t(`nature_${one.nature}`)}${one.words ? ` : ${one.words}` : ""}`));
}

/** What the depot could not take: said where it happened, with the way out. */
export function refusals(stop, changed) {
  return refusedItems()
    .filter((item) => item.token === model.token && item.fields.stop === stop.id)
    .map((item) =>
      h(
        "div.box.bad",
        { role: "alert", "data-refused": item.answer.reason },
        h("strong", {}, item.fields.note ?? ""),
        h("p", {}, refusalWords(item)),
        h("button", { type: "button", on: { click: () => forget(item.id).then(changed) } }, t(item.answer.reason === "received" ? "understood" : "again")),
      ),
    );
}
