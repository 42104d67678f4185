// Words for what became of things.

import { has, hour, hourOf, t } from "./words.js";

/** An hour, from the depot's instant (a text) or from this phone's clock (a date). */
export const when = (at) => (!at ? "" : typeof at === "string" ? hour(at) : hourOf(at));

export function refusalWords(item) {
  const reason = item.answer.reason;
  return has(`refused_${reason}`) ? t(`refused_${reason}`) : t("refused_other", { reason: item.answer.detail || reason });
}
