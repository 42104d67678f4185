// The tour on this phone: as the depot last told it, and over that what this phone has done since.

import { all, get, put, remove } from "./store.js";
import { isOpen, items, state as line } from "./queue.js";

export const model = { token: "", data: null, loadedAt: 0, gone: false, silent: false, queue: [], skewMs: 0 };

/** What is kept of it, before any network is asked. */
export async function open(token) {
  model.token = token;
  const kept = await get("tours", token);
  if (kept) take(kept);
  await refreshQueue();
}

/** Ask the depot. Whatever goes wrong, what is there stays on the screen. */
export async function refresh() {
  try {
    const response = await fetch(`/d/${model.token}/tour`, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(12000) });
    line.offline = false;
    model.silent = !response.ok && response.status !== 404;
    model.gone = response.status === 404;
    if (response.ok) {
      const kept = { token: model.token, data: await response.json(), loadedAt: Date.now() };
      kept.skewMs = Date.parse(kept.data.now) - kept.loadedAt;
      await put("tours", kept);
      await put("meta", model.token, "last");
      take(kept);
      await settle();
    }
  } catch {
    line.offline = true;
  }
  await refreshQueue();
}

function take(kept) {
  model.data = kept.data;
  model.loadedAt = kept.loadedAt;
  model.skewMs = kept.skewMs ?? 0;
}

export async function refreshQueue() {
  model.queue = await items();
}

/** Acknowledged events that the depot's answer now shows need not be kept, nor yesterday's tours and their customers. */
async function settle() {
  const received = new Set(stops().flatMap((stop) => stop.notes.filter((note) => note.state === "received").map((note) => note.number)));
  for (const item of await items()) {
    if (item.state === "done" && item.token === model.token && (item.fields.kind !== "deliver" || received.has(item.fields.note))) await remove("queue", item.id);
    if (item.state === "done" && item.token !== model.token) await remove("queue", item.id);
  }
  const waiting = new Set((await items()).map((item) => item.token));
  const today = model.data.now.slice(0, 10);
  const old = (await all("tours")).filter((kept) => kept.token !== model.token && kept.data.tour.day < today && !waiting.has(kept.token));
  for (const kept of old) await remove("tours", kept.token);
  for (const draft of await all("drafts")) if (draft.day < today) await remove("drafts", draft.key);
  if (old.length) navigator.serviceWorker?.controller?.postMessage({ forget: old.map((kept) => `/d/${kept.token}`) });
}

export const tour = () => model.data.tour;
export const stops = () => inOrder(model.data.tour.stops);
export const stopById = (id) => stops().find((stop) => stop.id === id);
export const isLive = () => !model.gone && tour().mode === "live";
/** Now, by the depot's clock. */
export const now = () => new Date(Date.now() + model.skewMs);
export const openCount = () => model.queue.filter(isOpen).length;
export const refusedItems = () => model.queue.filter((item) => item.state === "refused" || item.state === "failed");

/** The order that this phone has asked for, as long as the depot has not told the tour anew since. */
function inOrder(all) {
  const asked = model.queue.filter((item) => item.token === model.token && item.fields.kind === "reorder" && (isOpen(item) || (item.state === "done" && Date.parse(item.fields.at) > Date.parse(model.data.now)))).at(-1);
  return asked ? reordered(all, asked.fields.order) : all;
}

/** Stops to come in another order, each within its trip; the others keep their place. */
export function reordered(all, order) {
  const moving = (stop) => order.includes(stop.id);
  const rest = all.filter(moving).sort((a, b) => a.trip - b.trip || order.indexOf(a.id) - order.indexOf(b.id));
  return all.map((stop) => (moving(stop) ? rest.shift() : stop));
}

const own = (stop) => model.queue.filter((item) => item.token === model.token && item.fields.stop === stop.id);

/** What a stop has come to: {state: waiting|arrived|problem|delivered, at, pending: items not acknowledged yet}. */
export function standing(stop) {
  const mine = own(stop);
  const delivered = mine.filter((item) => item.fields.kind === "deliver" && (isOpen(item) || item.state === "done"));
  const left = openNotes(stop).filter((note) => !delivered.some((item) => item.fields.note === note.number));
  const pending = mine.filter(isOpen);
  if (delivered.length && !left.length) return { state: "delivered", at: new Date(delivered.at(-1).fields.at), pending, items: delivered };
  if (stop.progress.state === "delivered") return { state: "delivered", at: stop.progress.state_at, pending, items: [] };
  const told = mine.filter((item) => ["arrive", "problem"].includes(item.fields.kind) && (isOpen(item) || item.state === "done")).at(-1);
  if (told && (!stop.progress.state_at || Date.parse(told.fields.at) >= Date.parse(stop.progress.state_at))) {
    const state = told.fields.kind === "arrive" ? "arrived" : "problem";
    return { state, at: new Date(told.fields.at), problem: told.fields.problem ?? "", words: told.fields.words ?? "", pending, items: [told] };
  }
  return { ...stop.progress, at: stop.progress.state_at, pending, items: [] };
}

export const openNotes = (stop) => stop.notes.filter((note) => note.state === "issued");

/** The stop to drive to: the first that is neither delivered nor given up. */
export const nextStop = () => stops().find((stop) => ["waiting", "arrived"].includes(standing(stop).state));

/** The delay that was announced last, by this phone if it has not been heard yet. */
export function announced() {
  const mine = model.queue.filter((item) => item.token === model.token && item.fields.kind === "late" && (isOpen(item) || item.state === "done")).at(-1);
  if (mine && (!tour().late_at || Date.parse(mine.fields.at) >= Date.parse(tour().late_at))) return { minutes: mine.fields.minutes, at: new Date(mine.fields.at) };
  return tour().late_at ? { minutes: tour().late_minutes, at: tour().late_at } : null;
}
