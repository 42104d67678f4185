// A note's own code was scanned: a phone that has the tour of this note goes on to it, any other shows the note.

import { all } from "./store.js";

const number = document.getElementById("main").dataset.note;
for (const { token, data } of await all("tours")) {
  const stop = data.tour.stops.find((one) => one.notes.some((note) => note.number === number));
  if (!stop) continue;
  const link = document.getElementById("mine");
  link.href = `/d/${token}#stop-${stop.id}`;
  link.hidden = false;
}
