// A usual round by hand: sites are added, moved and taken off; their order on the page is the order of the round.

const form = document.querySelector("[data-round]");
const list = form.querySelector("[data-stops]");
const field = form.querySelector("#add");
const said = form.querySelector("[data-said]");

function number() {
  let rank = 0;
  for (const item of list.children) if (!item.classList.contains("trip")) item.querySelector(".seq").textContent = String((rank += 1));
  form.querySelector("[data-none]").hidden = list.children.length > 0;
}

function put(kind, fill = () => {}) {
  const item = form.querySelector(`template[${kind}]`).content.firstElementChild.cloneNode(true);
  fill(item);
  list.append(item);
  number();
  item.scrollIntoView({ block: "nearest" });
}

function find() {
  const typed = field.value.trim().toLowerCase();
  if (!typed) return null;
  const all = [...form.querySelectorAll("#sites option")];
  const near = all.filter((one) => one.value.toLowerCase().includes(typed));
  return all.find((one) => one.value.toLowerCase() === typed) ?? (near.length === 1 ? near[0] : null);
}

function add() {
  const site = find();
  said.textContent = site || !field.value.trim() ? "" : said.dataset.unknown;
  if (!site) return;
  put("data-stop", (item) => {
    item.querySelector("input").value = site.dataset.id;
    item.querySelector(".name").append(site.dataset.name, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: site.dataset.under }));
    for (const button of item.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent} ${site.dataset.name}`);
  });
  field.value = "";
  field.focus();
}

function move(item, by) {
  const beside = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (beside) beside[by < 0 ? "before" : "after"](item);
  number();
}

function takeOff(item) {
  (item.nextElementSibling ?? item.previousElementSibling ?? field).focus();
  item.remove();
  number();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const item = button?.closest("li");
  if (button?.matches("[data-add]")) add();
  else if (button?.matches("[data-add-trip]")) put("data-trip");
  else if (button?.matches("[data-move]")) {
    move(item, Number(button.dataset.move));
    button.focus();
  } else if (button?.matches("[data-off]")) takeOff(item);
});

list.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && event.altKey) {
    move(item, by);
    item.focus();
  } else if (by) (by < 0 ? item.previousElementSibling : item.nextElementSibling)?.focus();
  else if (event.key === "Delete") takeOff(item);
  else return;
  event.preventDefault();
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  add();
});
number();
