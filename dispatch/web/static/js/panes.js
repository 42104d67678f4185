// Panes that can be made wider and lower, by the pointer or the arrows; remembered in this browser.

const KEPT = "board-panes";
const STEP_PX = 24;
const board = document.getElementById("board");
const panes = readKept();

function readKept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(panes));
  } catch {
    // a browser that keeps nothing shows the panes as they come
  }
}

function limits(bar) {
  const [least, share] = bar.dataset.limits.split(" ").map(Number);
  return [least, Math.round(share * (bar.dataset.axis === "x" ? window.innerWidth : window.innerHeight))];
}

function apply(bar) {
  const size = panes[bar.dataset.pane];
  const [least, most] = limits(bar);
  if (size === undefined) board.style.removeProperty(`--${bar.dataset.pane}`);
  else board.style.setProperty(`--${bar.dataset.pane}`, `${Math.min(Math.max(size, least), most)}px`);
  bar.setAttribute("aria-valuemin", String(least));
  bar.setAttribute("aria-valuemax", String(most));
  bar.setAttribute("aria-valuenow", String(Math.round(sizeOf(bar))));
}

function sizeOf(bar) {
  const box = document.getElementById(bar.getAttribute("aria-controls")).getBoundingClientRect();
  return bar.dataset.axis === "x" ? box.width : box.height;
}

function set(bar, size) {
  const [least, most] = limits(bar);
  panes[bar.dataset.pane] = Math.round(Math.min(Math.max(size, least), most));
  apply(bar);
}

function onKey(event) {
  const bar = event.currentTarget;
  const grows = Number(bar.dataset.grows);
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (by) set(bar, sizeOf(bar) + by * grows * STEP_PX);
  else if (event.key === "Home") set(bar, 0);
  else if (event.key === "End") set(bar, Infinity);
  else if (event.key === "Enter") reset(bar);
  else return;
  event.preventDefault();
  event.stopPropagation();
  keep();
}

function reset(bar) {
  delete panes[bar.dataset.pane];
  apply(bar);
}

function onPointer(event) {
  const bar = event.currentTarget;
  const axis = bar.dataset.axis === "x" ? "clientX" : "clientY";
  const [from, size] = [event[axis], sizeOf(bar)];
  const move = (moved) => set(bar, size + (moved[axis] - from) * Number(bar.dataset.grows));
  bar.setPointerCapture(event.pointerId);
  bar.addEventListener("pointermove", move);
  bar.addEventListener("lostpointercapture", () => {
    bar.removeEventListener("pointermove", move);
    keep();
  }, { once: true });
  event.preventDefault();
  bar.focus();
}

for (const bar of board?.querySelectorAll("[data-pane]") ?? []) {
  apply(bar);
  bar.addEventListener("keydown", onKey);
  bar.addEventListener("pointerdown", onPointer);
  bar.addEventListener("dblclick", () => {
    reset(bar);
    keep();
  });
}
