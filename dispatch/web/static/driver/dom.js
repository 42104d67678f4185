// Building what is shown: text is always text, never markup.

/** `h("button.big", {on: {click}}, "Texte")`; attributes that are null or false are left out. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const replace = (node, ...children) => node.replaceChildren(...children.flat().filter((child) => child !== null && child !== false));

/** A word at the bottom for some seconds, with at most one thing to do about it. */
export function toast(text, { label = "", act = null, ms = 6000, tone = "" } = {}) {
  const node = h(`div.toast${tone ? `.${tone}` : ""}`, {}, h("span", {}, text));
  const close = () => node.remove();
  if (act) node.append(h("button", { type: "button", on: { click: () => (close(), act()) } }, label));
  const place = document.getElementById("toasts");
  place.replaceChildren(node);
  setTimeout(close, ms);
  return close;
}

const ICONS = {
  call: "M6.6 3.5 9 8 7.3 9.6a12 12 0 0 0 7 7L16 15l4.500 2.400-.6 3a1.500 1.500 0 0 1-1.600 1.100A16.500 16.500 0 0 1 2.500 5.700 1.500 1.500 0 0 1 3.600 4z",
  go: "M12 2.500 20 21l-8-4.500L4 21z",
  back: "M15 4 7 12l8 8",
  next: "M9 4l8 8-8 8",
  check: "M4 12.500 9.500 18 20 6.500",
  camera: "M4 7.500h3.500L9 5h6l1.500 2.500H20V19H4zM12 10a3.200 3.200 0 1 0 .01 0",
  clock: "M12 3.500a8.500 8.500 0 1 0 .01 0M12 7.500V12l3 2",
  warn: "M12 4 21.500 20h-19zM12 10v4.500M12 17.200v.1",
  pin: "M12 21c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12zM12 6.500a2.600 2.600 0 1 0 .01 0",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
