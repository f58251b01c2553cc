// A form that keeps itself: a draft goes to the server while somebody works on
// it, and its page says so. Other posts are changed by their buttons alone.
import { find, isField } from "./dom.js";
import { fieldsOf } from "./send.js";
import { word } from "./words.js";

const rest = 1200; // ms without a change until it is sent

/** @param {HTMLFormElement} form */
const placeOf = (form) => "photogram:unsaved:" + form.getAttribute("action");
/** @param {HTMLFormElement} form */
const valuesOf = (form) => fieldsOf(form).toString();

class Unsaved extends Error {
  /** @param {number} status */
  constructor(status) {
    super("not saved");
    this.status = status;
  }
}

export class Keeper {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.note = find(document, "[data-kept]");
    this.itself = "keeps" in form.dataset;
    this.leaving = false;
    /** @type {Promise<void> | null} */
    this.running = null;
    this.failed = "";
    this.waiting = false;
    this.later = this.tries = 0; // what is out of reach is tried again less and less often
    this.seen = this.saved = "";
    this.begin();
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("beforeunload", (event) => {
      if (this.leaving || !this.dirty()) return;
      if (!this.itself || this.failed) event.preventDefault();
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => { if (event.persisted) this.leaving = false; });
    if (!this.itself) return;
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.save().catch(() => {}); });
    setInterval(() => this.look(), rest);
    addEventListener("online", () => { this.later = this.tries = 0; });
  }

  // begin takes what the form says for what the server has, but for what was
  // wrong when it was sent, which is on the page alone.
  begin() {
    this.seen = this.said();
    this.saved = find(this.form, ".problem") ? "" : this.seen;
  }

  said() { return valuesOf(this.form); }
  dirty() { return this.said() !== this.saved; }

  // look sends what has rested since the last look.
  look() {
    const now = this.said(), rested = now === this.seen;
    this.seen = now;
    if (now === this.saved) this.failed = "";
    else if (!rested) this.tell(word("keeper.saving"));
    else if (!this.leaving && this.failed !== now && Date.now() >= this.later) this.save().catch(() => {});
  }

  // save sends the form as it is, one after the other, so that the last one counts.
  async save() {
    while (this.running) await this.running.catch(() => {});
    const now = this.said();
    if (this.leaving || now === this.saved) return;
    this.running = this.send(now);
    try {
      await this.running;
      this.saved = now;
      this.failed = "";
      this.later = this.tries = 0;
      this.tell(word("keeper.saved"));
    } catch (error) {
      // What is wrong stays so until it is changed.
      const status = error instanceof Unsaved ? error.status : 0;
      this.failed = status >= 400 && status < 500 && status !== 429 ? now : "";
      if (!this.failed) this.later = Date.now() + Math.min(60_000, 1000 * 2 ** this.tries++);
      const reason = status === 401 ? word("keeper.logged-out") : status === 404 ? word("keeper.gone") : word("keeper.wrong");
      this.tell(this.failed ? reason : word("keeper.again"));
      throw error;
    } finally {
      this.running = null;
    }
  }

  /** @param {string} now */
  async send(now) {
    const body = new URLSearchParams(now);
    body.set("action", "keep");
    const answer = await fetch(this.form.getAttribute("action") || "", { method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60_000, headers: { "HX-Request": "true" } });
    if (answer.type === "opaqueredirect" || answer.status >= 400) throw new Unsaved(answer.status);
  }

  // submit waits for what is on its way, which would otherwise arrive after it.
  /** @param {SubmitEvent} event */
  submit(event) {
    if (!this.running || event.defaultPrevented) {
      if (!event.defaultPrevented) this.leaving = true;
      return;
    }
    event.preventDefault();
    if (this.waiting) return;
    this.waiting = true;
    const button = event.submitter;
    this.running.catch(() => {}).then(() => { this.waiting = false; this.form.requestSubmit(button); });
  }

  // leave takes along what has not arrived yet: the same page finds it when it is loaded again.
  leave() {
    try {
      if (this.leaving || !this.dirty()) return;
      if ("edit" in this.form.dataset) sessionStorage.setItem(placeOf(this.form), this.said());
      if (this.itself) this.send(this.said()).catch(() => {});
    } catch { /* without storage the question before leaving has to do */ }
  }

  /** @param {string} text */
  tell(text) {
    if (this.note) this.note.textContent = text;
  }
}

// found writes into a form what the page before could not send, and says whether there was any.
/** @param {HTMLFormElement} form */
export function found(form) {
  let text = null;
  try {
    text = sessionStorage.getItem(placeOf(form));
    sessionStorage.removeItem(placeOf(form));
  } catch { /* nothing was kept */ }
  if (text === null || find(form, ".problem")) return false;
  const before = valuesOf(form), values = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!isField(field) || !field.name || field.type === "submit" || field.type === "file") continue;
    const said = values.getAll(field.name);
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) field.checked = said.includes(field.value);
    else if (said.length === 1) field.value = said[0] ?? "";
  }
  return valuesOf(form) !== before;
}
