// A conversation: what is sent and what arrives is added at its end.
import { all, find, need } from "../site/dom.js";
import { arrived, sending } from "../form/sent.js";
import { mailToast } from "../live/mail.js";
import { seen } from "../live/seen.js";

const page = 50; // messages in an answer; as many as that may not be all
const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });

class Conversation {
  /** @param {HTMLElement} log */
  constructor(log) {
    this.log = log;
    this.path = log.dataset.conversation || "";
    this.newest = this.seen = log.dataset.newest || "1";
    /** @type {Promise<number> | null} */
    this.asking = null;
    this.again = false;
  }

  async look() {
    if (document.visibilityState !== "visible" || this.seen === this.newest) return;
    const upto = this.seen = this.newest;
    await seen(this.path + "/seen", upto).catch(() => { this.seen = "0"; });
  }

  async ask() {
    const answer = await fetch(`${this.path}?after=${this.newest}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return 0;
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    const items = all(part.content, ".message").filter((item) => !document.getElementById(item.id)), end = items.at(-1);
    if (items.length >= page) location.reload();
    else if (end) {
      const follow = atEnd();
      all(this.log, ".messages").at(-1)?.append(...items);
      this.newest = end.id.slice(2);
      if (follow || end.classList.contains("message-mine")) toEnd();
      this.look();
    }
    return items.length;
  }

  // One question at a time, so that nothing is added twice.
  refresh() {
    if (this.asking) this.again = true;
    return this.asking ??= this.askAll();
  }

  async askAll() {
    let added = 0;
    do {
      this.again = false;
      added += await this.ask().catch(() => 0);
    } while (this.again);
    this.asking = null;
    return added;
  }
}

export function start() {
  const log = find(document, "[data-conversation]");
  if (!log) return;
  const conversation = new Conversation(log);
  document.addEventListener("photogram:message", (event) => {
    event.preventDefault();
    conversation.refresh().then((added) => {
      if (!added && event.detail.more && document.visibilityState === "visible") mailToast();
    });
  });
  document.addEventListener("visibilitychange", () => conversation.look());

  const form = need(document, "[data-message-form]", HTMLFormElement), field = need(form, "textarea", HTMLTextAreaElement);
  form.addEventListener("htmx:beforeRequest", () => sending(field));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    arrived(field);
    field.focus({ preventScroll: true });
    conversation.refresh();
  });
  // Enter sends where one types with keys; with Shift it begins a line.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (field.value.trim()) form.requestSubmit();
  });
  if (!location.hash || location.hash === "#end") toEnd();
}
