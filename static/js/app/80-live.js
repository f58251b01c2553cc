// What happens while pages are open: the bell's badge, new notifications, new
// posts. One tab of a browser holds the connection and tells the others.
const nav = document.querySelector("[data-live]");
const { toast } = window.photogram;

const hiddenFor = 5 * 60_000; // ms until a browser that nobody looks at hangs up
const memory = "photogram:last"; // where a page finds what the page before had heard of

function start() {
  const bell = document.querySelector("[data-bell]");
  const count = bell?.querySelector("[data-unread]");
  const title = document.title;
  const feed = document.querySelector("[data-feed][data-top]:not([data-top=''])");
  const notices = document.querySelector("[data-notices]");

  // Messages: the badge of the inbox, and word of new ones for the page that shows them.
  const inbox = [...document.querySelectorAll("[data-mail]")];
  const threads = document.querySelector("[data-threads]");
  let unreadMail = Number(inbox[0]?.querySelector("[data-mail-count]").dataset.mailCount || 0);
  let unreadNotices = 0;
  let newest = null;
  function retitle() {
    const n = unreadNotices + unreadMail;
    document.title = (n ? `(${n > 99 ? "99+" : n}) ` : "") + title;
  }
  // Places in lists sort by length, then by digits.
  const above = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
  const threadsPill = threads && pill(threads, () => {
    threads.dataset.threads = newest;
    threadsPill("");
  });
  function mail({ messages, newest: now }) {
    const text = messages > 99 ? "99+" : String(messages);
    for (const link of inbox) {
      const count = link.querySelector("[data-mail-count]");
      count.textContent = text;
      count.dataset.mailCount = messages;
      count.hidden = messages === 0;
      link.setAttribute("aria-label", messages ? `Inbox, ${text} unread` : "Inbox");
    }
    const more = messages > unreadMail;
    unreadMail = messages;
    retitle();
    if (now === newest || now === "0") return;
    newest = now;
    if (threads && above(now, threads.dataset.threads) > 0) threadsPill("New messages");
    const free = document.dispatchEvent(new CustomEvent("photogram:message", { cancelable: true, detail: { more } }));
    if (free && more && !threads && document.visibilityState === "visible") mailToast();
  }
  function mailToast() {
    toast("You have a new message.", { action: "View", run: () => location.assign("/inbox"), keep: 3000 });
  }

  // The badge.
  function show({ unread }) {
    if (!bell) return;
    const text = unread > 99 ? "99+" : String(unread);
    count.textContent = text;
    count.dataset.unread = unread;
    count.hidden = unread === 0;
    bell.setAttribute("aria-label", unread ? `Notifications, ${text} new` : "Notifications");
    unreadNotices = unread;
    retitle();
  }
  show({ unread: Number(count?.dataset.unread || 0) });

  // A page of notifications says up to where it was seen, once it is looked at.
  async function seen(path, upto) {
    const body = new URLSearchParams({ upto });
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error();
    const badge = await answer.json();
    tell({ name: "badge", data: badge });
  }
  Object.assign(window.photogram, { seen, mailToast });
  async function look() {
    const form = document.querySelector("form[data-seen]");
    if (!form || form.hidden || document.visibilityState !== "visible") return;
    form.hidden = true;
    try {
      await seen(form.action, form.elements.upto.value);
    } catch {
      form.hidden = false; // its button still works
    }
  }

  // A button above a list says what is new and loads it.
  function pill(list, load) {
    const place = document.createElement("div");
    place.className = "fresh";
    place.setAttribute("role", "status");
    list.before(place);
    return (text) => {
      if (!text) {
        place.replaceChildren();
        return;
      }
      let button = place.querySelector("button");
      if (!button) {
        button = document.createElement("button");
        button.type = "button";
        button.className = "fresh-pill";
        const arrow = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        arrow.setAttribute("class", "icon");
        arrow.setAttribute("viewBox", "0 0 24 24");
        arrow.setAttribute("aria-hidden", "true");
        for (const d of ["m5 12 7-7 7 7", "M12 19V5"]) {
          const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
          path.setAttribute("d", d);
          arrow.append(path);
        }
        button.append(arrow, document.createElement("span"));
        button.addEventListener("click", async () => {
          button.disabled = true;
          if (await reload(list)) load();
          else button.disabled = false;
        });
        place.append(button);
      }
      button.lastChild.textContent = text;
    };
  }

  // reload puts the newest page of a list in place of what is there.
  async function reload(list) {
    let swapped = false;
    const done = () => { swapped = true; };
    list.addEventListener("htmx:afterSwap", done);
    await window.htmx.ajax("GET", location.pathname + location.search, { target: list, swap: "innerHTML", select: ".part" });
    list.removeEventListener("htmx:afterSwap", done);
    if (!swapped) return false;
    document.dispatchEvent(new CustomEvent("photogram:fresh"));
    scrollTo({ top: 0, behavior: "instant" });
    const first = list.querySelector("article, .notice");
    if (first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    return true;
  }

  // New posts are those above the newest that was on the page.
  let top = feed?.dataset.top || "";
  const fresh = new Set();
  const postsPill = feed && pill(feed, () => {
    for (const place of fresh) if (above(place, top) > 0) top = place;
    fresh.clear();
    postsPill("");
  });
  function posts({ posts: places }) {
    if (!feed) return;
    for (const place of places) if (above(place, top) > 0) fresh.add(place);
    if (fresh.size > 0) postsPill(fresh.size === 1 ? "1 new post" : `${fresh.size > 99 ? "99+" : fresh.size} new posts`);
  }

  let more = 0;
  const noticesPill = notices && pill(notices, async () => {
    more = 0;
    noticesPill("");
    const newest = notices.querySelector(".notice")?.id.slice(2);
    if (newest && notices.dataset.notices) await seen(notices.dataset.notices, newest).catch(() => {});
  });
  function notification(data) {
    if (notices) {
      more++;
      noticesPill(more === 1 ? "1 new notification" : `${more} new notifications`);
    } else if (document.visibilityState === "visible") {
      toast(data.text, { action: "View", run: () => location.assign(data.url), keep: 3000 });
    }
  }

  // Between tabs.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("photogram-live") : null;
  let last = null; // the place of the newest notification that was heard of
  const recent = []; // places of posts, for tabs that open later
  const tops = new Set();
  if (top) tops.add(top);
  try {
    const [place, at] = (sessionStorage.getItem(memory) || "").split(" ");
    if (place && Date.now() - Number(at) < 60_000) last = place;
  } catch { /* storage may be switched off */ }

  function handle({ name, id, data }) {
    if (id && (last === null || above(id, last) > 0)) {
      last = id;
      try {
        sessionStorage.setItem(memory, `${last} ${Date.now()}`);
      } catch { /* as above */ }
    }
    if (name === "badge" || name === "notification") {
      show(data);
      mail(data);
    }
    if (name === "notification") {
      notification(data);
    }
    if (name === "posts") posts(data);
  }
  function tell(message) {
    channel?.postMessage(message);
    handle(message);
  }
  let source = null; // of this tab, when it leads
  channel?.addEventListener("message", (event) => {
    if (event.data.name === "top") {
      tops.add(event.data.data);
      if (source && recent.length > 0) channel.postMessage({ name: "posts", data: { posts: recent } });
    } else {
      handle(event.data);
    }
  });
  if (top) channel?.postMessage({ name: "top", data: top });

  // The connection, which goes on where it was cut.
  let release = null; // gives the lead to another tab
  let waiting = null; // for the lead
  let tries = 0;
  let timer = 0;
  function connect() {
    const url = new URL(nav.dataset.live, location.href);
    if (last !== null) url.searchParams.set("last", last);
    const oldest = [...tops].sort(above)[0];
    if (oldest) url.searchParams.set("top", oldest);
    source = new EventSource(url);
    for (const name of ["notification", "badge", "posts"]) {
      source.addEventListener(name, (event) => {
        tries = 0;
        const data = JSON.parse(event.data);
        if (name === "posts") recent.splice(0, recent.length, ...[...data.posts, ...recent].slice(0, 100));
        tell({ name, id: name === "posts" ? "" : event.lastEventId, data });
      });
    }
    source.addEventListener("bye", hangUp);
    source.addEventListener("error", () => {
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
    const wait = new AbortController();
    waiting = wait;
    navigator.locks.request("photogram-live", { signal: wait.signal }, () => new Promise((resolve) => {
      if (wait.signal.aborted) {
        resolve();
        return;
      }
      waiting = null;
      release = resolve;
      connect();
    })).catch(() => { /* aborted */ });
  }

  let sleep = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.visibilityState === "visible") {
      listen();
      look();
    } else {
      sleep = setTimeout(hangUp, hiddenFor);
    }
  });
  addEventListener("pagehide", hangUp); // a page that may come back must not keep the lead
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  listen();
  look();
}

if (nav && "EventSource" in window) start();
