// Times are those of the visitor's clock, and ages stay true while a page is open.
import { all } from "./dom.js";
import { word } from "./words.js";

/** @param {HTMLTimeElement} time */
const local = (time) => new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });

function ages() {
  const now = Date.now();
  for (const time of all(document, "time[data-ago]", HTMLTimeElement)) {
    const seconds = (now - Date.parse(time.dateTime)) / 1000;
    let text = "";
    if (seconds < 60) text = word("app.now");
    else if (seconds < 3600) text = word("app.minutes-ago", { count: Math.floor(seconds / 60) });
    else if (seconds < 86400) text = word("app.hours-ago", { count: Math.floor(seconds / 3600) });
    else if (seconds < 7 * 86400) text = word("app.days-ago", { count: Math.floor(seconds / 86400) });
    if (text && time.textContent !== text) time.textContent = text;
    if (!time.dataset.local) {
      time.dataset.local = "1";
      time.title = local(time);
    }
  }
}

function moments() {
  for (const time of all(document, "time[data-local='']", HTMLTimeElement)) {
    time.dataset.local = "1";
    time.textContent = local(time);
  }
}

export function start() {
  ages();
  moments();
  setInterval(ages, 30_000);
  document.addEventListener("htmx:load", ages);
}
