// A press on a photo opens its post, and on the page of the post the photo itself. It
// waits a moment, since two presses like it.
import { around } from "../site/dom.js";
import { view } from "./lightbox.js";

const wait = 300; // ms
/** @type {{ link: HTMLAnchorElement | null, timer: number }} */
let pending = { link: null, timer: 0 };

/** @param {HTMLAnchorElement} link */
function open(link) {
  if (link.dataset.open === "photo") view(link);
  else location.assign(link.href);
}

export function start() {
  document.addEventListener("click", (event) => {
    const link = around(event.target, "a[data-open]", HTMLAnchorElement);
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const again = pending.link === link || event.detail > 1;
    clearTimeout(pending.timer);
    pending = { link: null, timer: 0 };
    if (event.detail === 0) open(link); // by a key
    else if (!again) pending = { link, timer: window.setTimeout(() => { pending.link = null; open(link); }, wait) };
  });
}
