// The last feed: the page as it was and its pictures, of whoever is logged in here.
import { stored, viewerHeader } from "./scope.js";

const name = "feed";
const home = "/";
const longest = 604_800_000; // milliseconds that it can be read: 7 days
const nobody = "0";

export const forget = () => caches.delete(name);

async function page() {
  const found = await stored(name, home);
  if (found && Date.parse(found.headers.get("Date") || "") > Date.now() - longest) return found;
  await forget();
  return undefined;
}

export const isThere = async () => await page() !== undefined;

// note looks at each page that comes: the newest feed is kept, and somebody else's goes.
/** @param {string} path @param {Response} answer */
export async function note(path, answer) {
  const viewer = answer.headers.get(viewerHeader);
  if (!viewer) return;
  const old = await page();
  if (old && old.headers.get(viewerHeader) !== viewer) await forget();
  if (path === home && answer.ok && viewer !== nobody) await (await caches.open(name)).put(home, answer);
}

// pictures keeps what the page shows and needs, and nothing of the page before it.
/** @param {string} viewer @param {string[]} wanted */
export async function pictures(viewer, wanted) {
  if ((await page())?.headers.get(viewerHeader) !== viewer) return;
  const cache = await caches.open(name), paths = new Set([home, ...wanted]);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!paths.delete(pathname + search)) await cache.delete(request);
  }
  for (const path of paths) {
    try {
      const answer = await fetch(path);
      if (answer.status === 200) await cache.put(path, answer);
    } catch { /* the others can be kept all the same */ }
  }
  if (!await stored(name, home)) await forget(); // somebody logged out meanwhile
}

// picture is one of the feed's, in whatever size it was kept.
/** @param {string} url */
export async function picture(url) {
  if (!await caches.has(name)) return undefined;
  const cache = await caches.open(name), folder = new URL(".", url).pathname;
  const same = (await cache.keys()).find((request) => new URL(".", request.url).pathname === folder);
  return await cache.match(url, { ignoreVary: true }) || (same && cache.match(same, { ignoreVary: true }));
}

// read is the page with the word that it is an old one.
export async function read() {
  const found = await page();
  if (!found) return undefined;
  const text = (await found.text()).replace(" data-offline-note hidden", " data-offline-note");
  return new Response(text, { headers: found.headers });
}
