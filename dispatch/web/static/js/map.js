// The day's map: depots, tours with their letter, colour and pattern, what stays behind. Names are text, never markup.

const L = window.L;

function label(className, text) {
  const box = document.createElement("span");
  box.className = className;
  box.textContent = text;
  return box;
}

export function card(title, lines) {
  const box = document.createElement("div");
  const head = document.createElement("b");
  head.textContent = title;
  box.append(head);
  for (const line of lines.filter(Boolean)) {
    const row = document.createElement("div");
    row.textContent = line;
    box.append(row);
  }
  return box;
}

export function marker(at, className, text, size, anchor = [size / 2, size / 2], box = "pin-box", under = "") {
  const html = label(className, text);
  if (under) html.dataset.window = under;
  const icon = L.divIcon({ className: box, html, iconSize: [size, size], iconAnchor: anchor });
  return L.marker(at, { icon, keyboard: false, riseOnHover: true });
}

export function plainMap(element, data, words) {
  const map = L.map(element, { zoomSnap: 0.25, attributionControl: Boolean(data.tiles), zoomControl: false });
  L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  if (data.tiles) L.tileLayer(data.tiles, { maxZoom: 19, attribution: "© OpenStreetMap contributors" }).addTo(map);
  map.setView([46.6, 2.5], 6);
  return map;
}

const TIGHT_MIN = 15;
const ROOM = { paddingTopLeft: [40, 34], paddingBottomRight: [40, 62] }; // the legend and the hours under a pin need some

// How near to its window's end a stop is served: past it, or with less than a quarter of an hour left.
function hurry(stop) {
  if (stop.slack === null || stop.slack === undefined) return "";
  return stop.slack < 0 ? "too-late" : stop.slack < TIGHT_MIN ? "tight" : "";
}

function slackOf(stop, words) {
  const kind = hurry(stop);
  if (!kind || !words.late) return "";
  return (kind === "tight" ? words.tight : words.late).replace("{min}", String(Math.abs(stop.slack)));
}

export function dot(at, className, size) {
  return marker(at, className, "", size);
}

