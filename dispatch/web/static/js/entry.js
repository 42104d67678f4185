// Typing orders without a mouse: what is typed is looked up, Enter goes to the next cell, a new row is always there, a spreadsheet can be pasted.

const WAIT_MS = 120;
const entry = document.querySelector("[data-entry]");
const lines = entry?.querySelector(".grid-lines");
const known = new Map();
let timer;
let asked;

function rows() {
  return [...lines.querySelectorAll(".line:not(.heads)")];
}

function cells(row) {
  return [...row.querySelectorAll('input:not([type="hidden"]):not([readonly]), select')].filter((one) => !one.closest("details:not([open])"));
}

function newRow() {
  const all = rows();
  const row = all.at(-1).cloneNode(true);
  for (const input of row.querySelectorAll("input")) {
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("readonly");
    if (input.name === "price") input.placeholder = "";
  }
  for (const select of row.querySelectorAll("select")) select.selectedIndex = 0;
  for (const details of row.querySelectorAll("details")) details.open = false;
  for (const problem of row.querySelectorAll(".problem")) problem.remove();
  row.classList.remove("faulty");
  row.querySelector("[data-info]").textContent = "";
  lines.append(row);
  return row;
}

async function suggest(input) {
  const url = new URL(input.name === "product" ? entry.dataset.products : entry.dataset.customers, window.location.href);
  url.searchParams.set("q", input.value);
  const customer = document.querySelector('input[name="customer_id"]')?.value;
  if (customer) url.searchParams.set("customer", customer);
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = await answer.json();
    const options = found.map((one) => {
      known.set(`${input.name}/${one.value}`, one);
      const option = document.createElement("option");
      option.value = one.value;
      option.label = one.price ? `${one.label} · ${one.unit} · ${one.price}` : one.label;
      return option;
    });
    document.getElementById(input.getAttribute("list")).replaceChildren(...options);
    if (input.name === "product") describe(input);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function describe(input) {
  const row = input.closest(".line");
  const found = known.get(`product/${input.value.trim()}`);
  row.querySelector("[data-info]").textContent = found ? `${found.label} · ${found.unit}` : "";
  row.querySelector('input[name="price"]').placeholder = found ? found.price : "";
}

function isoDay(text) {
  const parts = text.trim().split(/[./-]/);
  if (parts.length !== 3) return "";
  const [day, month, year] = parts[0].length === 4 ? parts.reverse() : parts;
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

function pasteTable(text, from) {
  let all = rows();
  let place = all.indexOf(from);
  for (const line of text.split(/\r?\n/).filter((one) => one.trim())) {
    while (place >= all.length) {
      newRow();
      all = rows();
    }
    const [product = "", quantity = "", day = ""] = line.split("\t");
    const row = all[place];
    row.querySelector('[name="product"]').value = product.trim();
    row.querySelector('[name="quantity"]').value = quantity.trim();
    if (day.trim()) row.querySelector('[name="requested"]').value = isoDay(day);
    place += 1;
  }
  newRow();
  rows()[place]?.querySelector('[name="product"]').focus();
}

function next(input) {
  const row = input.closest(".line");
  if (!row) {
    const fields = [...input.form.querySelectorAll('input:not([type="hidden"]), select, textarea')].filter((one) => one.offsetParent && !one.readOnly);
    fields[fields.indexOf(input) + 1]?.focus();
    return;
  }
  const mine = cells(row);
  const place = mine.indexOf(input);
  if (input.name === "product" && place + 1 < mine.length) {
    mine[place + 1].focus();
    return;
  }
  const all = rows();
  const below = all[all.indexOf(row) + 1] ?? newRow();
  (cells(below)[0] ?? input).focus();
}

if (entry) {
  const form = entry.closest("form");
  form.addEventListener("input", (event) => {
    const input = event.target;
    if (!["product", "customer"].includes(input.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(input), WAIT_MS);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.name === "product" && rows().at(-1).contains(event.target)) newRow();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.matches("button, summary, textarea, a")) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form.requestSubmit(form.querySelector("[data-primary]"));
    else next(event.target);
  });
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (event.target.name !== "product" || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    pasteTable(text, event.target.closest(".line"));
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-removes-line]");
    if (!button) return;
    const row = button.closest(".line");
    if (rows().length === 1) newRow();
    row.remove();
  });
  document.querySelector('[aria-invalid="true"]')?.focus();
}
