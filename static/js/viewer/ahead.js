// Reels of other accounts that were read before they are needed.
import { all, find } from "../site/dom.js";

/** @type {Map<string, HTMLElement | null>} */
const reels = new Map(); // null while one is being read

// next is whose stories follow a reel, in the order of the tray.
/** @param {HTMLElement} reel */
export const next = (reel) => (reel.dataset.following || "").split(" ")[0] || "";

/** @param {HTMLElement} reel */
export async function readAhead(reel) {
  const name = next(reel);
  if (!name || reels.has(name)) return;
  reels.set(name, null);
  const answer = await fetch("/stories/" + name, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    reels.delete(name);
    return;
  }
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const found = find(box.content, "[data-reel]");
  if (!found) return;
  reels.set(name, document.adoptNode(found));
  const first = find(found, "[data-story]:not([hidden])");
  for (const image of first ? all(first, "img", HTMLImageElement) : []) {
    const copy = new Image();
    copy.sizes = image.sizes;
    copy.srcset = image.srcset;
    copy.src = image.src;
  }
}

// take is the reel that follows, which is read if it was not.
/** @param {HTMLElement} reel */
export async function take(reel) {
  const name = next(reel);
  if (!reels.get(name)) await readAhead(reel);
  const found = reels.get(name);
  if (!found) return null;
  reels.delete(name);
  // The order stays as it was when the viewer was opened.
  found.dataset.following = (reel.dataset.following || "").split(" ").slice(1).join(" ");
  return found;
}
