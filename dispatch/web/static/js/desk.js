// The receipts desk without a mouse: what is typed finds its row, Enter confirms, F2 opens the differences.

const form = document.getElementById("desk");
const input = document.getElementById("number");
const found = document.getElementById("found");

function matches() {
  const text = input.value.trim().toUpperCase();
  if (!text) return [];
  return [...document.querySelectorAll("#notes [data-number]")].filter((row) => {
    const number = row.dataset.number;
    return number === text || (/^\d{1,6}$/.test(text) && Number(number.slice(number.lastIndexOf("-") + 1)) === Number(text));
  });
}

function showMatch() {
  const rows = matches();
  for (const row of document.querySelectorAll("#notes .found")) row.classList.remove("found");
  if (rows.length === 1) {
    rows[0].classList.add("found");
    rows[0].scrollIntoView({ block: "nearest" });
    found.textContent = `${rows[0].dataset.number} · ${rows[0].dataset.who}`;
  } else {
    found.textContent = found.dataset.idle;
  }
}

function openDifference() {
  if (!input.value.trim()) {
    input.focus();
    return;
  }
  const query = new URLSearchParams({ number: input.value, day: form.elements.day.value });
  window.location.assign(`${form.dataset.find}?${query}`);
}

if (form && input) {
  input.addEventListener("input", showMatch);
  document.getElementById("difference").addEventListener("click", openDifference);
  document.addEventListener("keydown", (event) => {
    if (event.key === "F2") {
      event.preventDefault();
      openDifference();
    }
  });
  if (input.defaultValue) {
    input.select();
    showMatch();
  }
}
