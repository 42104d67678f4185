// A pad to sign on: strokes as fractions of the paper, so that they survive a turn of the phone, a reload and a change of size.

const INK = "#16150f";
const OUT_WIDTH = 900;
const LEAST_LENGTH = 0.12;

export class Pad {
  /** `strokes`: what was drawn before, each a list of [x, y] between 0 and 1. */
  constructor(canvas, strokes, changed) {
    this.canvas = canvas;
    this.strokes = strokes;
    this.changed = changed;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => this.#end());
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(canvas);
  }

  /** Whether somebody has signed, rather than touched. */
  get isSigned() {
    let length = 0;
    for (const stroke of this.strokes) {
      for (let i = 1; i < stroke.length; i += 1) length += Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]);
    }
    return length > LEAST_LENGTH;
  }

  clear() {
    this.strokes.length = 0;
    this.#draw();
    this.changed();
  }

  /** The drawing as a PNG on nothing. */
  async png() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const out = document.createElement("canvas");
    out.width = OUT_WIDTH;
    out.height = Math.round((OUT_WIDTH * height) / Math.max(width, 1));
    paint(out, this.strokes, 4);
    const blob = await new Promise((resolve) => out.toBlob(resolve, "image/png"));
    return blob.arrayBuffer();
  }

  #begin(event) {
    if (!event.isPrimary || event.button > 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.current = [this.#place(event)];
    this.strokes.push(this.current);
    this.#draw();
  }

  #move(event) {
    if (!this.current || !event.isPrimary) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const each of moves.length ? moves : [event]) this.current.push(this.#place(each));
    this.#draw();
  }

  #end() {
    if (!this.current) return;
    this.current = null;
    this.changed();
  }

  #place(event) {
    const box = this.canvas.getBoundingClientRect();
    const round = (value) => Math.round(value * 10000) / 10000;
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)];
  }

  #fit() {
    const box = this.canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(box.width * scale);
    this.canvas.height = Math.round(box.height * scale);
    this.#draw();
  }

  #draw() {
    paint(this.canvas, this.strokes, 2.4 * (window.devicePixelRatio || 1));
    this.canvas.classList.toggle("signed", this.strokes.length > 0);
  }
}

function paint(canvas, strokes, width) {
  const ink = canvas.getContext("2d");
  ink.clearRect(0, 0, canvas.width, canvas.height);
  Object.assign(ink, { strokeStyle: INK, fillStyle: INK, lineWidth: width, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) {
    const at = stroke.map(([x, y]) => [x * canvas.width, y * canvas.height]);
    ink.beginPath();
    if (at.length === 1) ink.arc(at[0][0], at[0][1], width / 2, 0, Math.PI * 2);
    ink.moveTo(...at[0]);
    for (let i = 1; i < at.length - 1; i += 1) ink.quadraticCurveTo(...at[i], (at[i][0] + at[i + 1][0]) / 2, (at[i][1] + at[i + 1][1]) / 2);
    if (at.length > 1) ink.lineTo(...at.at(-1));
    at.length === 1 ? ink.fill() : ink.stroke();
  }
}
