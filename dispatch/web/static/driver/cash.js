// Cash on delivery: what the note asks for, what was handed over and how; empty says nothing.

import { h } from "./dom.js";
import { money, t } from "./words.js";

const MEANS = ["cheque", "cash", "card", "transfer"];

function cents(text) {
  const amount = Number(text.trim().replace(/[\s\u00a0\u202f€]/g, "").replace(",", "."));
  return text.trim() && Number.isFinite(amount) && amount >= 0 ? Math.round(amount * 100) : null;
}

export function cashCard(note, draft, save) {
  const kept = ((draft.cash ??= {})[note.number] ??= { amount: "", means: "cheque" });
  const amount = h("input", { id: `cash-${note.number}`, inputmode: "decimal", value: kept.amount, autocomplete: "off", placeholder: money(note.cash_cents) });
  const means = h("select", { id: `means-${note.number}` }, MEANS.map((one) => h("option", { value: one, selected: one === kept.means }, t(`means_${one}`))));
  amount.addEventListener("input", () => ((kept.amount = amount.value), save()));
  means.addEventListener("change", () => ((kept.means = means.value), save()));
  return h(
    "div.card.collect",
    {},
    h("label.field", { for: `cash-${note.number}` }, `${t("collected")} · ${note.number}`, amount),
    h("label.field", { for: `means-${note.number}` }, t("means"), means),
  );
}

export function cashFields(note, draft) {
  const kept = draft.cash?.[note.number];
  const found = note.cash_cents && kept ? cents(kept.amount) : null;
  return found === null ? {} : { cash: found, cash_means: found ? kept.means : "" };
}
