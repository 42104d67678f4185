// Stops and orders dragged with the pointer: what the drop would change is asked before it is done.

import { act, ask, isBusy, say } from "./edits_server.js";
import { isPicked, pickedCount, pickedField } from "./edits_pick.js";
import { board, pickOf, place, targetOf } from "./edits_where.js";

const tip = document.getElementById("edit-tip");
const DRAG_PX = 6;
let drag = null;

function startDrag(event) {
  if (event.button !== 0 || isBusy() || event.target.closest("a, button, input, select")) return;
  const pick = pickOf(event.target);
  if (!pick) return;
  const many = pickedCount() > 1 && isPicked(pick.item);
  drag = { ...pick, many, x: event.clientX, y: event.clientY, live: false, target: null, verdict: null };
}

function moveDrag(event) {
  if (!drag) return;
  if (!drag.live) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAG_PX) return;
    drag.live = true;
    board.classList.add("dragging");
    drag.item.classList.add("cut");
    window.getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  place(tip, event.clientX + 16, event.clientY + 18);
  hover(document.elementFromPoint(event.clientX, event.clientY));
}

function fieldsOf(target) {
  return drag.many ? { kind: "move", picked: pickedField(), to_vehicle: target.fields.to_vehicle } : { ...drag.fields, ...target.fields };
}

function hover(element) {
  const target = targetOf(element);
  if (target?.key === drag.target?.key) return;
  drag.target?.mark.classList.remove("drop");
  clearTimeout(drag.opening);
  Object.assign(drag, { target, verdict: null });
  tip.hidden = true;
  if (!target || target.mark === drag.item) return;
  target.mark.classList.add("drop");
  const details = target.mark.parentElement;
  if (details?.tagName === "DETAILS") drag.opening = setTimeout(() => (details.open = true), 700);
  const mine = drag;
  ask(fieldsOf(target)).then((answer) => {
    if (!answer || drag !== mine || drag.target?.key !== target.key) return;
    drag.verdict = answer;
    showTip(answer);
  });
}

function showTip(answer) {
  tip.replaceChildren();
  const told = document.createElement("b");
  told.textContent = answer.told;
  tip.append(told, ...answer.broken.flatMap((line) => [document.createTextNode(line), document.createElement("br")]));
  tip.classList.toggle("broken", !answer.allowed);
  tip.classList.toggle("warned", answer.allowed && answer.verdict !== "fine");
  tip.hidden = false;
}

function endDrag(event) {
  if (!drag) return;
  const { live, target, item, verdict } = drag;
  const fields = target && fieldsOf(target);
  clearTimeout(drag.opening);
  target?.mark.classList.remove("drop");
  item.classList.remove("cut");
  board.classList.remove("dragging");
  tip.hidden = true;
  drag = null;
  if (!live) return;
  swallowClick();
  if (event.type !== "pointerup" || !target || target.mark === item) return;
  if (verdict && !verdict.allowed) say(verdict.broken.join(" · "), true);
  else act("", fields, target.fields.to_vehicle);
}

function swallowClick() {
  const stop = (event) => (event.stopPropagation(), event.preventDefault());
  window.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", stop, { capture: true }), 50);
}

export function listenToPointer() {
  board.addEventListener("pointerdown", startDrag);
  window.addEventListener("pointermove", moveDrag);
  window.addEventListener("pointerup", endDrag);
  window.addEventListener("pointercancel", endDrag);
}
