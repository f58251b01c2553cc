// Videos play silently while at least half of one is in view, one at a time.
// Somebody who asked for less motion or less data starts them by hand. The
// sound switch holds for all videos of the visit.
const watched = new Map(); // box → share in view
let loud = false;
let current = null;

const wishes = ["(prefers-reduced-motion: reduce)", "(prefers-reduced-data: reduce)"].map((q) => matchMedia(q));
const frugal = () => navigator.connection?.saveData || wishes[1].matches;
const byHand = () => frugal() || wishes.some((q) => q.matches);

const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) watched.set(entry.target, entry.isIntersecting ? entry.intersectionRatio : 0);
  choose();
}, { threshold: [0, 0.25, 0.5, 0.75, 1] });

function choose() {
  for (const box of watched.keys()) if (!box.isConnected) forget(box);
  for (const [box, share] of watched) {
    if (share < 0.5) {
      box.film.wanted = box.film.stopped = false;
      if (!box.film.paused) box.film.pause();
    }
  }
  if (document.hidden || byHand()) return;
  const best = [...watched].filter(([box, share]) => share >= 0.5 && !box.film.stopped).sort((a, b) => b[1] - a[1])[0];
  if (best && best[0] !== current) play(best[0]);
  else if (best && best[0].film.paused) play(best[0]);
}

function forget(box) {
  observer.unobserve(box);
  watched.delete(box);
  if (current === box) current = null;
}

function play(box) {
  if (current && current !== box) current.film.pause();
  current = box;
  const film = box.film;
  film.muted = !loud;
  film.wanted = true;
  film.play().catch(() => {
    if (film.wanted && loud) { // sound may need a press first
      film.muted = true;
      film.play().catch(() => {});
    }
  });
}

function toggle(box) {
  const film = box.film;
  if (film.paused) {
    film.stopped = false;
    play(box);
  } else {
    film.stopped = true; // stays so until it was out of view
    film.pause();
  }
}

function sound(on) {
  loud = on;
  for (const box of watched.keys()) {
    box.film.muted = !loud;
    box.querySelector("[data-sound]")?.setAttribute("aria-pressed", String(loud));
  }
}

function captions(box, on) {
  for (const track of box.film.textTracks) track.mode = "hidden";
  if (on && box.film.textTracks[0]) best(box.film).mode = "showing";
  box.querySelector("[data-captions]")?.setAttribute("aria-pressed", String(on));
}

// best is the track in a language of the visitor's, or the first.
function best(film) {
  const tracks = [...film.textTracks];
  for (const lang of navigator.languages || []) {
    const found = tracks.find((t) => t.language.toLowerCase().split("-")[0] === lang.toLowerCase().split("-")[0]);
    if (found) return found;
  }
  return tracks[0];
}

function begin(box) {
  const film = box.querySelector("video");
  const button = box.querySelector("[data-play]");
  const line = box.querySelector("[data-line]");
  box.dataset.ready = "";
  box.film = film;
  film.removeAttribute("controls");
  film.muted = !loud;
  film.tabIndex = -1;
  button.hidden = line.hidden = false;
  box.querySelector("[data-video-tools]").hidden = false;
  const small = film.querySelector("source[data-small]");
  if (small && frugal()) {
    small.removeAttribute("media");
    film.load();
  }
  const show = () => {
    box.classList.toggle("video-on", !film.paused);
    button.setAttribute("aria-label", film.paused ? "Play" : "Pause");
  };
  const step = () => {
    if (film.duration) line.value = 1000 * film.currentTime / film.duration;
    if (!film.paused && box.isConnected) requestAnimationFrame(step);
  };
  film.addEventListener("play", () => { show(); requestAnimationFrame(step); });
  film.addEventListener("pause", show);
  film.addEventListener("click", () => toggle(box));
  button.addEventListener("click", () => toggle(box));
  box.querySelector("[data-sound]")?.addEventListener("click", () => sound(!loud));
  const cc = box.querySelector("[data-captions]");
  cc?.addEventListener("click", () => captions(box, cc.getAttribute("aria-pressed") !== "true"));
  if (film.textTracks.length) captions(box, true);
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === " " && event.target.closest("[data-sound], [data-captions]")) return;
    if (key === " " || key === "k") toggle(box);
    else if (key === "m" && box.querySelector("[data-sound]")) sound(!loud);
    else if (key === "c" && cc) captions(box, cc.getAttribute("aria-pressed") !== "true");
    else return;
    event.preventDefault();
  });
  box.querySelector("[data-sound]")?.setAttribute("aria-pressed", String(loud));
  show();
  observer.observe(box);
  watched.set(box, 0);
}

function start(root) {
  for (const box of root.querySelectorAll("[data-video]:not([data-ready])")) begin(box);
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement || document));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) current?.film.pause();
  else choose();
});
for (const wish of wishes) wish.addEventListener("change", choose);
