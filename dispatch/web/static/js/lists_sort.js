// Sorting a list by a click on a heading: up, down, as it came. A list of several pages is asked for whole first.

export function offerSorting(table, follow) {
  const name = `${table.dataset.prefix ?? ""}sort`;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const width = table.tHead.rows[0].cells.length;
  if (rows.length < 2 || rows.some((row) => row.cells.length !== width)) return;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    if (!head.innerText.trim() || head.querySelector(".visually-hidden")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.append(...[...head.childNodes].filter((node) => node.nodeName !== "INPUT"));
    head.append(button);
    button.addEventListener("click", () => sortBy(next(asked(), place)));
  });
  order(asked());

  function asked() {
    return new URLSearchParams(location.search).get(name) ?? "";
  }

  function sortBy(wanted) {
    const here = new URL(location.href);
    if (wanted) here.searchParams.set(name, wanted);
    else here.searchParams.delete(name);
    if (table.closest("main").querySelector("[data-pages]")) {
      for (const passing of ["offset", "before"]) here.searchParams.delete(passing);
      location.assign(here);
      return;
    }
    history.replaceState(history.state, "", here);
    order(wanted);
    follow();
  }

  function order(wanted) {
    const place = wanted === "" ? -1 : Math.abs(parseInt(wanted, 10)) - 1;
    const down = wanted.startsWith("-");
    heads.forEach((head, at) => {
      if (at === place && head.querySelector(".sorts")) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const sorted = place < 0 || place >= width ? rows : [...rows].sort((a, b) => (down ? -1 : 1) * compare(a.cells[place], b.cells[place]));
    body.append(...sorted);
    for (const form of document.querySelectorAll('main form[method="get"]')) {
      let kept = form.querySelector(`input[name="${name}"]`);
      if (!kept) {
        kept = Object.assign(document.createElement("input"), { type: "hidden", name });
        form.append(kept);
      }
      kept.value = wanted;
      kept.disabled = !wanted;
    }
  }
}

function next(current, place) {
  const number = String(place + 1);
  return { [number]: `-${number}`, [`-${number}`]: "" }[current] ?? number;
}

function compare(one, other) {
  const [a, b] = [value(one), value(other)];
  if (a === null || b === null) return (a === null) - (b === null);
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
}

function value(cell) {
  const text = cell.textContent.trim();
  if (!text || text === "—") return null;
  const day = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2}))?/.exec(text);
  if (day) return Number(`${day[3]}${day[2]}${day[1]}${day[4] ?? "00"}${day[5] ?? "00"}`);
  if (!cell.classList.contains("number")) return text;
  const english = document.documentElement.lang === "en";
  const figure = /-?[\d\s\u202f\u00a0.,]*\d/.exec(text.replace("−", "-"))?.[0].replace(/[\s\u202f\u00a0]/g, "");
  const plain = english ? figure?.replaceAll(",", "") : figure?.replaceAll(".", "").replace(",", ".");
  return plain === undefined || Number.isNaN(Number(plain)) ? text : Number(plain);
}
