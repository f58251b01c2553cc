// What happens while pages are open comes by one connection, which one tab of a
// browser holds. It tells the others, and goes on where it was cut.
import { above } from "./order.js";

/** @typedef {{ unread: number, messages: number, newest: string }} Badge */
/** @typedef {{ badge: Badge, notification: Badge & { text: string, url: string }, posts: { posts: string[] } }} News */
/** @typedef {{ [N in keyof News]: { name: N, id?: string, data: News[N] } }[keyof News]} Message */

const hiddenFor = 300_000; // ms until a browser that nobody looks at hangs up
const memory = "photogram:last"; // where a page finds what the page before had heard of

/** @type {{ [N in keyof News]: ((data: News[N]) => void)[] }} */
const ears = { badge: [], notification: [], posts: [] };

/** @type {BroadcastChannel | null} */
let channel = null;
/** @type {string | null} */
let last = null; // the place of the newest notification that was heard of
/** @type {string[]} */
let recent = []; // places of posts, for tabs that open later
/** @type {Set<string>} */
const tops = new Set(); // the newest posts on the pages of all tabs
let address = "";
/** @type {EventSource | null} */
let source = null; // of this tab, when it leads
/** @type {(() => void) | null} */
let release = null; // gives the lead to another tab
/** @type {AbortController | null} */
let waiting = null; // for the lead
let tries = 0;
let timer = 0;

/**
 * hear has news of a kind told to a part of the page.
 * @template {keyof News} N
 * @param {N} name
 * @param {(data: News[N]) => void} run
 */
export function hear(name, run) {
  ears[name].push(run);
}

/** @param {Message} message */
function handle(message) {
  const { name, id, data } = message;
  if (id && (last === null || above(id, last) > 0)) {
    last = id;
    try {
      sessionStorage.setItem(memory, `${last} ${Date.now()}`);
    } catch { /* storage may be switched off */ }
  }
  if (name !== "posts") for (const run of ears.badge) run(data);
  if (name === "notification") for (const run of ears.notification) run(data);
  if (name === "posts") for (const run of ears.posts) run(data);
}

// tell gives news to all tabs.
/** @param {Message} message */
export function tell(message) {
  channel?.postMessage(message);
  handle(message);
}

/** @param {MessageEvent<Message | { name: "top", data: string }>} event */
function told({ data: message }) {
  if (message.name !== "top") return handle(message);
  tops.add(message.data);
  if (source && recent.length > 0) channel?.postMessage({ name: "posts", data: { posts: recent } });
}

function connect() {
  const url = new URL(address, location.href);
  if (last !== null) url.searchParams.set("last", last);
  const oldest = [...tops].sort(above)[0];
  if (oldest) url.searchParams.set("top", oldest);
  const line = source = new EventSource(url);
  for (const name of /** @type {const} */ (["notification", "badge", "posts"])) {
    line.addEventListener(name, (event) => {
      tries = 0;
      const data = JSON.parse(event.data);
      if (name === "posts") recent = [...data.posts, ...recent].slice(0, 100);
      tell({ name, id: name === "posts" ? "" : event.lastEventId, data });
    });
  }
  line.addEventListener("bye", hangUp);
  line.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return; // it connects again by itself
    clearTimeout(timer);
    timer = setTimeout(connect, Math.min(300_000, 2000 * 2 ** tries++) * (0.5 + Math.random() / 2));
  });
}

function hangUp() {
  clearTimeout(timer);
  source?.close();
  source = null;
  waiting?.abort();
  waiting = null;
  release?.();
  release = null;
}

function listen() {
  if (source || waiting || release) return;
  if (!navigator.locks || !channel) { // each tab for itself
    connect();
    return;
  }
  const wait = waiting = new AbortController();
  navigator.locks.request("photogram-live", { signal: wait.signal }, () => new Promise((resolve) => {
    if (wait.signal.aborted) return resolve(null);
    waiting = null;
    release = () => resolve(null);
    connect();
  })).catch(() => { /* aborted */ });
}

/**
 * begin connects to an address; top is the newest post on this page.
 * @param {string} events
 * @param {string} top
 */
export function begin(events, top) {
  address = events;
  if ("BroadcastChannel" in window) {
    channel = new BroadcastChannel("photogram-live");
    channel.addEventListener("message", told);
  }
  try {
    const [place, at] = (sessionStorage.getItem(memory) || "").split(" ");
    if (place && Date.now() - Number(at) < 60_000) last = place;
  } catch { /* as above */ }
  if (top) {
    tops.add(top);
    channel?.postMessage({ name: "top", data: top });
  }
  let sleep = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.visibilityState === "visible") listen();
    else sleep = setTimeout(hangUp, hiddenFor);
  });
  addEventListener("pagehide", hangUp); // a page that may come back must not keep the lead
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  listen();
}
