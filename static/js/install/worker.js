// The site's service worker, and what it keeps of the feed.
import { all, find } from "../site/dom.js";

// shown are the pictures of the feed, and what its page is made of.
/** @param {HTMLElement} feed */
function shown(feed) {
  const images = all(feed, "img", HTMLImageElement).map((image) => image.currentSrc || image.src);
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => /** @type {HTMLLinkElement} */ (link).href);
  const scripts = [...document.scripts].map((script) => script.src);
  return [...images, ...parts, ...scripts].filter((url) => url.startsWith(location.origin + "/")).map((url) => url.slice(location.origin.length));
}

async function tell() {
  const feed = find(document, "[data-feed][data-viewer]"), note = find(document, "[data-offline-note]");
  if (!feed || location.pathname + location.search !== "/" || !note?.hidden) return;
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ feed: feed.dataset.viewer, pictures: [...new Set(shown(feed))] });
}

export function start() {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(tell, () => {}); // a private window has none
  });
  if (find(document, "[data-offline-page], [data-offline-note]:not([hidden])")) addEventListener("online", () => location.reload());
}
