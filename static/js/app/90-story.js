// The viewer of stories: it goes on by itself, by taps, keys and swipes, holds
// while something is held, open or written, and reads ahead what comes next.
const { toast, arrange } = window.photogram;
const viewer = document.querySelector("[data-stories]");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const handKey = "stories-by-hand";
let byHand = false;
try { byHand = localStorage.getItem(handKey) === "1"; } catch { /* it is asked again next time */ }

const post = (path, fields = {}) => fetch(path, { method: "POST", keepalive: true, headers: { Accept: "application/json", "HX-Request": "true" }, body: new URLSearchParams(fields) }).catch(() => null);

function start() {
  let reel = viewer.querySelector("[data-reel]");
  let index = 0, stories = [], bars = [];
  let clock = null;              // the animation of the running bar
  let loud = false, seen = new Set();
  const holds = new Set();       // why nothing moves just now
  const ahead = new Map();       // reels that were read before they are needed
  const past = [];               // reels to go back to
  const voice = viewer.querySelector("[data-story-voice]");
  const sheet = viewer.querySelector("[data-story-sheet]");
  viewer.classList.add("story-live");

  const story = () => stories[index];
  const video = () => story()?.querySelector("[data-story-video]");
  const alone = () => byHand || still.matches;

  function take(next) {
    reel = next;
    stories = [...reel.querySelectorAll("[data-story]")];
    bars = [...reel.querySelectorAll("[data-bar]")];
    for (const tool of reel.querySelectorAll("[data-pause], [data-sound-story], [data-by-hand], [data-copy-here]")) tool.hidden = false;
    for (const film of reel.querySelectorAll("[data-story-video]")) { film.controls = false; film.muted = true; }
    for (const menu of reel.querySelectorAll("[data-by-hand]")) menu.setAttribute("aria-pressed", String(byHand));
    arrange(reel);
  }

  function warm(one) {
    if (!one) return;
    for (const image of one.querySelectorAll("img[loading]")) image.loading = "eager";
    const film = one.querySelector("[data-story-video]");
    if (film && film.preload === "none") { film.preload = "auto"; film.load(); }
  }

  async function readAhead() {
    const name = (reel.dataset.following || "").split(" ")[0];
    if (!name || ahead.has(name)) return;
    ahead.set(name, null);
    const answer = await fetch("/stories/" + name, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return ahead.delete(name);
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const next = box.content.querySelector("[data-reel]");
    if (!next) return;
    ahead.set(name, document.adoptNode(next));
    const first = next.querySelector("[data-story]:not([hidden])");
    for (const image of first?.querySelectorAll("img") || []) { const copy = new Image(); copy.sizes = image.sizes; copy.srcset = image.srcset; copy.src = image.src; }
  }

  // ready is whether the story's picture is there; until then the bar waits.
  function ready(one) {
    const film = one.querySelector("[data-story-video]");
    if (film) return film.readyState >= 3 ? Promise.resolve() : new Promise((done) => { film.addEventListener("canplay", done, { once: true }); film.addEventListener("error", done, { once: true }); });
    const image = one.querySelector(".story-picture picture img");
    if (!image || image.complete) return Promise.resolve();
    return new Promise((done) => { image.addEventListener("load", done, { once: true }); image.addEventListener("error", done, { once: true }); });
  }

  function fill(bar, part) {
    bar.querySelector("span").style.transform = `scaleX(${part})`;
  }

  async function show(at, { focus = true } = {}) {
    clock?.cancel();
    clock = null;
    for (const film of viewer.querySelectorAll("[data-story-video]")) film.pause();
    index = at;
    const one = story();
    stories.forEach((other, i) => { other.hidden = i !== at; });
    bars.forEach((bar, i) => { bar.className = "story-bar"; fill(bar, i < at ? 1 : 0); });
    holds.clear();
    draw();
    warm(one);
    history.replaceState(history.state, "", one.dataset.path);
    voice.textContent = one.getAttribute("aria-label") + ". " + (one.querySelector(".story-picture img:not(.ph), .story-picture video")?.getAttribute("alt") || "");
    if (focus && !viewer.contains(document.activeElement?.closest?.("dialog"))) one.focus({ preventScroll: true });
    if ("counts" in one.dataset && !seen.has(one.dataset.story)) {
      seen.add(one.dataset.story);
      post(`/story/${one.dataset.story}/view`);
    }
    viewer.classList.add("viewer-waiting");
    await ready(one);
    if (story() !== one) return;
    viewer.classList.remove("viewer-waiting");
    warm(stories[at + 1]);
    if (at === stories.length - 1) readAhead();
    run();
  }

  function run() {
    const one = story();
    const film = video();
    const bar = bars[index]?.querySelector("span");
    if (!bar) return;
    if (film) { film.muted = !loud; film.currentTime = 0; }
    const length = film && film.duration > 0 ? film.duration * 1000 : Number(one.dataset.duration) || 6000;
    bar.style.transform = "";
    clock = bar.animate([{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }], { duration: length, fill: "forwards" });
    clock.pause();
    clock.onfinish = () => go(1, "end");
    if (alone()) { clock.cancel(); clock = null; fill(bars[index], 1); }
    move();
  }

  // move runs or holds what runs, as there are reasons to hold.
  function move() {
    const held = holds.size > 0;
    const film = video();
    if (held) { clock?.pause(); film?.pause(); } else {
      clock?.play();
      film?.play().catch(() => { film.muted = true; film.play().catch(() => {}); });
    }
    viewer.dataset.held = String(held);
    draw();
  }
  function hold(why, on) {
    if (on) holds.add(why); else holds.delete(why);
    move();
  }
  function draw() {
    const one = story();
    const pause = one?.querySelector("[data-pause]");
    if (pause) {
      pause.setAttribute("aria-pressed", String(holds.has("pressed")));
      pause.setAttribute("aria-label", holds.has("pressed") ? "Play" : "Pause");
    }
    one?.querySelector("[data-sound-story]")?.setAttribute("aria-pressed", String(loud));
    viewer.classList.toggle("viewer-held", holds.has("finger"));
  }

  const tap = (kind) => { const one = story(); if ("counts" in one.dataset) post(`/story/${one.dataset.story}/tap`, { tap: kind }); };

  function go(by, why) {
    if (why === "tap") tap(by > 0 ? "forward" : "back");
    const to = index + by;
    if (to >= 0 && to < stories.length) return show(to);
    if (by > 0) return onward();
    if (past.length) return swap(past.pop(), false);
    show(0);
  }

  async function onward() {
    const [name] = (reel.dataset.following || "").split(" ").filter(Boolean);
    if (!name) return close();
    let next = ahead.get(name);
    if (!next) { await readAhead(); next = ahead.get(name); }
    if (!next) { location.assign("/stories/" + name); return; }
    ahead.delete(name);
    // The order stays as it was when the viewer was opened.
    next.dataset.following = reel.dataset.following.split(" ").slice(1).join(" ");
    past.push(reel);
    swap(next, true);
  }

  function swap(next, forward) {
    reel.replaceWith(next);
    take(next);
    window.htmx.process(next);
    const first = stories.findIndex((one) => !one.hidden);
    if (!still.matches) next.animate([{ transform: `translateX(${forward ? 12 : -12}%)`, opacity: .4 }, { transform: "none", opacity: 1 }], { duration: 220, easing: "ease-out" });
    show(Math.max(0, first));
  }

  function close() {
    clock?.cancel();
    const back = viewer.dataset.back;
    if (document.referrer && new URL(document.referrer).origin === location.origin && new URL(document.referrer).pathname === back && history.length > 1) history.back();
    else location.assign(back);
  }
  function leave() { tap("exit"); close(); }

  let swiped = false; // the click that ends a swipe does nothing
  viewer.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) { event.preventDefault(); if (!swiped) go(Number(step.dataset.step), "tap"); return; }
    if (event.target.closest("[data-close]")) { event.preventDefault(); return leave(); }
    if (event.target.closest("[data-pause]")) return hold("pressed", !holds.has("pressed"));
    if (event.target.closest("[data-sound-story]")) { loud = !loud; if (video()) video().muted = !loud; return draw(); }
    const hand = event.target.closest("[data-by-hand]");
    if (hand) {
      byHand = !byHand;
      try { localStorage.setItem(handKey, byHand ? "1" : "0"); } catch { /* it holds for this visit */ }
      for (const one of viewer.querySelectorAll("[data-by-hand]")) one.setAttribute("aria-pressed", String(byHand));
      toast(byHand ? "Stories wait for you." : "Stories go on by themselves.");
      hand.closest("details").open = false;
      clock?.cancel();
      run();
    }
  });

  // Holding pauses; a swipe goes to the next account, down closes, up replies.
  let down = null, timer = 0;
  viewer.addEventListener("pointerdown", (event) => {
    swiped = false;
    if (event.button || event.target.closest(".ov, .story-head, .story-foot, dialog, .story-card a")) return;
    down = { x: event.clientX, y: event.clientY, at: event.timeStamp };
    timer = setTimeout(() => { hold("finger", true); }, 180);
  });
  addEventListener("pointerup", (event) => {
    clearTimeout(timer);
    if (!down) return;
    const dx = event.clientX - down.x, dy = event.clientY - down.y, long = event.timeStamp - down.at > 180;
    down = null;
    hold("finger", false);
    swiped = long || Math.hypot(dx, dy) > 30;
    if (Math.abs(dx) > 60 && Math.abs(dx) > Math.abs(dy)) {
      if (dx < 0) onward(); else if (past.length) swap(past.pop(), false);
    } else if (dy > 90) leave();
    else if (dy < -70) {
      const field = story().querySelector(".story-reply input");
      if (field) field.focus(); else story().querySelector("[data-viewers]")?.click();
    } else if (!long && Math.hypot(dx, dy) < 12 && event.target.closest("[data-story]") && !event.target.closest(".ov, .story-head, .story-foot, [data-step], .story-card a")) {
      const box = story().getBoundingClientRect();
      go(event.clientX < box.left + box.width * .3 ? -1 : 1, "tap");
    }
  });
  viewer.addEventListener("dragstart", (event) => event.preventDefault()); // of links and pictures
  addEventListener("pointercancel", () => { clearTimeout(timer); down = null; hold("finger", false); });

  const typing = (target) => target.matches?.("input, textarea, select") && target.type !== "range" || target.isContentEditable;
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (event.target.closest?.("details[open]")) return;
      if (typing(event.target)) return event.target.blur();
      return leave();
    }
    if (typing(event.target) || event.target.matches?.("[type=range]")) return;
    const name = { ArrowRight: "next", ArrowLeft: "prev", " ": "pause", m: "sound", r: "reply", l: "like", PageDown: "account" }[event.key];
    if (!name || name === "pause" && event.target.closest("a, button, summary")) return;
    event.preventDefault();
    if (name === "next") { if (event.shiftKey) onward(); else go(1, "tap"); }
    if (name === "account") onward();
    if (name === "prev") go(-1, "tap");
    if (name === "pause") hold("pressed", !holds.has("pressed"));
    if (name === "sound") story().querySelector("[data-sound-story]")?.click();
    if (name === "reply") story().querySelector(".story-reply input")?.focus();
    if (name === "like") story().querySelector(".story-like button")?.click();
  });

  // What is read or written by keyboard is not taken away meanwhile.
  viewer.addEventListener("focusin", (event) => {
    const inside = event.target.closest(".ov, .story-foot, .story-head, .story-card");
    hold("focus", Boolean(inside && (typing(event.target) || event.target.matches(":focus-visible"))));
  });
  viewer.addEventListener("input", (event) => {
    event.target.closest(".story-reply")?.classList.toggle("story-typing", event.target.value !== "");
  });
  viewer.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.menu")) hold("menu", event.target.open);
  }, true);
  document.addEventListener("visibilitychange", () => hold("away", document.hidden));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "story-sheet" || sheet.open) return;
    hold("sheet", true);
    sheet.showModal();
  });
  sheet.addEventListener("close", () => hold("sheet", false));
  new MutationObserver(() => hold("question", Boolean(document.querySelector("dialog[open]:not([data-story-sheet])")))).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("[data-reply]");
    if (!form || !event.detail.successful) return;
    form.reset();
    form.classList.remove("story-typing");
    document.activeElement?.blur();
    story().focus({ preventScroll: true });
  });
  still.addEventListener("change", () => { clock?.cancel(); run(); });

  take(reel);
  const first = stories.findIndex((one) => !one.hidden);
  if (stories[first] && "counts" in stories[first].dataset) seen.add(stories[first].dataset.story); // the page counted it
  show(Math.max(0, first), { focus: false });
}

if (viewer) start();

// Going back to a page shows it as it was; what was seen meanwhile is asked for.
addEventListener("pageshow", (event) => {
  const tray = document.querySelector(".page-home .tray");
  const back = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (back && tray) window.htmx.ajax("GET", "/stories", { target: tray, swap: "outerHTML" });
});
