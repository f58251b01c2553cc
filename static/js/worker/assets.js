// Styles, scripts and icons: their names change with what is in them, so what is
// kept under a name is right for ever.
import { scope, stored } from "./scope.js";

const offlinePage = "/offline";

const current = () => "assets-" + scope().photogram.version;

// keep takes what the page shown offline needs. That page is about nobody.
export async function keep() {
  const cache = await caches.open(current());
  await cache.addAll(scope().photogram.assets);
  const answer = await fetch(offlinePage, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("no page for being offline");
  await cache.put(offlinePage, answer);
}

// drop leaves nothing of other versions.
export async function drop() {
  for (const name of await caches.keys()) if (name.startsWith("assets-") && name !== current()) await caches.delete(name);
}

export const kept = () => stored(current(), offlinePage);

/** @param {Request} request */
export async function asset(request) {
  const cache = await caches.open(current()), found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone()).catch(() => {}); // a full disk is no reason to show less
    return answer;
  } catch (error) {
    const old = await stored("feed", new URL(request.url).pathname); // of the page of an earlier version
    if (old) return old;
    throw error;
  }
}
