// The viewer of stories: it goes on by itself, by taps, keys and swipes, holds
// while something is held, open or written, and reads ahead what comes next.
import { all, around, find, need } from "../site/dom.js";
import { post } from "../site/send.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { arrange } from "../story/place.js";
import { next, readAhead, take } from "./ahead.js";
import { ready, warm } from "./ready.js";

const handKey = "stories-by-hand";

/** @param {string} path @param {Record<string, string>} [fields] */
const send = (path, fields = {}) => { post(path, fields, { keepalive: true, headers: { Accept: "application/json", "HX-Request": "true" } }).catch(() => {}); };

/** @param {Element} bar @param {number} part */
function fill(bar, part) {
  const filled = find(bar, "span");
  if (filled) filled.style.transform = `scaleX(${part})`;
}

export class Viewer {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.reel = need(root, "[data-reel]");
    /** @type {HTMLElement[]} */
    this.stories = [];
    /** @type {HTMLElement[]} */
    this.bars = [];
    this.index = 0;
    /** @type {Animation | null} */
    this.clock = null; // of the running bar
    this.loud = false;
    this.seen = new Set();
    this.holds = new Set(); // why nothing moves just now
    /** @type {HTMLElement[]} */
    this.past = []; // reels to go back to
    this.voice = need(root, "[data-story-voice]");
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.byHand = false;
    try { this.byHand = localStorage.getItem(handKey) === "1"; } catch { /* it is asked again next time */ }
    this.root.classList.add("story-live");
    this.take(this.reel);
    const first = this.stories.findIndex((one) => !one.hidden), one = this.stories[first];
    if (one && "counts" in one.dataset) this.seen.add(one.dataset.story); // the page counted it
    this.show(Math.max(0, first), { focus: false });
    this.still.addEventListener("change", () => this.again());
  }

  get story() { return this.stories[this.index]; }
  get video() { return this.story && find(this.story, "[data-story-video]", HTMLVideoElement); }

  /** @param {HTMLElement} reel */
  take(reel) {
    this.reel = reel;
    this.stories = all(reel, "[data-story]");
    this.bars = all(reel, "[data-bar]");
    for (const tool of all(reel, "[data-pause], [data-sound-story], [data-by-hand], [data-copy-here]")) tool.hidden = false;
    for (const film of all(reel, "[data-story-video]", HTMLVideoElement)) { film.controls = false; film.muted = true; }
    for (const menu of all(reel, "[data-by-hand]")) menu.setAttribute("aria-pressed", String(this.byHand));
    arrange(reel);
  }

  /** @param {number} at */
  async show(at, { focus = true } = {}) {
    this.stop();
    for (const film of all(this.root, "[data-story-video]", HTMLVideoElement)) film.pause();
    this.index = at;
    const one = this.story;
    if (!one) return;
    this.stories.forEach((other, i) => { other.hidden = i !== at; });
    for (const tag of all(this.root, "[data-story-tag][open]", HTMLDetailsElement)) tag.open = false;
    this.bars.forEach((bar, i) => { bar.className = "story-bar"; fill(bar, i < at ? 1 : 0); });
    this.holds.clear();
    this.draw();
    warm(one);
    history.replaceState(history.state, "", one.dataset.path);
    this.voice.textContent = one.getAttribute("aria-label") + ". " + (find(one, ".story-picture img:not(.ph), .story-picture video")?.getAttribute("alt") || "");
    if (focus && !this.root.contains(around(document.activeElement, "dialog"))) one.focus({ preventScroll: true });
    if ("counts" in one.dataset && !this.seen.has(one.dataset.story)) {
      this.seen.add(one.dataset.story);
      send(`/story/${one.dataset.story}/view`);
    }
    this.root.classList.add("viewer-waiting");
    await ready(one);
    if (this.story !== one) return;
    this.root.classList.remove("viewer-waiting");
    const after = this.stories[at + 1];
    if (after) warm(after);
    else readAhead(this.reel);
    this.run();
  }

  run() {
    const one = this.story, film = this.video, bar = this.bars[this.index], filled = bar && find(bar, "span");
    if (!one || !filled) return;
    if (film) { film.muted = !this.loud; film.currentTime = 0; }
    const length = film && film.duration > 0 ? film.duration * 1000 : Number(one.dataset.duration) || 6000;
    filled.style.transform = "";
    if (this.byHand || this.still.matches) fill(bar, 1);
    else {
      this.clock = filled.animate([{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }], { duration: length, fill: "forwards" });
      this.clock.pause();
      this.clock.onfinish = () => this.go(1, "end");
    }
    this.move();
  }

  stop() {
    this.clock?.cancel();
    this.clock = null;
  }
  again() {
    this.stop();
    this.run();
  }

  // move runs or holds what runs, as there are reasons to hold.
  move() {
    const held = this.holds.size > 0, film = this.video;
    if (held) { this.clock?.pause(); film?.pause(); } else {
      this.clock?.play();
      film?.play().catch(() => { film.muted = true; film.play().catch(() => {}); });
    }
    this.root.dataset.held = String(held);
    this.draw();
  }

  /** @param {string} why @param {boolean} on */
  hold(why, on) {
    if (on) this.holds.add(why); else this.holds.delete(why);
    this.move();
  }
  pause() { this.hold("pressed", !this.holds.has("pressed")); }

  draw() {
    const one = this.story, pause = one && find(one, "[data-pause]"), pressed = this.holds.has("pressed");
    if (pause) {
      pause.setAttribute("aria-pressed", String(pressed));
      pause.setAttribute("aria-label", pressed ? word("app.play") : word("app.pause"));
    }
    if (one) find(one, "[data-sound-story]")?.setAttribute("aria-pressed", String(this.loud));
    this.root.classList.toggle("viewer-held", this.holds.has("finger"));
  }

  sound() {
    this.loud = !this.loud;
    if (this.video) this.video.muted = !this.loud;
    this.draw();
  }

  // hand is whether stories wait until somebody goes on.
  hand() {
    this.byHand = !this.byHand;
    try { localStorage.setItem(handKey, this.byHand ? "1" : "0"); } catch { /* it holds for this visit */ }
    for (const one of all(this.root, "[data-by-hand]")) one.setAttribute("aria-pressed", String(this.byHand));
    toast(this.byHand ? word("viewer.wait") : word("viewer.go-on"));
    this.again();
  }

  /** @param {"forward" | "back" | "exit"} kind */
  tap(kind) {
    const one = this.story;
    if (one && "counts" in one.dataset) send(`/story/${one.dataset.story}/tap`, { tap: kind });
  }

  /** @param {number} by @param {"tap" | "end"} why */
  go(by, why) {
    if (why === "tap") this.tap(by > 0 ? "forward" : "back");
    const to = this.index + by;
    if (to >= 0 && to < this.stories.length) this.show(to);
    else if (by > 0) this.onward();
    else if (!this.back()) this.show(0);
  }

  async onward() {
    const { reel } = this, name = next(reel);
    if (!name) return this.close();
    const following = await take(reel);
    if (!following) return location.assign("/stories/" + name);
    this.past.push(reel);
    this.swap(following, true);
  }

  // back goes to the reel before, and tells whether there is one.
  back() {
    const before = this.past.pop();
    if (before) this.swap(before, false);
    return Boolean(before);
  }

  /** @param {HTMLElement} reel @param {boolean} forward */
  swap(reel, forward) {
    this.reel.replaceWith(reel);
    this.take(reel);
    htmx.process(reel);
    const first = this.stories.findIndex((one) => !one.hidden);
    if (!this.still.matches) reel.animate([{ transform: `translateX(${forward ? 12 : -12}%)`, opacity: .4 }, { transform: "none", opacity: 1 }], { duration: 220, easing: "ease-out" });
    this.show(Math.max(0, first));
  }

  close() {
    this.clock?.cancel();
    const back = this.root.dataset.back || "/", from = document.referrer && new URL(document.referrer);
    if (from && from.origin === location.origin && from.pathname === back && history.length > 1) history.back();
    else location.assign(back);
  }
  leave() {
    this.tap("exit");
    this.close();
  }
}
