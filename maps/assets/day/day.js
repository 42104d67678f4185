// Draws the day on the map and in the panel. Every text of the data is set as text, never as markup.
'use strict';

function drawDay(map) {
  const day = JSON.parse(document.getElementById('day-data').textContent);
  const panel = document.getElementById('day-panel');
  const shown = [];
  const crowd = new Map();

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function badge(text, colour, dash, className) {
    const made = element('span', 'badge ' + (className || ''), text);
    made.style.borderColor = colour;
    made.style.color = colour;
    made.style.borderStyle = dash === '' ? 'solid' : dash.startsWith('2 ') ? 'dotted' : 'dashed';
    return made;
  }

  // Stops at one address stand side by side instead of on top of each other.
  function marker(at, content, label) {
    const key = at.join();
    const before = crowd.get(key) || 0;
    crowd.set(key, before + 1);
    const icon = L.divIcon({ className: 'pin', html: content, iconSize: null, iconAnchor: [0, before * 26] });
    return L.marker(at, { icon: icon, alt: label, title: label, riseOnHover: true });
  }

  function card(rows) {
    const made = element('div', 'card');
    for (const [className, text] of rows) if (text) made.append(element('div', className, text));
    return made;
  }

  function line(colour, dash) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'swatch');
    svg.setAttribute('viewBox', '0 0 48 6');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    for (const [name, value] of [['x1', 2], ['x2', 46], ['y1', 3], ['y2', 3], ['stroke', colour],
      ['stroke-width', 4], ['stroke-linecap', 'round'],
      ['stroke-dasharray', dash || 'none']]) path.setAttribute(name, value);
    svg.append(path);
    return svg;
  }

  function drawTour(tour) {
    const layer = L.featureGroup();
    if (tour.points.length > 1) {
      const style = { color: '#ffffff', weight: tour.straight ? 5 : 8, opacity: 0.9, interactive: false };
      L.polyline(tour.points, style).addTo(layer);
      L.polyline(tour.points, {
        color: tour.colour, weight: tour.straight ? 2 : 4, dashArray: tour.dash || null, interactive: false,
      }).addTo(layer);
    }
    const section = element('details', 'tour');
    const summary = element('summary');
    const check = element('input');
    check.type = 'checkbox';
    check.checked = true;
    check.setAttribute('aria-label', day.words.show + ' ' + tour.letter);
    check.addEventListener('change', () => (check.checked ? layer.addTo(map) : layer.remove()));
    const head = element('span', 'head');
    head.append(element('strong', '', tour.label), line(tour.colour, tour.dash));
    if (tour.summary) head.append(element('span', 'quiet', tour.summary));
    summary.append(check, badge(tour.letter, tour.colour, tour.dash), head);
    const list = element('ol', 'stops');
    for (const stop of tour.stops) {
      const pin = marker(stop.at, badge(tour.letter + stop.number, tour.colour, tour.dash, 'on-map'), stop.name);
      pin.bindPopup(card([['name', stop.name], ['', stop.address],
        ['quiet', stop.window && day.words.window + ' ' + stop.window],
        ['quiet', stop.eta && day.words.eta + ' ' + stop.eta]]));
      pin.addTo(layer);
      const item = element('li');
      const button = element('button', 'stop');
      button.type = 'button';
      button.append(element('span', 'number', tour.letter + stop.number), element('span', 'eta', stop.eta),
        element('span', 'who', stop.name));
      button.addEventListener('click', () => {
        if (!check.checked) { check.checked = true; layer.addTo(map); }
        map.setView(stop.at, Math.max(map.getZoom(), 16));
        pin.openPopup();
      });
      item.append(button);
      list.append(item);
    }
    section.append(summary, list);
    layer.addTo(map);
    shown.push(layer);
    return section;
  }

  const header = element('header');
  header.append(element('h1', '', day.title));
  if (day.source) header.append(element('p', 'quiet', day.source));
  panel.append(header);

  if (day.streets.length) {
    L.polyline(day.streets, { color: '#c3c9d2', weight: 1.4, interactive: false, renderer: L.canvas() }).addTo(map);
  }
  panel.append(element('h2', '', day.words.tours + ' (' + day.tours.length + ')'));
  for (const tour of day.tours) panel.append(drawTour(tour));

  for (const depot of day.depots) {
    const pin = marker(depot.at, element('span', 'badge depot on-map', day.words.depot), depot.name);
    pin.bindPopup(card([['name', depot.name]])).addTo(map);
    shown.push(pin);
  }

  if (day.unplanned.length) {
    panel.append(element('h2', '', day.words.unplanned + ' (' + day.unplanned.length + ')'));
    const list = element('ul', 'unplanned');
    for (const left of day.unplanned) {
      const item = element('li');
      item.append(element('strong', '', left.name), element('span', 'quiet', left.reason));
      list.append(item);
      if (left.at) {
        const pin = marker(left.at, element('span', 'badge left on-map', '?'), left.name);
        pin.bindPopup(card([['name', left.name], ['', left.reason]])).addTo(map);
        shown.push(pin);
      }
    }
    panel.append(list);
  }
  if (day.attribution) panel.append(element('footer', 'quiet', day.attribution));
  map.getContainer().append(element('div', 'attribution', day.attribution));

  L.control.scale({ imperial: false }).addTo(map);

  function fit() {
    const bounds = L.latLngBounds([]);
    for (const layer of shown) bounds.extend(layer.getBounds ? layer.getBounds() : layer.getLatLng());
    map.invalidateSize();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [36, 36], maxZoom: 17, animate: false });
  }
  fit();
  window.addEventListener('load', fit);
  window.addEventListener('beforeprint', fit);
}
