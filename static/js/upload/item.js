// A file on its way, and its row of the list.
import { find, make, need } from "../site/dom.js";
import { word } from "../site/words.js";
import { size } from "./words.js";

/** @typedef {"" | "waiting" | "sending" | "checking" | "done" | "paused" | "unfinished" | "offline" | "failed" | "removed"} State */
/** @typedef {"pause" | "resume" | "retry"} Button */
/** @typedef {{ batch: string, place: number, entry?: TusEntry, sent?: number }} Begun */

/** @type {Button[]} */
const buttons = ["pause", "resume", "retry"];

export class Item {
  /** @param {string} name @param {number} bytes @param {Begun} begun */
  constructor(name, bytes, { batch, place, entry, sent = 0 }) {
    this.view = need(document.importNode(need(document, "#upload-item", HTMLTemplateElement).content, true), ".upload-item");
    this.name = name;
    this.bytes = bytes;
    this.batch = batch;
    this.place = place; // keeps the order of choosing, whatever ends first
    this.sent = sent;
    /** @type {State} */
    this.state = "";
    /** @type {File | null} */
    this.file = null;
    /** @type {TusUpload | null} */
    this.upload = null;
    /** @type {TusEntry | null} */
    this.entry = entry ?? null;
    this.id = this.outcome = "";
    this.tries = this.timer = this.status = 0;
    this.duplicate = this.final = false;
    this.part("name").textContent = name;
    const labels = {
      remove: word("upload.remove-name", { name }), pause: word("upload.pause-name", { name }),
      resume: word("upload.resume-name", { name }), retry: word("upload.retry-name", { name }),
    };
    for (const [button, words] of Object.entries(labels)) this.part(button).setAttribute("aria-label", words);
  }

  /** @param {string} name */
  part(name) { return need(this.view, `[data-${name}]`); }

  get busy() { return this.state === "sending" || this.state === "checking" || this.state === "offline"; }
  get url() { return this.upload?.url || this.entry?.uploadUrl || ""; }

  /** @param {State} state @param {string} [note] */
  set(state, note) {
    this.state = state;
    this.view.dataset.state = state;
    this.part("note").textContent = note || this.usual(state);
    // A button that has the focus passes it on before it goes.
    const shown = { pause: state === "waiting" || this.busy, resume: state === "paused", retry: state === "failed" && !this.final };
    const focused = buttons.find((name) => this.part(name) === document.activeElement);
    for (const name of buttons) this.part(name).hidden = !shown[name];
    if (focused && !shown[focused]) this.part(buttons.find((name) => shown[name]) || "remove").focus();
    this.progress();
  }

  /** @param {State} state */
  usual(state) {
    switch (state) {
      case "waiting": return word("upload.waiting", { size: size(this.bytes) });
      case "sending": return word("upload.starting");
      case "checking": return word("upload.checking");
      case "done": return word("upload.done");
      case "paused": return word("upload.paused-at", { sent: size(this.sent), size: size(this.bytes) });
      case "unfinished": return word("upload.unfinished", { sent: size(this.sent), size: size(this.bytes) });
      default: return "";
    }
  }

  progress() {
    need(this.view, "[data-progress]", HTMLProgressElement).value = this.state === "done" ? 100 : Math.round(100 * this.sent / this.bytes);
  }

  // arrived tells how much of it is on the server.
  /** @param {number} bytes */
  arrived(bytes) {
    if (this.state !== "sending") return;
    if (bytes > this.sent) this.tries = 0;
    this.sent = bytes;
    this.progress();
    if (bytes >= this.bytes) this.set("checking");
    else this.part("note").textContent = word("upload.sent-of", { sent: size(bytes), size: size(this.bytes) });
  }

  /** @param {File} file */
  preview(file) {
    if (!/^image\/(jpeg|png|gif|webp|avif)$/.test(file.type)) return;
    const image = make("img"), url = URL.createObjectURL(file);
    image.alt = "";
    image.width = image.height = 64;
    image.addEventListener("load", () => { this.part("thumb").replaceChildren(image); URL.revokeObjectURL(url); });
    image.addEventListener("error", () => URL.revokeObjectURL(url));
    image.src = url;
  }

  // before says that this very file was sent at another time.
  /** @param {{ path: string, text: string }} earlier */
  before({ path, text }) {
    this.duplicate = true;
    const link = need(this.view, "[data-earlier]", HTMLAnchorElement);
    link.href = path;
    link.textContent = text;
    this.part("duplicate").hidden = false;
  }

  // drop takes its row off the list, and gives the focus to the next.
  /** @param {HTMLElement} input */
  drop(input) {
    const next = this.view.nextElementSibling || this.view.previousElementSibling;
    this.view.remove();
    (next && find(next, "[data-remove]") || input).focus();
  }
}
