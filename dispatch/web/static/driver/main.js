// The driver's page: opens the tour that is kept, asks the depot for news, shows a list or a stop, and sends what waits.

import { renderBar } from "./bar.js";
import { h, replace } from "./dom.js";
import { keepForOffline } from "./keeping.js";
import { listView } from "./list.js";
import { flush, onChange, state as line } from "./queue.js";
import { stopKey, stopView } from "./stop.js";
import * as tour from "./tour.js";
import { chooseLanguage, t } from "./words.js";

const REFRESH_MS = 45000;
const main = document.getElementById("main");
let shown = "";
let wasOffline = line.offline;

async function start() {
  const { token, stop, language } = main.dataset;
  chooseLanguage(language);
  await tour.open(token);
  if (stop && !location.hash && tour.model.data) goTo(Number(stop));
  render();
  await tour.refresh();
  if (stop && !location.hash) goTo(Number(stop));
  render();
  flush();
  keepForOffline(render);
  setInterval(() => document.visibilityState === "visible" && again(), REFRESH_MS);
}

/** From the list to a stop, so that "back" comes back to the list. */
function goTo(stopId) {
  history.replaceState(null, "", location.pathname);
  location.hash = `stop-${stopId}`;
}

async function again() {
  await tour.refresh();
  render();
  flush();
}

function render() {
  const chosen = /^#stop-(\d+)$/.exec(location.hash);
  const stop = chosen && tour.model.data ? tour.stopById(Number(chosen[1])) : null;
  renderBar(document.getElementById("bar"), stop, render);
  const key = stop ? stopKey(stop) : `list ${Date.now()}`;
  if (key === shown) return main.firstElementChild?.refresh?.();
  const moved = key.split(" ")[0] !== shown.split(" ")[0] || (stop && tour.standing(stop).state === "delivered");
  shown = key;
  if (!tour.model.data) replace(main, nothing());
  else replace(main, stop ? stopView(stop, render) : listView(render));
  document.title = stop ? stop.name : tour.model.data ? t("tour", { letter: tour.tour().letter }) : "Tournée";
  if (moved) scrollTo(0, 0);
  return null;
}

function nothing() {
  const words = tour.model.gone ? [t("gone_title"), t("gone_text")] : [line.offline ? t("offline") : t("loading"), line.offline ? t("no_tour") : ""];
  const retry = h("button.big", { type: "button", on: { click: again } }, t("retry"));
  return h("div.alone", {}, h("h1", {}, words[0]), h("p", {}, words[1]), line.offline && retry);
}

onChange(async (what) => {
  await tour.refreshQueue();
  render();
  if (what === "answered" || what === "online" || (wasOffline && !line.offline)) await again();
  wasOffline = line.offline;
});
addEventListener("hashchange", render);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());

start();
