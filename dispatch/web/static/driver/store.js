// What the phone keeps: events not yet acknowledged, half-filled forms, the tours it has opened. IndexedDB, nothing else.

const NAME = "tournee";
const STORES = { meta: null, tours: "token", queue: "id", drafts: "key" };

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, key] of Object.entries(STORES)) {
        asked.result.createObjectStore(name, key ? { keyPath: key, autoIncrement: name === "queue" } : undefined);
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** One transaction over some stores; `work` gets them by name and may only await their own requests. It ends durably on disk. */
export async function inOne(names, mode, work) {
  const db = await open();
  const transaction = db.transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  const result = await work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])), answer);
  await done;
  return result;
}

export const get = (name, key) => inOne([name], "readonly", (s) => answer(s[name].get(key)));
export const all = (name) => inOne([name], "readonly", (s) => answer(s[name].getAll()));
export const put = (name, value, key) => inOne([name], "readwrite", (s) => answer(s[name].put(value, key)));
export const remove = (name, key) => inOne([name], "readwrite", (s) => answer(s[name].delete(key)));

/** A random number of 128 bits in the usual dress; `crypto.randomUUID` wants https. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
