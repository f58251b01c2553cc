// New posts are those above the newest that was on the page.
import { word } from "../site/words.js";
import { above } from "./order.js";
import { pill } from "./pill.js";
import { hear } from "./tabs.js";

/** @param {HTMLElement} feed */
export function watch(feed) {
  let top = feed.dataset.top || "";
  /** @type {Set<string>} */
  const fresh = new Set();
  const announce = pill(feed, () => {
    for (const place of fresh) if (above(place, top) > 0) top = place;
    fresh.clear();
    announce("");
  });
  hear("posts", ({ posts }) => {
    for (const place of posts) if (above(place, top) > 0) fresh.add(place);
    if (fresh.size > 0) announce(word("app.new-posts", { n: fresh.size > 99 ? "99+" : fresh.size }));
  });
}
