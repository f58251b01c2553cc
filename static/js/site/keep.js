// A form that keeps itself: a draft goes to the server while somebody works on
// it, and its page says so. Other posts are changed by their buttons alone.
import { dialog } from "./dialog.js";
import { find, isField, make } from "./dom.js";
import { fieldsOf } from "./send.js";
import { word } from "./words.js";

const rest = 1200; // ms without a change until it is sent

/** @param {HTMLFormElement} form */
const placeOf = (form) => "photogram:unsaved:" + form.getAttribute("action");
/** @param {HTMLFormElement} form */
function valuesOf(form) {
  const fields = fieldsOf(form);
  fields.delete("revision");
  return fields.toString();
}

class Unsaved extends Error {
  /** @param {number} status @param {string} [revision] what the server has instead */
  constructor(status, revision = "") {
    super("not saved");
    this.status = status;
    this.revision = revision;
  }
}

export class Keeper {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.note = find(document, "[data-kept]");
    this.revision = find(form, '[name="revision"]', HTMLInputElement); // what the form was made from
    // On the way back a browser fills the form in from what it remembers: its first save is that of whoever typed last.
    const entry = performance.getEntriesByType("navigation")[0];
    if (this.revision && entry instanceof PerformanceNavigationTiming && entry.type === "back_forward") this.revision.value = "";
    this.apart = false; // another page has changed it, and what is here waits for its button
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
    else if (!this.leaving && !this.apart && this.failed !== now && Date.now() >= this.later) this.save().catch(() => {});
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
      if (error instanceof Unsaved && status === 409) this.differs(error.revision);
      const reason = status === 409 ? word("keeper.elsewhere") : status === 401 ? word("keeper.logged-out") : status === 404 ? word("keeper.gone") : word("keeper.wrong");
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
    if (this.revision) body.set("revision", this.revision.value);
    const answer = await fetch(this.form.getAttribute("action") || "", { method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60_000, headers: { "HX-Request": "true" } });
    const revision = answer.headers.get("revision") || "";
    if (answer.type === "opaqueredirect" || answer.status >= 400) throw new Unsaved(answer.status, revision);
    if (this.revision && revision) this.revision.value = revision;
  }

  // differs asks what shall hold where another page, or an app, has changed the draft meanwhile.
  /** @param {string} revision */
  differs(revision) {
    if (this.apart) return;
    this.apart = true;
    const body = make("div", "confirm-body"), words = make("p", "", word("keeper.differs"));
    const mine = make("button", "button accent", word("keeper.mine")), other = make("a", "button quiet", word("keeper.theirs"));
    mine.type = "button";
    other.href = location.href;
    other.target = "_blank";
    body.append(words, mine, other);
    const { box } = dialog({ title: words, body: [body], cancel: word("keeper.later") });
    mine.addEventListener("click", () => {
      box.close();
      if (this.revision) this.revision.value = revision;
      this.apart = false;
      this.save().catch(() => {});
    });
    box.showModal();
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
      if ("edit" in this.form.dataset) sessionStorage.setItem(placeOf(this.form), fieldsOf(this.form).toString());
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
    if (!isField(field) || !field.name || field.name === "revision" || field.type === "submit" || field.type === "file") continue;
    const said = values.getAll(field.name);
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) field.checked = said.includes(field.value);
    else if (said.length === 1) field.value = said[0] ?? "";
  }
  if (valuesOf(form) === before) return false;
  const revision = find(form, '[name="revision"]', HTMLInputElement);
  if (revision) revision.value = values.get("revision") || revision.value;
  return true;
}
