// Messages: the badge of the inbox, and word of new ones for the page that shows them.
import { all, find, need } from "../site/dom.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { above } from "./order.js";
import { pill } from "./pill.js";
import { hear } from "./tabs.js";
import { retitle } from "./title.js";

export function mailToast() {
  toast(word("app.new-message"), { action: word("app.view"), run: () => location.assign("/inbox"), keep: 3000 });
}

export function start() {
  const inbox = all(document, "[data-mail]").map((link) => ({ link, count: need(link, "[data-mail-count]") }));
  const threads = find(document, "[data-threads]");
  let unread = Number(inbox[0]?.count.dataset.mailCount || 0);
  let newest = "";
  const announce = threads && pill(threads, () => {
    threads.dataset.threads = newest;
    announce?.("");
  });
  hear("badge", ({ messages, newest: now }) => {
    const text = messages > 99 ? "99+" : String(messages);
    for (const { link, count } of inbox) {
      count.textContent = text;
      count.dataset.mailCount = String(messages);
      count.hidden = messages === 0;
      link.setAttribute("aria-label", messages ? word("app.inbox-unread", { n: text }) : word("app.inbox"));
    }
    const more = messages > unread;
    unread = messages;
    retitle({ mail: unread });
    if (now === newest || now === "0") return;
    newest = now;
    if (announce && above(now, threads.dataset.threads || "") > 0) announce(word("app.new-messages"));
    const free = document.dispatchEvent(new CustomEvent("photogram:message", { cancelable: true, detail: { more } }));
    if (free && more && !threads && document.visibilityState === "visible") mailToast();
  });
  retitle({ mail: unread });
}
