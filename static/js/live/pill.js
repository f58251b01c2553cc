// A button above a list says what is new and loads it.
import { find, make } from "../site/dom.js";
import { ajax } from "../site/send.js";

/** @param {HTMLElement} list @param {() => void} load */
export function pill(list, load) {
  const place = make("div", "fresh");
  place.setAttribute("role", "status");
  list.before(place);
  return (/** @type {string} */ text) => {
    if (!text) {
      place.replaceChildren();
      return;
    }
    let words = find(place, "button > span");
    if (!words) {
      const button = make("button", "fresh-pill");
      words = make("span");
      button.type = "button";
      button.append(arrow(), words);
      button.addEventListener("click", async () => {
        button.disabled = true;
        if (await reload(list)) load();
        else button.disabled = false;
      });
      place.append(button);
    }
    words.textContent = text;
  };
}

function arrow() {
  const svg = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
  };
  const icon = svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" });
  icon.append(svg("path", { d: "m5 12 7-7 7 7" }), svg("path", { d: "M12 19V5" }));
  return icon;
}

// reload puts the newest page of a list in place of what is there.
/** @param {HTMLElement} list */
async function reload(list) {
  let swapped = false;
  const done = () => { swapped = true; };
  list.addEventListener("htmx:afterSwap", done);
  await ajax("GET", location.pathname + location.search, { target: list, swap: "innerHTML", select: ".part" });
  list.removeEventListener("htmx:afterSwap", done);
  if (!swapped) return false;
  document.dispatchEvent(new CustomEvent("photogram:fresh"));
  scrollTo({ top: 0, behavior: "instant" });
  const first = find(list, "article, .notice");
  if (first) {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
  return true;
}
