// Making the page open without a network, where the browser allows it (https, or this very machine).

import { model } from "./tour.js";

export async function keepForOffline(changed) {
  navigator.storage?.persist?.().catch(() => {});
  if (!("serviceWorker" in navigator)) {
    model.kept = false;
    return changed();
  }
  try {
    await navigator.serviceWorker.register("/d/worker.js", { scope: "/d/" });
    const { active } = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    const done = new Promise((resolve) => (channel.port1.onmessage = resolve));
    active.postMessage({ keep: [location.pathname, "/d/"] }, [channel.port2]);
    await done;
    model.kept = true;
  } catch {
    model.kept = model.kept ?? false;
  }
  document.documentElement.dataset.kept = String(model.kept);
  return changed();
}
