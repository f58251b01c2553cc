// Videos play silently while at least half of one is in view, one at a time.
// Somebody who asked for less motion or less data starts them by hand. The
// sound switch holds for all videos of the visit.
import { all, around, find, need } from "../site/dom.js";
import { onParts } from "../site/start.js";
import { word } from "../site/words.js";

/** @type {Map<Element, Player>} */
const players = new Map(); // by the box that is watched
/** @type {Player | null} */
let current = null;
/** @type {IntersectionObserver | undefined} */
let observer;
let loud = false;

const wishes = () => ["(prefers-reduced-motion: reduce)", "(prefers-reduced-data: reduce)"].map((query) => matchMedia(query));
const frugal = () => Boolean(navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches);
const byHand = () => frugal() || wishes().some((wish) => wish.matches);

class Player {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.film = need(box, "video", HTMLVideoElement);
    this.button = need(box, "[data-play]");
    this.line = need(box, "[data-line]", HTMLProgressElement);
    this.switch = find(box, "[data-sound]");
    this.cc = find(box, "[data-captions]");
    this.share = 0; // of it that is in view
    this.wanted = this.stopped = false;
    this.begin();
  }

  begin() {
    const { box, film, button } = this;
    box.dataset.ready = "";
    film.removeAttribute("controls");
    film.muted = !loud;
    film.tabIndex = -1;
    button.hidden = this.line.hidden = false;
    need(box, "[data-video-tools]").hidden = false;
    const small = find(film, "source[data-small]");
    if (small && frugal()) {
      small.removeAttribute("media");
      film.load();
    }
    film.addEventListener("play", () => { this.show(); requestAnimationFrame(() => this.step()); });
    film.addEventListener("pause", () => this.show());
    film.addEventListener("click", () => this.toggle());
    button.addEventListener("click", () => this.toggle());
    this.switch?.addEventListener("click", () => sound(!loud));
    this.cc?.addEventListener("click", () => this.captions());
    if (film.textTracks.length) this.captions(true);
    box.addEventListener("keydown", (event) => this.key(event));
    this.switch?.setAttribute("aria-pressed", String(loud));
    this.show();
  }

  show() {
    this.box.classList.toggle("video-on", !this.film.paused);
    this.button.setAttribute("aria-label", this.film.paused ? word("app.play") : word("app.pause"));
  }

  step() {
    const { film } = this;
    if (film.duration) this.line.value = 1000 * film.currentTime / film.duration;
    if (!film.paused && this.box.isConnected) requestAnimationFrame(() => this.step());
  }

  play() {
    if (current !== this) current?.film.pause();
    current = this;
    const { film } = this;
    film.muted = !loud;
    this.wanted = true;
    film.play().catch(() => {
      if (this.wanted && loud) { // sound may need a press first
        film.muted = true;
        film.play().catch(() => {});
      }
    });
  }

  toggle() {
    if (this.film.paused) {
      this.stopped = false;
      this.play();
    } else {
      this.stopped = true; // stays so until it was out of view
      this.film.pause();
    }
  }

  captions(on = this.cc?.getAttribute("aria-pressed") !== "true") {
    const tracks = [...this.film.textTracks];
    for (const track of tracks) track.mode = "hidden";
    const track = best(tracks);
    if (on && track) track.mode = "showing";
    this.cc?.setAttribute("aria-pressed", String(on));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === " " && around(event.target, "[data-sound], [data-captions]")) return;
    if (key === " " || key === "k") this.toggle();
    else if (key === "m" && this.switch) sound(!loud);
    else if (key === "c" && this.cc) this.captions();
    else return;
    event.preventDefault();
  }
}

// best is the track in a language of the visitor's, or the first.
/** @param {TextTrack[]} tracks */
function best(tracks) {
  const base = (/** @type {string} */ lang) => lang.toLowerCase().split("-")[0];
  for (const lang of navigator.languages || []) {
    const found = tracks.find((track) => base(track.language) === base(lang));
    if (found) return found;
  }
  return tracks[0];
}

/** @param {boolean} on */
function sound(on) {
  loud = on;
  for (const player of players.values()) {
    player.film.muted = !loud;
    player.switch?.setAttribute("aria-pressed", String(loud));
  }
}

function choose() {
  for (const [box, player] of players) {
    if (box.isConnected) continue;
    observer?.unobserve(box);
    players.delete(box);
    if (current === player) current = null;
  }
  for (const player of players.values()) {
    if (player.share >= 0.5) continue;
    player.wanted = player.stopped = false;
    if (!player.film.paused) player.film.pause();
  }
  if (document.hidden || byHand()) return;
  const first = [...players.values()].filter((player) => player.share >= 0.5 && !player.stopped).sort((a, b) => b.share - a.share)[0];
  if (first && (first !== current || first.film.paused)) first.play();
}

export function start() {
  const eye = observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const player = players.get(entry.target);
      if (player) player.share = entry.isIntersecting ? entry.intersectionRatio : 0;
    }
    choose();
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  onParts((root) => {
    for (const box of all(root, "[data-video]:not([data-ready])")) {
      players.set(box, new Player(box));
      eye.observe(box);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) current?.film.pause();
    else choose();
  });
  for (const wish of wishes()) wish.addEventListener("change", choose);
}
