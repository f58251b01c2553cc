// Chosen, dropped and pasted files are sent at once, in parts, several at a time.
// A part that is lost is sent again; what has arrived stays on the server, also
// when the page is closed.
import { find, need } from "../site/dom.js";
import { say } from "../site/say.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { dropping } from "./drop.js";
import { Item } from "./item.js";
import { sharing } from "./shared.js";
import { reason, size } from "./words.js";

const part = 4_194_304; // bytes
const together = 3;
const longestWait = 30_000; // milliseconds between two attempts
const json = { Accept: "application/json" };

/** @typedef {{ state: "open" | "refused" | "done", message: string, name: string, size: number, offset: number, batch: string, taken: number, draft?: string, edit?: string, item: string, duplicate?: { path: string, text: string } }} Outcome */

// later says that what did not get through is tried again, in some seconds if they are worth a word.
/** @param {boolean} reached @param {number} n */
function later(reached, n) {
  if (reached) return n ? word("upload.no-answer-in", { n }) : word("upload.no-answer");
  return n ? word("upload.offline-in", { n }) : word("upload.offline");
}

class Uploads {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    const { draft = "", edit = "", maxBytes, maxFiles, maxVideoBytes, taken, viewer } = form.dataset;
    this.form = form;
    this.input = need(form, "input[type=file]", HTMLInputElement);
    this.list = need(form, "[data-list]");
    this.go = need(form, "[data-continue]", HTMLAnchorElement);
    this.pauseAll = need(form, "[data-pause-all]");
    this.begins = find(document, "form[data-upload-start]", HTMLFormElement); // makes stories of the draft
    this.storage = tus.defaultOptions.urlStorage;
    this.added = draft; // the draft that files are added to, if there is one
    this.draft = { id: draft, edit };
    this.maxBytes = Number(maxBytes) || Infinity;
    this.maxVideoBytes = Number(maxVideoBytes);
    this.maxFiles = Number(maxFiles);
    this.taken = Number(taken || 0);
    this.mine = `photogram-${viewer}-`; // begins what is remembered of this account's uploads
    this.batch = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
    this.lastPlace = 0;
    this.caption = ""; // that came with the files
    /** @type {Item[]} */
    this.items = [];
    this.leaving = false;
    form.classList.add("upload-live");
    need(form, "[data-without-js]").hidden = true;
    need(form, "[data-only-js]").hidden = false;
    this.input.required = false;
    this.listen();
    this.restore();
    sharing(form, (files, caption) => { this.caption = caption; this.add(files); });
  }

  /** @param {File} file */
  isVideo(file) { return this.maxVideoBytes > 0 && file.type.startsWith("video/"); }
  /** @param {File} file */
  fingerprint(file) { return this.mine + [file.name, file.type, file.size, file.lastModified].join("-"); }

  /** @param {string} name @param {number} bytes @param {Partial<import("./item.js").Begun>} [begun] */
  row(name, bytes, begun) {
    this.lastPlace = Math.max(this.lastPlace + 1, Date.now() * 32);
    const item = new Item(name, bytes, { batch: this.batch, place: this.lastPlace, ...begun });
    const on = (/** @type {string} */ button, /** @type {() => void} */ act) => item.part(button).addEventListener("click", act);
    on("remove", () => this.remove(item));
    on("pause", () => this.pause(item));
    on("resume", () => this.resume(item));
    on("retry", () => this.resume(item));
    on("keep", () => this.keep(item));
    on("drop-duplicate", () => this.remove(item));
    this.list.append(item.view);
    this.items.push(item);
    return item;
  }

  /** @param {File[]} files */
  add(files) {
    const begun = this.items.filter((item) => item.state === "unfinished");
    let left = this.maxFiles - this.taken - this.items.filter((item) => item.state !== "failed" && item.state !== "unfinished").length;
    for (const file of files) {
      const same = begun.find((item) => item.state === "unfinished" && item.entry?.urlStorageKey.startsWith(`tus::${this.fingerprint(file)}::`));
      if (left-- <= 0) {
        toast(this.begins ? word("upload.most-files", { n: this.maxFiles }) : word("upload.most-photos", { n: this.maxFiles }));
        break;
      }
      const item = same || this.row(file.name, file.size), wrong = this.refused(file);
      item.file = file;
      item.preview(file);
      if (wrong) this.fail(item, wrong, false);
      else item.set("waiting");
    }
    this.pump();
  }

  // refused is why a file need not be sent.
  /** @param {File} file */
  refused(file) {
    const video = this.isVideo(file), limit = video ? this.maxVideoBytes : this.maxBytes;
    const gaps = { size: size(file.size), limit: size(limit) };
    if (file.size > limit) return video ? word("upload.over-video", gaps) : word("upload.over-photo", gaps);
    if (file.size === 0) return word("upload.empty");
    if (file.type && !file.type.startsWith("image/") && !video) return this.maxVideoBytes > 0 ? word("upload.no-photo-video") : word("upload.no-photo");
    return "";
  }

  /** @param {Item} item @param {string} why */
  fail(item, why, again = true) {
    clearTimeout(item.timer);
    item.final = !again;
    item.set("failed", why);
    say(word("upload.said", { name: item.name, text: why }));
    if (!again) this.forget(item);
    this.pump();
  }

  pump() {
    const free = together - this.items.filter((item) => item.state === "sending" || item.state === "checking").length;
    for (const item of this.items.filter((one) => one.state === "waiting").slice(0, Math.max(0, free))) this.send(item);
    this.settle();
  }

  /** @param {Item} item */
  send(item) {
    clearTimeout(item.timer);
    item.status = 0;
    item.set("sending", item.sent ? word("upload.sent-of", { sent: size(item.sent), size: size(item.bytes) }) : "");
    if (item.outcome) return this.ask(item);
    item.upload ??= this.upload(item);
    item.upload?.start();
  }

  /** @param {Item} item */
  upload(item) {
    const { file } = item;
    if (!file) return null;
    const upload = new tus.Upload(file, {
      endpoint: this.form.dataset.upload || "", chunkSize: part, retryDelays: null, headers: json, removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(this.fingerprint(file)),
      metadata: { filename: item.name, batch: item.batch, place: String(item.place), ...(this.added ? { draft: this.added } : {}) },
      onAfterResponse: (request, response) => {
        item.status = response.getStatus();
        // The client would begin anew for any answer that is no success; only what is gone is begun anew.
        if (request.getMethod() === "HEAD" && item.status > 299 && item.status !== 404 && item.status !== 410) throw new Error("not now");
      },
      onProgress: (bytes) => item.arrived(bytes),
      onSuccess: () => { item.outcome = upload.url || ""; this.ask(item); },
      onError: (error) => this.wrong(item, item.status, "originalResponse" in error ? error.originalResponse?.getBody() : undefined),
    });
    if (item.entry) upload.resumeFromPreviousUpload(item.entry);
    return upload;
  }

  // What became of a file whose bytes have all arrived.
  /** @param {Item} item */
  async ask(item) {
    item.set("checking");
    /** @type {Outcome} */
    let answer;
    try {
      const response = await fetch(item.outcome, { headers: json });
      const text = await response.text();
      if (!response.ok) return this.wrong(item, response.status, text);
      answer = JSON.parse(text);
    } catch {
      return this.wrong(item, 0);
    }
    if (item.state !== "checking") return;
    if (answer.state === "refused") return this.fail(item, answer.message, false);
    if (answer.state === "open") { item.outcome = ""; return this.wrong(item, 0); }
    this.done(item, answer);
    this.pump();
  }

  /** @param {Item} item @param {Outcome} answer */
  done(item, answer) {
    this.draft.id = answer.draft || this.draft.id;
    this.draft.edit = answer.edit || this.draft.edit;
    item.id = answer.item;
    item.sent = item.bytes;
    item.set("done");
    if (!answer.duplicate) return;
    item.before(answer.duplicate);
    say(word("upload.said", { name: item.name, text: answer.duplicate.text }));
  }

  /** @param {Item} item */
  keep(item) {
    item.duplicate = false;
    item.part("duplicate").hidden = true;
    item.part("remove").focus();
    this.settle();
  }

  // Only what can be mended by waiting is tried again by itself.
  /** @param {Item} item @param {number} code @param {string} [body] */
  wrong(item, code, body) {
    if (!item.busy) return;
    const why = reason(body);
    if (code === 401) this.fail(item, word("upload.logged-out"));
    else if (code === 429 || code === 507) this.fail(item, why || word("upload.full"));
    else if (code === 404 || code === 410) this.anew(item);
    else if (code >= 400 && code < 500 && code !== 409 && code !== 423 && code !== 408) this.fail(item, why || (code === 413 ? word("upload.too-large") : word("upload.not-taken")), false);
    else {
      const wait = Math.min(longestWait, 500 * 2 ** item.tries++);
      item.set("offline", later(code > 0, wait > 2000 ? Math.round(wait / 1000) : 0));
      if (item.tries === 2) say(word("upload.offline-said", { name: item.name }));
      item.timer = setTimeout(() => { if (item.state === "offline") { item.set("waiting"); this.pump(); } }, wait);
      this.pump();
    }
  }

  // The parts are gone from the server, or with another server.
  /** @param {Item} item */
  anew(item) {
    this.forget(item);
    item.upload = item.entry = null;
    item.outcome = "";
    item.sent = 0;
    if (item.tries++ > 3) return this.fail(item, word("upload.lost"));
    item.set("waiting");
    this.pump();
  }

  /** @param {Item} item */
  forget({ url }) {
    if (url) this.storage.findAllUploads().then((all) => all.filter((one) => one.uploadUrl === url).forEach((one) => this.storage.removeUpload(one.urlStorageKey)));
  }

  /** @param {Item} item */
  pause(item) {
    clearTimeout(item.timer);
    item.upload?.abort();
    item.set("paused");
    this.pump();
  }

  /** @param {Item} item */
  resume(item) {
    item.tries = 0;
    item.set("waiting");
    this.pump();
  }

  /** @param {Item} item */
  async remove(item) {
    clearTimeout(item.timer);
    const before = item.state;
    item.state = "removed";
    this.items = this.items.filter((other) => other !== item);
    item.drop(this.input);
    say(word("upload.removed", { name: item.name }));
    item.upload?.abort();
    this.forget(item);
    this.pump();
    if (before === "done") await this.takeOut(item);
    else await this.terminate(item);
    this.settle();
  }

  /** @param {Item} item */
  async terminate(item) {
    const url = item.outcome || item.url;
    if (!url) return;
    try {
      const response = await fetch(url, { method: "DELETE", headers: { ...json, "Tus-Resumable": "1.0.0" } });
      if (response.status !== 409) return;
      // It was taken at this very moment, so it is in the draft.
      /** @type {Outcome} */
      const answer = await (await fetch(url, { headers: json })).json();
      if (answer.state !== "done") return;
      item.id = answer.item;
      this.draft.edit = answer.edit || this.draft.edit;
      await this.takeOut(item);
    } catch { /* It expires by itself. */ }
  }

  /** @param {Item} item */
  async takeOut(item) {
    const { draft } = this;
    if (!item.id || !draft.edit) return;
    await fetch(draft.edit.replace(/edit$/, `items/${item.id}/delete`), { method: "POST", headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => {});
    if (!this.items.some((other) => other.id) && this.taken === 0) draft.id = draft.edit = "";
  }

  get pausable() { return this.items.filter((item) => item.state === "waiting" || item.busy); }

  get next() { return this.caption ? `${this.draft.edit}?caption=${encodeURIComponent(this.caption)}` : this.draft.edit; }

  // When all is done the page goes on by itself; what needs a decision holds it.
  settle() {
    const { draft, go, items, pauseAll } = this;
    const finished = items.filter((item) => item.state === "done").length;
    const failed = items.filter((item) => item.state === "failed" || item.state === "unfinished").length;
    const open = items.length - finished - failed;
    pauseAll.hidden = open < 2;
    pauseAll.textContent = this.pausable.length ? word("upload.pause-all") : word("upload.resume-all");
    go.hidden = !draft.edit || finished + this.taken === 0;
    if (draft.edit && !this.begins) go.href = this.next;
    go.textContent = failed > 0 && open === 0 ? word("upload.go-on-without", { n: failed }) : word("upload.go-on");
    if (finished === 0 || open > 0 || failed > 0 || items.some((item) => item.duplicate) || !draft.edit || this.leaving) return;
    this.leaving = true;
    say(word("upload.all-done"));
    if (this.begins) this.begin(this.begins);
    else location.assign(this.next);
  }

  /** @param {HTMLFormElement} form */
  begin(form) {
    this.leaving = true;
    need(form, "[name=draft]", HTMLInputElement).value = this.draft.id;
    form.submit();
  }

  // Uploads of an earlier visit. A page cannot open a file again by itself, so
  // the person is asked for it.
  async restore() {
    const all = await this.storage.findAllUploads();
    const here = all.filter((one) => one.urlStorageKey.startsWith(`tus::${this.mine}`) && one.uploadUrl && (one.metadata?.draft || "") === this.added);
    here.sort((a, b) => Number(a.metadata?.place || 0) - Number(b.metadata?.place || 0));
    for (const entry of here) await this.restoreOne(entry);
    if (this.items.some((item) => item.state === "unfinished")) say(word("upload.some-unfinished"));
    this.settle();
  }

  /** @param {TusEntry} entry */
  async restoreOne(entry) {
    let code = 0;
    /** @type {Outcome | null} */
    let answer = null;
    try {
      const response = await fetch(entry.uploadUrl || "", { headers: json });
      code = response.status;
      answer = await response.json();
    } catch { /* not now */ }
    if (code === 404) this.storage.removeUpload(entry.urlStorageKey);
    if (code !== 200 || !answer || this.items.some((item) => item.upload?.url === entry.uploadUrl)) return;
    if (answer.state !== "open") this.storage.removeUpload(entry.urlStorageKey);
    if (answer.state === "done") return; // It waits among the drafts.
    const item = this.row(answer.name, answer.size, { entry, batch: answer.batch, place: Number(entry.metadata?.place) || 0, sent: answer.offset });
    if (answer.state === "refused") return this.fail(item, answer.message, false);
    this.batch = answer.batch;
    if (answer.edit) {
      this.draft.id = answer.draft || "";
      this.draft.edit = answer.edit;
      if (!this.added) this.taken = answer.taken;
    }
    item.set("unfinished");
  }

  listen() {
    const { begins, form, input } = this;
    if (begins) this.go.addEventListener("click", (event) => { event.preventDefault(); this.begin(begins); });
    this.pauseAll.addEventListener("click", () => {
      const { pausable } = this;
      if (pausable.length) pausable.forEach((item) => this.pause(item));
      else this.items.filter((item) => item.state === "paused").forEach((item) => this.resume(item));
      say(pausable.length ? word("upload.all-paused") : word("upload.all-go-on"));
    });
    input.addEventListener("change", () => { this.add([...input.files || []]); input.value = ""; });
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("online", () => {
      this.items.filter((item) => item.state === "offline").forEach((item) => { clearTimeout(item.timer); item.tries = 0; item.set("waiting"); });
      this.pump();
    });
    dropping(need(form, "[data-drop]"), (files) => this.add(files));
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.pausable.length) event.preventDefault();
    });
  }
}

export function start() {
  const form = find(document, "form[data-upload]", HTMLFormElement);
  if (form && "tus" in window && tus.isSupported) new Uploads(form);
}
