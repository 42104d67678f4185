// Asking the server for an edit: before it is done, and doing it; what it answers is said, and the page loads itself again.

const board = document.getElementById("board");
const state = document.getElementById("edit-status");
let asked = null; // the preview under way
let busy = false;

export function isBusy() {
  return busy;
}

function send(path, fields, signal) {
  const body = new URLSearchParams({ version: board.dataset.version, ...fields });
  const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content, "HX-Request": "true" };
  return fetch(board.dataset.edits + path, { method: "POST", body, headers, signal });
}

export async function answerOf(response) {
  if (response.headers.get("content-type")?.includes("json")) return response.json();
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("notices").replaceChildren(...parsed.body.childNodes);
  return null;
}

export async function act(path, fields, next = null) {
  if (busy) return;
  busy = true;
  board.setAttribute("aria-busy", "true");
  try {
    const answer = await answerOf(await send(path, fields));
    if (answer?.version) {
      sessionStorage.setItem("edited", JSON.stringify({ next, told: answer.told ?? "", scroll: scrolls() }));
      window.location.reload();
      return;
    }
    if (answer) say(answer.broken.join(" · "), true);
  } catch {
    say("×", true);
  }
  busy = false;
  board.removeAttribute("aria-busy");
}

export async function ask(fields) {
  asked?.abort();
  asked = new AbortController();
  try {
    return await answerOf(await send("/preview", fields, asked.signal));
  } catch {
    return null;
  }
}

export function say(text, broken = false) {
  state.textContent = text;
  state.hidden = !text;
  state.classList.toggle("broken", broken);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (state.hidden = true), broken ? 9000 : 4000);
}

function scrolls() {
  return [...board.querySelectorAll(".pane")].map((pane) => pane.scrollTop);
}