export function drawMap(element, data, words, on) {
  const { select: onSelect, pin: onPin = () => false, box: onBox = () => {}, order: onOrder = () => {} } = on;
  const map = plainMap(element, data, words);
  const groups = new Map();
  const ways = new Map();
  const pins = new Map();
  const leftOut = new Map();
  const everything = L.featureGroup().addTo(map);
  for (const tour of data.tours) {
    const group = L.featureGroup();
    const way = L.featureGroup().addTo(group);
    drawWay(way, tour, tour.lines, onSelect);
    ways.set(tour.letter, { tour, way });
    if (tour.actual?.length > 1) L.polyline(tour.actual, { className: "route actual", smoothFactor: 0.5, interactive: false }).addTo(group);
    for (const stop of tour.stops) {
      const pin = marker(stop.at, `pin t${tour.mark} ${stop.state ?? hurry(stop)}`, `${tour.letter}${stop.n}`, 22, [11, 11], "pin-box of-tour", stop.window)
        .bindTooltip(card(`${tour.letter}${stop.n} · ${stop.name}`, [`${stop.time}${stop.window ? ` · ${stop.window}` : ""}`, slackOf(stop, words), stop.orders.join(", ")]), { direction: "top", offset: [0, -8] })
        .on("click", (event) => onPin(tour.letter, stop.n, event.originalEvent) || onSelect(tour.letter, stop.n))
        .on("contextmenu", (event) => onPin(tour.letter, stop.n, event.originalEvent))
        .addTo(group);
      pins.set(`${tour.letter}/${stop.n}`, pin);
    }
    group.addTo(everything);
    groups.set(tour.letter, group);
  }
  for (const one of data.unplanned) {
    const pin = marker(one.at, "pin left-out", "!", 14, [-5, 19]).bindTooltip(card(one.name, [one.reason]), { direction: "top", offset: [12, -14] }).setZIndexOffset(-200).addTo(everything);
    pin.on("click", () => one.orders?.length && onOrder(one.orders[0]));
    for (const order of one.orders ?? []) leftOut.set(order, pin);
  }
  for (const one of data.known ?? []) dot(one.at, "pin known", 7).addTo(data.tours.length ? L.layerGroup() : everything);
  for (const depot of data.depots) {
    marker(depot.at, "pin depot", "", 16).bindTooltip(card(depot.name, []), { direction: "top" }).setZIndexOffset(500).addTo(everything);
  }
  const bounds = everything.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { ...ROOM, maxZoom: 15, animate: false });
  let shown = null;
  const chosen = () => [...pins].filter(([key]) => key.startsWith(`${shown}/`)).map(([, pin]) => pin);
  map.on("zoomend", () => giveRoom(map, chosen()));
  townNames(map, [...data.tours.flatMap((tour) => tour.stops), ...(data.known ?? [])]);
  let placing = null; // the pin that is being placed
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);

  return {
    mark(letter, stop) {
      for (const [key, pin] of pins) pin.getElement()?.classList.toggle("here", stop !== null && key === `${letter}/${stop}`);
    },
    markOrder(reference) {
      for (const pin of leftOut.values()) pin.getElement()?.classList.remove("here");
      const pin = leftOut.get(reference);
      pin?.getElement()?.classList.add("here");
      if (pin && !map.getBounds().contains(pin.getLatLng())) map.panTo(pin.getLatLng(), { animate: false });
    },
    markMany(keys) {
      for (const [key, pin] of pins) pin.getElement()?.classList.toggle("picked", keys.has(key));
    },
    // A pin to be dragged, or set by a click; it begins in the town of that name, else in the middle of what is seen.
    pin(at, town, moved) {
      placing?.remove();
      const there = (data.known ?? []).filter((one) => one.city === town).map((one) => one.at);
      const start = at ?? (there.length ? L.latLngBounds(there).getCenter() : map.getCenter());
      const icon = L.divIcon({ className: "pin-box", html: label("pin new", "?"), iconSize: [26, 26], iconAnchor: [13, 13] });
      const pin = L.marker(start, { icon, draggable: true, autoPan: true, zIndexOffset: 2000 }).addTo(map).on("dragend", () => moved(pin.getLatLng()));
      if (!placing) map.on("click", (event) => placing.fire("dragend", placing.setLatLng(event.latlng)));
      placing = pin;
      map.setView(start, Math.max(map.getZoom(), there.length ? 13 : 10), { animate: false });
      pin.getElement()?.focus();
    },
    takeBoxes() {
      map.boxZoom.disable();
      drawBoxes(map, (box) => onBox([...pins].filter(([, pin]) => box.contains(pin.getLatLng())).map(([key]) => key.split("/"))));
    },
    putOnRoads(roads) {
      const background = L.canvas({ pane: "tilePane" });
      for (const street of roads.streets) L.polyline(street, { renderer: background, interactive: false, weight: 1.5, color: streetColour(element) }).addTo(map);
      for (const [letter, { tour, way }] of ways) {
        if (!roads.lines[letter]) continue;
        way.clearLayers();
        drawWay(way, tour, [roads.lines[letter]], onSelect);
      }
      if (roads.attribution) map.addControl(L.control.attribution({ prefix: false }).addAttribution(roads.attribution));
      if (shown !== null) this.show(shown);
    },
    show(letter) {
      const own = (each, on) => groups.has(each) && eachDrawn(groups.get(each), (layer) => layer.getElement()?.classList.toggle("mine", on));
      own(shown, false); // all others are dimmed by the style sheet: a day has hundreds of pins
      own(letter, true);
      shown = letter;
      giveRoom(map, chosen());
      element.classList.toggle("picking", letter !== null);
      if (groups.has(letter)) {
        groups.get(letter).bringToFront();
        map.fitBounds(groups.get(letter).getBounds(), { ...ROOM, maxZoom: 15 });
      }
      if (letter === null && bounds.isValid()) map.fitBounds(bounds, { ...ROOM, maxZoom: 15 });
    },
  };
}

