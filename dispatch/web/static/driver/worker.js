// Keeps the page's files and the pages of tours that this phone has opened, so that a reload works without a network.
// VERSION and SHELL stand above: the server writes them, and a new version of any file is a new worker.

const FILES = `tournee-files-${VERSION}`;
const PAGES = "tournee-pages";
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(FILES)
      .then((cache) => cache.addAll(SHELL.map((url) => new Request(url, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("tournee-files-") && name !== FILES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  const { keep, forget } = event.data ?? {};
  if (keep) event.waitUntil(keepPages(keep, event.ports[0]));
  if (forget) event.waitUntil(caches.open(PAGES).then((cache) => Promise.all(forget.map((path) => cache.delete(path)))));
});

async function keepPages(paths, port) {
  const cache = await caches.open(PAGES);
  await cache.addAll(paths);
  port?.postMessage("kept");
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(pageFor(event.request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fileFor(event.request));
});

async function fileFor(request) {
  return (await caches.match(request, { cacheName: FILES, ignoreSearch: true })) ?? fetch(request);
}

// The network first, as a tour may have been withdrawn; what is kept when the network is silent or the server is down.
async function pageFor(request, url) {
  const cache = await caches.open(PAGES);
  const stop = new AbortController();
  const kept = await cache.match(url.pathname);
  const timer = kept ? setTimeout(() => stop.abort(), PATIENCE_MS) : 0;
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (answer.status >= 500 && kept) return kept;
    if (answer.ok) await cache.put(url.pathname, answer.clone());
    else if (answer.status === 404) await cache.delete(url.pathname);
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
