// What lies under the pointer or the focus on the day board: a stop, an order that is not planned, a tour to drop on.

export const board = document.getElementById("board");

export function stopOf(element) {
  const item = element?.closest?.("details[data-vehicle] li[data-stop]");
  return item && { item, vehicle: item.closest("details").dataset.vehicle, stop: Number(item.dataset.stop), trip: item.dataset.trip };
}

export function itemOf(letter, stop) {
  return board.querySelector(`details[data-vehicle][data-tour="${CSS.escape(letter)}"] li[data-stop="${stop}"]`);
}

function vehicleOf(element) {
  const letter = element?.closest?.("[data-tour]")?.dataset.tour;
  return letter ? board.querySelector(`details[data-tour="${CSS.escape(letter)}"]`)?.dataset.vehicle : undefined;
}

export function pickOf(element) {
  const stop = stopOf(element);
  if (stop) return { fields: { kind: "move", vehicle: stop.vehicle, stops: String(stop.stop) }, item: stop.item };
  const card = element?.closest?.("li[data-order]");
  return card ? { fields: { kind: "insert", order: card.dataset.order }, item: card } : null;
}

export function targetOf(element) {
  const stop = stopOf(element);
  if (stop) return { key: `${stop.vehicle}/${stop.stop}`, fields: { to_vehicle: stop.vehicle, trip: stop.trip, before: String(stop.stop) }, mark: stop.item };
  const vehicle = vehicleOf(element);
  const mark = element?.closest?.("summary, .lane");
  return vehicle && mark ? { key: vehicle, fields: { to_vehicle: vehicle }, mark } : null;
}

export function place(box, x, y) {
  box.style.left = `${Math.max(4, Math.min(x, window.innerWidth - Math.max(box.offsetWidth, 200) - 8))}px`;
  box.style.top = `${Math.max(4, Math.min(y, window.innerHeight - Math.max(box.offsetHeight, 40) - 8))}px`;
}

// The row that has the focus, to be found again when the page has loaded itself anew: a stop by its name, a card by its rank.
export function rowOf(element, next) {
  const stop = stopOf(element);
  if (stop) return { vehicle: next ?? stop.vehicle, stop: stop.stop, name: stop.item.querySelector(".name").textContent };
  const card = element?.closest?.("li[data-order]");
  return card ? { card: card.dataset.order, rank: [...card.parentElement.children].indexOf(card) } : null;
}

export function rowAgain(row) {
  if (!row) return null;
  if (row.card) {
    const all = [...board.querySelectorAll("li[data-order]")];
    return all.find((card) => card.dataset.order === row.card) ?? all[Math.min(row.rank, all.length - 1)];
  }
  const all = [...board.querySelectorAll(`details[data-vehicle="${CSS.escape(row.vehicle)}"] li[data-stop]`)];
  const near = (item) => Math.abs(Number(item.dataset.stop) - row.stop);
  const same = all.filter((item) => item.querySelector(".name").textContent === row.name);
  return (same.length ? same : all).sort((a, b) => near(a) - near(b))[0];
}
