// A double tap or double click on a photo likes it. It never takes a like back.
import { around, find, make } from "../site/dom.js";

const quick = 320; // ms between the taps
/** @type {{ time: number, area: HTMLElement | null, x: number, y: number }} */
let last = { time: 0, area: null, x: 0, y: 0 };

/** @param {HTMLElement} area */
function like(area) {
  const article = area.closest("[data-post]");
  const box = article && find(article, ".like");
  if (!box) return;
  const link = find(box, "a.heart", HTMLAnchorElement);
  if (link) {
    location.assign(link.href);
    return;
  }
  burst(area, article);
  if (box.dataset.like !== "true") find(box, "form", HTMLFormElement)?.requestSubmit();
}

/** @param {HTMLElement} area @param {Element} article */
function burst(area, article) {
  find(area, ".burst")?.remove();
  const source = find(article, ".heart .icon", Element);
  if (!source) return;
  const heart = make("span", "burst");
  heart.setAttribute("aria-hidden", "true");
  heart.append(source.cloneNode(true));
  area.append(heart);
  setTimeout(() => heart.remove(), 900);
}

/** @param {Event} event */
const areaOf = (event) => around(event.target, "button, a:not([data-open]), summary", Element) ? null : around(event.target, "[data-like-area]");

export function start() {
  let mouse = false;
  document.addEventListener("pointerup", (event) => {
    mouse = event.pointerType === "mouse";
    if (mouse) return;
    const area = areaOf(event);
    const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) < 40;
    if (area && area === last.area && near && event.timeStamp - last.time < quick) {
      last = { time: 0, area: null, x: 0, y: 0 };
      like(area);
      return;
    }
    last = { time: event.timeStamp, area, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("dblclick", (event) => {
    if (!mouse) return; // two taps were seen above
    const area = areaOf(event);
    if (area) {
      getSelection()?.removeAllRanges();
      like(area);
    }
  });
  // After a like, the heart beats once.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.detail.target?.classList?.contains("like")) return;
    const path = event.detail.requestConfig?.path;
    const form = path && find(document, `.like form[action="${CSS.escape(path)}"]`);
    if (form) find(form, '.heart[aria-pressed="true"]')?.classList.add("just");
  });
}
