// The receipt: lines with what is accepted, réserves, signature, name, quality; kept as a draft at every touch.

import { cashCard, cashFields } from "./cash.js";
import { accept, acceptedOf, reported, STEP, typed } from "./differences.js";
import { h, icon, toast } from "./dom.js";
import { add, undo } from "./queue.js";
import { reserveSheet } from "./reserve.js";
import { Pad } from "./signature.js";
import { get, put } from "./store.js";
import { model, openNotes, tour } from "./tour.js";
import { day, quantity, t } from "./words.js";

const blank = (key) => ({ key, day: tour().day, differences: {}, strokes: [], name: "", quality: "" });

export function deliveryForm(stop, { changed, problem }) {
  const key = `${tour().id}/${stop.id}`;
  const box = h("section.form");
  get("drafts", key).then((draft) => fill(box, stop, draft ?? blank(key), changed, problem));
  return box;
}

function fill(box, stop, draft, changed, problem) {
  const save = () => put("drafts", draft);
  const notes = openNotes(stop);
  const lists = new Map(notes.map((note) => [note, h("div.card")]));
  const send = h("button.deliver.big", { type: "button", id: "deliver" });
  const of = (note) => (draft.differences[note.number] ??= []);
  const set = (note, list) => {
    draft.differences[note.number] = list;
    save();
    drawNote(note);
  };

  function drawNote(note) {
    lists.get(note).replaceChildren(noteHead(note), ...note.lines.map((line) => lineRow(note, line, of(note), (list) => set(note, list))));
    const n = notes.reduce((sum, each) => sum + of(each).length, 0);
    send.textContent = n === 0 ? t("deliver") : n === 1 ? t("deliver_with") : t("deliver_with_many", { n });
  }

  notes.forEach(drawNote);
  const { node, pad, name } = signatureBlock(draft, save);
  const trouble = h("p.trouble", { role: "alert", id: "trouble" });
  const reserve = h("button.reserve-button.big", { type: "button", on: { click: () => reserveSheet(notes[0], of(notes[0]), null, (list) => set(notes[0], list)) } }, t("reserve"));
  box.replaceChildren(
    ...lists.values(),
    ...notes.filter((note) => note.cash_cents).map((note) => cashCard(note, draft, save)),
    node,
    h("p.cannot", {}, h("button.plain", { type: "button", id: "problem", on: { click: problem } }, icon("warn"), t("problem"))),
    h("div.actions", {}, trouble, notes.length === 1 ? reserve : null, send),
  );
  if (notes.length > 1) for (const note of notes) lists.get(note).after(h("p.more", {}, h("button.reserve-button", { type: "button", on: { click: () => reserveSheet(note, of(note), null, (list) => set(note, list)) } }, t("reserve"))));
  send.addEventListener("click", async () => {
    const wrong = !pad.isSigned ? "needs_signature" : !name.value.trim() ? "needs_signer" : "";
    trouble.textContent = wrong ? t(wrong) : "";
    if (wrong) return void (wrong === "needs_signer" ? name.focus() : node.scrollIntoView({ block: "center" }));
    send.disabled = true;
    await deliver(stop, notes, draft, pad, changed);
  });
}

async function deliver(stop, notes, draft, pad, changed) {
  const signature = await pad.png();
  const events = notes.map((note) => {
    const list = draft.differences[note.number] ?? [];
    const fields = { kind: "deliver", stop: stop.id, note: note.number, shown: note.shown, signer_name: draft.name.trim().toUpperCase(), signer_quality: draft.quality.trim(), differences: list.map(reported), ...cashFields(note, draft) };
    return { fields, signature, photos: list.flatMap((one) => one.photos.map((data) => ({ line: one.line, data }))) };
  });
  const ids = await add(model.token, events);
  changed();
  toast(t("toast_delivered", { name: stop.name }), {
    label: t("undo"),
    act: async () => {
      const back = await undo(ids);
      if (back.length < ids.length) toast(t("too_late"), { tone: "bad" });
      changed();
    },
  });
}

