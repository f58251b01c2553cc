// Says what was seen: a post of which half was on screen for a second, how long
// its video ran, and links of profiles that were followed. What a page shows by
// itself was counted when it was opened.
import { all, around } from "../site/dom.js";
import { onParts } from "../site/start.js";

const second = 1000, skipped = 3000, most = 80; // milliseconds, and what is sent at once

/** @type {URLSearchParams | undefined} */
let waiting;
let timer = 0;

function send() {
  clearTimeout(timer);
  timer = 0;
  if (!waiting) return;
  const body = waiting;
  waiting = undefined;
  if (!navigator.sendBeacon("/insights/looks", body)) fetch("/insights/looks", { method: "POST", body, keepalive: true }).catch(() => {});
}

/** @param {string} what @param {string} value */
function say(what, value) {
  waiting ||= new URLSearchParams();
  waiting.append(what, value);
  if (waiting.size >= most) send();
  else timer ||= setTimeout(send, 2 * second);
}

/** @type {Set<string>} */
const seen = new Set(); // in this page's life
/** @type {Map<Element, number>} */
const looks = new Map(); // posts that are half on screen, by the timer that counts them

/** @param {IntersectionObserverEntry[]} entries */
function watch(entries) {
  for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
    const code = target instanceof HTMLElement ? target.dataset.post || "" : "";
    const half = isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2);
    if (!half) {
      clearTimeout(looks.get(target));
      looks.delete(target);
    } else if (code && !seen.has(code) && !looks.has(target)) {
      looks.set(target, setTimeout(() => {
        looks.delete(target);
        if (document.hidden || seen.has(code)) return;
        seen.add(code);
        say("seen", code);
      }, second));
    }
  }
}

/** @typedef {{ began: number, ran: number, over: boolean }} Play */
/** @type {WeakMap<Element, Play>} */
const plays = new WeakMap();

/** @param {EventTarget | null} target @param {string} type */
function played(target, type) {
  if (!(target instanceof HTMLVideoElement)) return;
  const code = around(target, "[data-post]")?.dataset.post;
  if (!code || around(target, "[data-editor]")) return;
  let play = plays.get(target);
  if (!play) {
    if (type !== "playing") return;
    plays.set(target, play = { began: 0, ran: 0, over: false });
    say("play", code);
  }
  const now = performance.now();
  if (play.began) {
    const ran = Math.round(now - play.began);
    play.began = 0;
    play.ran += ran;
    if (ran > 0) say("watch", code + "." + ran);
  }
  if (type === "playing") play.began = now;
  else if (!play.over) {
    play.over = true;
    if (play.ran < skipped && !target.ended) say("skip", code);
  }
}

export function start() {
  const eye = new IntersectionObserver(watch, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75] });
  onParts((root) => { for (const card of all(root, "article.card[data-post]:not([data-counts])")) { card.dataset.counts = ""; eye.observe(card); } });
  for (const type of ["playing", "pause", "ended"]) document.addEventListener(type, (event) => played(event.target, type), true);
  document.addEventListener("click", (event) => {
    const link = around(event.target, "a[data-owner]");
    if (link?.dataset.owner) say("link", link.dataset.owner);
  });
  const leave = () => {
    for (const film of all(document, "video", HTMLVideoElement)) if (!film.paused) played(film, "leave");
    send();
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  addEventListener("pagehide", send);
}
