// Asking the server for an edit: before it is done, and doing it; what it answers is said, and the page loads itself again.

import { board, rowOf } from "./edits_where.js";

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

export async function act(path, fields, next = null, from = document.activeElement) {
  if (busy) return;
  busy = true;
  board.setAttribute("aria-busy", "true");
  try {
    const answer = await answerOf(await send(path, fields));
    if (answer?.version) {
      sessionStorage.setItem("edited", JSON.stringify({ next, told: answer.told ?? "", scroll: scrolls(), row: rowOf(from, next) }));
      window.location.reload();
      return;
    }
    if (answer?.verdict === "warn" || answer?.verdict === "reason") askConsent(path, fields, next, answer, from);
    else if (answer) say(answer.broken.join(" · "), true);
  } catch {
    say("×", true);
  }
  busy = false;
  board.removeAttribute("aria-busy");
}

// A rule that may be broken: its words, and why it is meant where the setting wants a reason.
const consent = document.getElementById("edit-consent");

function askConsent(path, fields, next, answer, from) {
  const wantsReason = answer.verdict === "reason";
  consent.querySelector("ul").replaceChildren(...answer.broken.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  const field = consent.querySelector("textarea");
  field.required = wantsReason;
  field.closest(".field").hidden = !wantsReason;
  consent.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    consent.close();
    act(path, { ...fields, accepted: "1", reason: field.value }, next, from);
  };
  consent.showModal();
  (wantsReason ? field : consent.querySelector("button.primary")).focus();
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
