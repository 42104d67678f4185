// What is wrong with a line, and what is left accepted: decided without a screen.
//
// A difference: {line, kind: missing|refused|noted, nature, qty (thousandths), words, photos: [ArrayBuffer]}.

export const STEP = 1000;

const takes = (one) => one.kind !== "noted";
const sum = (list) => list.reduce((total, one) => total + one.qty, 0);

export const acceptedOf = (line, differences) => line.loaded_qty - sum(differences.filter((one) => one.line === line.line_no && takes(one)));

/** Change what is accepted of a line; what goes is missing until somebody says otherwise. Gives the new list. */
export function accept(line, differences, wanted) {
  const target = Math.min(Math.max(wanted, 0), line.loaded_qty);
  let gap = acceptedOf(line, differences) - target;
  const list = differences.map((one) => ({ ...one }));
  const own = list.filter((one) => one.line === line.line_no && takes(one));
  if (gap > 0) {
    const last = own.at(-1);
    if (last) last.qty += gap;
    else list.push({ line: line.line_no, kind: "missing", nature: "missing", qty: gap, words: "", photos: [] });
  }
  for (const one of gap < 0 ? own.reverse() : []) {
    const back = Math.min(one.qty, -gap);
    one.qty -= back;
    gap += back;
  }
  return trimmed(line, list.filter((one) => !takes(one) || one.qty > 0));
}

/** What is noted on accepted goods cannot be more than what is accepted. */
function trimmed(line, list) {
  let left = acceptedOf(line, list);
  for (const one of list) {
    if (one.line !== line.line_no || takes(one)) continue;
    one.qty = Math.min(one.qty, left);
    left -= one.qty;
  }
  return list;
}

/** How much one difference may be about, the others standing. */
export function room(line, differences, except) {
  return line.loaded_qty - sum(differences.filter((one) => one !== except && one.line === line.line_no));
}

/** Why a difference cannot stand: the key of a sentence, or nothing. */
export function fault(one, isVoid) {
  if (isVoid(one.words)) return "void";
  if (one.nature === "other" && !one.words.trim()) return "needs_words";
  if (!one.qty && (one.kind !== "noted" || !one.words.trim())) return "needs_quantity";
  return "";
}

/** As the depot reads it. */
export const reported = (one) => ({ line: one.line, nature: one.kind === "missing" ? "missing" : one.nature, [one.kind]: one.qty, words: one.words.trim() });

/** Thousandths from what somebody typed: «1,5»; null when it is no quantity. */
export function typed(text) {
  const found = /^\s*(\d{1,7})(?:[.,](\d{1,3}))?\s*$/.exec(text.replace(/[\s\u00a0\u202f]/g, ""));
  return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0") || 0) : null;
}
