// Notifications: the bell's badge, and the page that lists them.
import { find, need } from "../site/dom.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { pill } from "./pill.js";
import { seen } from "./seen.js";
import { hear } from "./tabs.js";
import { retitle } from "./title.js";

// look says up to where the page was seen, once it is looked at.
async function look() {
  const form = find(document, "form[data-seen]", HTMLFormElement);
  if (!form || form.hidden || document.visibilityState !== "visible") return;
  form.hidden = true;
  try {
    await seen(form.action, need(form, "[name=upto]", HTMLInputElement).value);
  } catch {
    form.hidden = false; // its button still works
  }
}

/** @param {HTMLElement} bell @param {HTMLElement} count @param {number} unread */
function show(bell, count, unread) {
  const text = unread > 99 ? "99+" : String(unread);
  count.textContent = text;
  count.dataset.unread = String(unread);
  count.hidden = unread === 0;
  bell.setAttribute("aria-label", unread ? word("app.notifications-new", { n: text }) : word("app.notifications"));
  retitle({ notices: unread });
}

export function start() {
  const bell = find(document, "[data-bell]"), list = find(document, "[data-notices]");
  if (bell) {
    const count = need(bell, "[data-unread]");
    show(bell, count, Number(count.dataset.unread || 0));
    hear("badge", ({ unread }) => show(bell, count, unread));
  }
  let more = 0;
  const announce = list && pill(list, () => {
    more = 0;
    announce?.("");
    const newest = find(list, ".notice")?.id.slice(2);
    if (newest && list.dataset.notices) seen(list.dataset.notices, newest).catch(() => {});
  });
  hear("notification", ({ text, url }) => {
    if (announce) {
      more++;
      announce(word("app.new-notifications", { n: more }));
    } else if (document.visibilityState === "visible") {
      toast(text, { action: word("app.view"), run: () => location.assign(url), keep: 3000 });
    }
  });
  document.addEventListener("visibilitychange", look);
  look();
}
