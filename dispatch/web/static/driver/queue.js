// Events on their way to the depot: kept until acknowledged, numbered when first sent, sent again under the same number.
//
// waiting → (numbered) sending → done | refused | failed. An event may be undone until it has a number; numbers have no
// gaps, so that a hole in them at the depot means a loss. "Acknowledged" means: the depot's database has committed it.

import { all, inOne, put, remove, uuid } from "./store.js";

const HOLD_MS = 5000;
const FIRST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 60000;

const listeners = new Set();
export const state = { offline: !navigator.onLine, sending: false, waitMs: 0, lastAnswer: 0 };
let timer = 0;

export const onChange = (listener) => listeners.add(listener);
const changed = (what) => listeners.forEach((listener) => listener(what));

/** Keep events, all or none; they leave after a moment in which they can be undone. Each: {fields, signature, photos}. */
export async function add(token, events) {
  const at = new Date().toISOString();
  const ids = await inOne(["queue"], "readwrite", async ({ queue }, answer) => {
    const made = [];
    for (const { fields, signature = null, photos = [] } of events) {
      const item = { token, fields: { ...fields, at }, signature, photos, state: "waiting", sequence: null, readyAt: Date.now() + HOLD_MS };
      made.push(await answer(queue.add(item)));
    }
    return made;
  });
  changed("added");
  schedule(HOLD_MS + 50);
  return ids;
}

/** Take events back that have not left yet; gives those that could be. */
export async function undo(ids) {
  const undone = await inOne(["queue"], "readwrite", async ({ queue }, answer) => {
    const gone = [];
    for (const id of ids) {
      const item = await answer(queue.get(id));
      if (!item || item.sequence !== null) continue;
      await answer(queue.delete(id));
      gone.push(item);
    }
    return gone;
  });
  changed("undone");
  return undone;
}

export async function forget(id) {
  await remove("queue", id);
  changed("forgotten");
}

export const items = () => all("queue");
export const isOpen = (item) => item.state === "waiting" || item.state === "sending";

/** Send what waits, one after the other, oldest first. `now`: do not wait for the moment in which it can be undone. */
export async function flush({ now = false } = {}) {
  if (state.sending) return;
  state.sending = true;
  try {
    if (navigator.locks) await navigator.locks.request("tournee-queue", { ifAvailable: true }, (lock) => (lock ? drain(now) : null));
    else await drain(now);
  } finally {
    state.sending = false;
    changed("flushed");
    const left = (await items()).filter(isOpen);
    if (left.length) schedule(state.waitMs || Math.max(200, Math.min(...left.map((item) => item.readyAt)) - Date.now() + 50));
  }
}

function schedule(delayMs) {
  clearTimeout(timer);
  timer = setTimeout(() => flush(), delayMs);
}

async function drain(now) {
  for (const item of await items()) {
    if (!isOpen(item) || (!now && item.readyAt > Date.now())) continue;
    const numbered = await number(item.id);
    if (numbered && !(await send(numbered))) return;
  }
}

/** Give an event its number, once, in the same transaction as the counter. */
function number(id) {
  return inOne(["queue", "meta"], "readwrite", async ({ queue, meta }, answer) => {
    const item = await answer(queue.get(id));
    if (!item || !isOpen(item)) return null;
    if (item.sequence !== null) return item;
    const phone = (await answer(meta.get("phone"))) ?? { client: uuid(), next: 1 };
    item.client = phone.client;
    item.sequence = phone.next;
    item.state = "sending";
    await answer(meta.put({ ...phone, next: phone.next + 1 }, "phone"));
    await answer(queue.put(item));
    return item;
  });
}

/** Whether the next one may follow. */
async function send(item) {
  const form = new FormData();
  form.append("event", JSON.stringify({ ...item.fields, client: item.client, sequence: item.sequence }));
  if (item.signature) form.append("signature", new Blob([item.signature], { type: "image/png" }), "signature.png");
  for (const photo of item.photos) form.append(`photo_${photo.line}`, new Blob([photo.data], { type: "image/jpeg" }), "photo.jpg");
  let response;
  try {
    response = await fetch(`/d/${item.token}/events`, {
      method: "POST",
      headers: { "X-Tournee": "driver" },
      body: form,
      credentials: "omit",
      signal: AbortSignal.timeout(30000),
    });
  } catch {
    return later(true);
  }
  const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  const said = isJson ? await response.json().catch(() => null) : null;
  if (!said || response.status >= 500 || [403, 408, 429].includes(response.status)) {
    return later(false, Number(response.headers.get("Retry-After")) * 1000);
  }
  state.offline = false;
  state.waitMs = 0;
  state.lastAnswer = Date.now();
  if (response.ok) await put("queue", { ...item, state: said.outcome === "taken" ? "done" : "refused", answer: said });
  else await put("queue", { ...item, state: "failed", answer: { reason: said.code, detail: said.detail } });
  changed("answered");
  return true;
}

function later(offline, wishMs = 0) {
  state.offline = offline;
  state.waitMs = Math.max(wishMs || 0, Math.min(LONGEST_WAIT_MS, (state.waitMs || FIRST_WAIT_MS / 2) * 2));
  return false;
}

addEventListener("online", () => {
  state.offline = false;
  state.waitMs = 0;
  changed("online");
  flush();
});
addEventListener("offline", () => {
  state.offline = true;
  changed("offline");
});
// A phone that goes into the pocket sends what it has: whoever locks the screen no longer wants to undo.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush({ now: true });
  else flush();
});
