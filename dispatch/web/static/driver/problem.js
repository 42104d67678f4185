// Nothing can be handed over: why, in one or two taps; the note stays out and the depot is told.

import { h, toast } from "./dom.js";
import { add, undo } from "./queue.js";
import { sheet } from "./sheet.js";
import { model } from "./tour.js";
import { t } from "./words.js";

export function problemSheet(stop, changed) {
  let chosen = "";
  const words = h("textarea", { id: "problem-words", rows: 2, maxlength: 500, placeholder: t("words") });
  const send = h("button.primary.big", { type: "button", disabled: true }, t("tell_depot"));
  const ready = () => (send.disabled = !chosen || (chosen === "other" && !words.value.trim()));
  words.addEventListener("input", ready);
  const choices = h(
    "div.choices",
    { role: "radiogroup", "aria-label": t("problem_title") },
    model.data.problems.map((code) =>
      h("label.choice", {}, h("input", { type: "radio", name: "problem", value: code, on: { change: () => ((chosen = code), ready(), code === "other" && words.focus()) } }), t(`problem_${code}`)),
    ),
  );
  const dialog = sheet(t("problem_title"), h("p.quiet", {}, t("problem_text")), choices, h("label.field", { for: "problem-words" }, t("words"), words), h("div.pair", {}, cancel(), send));
  function cancel() {
    return h("button.big", { type: "button", on: { click: () => dialog.close() } }, t("cancel"));
  }
  send.addEventListener("click", async () => {
    dialog.close();
    const ids = await add(model.token, [{ fields: { kind: "problem", stop: stop.id, problem: chosen, words: words.value.trim() } }]);
    changed();
    toast(t("toast_problem"), { label: t("undo"), act: () => undo(ids).then(changed) });
  });
}
