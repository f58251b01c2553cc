// Fingers, the mouse and keys in the viewer.
import { single } from "../site/shortcuts.js";
import { arrived, sending } from "../form/sent.js";
import { all, around, as, find, isField, need } from "../site/dom.js";

/** @typedef {import("./viewer.js").Viewer} Viewer */

/** @param {EventTarget | null} target */
const typing = (target) => isField(target) && target.type !== "range" || target instanceof HTMLElement && target.isContentEditable;

// Holding pauses; a swipe goes to the next account, down closes, up replies.
/** @param {Viewer} viewer */
export function touch(viewer) {
  const { root } = viewer;
  /** @type {{ x: number, y: number, at: number } | null} */
  let down = null;
  let timer = 0;
  let swiped = false; // the click that ends a swipe does nothing

  root.addEventListener("click", (event) => {
    const step = around(event.target, "[data-step]"), hand = around(event.target, "[data-by-hand]");
    if (step) {
      event.preventDefault();
      if (!swiped) viewer.go(Number(step.dataset.step), "tap");
    } else if (around(event.target, "[data-close]")) {
      event.preventDefault();
      viewer.leave();
    } else if (around(event.target, "[data-pause]")) viewer.pause();
    else if (around(event.target, "[data-sound-story]")) viewer.sound();
    else if (hand) {
      viewer.hand();
      hand.closest("details")?.removeAttribute("open");
    }
  });
  root.addEventListener("pointerdown", (event) => {
    swiped = false;
    const tag = find(root, "[data-story-tag][open]", HTMLDetailsElement);
    if (tag && !around(event.target, "[data-story-tag]")) { // a press beside it closes it, and nothing else
      tag.open = false;
      swiped = true;
      return;
    }
    if (event.button || around(event.target, ".ov, .story-head, .story-foot, dialog, .story-card a", Element)) return;
    down = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    timer = setTimeout(() => viewer.hold("finger", true), 180);
  });
  addEventListener("pointerup", (event) => {
    clearTimeout(timer);
    const story = viewer.story;
    if (!down || !story) return;
    const dx = event.clientX - down.x, dy = event.clientY - down.y, long = event.timeStamp - down.at > 180;
    down = null;
    viewer.hold("finger", false);
    swiped = long || Math.hypot(dx, dy) > 30;
    if (Math.abs(dx) > 60 && Math.abs(dx) > Math.abs(dy)) {
      if (dx < 0) viewer.onward(); else viewer.back();
    } else if (dy > 90) viewer.leave();
    else if (dy < -70) {
      const field = find(story, ".story-reply input");
      if (field) field.focus(); else find(story, "[data-viewers]")?.click();
    } else if (!long && Math.hypot(dx, dy) < 12 && around(event.target, "[data-story]") && !around(event.target, ".ov, .story-head, .story-foot, [data-step], .story-card a", Element)) {
      const box = story.getBoundingClientRect();
      viewer.go(event.clientX < box.left + box.width * .3 ? -1 : 1, "tap");
    }
  });
  root.addEventListener("dragstart", (event) => event.preventDefault()); // of links and pictures
  addEventListener("pointercancel", () => { clearTimeout(timer); down = null; viewer.hold("finger", false); });
}

/** @param {Viewer} viewer */
export function keys(viewer) {
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || find(document, "dialog[open]")) return;
    if (/^[a-z]$/i.test(key) && !single()) return;
    if (key === "Escape") {
      const tag = find(document, "[data-story-tag][open]", HTMLDetailsElement);
      if (tag) {
        tag.open = false;
        return find(tag, "summary")?.focus();
      }
      if (around(target, "details[open]")) return;
      if (typing(target)) return as(target)?.blur();
      return viewer.leave();
    }
    if (typing(target) || as(target)?.matches("[type=range]")) return;
    if (key === " " && around(target, "a, button, summary", Element)) return;
    const inStory = (/** @type {string} */ selector) => viewer.story && find(viewer.story, selector);
    const act = new Map([
      ["ArrowRight", () => { if (event.shiftKey) viewer.onward(); else viewer.go(1, "tap"); }],
      ["ArrowLeft", () => viewer.go(-1, "tap")],
      ["PageDown", () => { viewer.onward(); }],
      [" ", () => viewer.pause()],
      ["m", () => inStory("[data-sound-story]")?.click()],
      ["r", () => inStory(".story-reply input")?.focus()],
      ["l", () => inStory(".story-like button")?.click()],
    ]).get(key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// What is read or written is not taken away meanwhile.
/** @param {Viewer} viewer @param {HTMLDialogElement} sheet */
export function holds(viewer, sheet) {
  const { root } = viewer;
  root.addEventListener("focusin", (event) => {
    const inside = around(event.target, ".ov, .story-foot, .story-head, .story-card", Element);
    viewer.hold("focus", Boolean(inside && (typing(event.target) || as(event.target)?.matches(":focus-visible"))));
  });
  root.addEventListener("input", (event) => {
    if (isField(event.target)) event.target.closest(".story-reply")?.classList.toggle("story-typing", event.target.value !== "");
  });
  root.addEventListener("toggle", (event) => {
    const menu = as(event.target, HTMLDetailsElement);
    if (menu?.matches("details.menu")) viewer.hold("menu", menu.open);
    if (!menu?.matches("[data-story-tag]")) return;
    if (menu.open) for (const other of all(root, "[data-story-tag][open]", HTMLDetailsElement)) other.open = other === menu;
    viewer.hold("tag", Boolean(find(root, "[data-story-tag][open]")));
  }, true);
  document.addEventListener("visibilitychange", () => viewer.hold("away", document.hidden));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "story-sheet" || sheet.open) return;
    viewer.hold("sheet", true);
    sheet.showModal();
  });
  sheet.addEventListener("close", () => viewer.hold("sheet", false));
  new MutationObserver(() => viewer.hold("question", Boolean(find(document, "dialog[open]:not([data-story-sheet])")))).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = around(event.detail.elt, "[data-reply]", HTMLFormElement);
    if (form) sending(need(form, "[name=text]", HTMLInputElement));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = around(event.detail.elt, "[data-reply]", HTMLFormElement);
    if (!form || !event.detail.successful) return;
    const field = need(form, "[name=text]", HTMLInputElement);
    arrived(field);
    if (field.value) return; // they go on writing
    form.classList.remove("story-typing");
    as(document.activeElement)?.blur();
    viewer.story?.focus({ preventScroll: true });
  });
}
