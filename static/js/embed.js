// Turns <blockquote class="photogram-embed" data-post="…"> into a frame with the
// post, as high as the post is. Without this script the link inside remains.
import { all } from "./site/dom.js";

const script = document.currentScript; // while this runs, and not later

/** @param {string} origin */
function start(origin) {
  /** @type {Set<HTMLIFrameElement>} */
  const frames = new Set();

  function show() {
    for (const quote of all(document, "blockquote.photogram-embed[data-post]")) {
      let address;
      try { address = new URL(quote.dataset.post || ""); } catch { continue; }
      if (address.origin !== origin || !/^\/p\/[\w-]+\/embed$/.test(address.pathname)) continue;
      const frame = document.createElement("iframe");
      frame.src = address.href;
      frame.title = quote.textContent.trim();
      frame.loading = "lazy";
      frame.width = "540";
      frame.height = "640";
      frame.style.cssText = "display:block;border:0;inline-size:100%;max-inline-size:540px";
      frames.add(frame);
      quote.replaceWith(frame);
    }
  }

  addEventListener("message", (event) => {
    if (event.origin !== origin || event.data?.photogram !== "height") return;
    const height = Math.min(4000, Math.max(100, Number(event.data.height) || 0));
    for (const frame of frames) if (frame.contentWindow === event.source) frame.height = String(height);
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
}

if (script instanceof HTMLScriptElement) start(new URL(script.src).origin);
