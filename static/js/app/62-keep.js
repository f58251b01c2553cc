// A form that keeps itself: a draft goes to the server while somebody works on
// it, and its page says so. Other posts are changed by their buttons alone.
const rest = 1200; // ms without a change until it is sent

class Keeper {
  constructor(form) {
    this.form = form;
    this.place = "photogram:unsaved:" + form.getAttribute("action");
    this.note = document.querySelector("[data-kept]");
    this.itself = "keeps" in form.dataset;
    this.leaving = false;
    this.running = null;
    this.failed = "";
    this.waiting = false;
    this.later = this.tries = 0; // what is out of reach is tried again less and less often
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
    this.saved = this.form.querySelector(".problem") ? "" : this.seen;
  }

  said() { return new URLSearchParams(new FormData(this.form)).toString(); }
  dirty() { return this.said() !== this.saved; }

  // look sends what has rested since the last look.
  look() {
    const now = this.said(), rested = now === this.seen;
    this.seen = now;
    if (now === this.saved) this.failed = "";
    else if (!rested) this.tell("Saving …");
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
      this.tell("Saved");
    } catch (error) {
      // What is wrong stays so until it is changed.
      this.failed = error.status >= 400 && error.status < 500 && error.status !== 429 ? now : "";
      if (!this.failed) this.later = Date.now() + Math.min(60_000, 1000 * 2 ** this.tries++);
      const reason = { 401: "you are logged out", 404: "the draft is gone" }[error.status] || "something has to be put right";
      this.tell(this.failed ? "Not saved: " + reason : "Not saved yet. Trying again");
      throw error;
    } finally {
      this.running = null;
    }
  }
  async send(now) {
    const body = new URLSearchParams(now);
    body.set("action", "keep");
    const answer = await fetch(this.form.getAttribute("action"), { method: "POST", body, redirect: "manual", keepalive: body.toString().length < 60_000, headers: { "HX-Request": "true" } });
    if (answer.type === "opaqueredirect" || answer.status >= 400) throw Object.assign(new Error("not saved"), { status: answer.status });
  }

  // submit waits for what is on its way, which would otherwise arrive after it.
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
      if ("edit" in this.form.dataset) sessionStorage.setItem(this.place, this.said());
      if (this.itself) this.send(this.said()).catch(() => {});
    } catch { /* without storage the question before leaving has to do */ }
  }

  tell(text) {
    if (this.note) this.note.textContent = text;
  }
}

// found writes into a form what the page before could not send, and says whether there was any.
function found(form) {
  const place = "photogram:unsaved:" + form.getAttribute("action");
  let text = null;
  try {
    text = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
  } catch { /* nothing was kept */ }
  if (text === null || form.querySelector(".problem")) return false;
  const before = new URLSearchParams(new FormData(form)).toString(), values = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!field.name || field.type === "submit" || field.type === "file") continue;
    const all = values.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = all.includes(field.value);
    else if (all.length === 1) field.value = all[0];
  }
  return new URLSearchParams(new FormData(form)).toString() !== before;
}

Object.assign(window.photogram, { keeper: (form) => new Keeper(form), found });
