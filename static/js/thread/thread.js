// A conversation: what is sent, arrives or changes is shown, and what was said before comes as one scrolls up.
import { all, around, find, need, parsed } from "../site/dom.js";
import { arrived, sending } from "../form/sent.js";
import { above } from "../live/order.js";
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
    this.changed = log.dataset.changed || this.newest;
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
    const answer = await fetch(`${this.path}?after=${this.changed}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return 0;
    const items = all(parsed(await answer.text()), ".message, .message-day");
    const messages = items.filter((item) => item.matches(".message"));
    if (messages.length >= page) location.reload();
    const follow = atEnd(), fresh = this.take(items), end = fresh.at(-1);
    if (end) {
      if (follow || end.classList.contains("message-mine")) toEnd();
      this.look();
    }
    return fresh.length;
  }

  // take puts what changed into its place, and adds what is new with the days that begin.
  /** @param {HTMLElement[]} items */
  take(items) {
    const list = all(this.log, ".messages").at(-1), fresh = [];
    /** @type {HTMLElement | null} */
    let day = null;
    for (const item of items) {
      if (item.matches(".message-day")) {
        day = item;
        continue;
      }
      const change = item.dataset.change || "0", here = document.getElementById(item.id);
      if (above(change, this.changed) > 0) this.changed = change;
      if (here) {
        replace(here, item);
      } else if (above(item.id.slice(2), this.newest) > 0) {
        const last = all(this.log, ".message-day").at(-1);
        if (day && day.dataset.day !== last?.dataset.day) list?.append(document.importNode(day, true));
        day = null;
        const added = document.importNode(item, true);
        list?.append(added);
        htmx.process(added);
        fresh.push(added);
        this.newest = item.id.slice(2);
      }
    }
    return fresh;
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

/** @param {HTMLElement} here @param {HTMLElement} now */
function replace(here, now) {
  const menu = here.contains(document.activeElement) && find(here, ".message-menu > summary");
  const put = document.importNode(now, true);
  here.replaceWith(put);
  htmx.process(put);
  if (!menu) return;
  const next = find(put, ".message-menu > summary") ?? put; // one that was taken back has no menu
  if (next === put) put.tabIndex = -1;
  next.focus({ preventScroll: true });
}

// The list beside a conversation is as new as what arrives.
function beside() {
  const list = find(document, "[data-talks]");
  let asking = false;
  return async () => {
    if (!list || asking || !list.offsetParent) return;
    asking = true;
    const answer = await fetch(list.dataset.talks || "", { headers: { "HX-Request": "true" } }).catch(() => null);
    const fresh = answer?.ok && find(parsed(await answer.text()), ".threads");
    if (fresh) find(list, ".threads")?.replaceWith(document.importNode(fresh, true));
    asking = false;
  };
}

// Photos that are chosen are counted beside the field; what is pasted counts as chosen.
/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} field */
function photos(form, field) {
  const input = need(form, "[data-message-file]", HTMLInputElement), said = need(form, "[data-message-chosen]");
  const show = () => {
    const n = input.files?.length || 0;
    said.textContent = n === 1 ? said.dataset.one || "" : (said.dataset.many || "").replace("2", String(n));
    said.hidden = n === 0;
  };
  input.addEventListener("change", () => {
    show();
    field.focus({ preventScroll: true });
  });
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    input.files = event.clipboardData.files;
    show();
  });
  return {
    any: () => Boolean(input.files?.length),
    clear() {
      input.value = "";
      show();
    },
  };
}

/** @param {Conversation} conversation @param {HTMLFormElement} form */
function writing(conversation, form) {
  const field = need(form, "textarea", HTMLTextAreaElement), chosen = photos(form, field);
  form.addEventListener("htmx:beforeRequest", () => sending(field));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    arrived(field);
    chosen.clear();
    field.focus({ preventScroll: true });
    conversation.refresh();
  });
  // Enter sends where one types with keys; with Shift it begins a line.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (field.value.trim() || chosen.any()) form.requestSubmit();
  });
}

// What was said before comes when the way to it is in sight.
/** @param {HTMLElement} log */
function earlier(log) {
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      watch.unobserve(target);
      target.click();
    }
  });
  const follow = () => { for (const link of all(log, "[data-earlier]")) watch.observe(link); };
  document.addEventListener("htmx:afterSettle", () => {
    // A day that two parts share is named once.
    let last = "";
    for (const day of all(log, ".message-day")) {
      if (day.dataset.day === last) day.remove();
      last = day.dataset.day || "";
    }
    follow();
  });
  setTimeout(follow, 500); // once the page is at its end
}

export function start() {
  const form = find(document, "[data-message-form]"), log = find(document, "[data-conversation]");
  for (const other of all(document, ".new-message")) {
    if (other instanceof HTMLFormElement) photos(other, need(other, "textarea", HTMLTextAreaElement));
  }
  if (!log) return;
  const conversation = new Conversation(log), refreshList = beside();
  document.addEventListener("photogram:message", (event) => {
    event.preventDefault();
    refreshList();
    conversation.refresh().then((added) => {
      if (!added && event.detail.more && document.visibilityState === "visible") mailToast();
    });
  });
  document.addEventListener("visibilitychange", () => conversation.look());
  document.addEventListener("htmx:afterRequest", (event) => {
    const act = around(event.target, "[data-message-act]");
    if (!act || !event.detail.successful) return;
    const menu = act.closest("details.menu");
    if (menu?.contains(document.activeElement)) find(menu, "summary")?.focus({ preventScroll: true });
    menu?.removeAttribute("open");
    conversation.refresh();
  });
  if (form instanceof HTMLFormElement) writing(conversation, form);
  if (!location.hash || location.hash === "#end") toEnd();
  earlier(log);
}
