// What happens while pages are open: badges, new notifications, messages and posts.
import { find } from "../site/dom.js";
import { start as mail } from "./mail.js";
import { start as notices } from "./notices.js";
import { watch } from "./posts.js";
import { begin } from "./tabs.js";

export function start() {
  const events = find(document, "[data-live]")?.dataset.live;
  if (!events || !("EventSource" in window)) return;
  const feed = find(document, "[data-feed][data-top]:not([data-top=''])");
  notices();
  mail();
  if (feed) watch(feed);
  begin(events, feed?.dataset.top || "");
}
