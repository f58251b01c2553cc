// The back button comes back to the same place in a list that grew by
// itself. What was loaded, and what was in view, is kept with the history
// entry; on return the same pages are loaded again and the page scrolls there.
import { all, around, as, find, parsed } from "../site/dom.js";
import { put } from "../site/send.js";

/** @typedef {{ pages: string[], at: { id: string, top: number } | null }} Kept */

const limit = 40; // pages that are loaded again at most
/** @type {string[]} */
const loaded = [];
let restoring = false;

/** @param {HTMLElement} list */
function place(list) {
  for (const element of all(list, "article[id], .tile[id], .person[id]")) {
    const box = element.getBoundingClientRect();
    if (box.bottom > 80) return { id: element.id, top: Math.round(box.top) };
  }
  return null;
}

/** @param {HTMLElement} list */
function keep(list) {
  if (restoring) return;
  /** @type {Kept} */
  const state = { pages: loaded.slice(0, limit), at: place(list) };
  try {
    history.replaceState({ ...history.state, photogram: state }, "");
  } catch { /* some browsers limit how often this may be called */ }
}

/** @param {HTMLElement} list @param {Kept} state */
async function restore(list, { pages, at }) {
  restoring = true;
  history.scrollRestoration = "manual";
  try {
    for (const wanted of pages) {
      if (!at || document.getElementById(at.id)) break;
      const older = find(list, "[data-older]");
      if (!older || older.dataset.older !== wanted) break;
      const answer = await fetch(wanted, { headers: { "HX-Request": "true", Accept: "text/html" }, credentials: "same-origin" });
      const part = answer.ok && find(parsed(await answer.text()), ".part");
      if (!part) break;
      put(older, part);
      loaded.push(wanted);
    }
    const anchor = at && document.getElementById(at.id);
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - at.top, behavior: "instant" });
  } catch { /* the list stays as it is, and its links work */ }
  restoring = false;
  keep(list);
}

export function start() {
  const list = find(document, "[data-feed]");
  if (!list) return;
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 350, list);
  }, { passive: true });
  addEventListener("pagehide", () => keep(list));
  document.addEventListener("click", (event) => { if (around(event.target, "a", Element)) keep(list); }, true);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const older = as(event.detail.target)?.dataset.older;
    if (older && event.detail.shouldSwap) {
      loaded.push(older);
      keep(list);
    }
  });
  // The newest page took the place of all that was loaded.
  document.addEventListener("photogram:fresh", () => {
    loaded.length = 0;
    keep(list);
  });
  /** @type {Kept | undefined} */
  const kept = history.state?.photogram;
  if (kept?.at && (kept.pages.length > 0 || kept.at.top < 0)) restore(list, kept);
}