function noteHead(note) {
  return h(
    "p.note-head",
    {},
    h("strong", {}, note.number),
    h("span.quiet", {}, [t("order", { order: note.order }), note.customer_reference && t("reference", { reference: note.customer_reference }), t("fingerprint", { hash: note.shown.slice(0, 8) })].filter(Boolean).join(" · ")),
  );
}

function lineRow(note, line, differences, set) {
  const accepted = acceptedOf(line, differences);
  const own = differences.filter((one) => one.line === line.line_no);
  const input = h("input.number", { inputmode: "decimal", value: quantity(accepted), autocomplete: "off", "aria-label": t("accepted_qty", { name: line.designation }), "data-line": line.line_no });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("change", () => set(accept(line, differences, typed(input.value) ?? accepted)));
  const step = (sign, by, words, off) => h("button.round", { type: "button", disabled: off, "aria-label": t(words, { name: line.designation }), on: { click: () => set(accept(line, differences, accepted + by)) } }, sign);
  const rest = line.rest_qty > 0 && (line.rest_on ? t("rest_on", { n: quantity(line.rest_qty), day: day(line.rest_on, "short") }) : t("rest", { n: quantity(line.rest_qty) }));
  return h(
    `div.line${accepted < line.loaded_qty ? ".less" : ""}`,
    {},
    h("div.what", {}, h("strong", {}, line.designation), h("span.quiet", {}, [line.code, line.unit, line.lots.length && t("lots", { lots: line.lots.join(", ") }), rest].filter(Boolean).join(" · "))),
    h("span.stepper", {}, step("−", -STEP, "less", accepted <= 0), input, step("+", STEP, "more", accepted >= line.loaded_qty)),
    accepted < line.loaded_qty && h("span.loaded.quiet", {}, t("of_loaded", { n: quantity(line.loaded_qty) })),
    own.length > 0 && h("div.wrongs", {}, own.map((one) => chip(one, () => reserveSheet(note, differences, one, set)))),
  );
}

function chip(one, edit) {
  const what = one.kind === "noted" ? `${t("kind_noted").toLowerCase()} : ${t(`nature_${one.nature}`)}` : t(`nature_${one.nature}`);
  const words = [`${quantity(one.qty)} × ${what}`, one.words, one.photos.length ? t("photos", { n: one.photos.length }) : ""].filter(Boolean).join(" · ");
  return h("button.wrong-chip", { type: "button", "data-nature": one.nature, on: { click: edit } }, icon("warn"), h("span", {}, words), icon("next"));
}

function signatureBlock(draft, save) {
  const canvas = h("canvas.pad", { id: "pad", role: "img", "aria-label": t("signature") });
  const clear = h("button.plain", { type: "button" }, t("clear"));
  const name = h("input", { id: "signer", value: draft.name, maxlength: 120, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "next" });
  const quality = h("input", { id: "quality", value: draft.quality, maxlength: 120, list: "qualities", autocomplete: "off", placeholder: t("quality_hint"), enterkeyhint: "done" });
  name.addEventListener("input", () => ((draft.name = name.value), save()));
  quality.addEventListener("input", () => ((draft.quality = quality.value), save()));
  const node = h(
    "div.sign",
    {},
    h("div.sign-head", {}, h("span", {}, t("signature")), clear),
    h("div.paper", {}, canvas, h("span.hint", { "aria-hidden": "true" }, t("sign_here"))),
    h("label.field", { for: "signer" }, t("signer"), name),
    h("label.field", { for: "quality" }, t("quality"), quality, h("datalist", { id: "qualities" }, t("qualities").split("|").map((one) => h("option", { value: one })))),
  );
  const pad = new Pad(canvas, draft.strokes, save);
  clear.addEventListener("click", () => pad.clear());
  return { node, pad, name };
}