// Hours that would lie on another stop or on its hours wait for a closer look, as towns do; those of the marked stop are always there.
function giveRoom(map, stops) {
  const around = (pin, halfWidth, top, bottom) => {
    const { x, y } = map.latLngToLayerPoint(pin.getLatLng());
    return { left: x - halfWidth, right: x + halfWidth, top: y + top, bottom: y + bottom };
  };
  const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const boxes = stops.map((pin) => around(pin, 13, -11, 11));
  const given = [];
  for (const [place, pin] of stops.entries()) {
    const hours = around(pin, 32, 13, 28);
    const crowded = given.some((other) => meet(hours, other)) || boxes.some((box, other) => other !== place && meet(hours, box));
    if (!crowded) given.push(hours);
    pin.getElement()?.classList.toggle("crowded", crowded);
  }
}

// Shift and a drawn box: what lies in it is given to `take`.
function drawBoxes(map, take) {
  const frame = map.getContainer();
  const box = frame.appendChild(label("pick-box", ""));
  let from = null;
  const at = (event) => map.mouseEventToContainerPoint(event);
  frame.addEventListener("pointerdown", (event) => {
    if (!event.shiftKey || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    map.dragging.disable();
    from = at(event);
    frame.setPointerCapture(event.pointerId);
  }, { capture: true });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    Object.assign(box.style, { display: "block", left: `${Math.min(from.x, to.x)}px`, top: `${Math.min(from.y, to.y)}px`, width: `${Math.abs(from.x - to.x)}px`, height: `${Math.abs(from.y - to.y)}px` });
  });
  frame.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = at(event);
    const [start] = [from, (from = null)];
    box.style.display = "none";
    map.dragging.enable();
    if (start.distanceTo(to) > 5) take(L.latLngBounds(map.containerPointToLatLng(start), map.containerPointToLatLng(to)));
  });
}

function drawWay(way, tour, lines, onSelect) {
  for (const line of lines) {
    L.polyline(line, { className: "route-halo", interactive: false, smoothFactor: 0.5 }).addTo(way);
    L.polyline(line, { className: `route t${tour.mark}`, smoothFactor: 0.5 }).addTo(way).on("click", () => onSelect(tour.letter));
  }
}

function eachDrawn(group, action) {
  group.eachLayer((layer) => (layer.eachLayer ? eachDrawn(layer, action) : action(layer)));
}

function streetColour(element) {
  return getComputedStyle(element).getPropertyValue("--map-dot").trim();
}

// Towns, from the sites' own addresses: with no base map they say where one is. Those that would overlap wait for a closer look.
export function townNames(map, sites) {
  const towns = new Map();
  for (const site of sites) {
    if (!site.city) continue;
    const town = towns.get(site.city) ?? { name: site.city, count: 0, lat: 0, lon: 0 };
    town.count += 1;
    town.lat += site.at[0];
    town.lon += site.at[1];
    towns.set(site.city, town);
  }
  const ranked = [...towns.values()].sort((a, b) => b.count - a.count).slice(0, 40);
  const layer = L.layerGroup().addTo(map);
  function place() {
    layer.clearLayers();
    const taken = [];
    for (const town of ranked) {
      const at = [town.lat / town.count, town.lon / town.count];
      const point = map.latLngToLayerPoint(at);
      const half = town.name.length * 3.6 + 14;
      if (taken.some((other) => Math.abs(other.x - point.x) < other.half + half && Math.abs(other.y - point.y) < 24)) continue;
      taken.push({ x: point.x, y: point.y, half });
      L.marker(at, { icon: L.divIcon({ className: "town", html: label("", town.name), iconSize: null }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(layer);
    }
  }
  map.on("zoomend", place);
  place();
}
