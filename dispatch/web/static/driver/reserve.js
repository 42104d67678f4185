// A réserve: which line, missing, refused or accepted all the same, of which nature, how much, in which words, with a photo.

import { accept, acceptedOf, fault, room, STEP, typed } from "./differences.js";
import { h, icon, toast } from "./dom.js";
import { shrink } from "./photo.js";
import { sheet } from "./sheet.js";
import { model } from "./tour.js";
import { quantity, t } from "./words.js";
import { isVoid } from "./void_words.js";

const KINDS = ["missing", "refused", "noted"];
const MOST_PHOTOS = 6;

/** `done(list)` gets the note's differences as they then are. `before`: the one that is changed; none: a new one. */
export function reserveSheet(note, differences, before, done) {
  const one = before ? { ...before, photos: [...before.photos] } : { line: note.lines[0].line_no, kind: "refused", nature: "damaged", qty: STEP, words: "", photos: [] };
  const others = differences.filter((each) => each !== before);
  const line = () => note.lines.find((each) => each.line_no === one.line);
  const most = () => Math.max(room(line(), others, null), 0);
  const body = h("div.reserve");
  const dialog = sheet(t("reserve_title"), body);
  draw();

  function draw() {
    one.qty = Math.min(one.qty, most());
    const trouble = h("p.trouble", { role: "alert" });
    const keep = h("button.primary.big", { type: "button", on: { click: () => finish(trouble) } }, t("keep"));
    body.replaceChildren(
      ...[
        note.lines.length > 1 && lineField(),
        h("fieldset.segments", {}, h("legend", {}, t("kind")), KINDS.map((kind) => option("kind", kind, t(`kind_${kind}`), () => setKind(kind)))),
        one.kind !== "missing" &&
          h(
            "fieldset.choices",
            {},
            h("legend", {}, t("nature")),
            model.data.natures.filter((nature) => nature !== "missing").map((nature) => option("nature", nature, t(`nature_${nature}`), () => ((one.nature = nature), draw()))),
          ),
        quantityField(),
        wordsField(trouble),
        trouble,
        photoField(),
        h("div.pair", {}, before ? h("button.big.danger", { type: "button", on: { click: () => (dialog.close(), done(others)) } }, t("remove")) : h("button.big", { type: "button", on: { click: () => dialog.close() } }, t("cancel")), keep),
      ].filter(Boolean),
    );
  }

  function setKind(kind) {
    one.kind = kind;
    one.nature = kind === "missing" ? "missing" : one.nature === "missing" ? (kind === "refused" ? "refused" : "damaged") : one.nature;
    draw();
  }

  function option(name, value, label, chosen) {
    return h("label.choice", {}, h("input", { type: "radio", name: `reserve-${name}`, value, checked: one[name] === value, on: { change: chosen } }), label);
  }

  function lineField() {
    const select = h("select", { id: "reserve-line", on: { change: () => ((one.line = Number(select.value)), draw()) } }, note.lines.map((each) => h("option", { value: each.line_no, selected: each.line_no === one.line }, `${each.line_no} · ${each.designation}`)));
    return h("label.field", { for: "reserve-line" }, t("line"), select);
  }

  function quantityField() {
    const input = h("input.number", { id: "reserve-qty", inputmode: "decimal", value: quantity(one.qty), autocomplete: "off", "aria-label": t("quantity") });
    const set = (value) => {
      one.qty = Math.min(Math.max(value, 0), most());
      input.value = quantity(one.qty);
    };
    input.addEventListener("change", () => set(typed(input.value) ?? one.qty));
    const button = (sign, by) => h("button.round", { type: "button", "aria-label": t(by > 0 ? "more" : "less", { name: t("quantity") }), on: { click: () => set(one.qty + by) } }, sign);
    return h("div.field.row", {}, h("span", {}, t("quantity"), h("small.quiet", {}, ` ${t("of_loaded", { n: quantity(line().loaded_qty) })} ${line().unit}`)), h("span.stepper", {}, button("−", -STEP), input, button("+", STEP)));
  }

  function wordsField(trouble) {
    const field = h("textarea", { id: "reserve-words", rows: 2, maxlength: 500, placeholder: t("words_hint") }, one.words);
    field.addEventListener("input", () => {
      one.words = field.value;
      trouble.textContent = isVoid(one.words, model.data.void_words) ? t("void") : "";
    });
    return h("label.field", { for: "reserve-words" }, t("words"), field);
  }

  function photoField() {
    const input = h("input.visually-hidden", { type: "file", accept: "image/*", capture: "environment", id: "reserve-photo" });
    input.addEventListener("change", async () => {
      const [file] = input.files;
      const all = others.reduce((sum, each) => sum + each.photos.length, one.photos.length);
      if (!file) return;
      if (all >= MOST_PHOTOS) return void toast(t("photos_full"));
      try {
        one.photos.push(await shrink(file));
        draw();
      } catch {
        toast(t("photo_failed"), { tone: "bad" });
      }
    });
    return h("label.button.big.wide", { for: "reserve-photo" }, icon("camera"), one.photos.length ? t("photos", { n: one.photos.length }) : t("photo"), input);
  }

  function finish(trouble) {
    const field = document.getElementById("reserve-qty");
    one.qty = Math.min(typed(field.value) ?? one.qty, most());
    const wrong = fault(one, (words) => isVoid(words, model.data.void_words));
    if (wrong) {
      trouble.textContent = t(wrong);
      return;
    }
    dialog.close();
    const list = [...others, one];
    done(accept(line(), list, acceptedOf(line(), list)));
  }
}
