// Ticking rows of a list: all at once from the head, a range with Shift; a button that needs ticks says how many there are.

export function offerTicks(table) {
  const all = table.querySelector("[data-ticks]");
  if (!all) return;
  const boxes = [...table.tBodies[0].querySelectorAll(`input[type="checkbox"][name="${all.dataset.ticks}"]`)];
  const needy = document.querySelector(`[data-needs="${all.dataset.ticks}"]`);
  const words = needy?.textContent ?? "";
  let last = null;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  table.tBodies[0].addEventListener("click", (event) => {
    const box = event.target;
    if (!boxes.includes(box)) return;
    const shown = [...table.tBodies[0].rows].map((row) => row.querySelector("input")).filter((one) => boxes.includes(one));
    if (event.shiftKey && last) {
      const [from, to] = [shown.indexOf(last), shown.indexOf(box)].sort((a, b) => a - b);
      for (const one of shown.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    tell();
  });
  tell();

  function tell() {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    if (!needy) return;
    needy.disabled = count === 0;
    needy.textContent = count ? `${words} (${count})` : words;
  }
}
