// A form says what it changes (data-changes), an element with an id what it shows
// (data-shows): the second is brought up to date after the first.
import { all, find, parsed } from "./dom.js";
import { put } from "./send.js";

// refresh takes buttons for a thing from the one that was pressed, and all else
// that shows it from the page as it is now.
/** @param {string} thing */
async function refresh(thing) {
  const told = `[data-changes="${CSS.escape(thing)}"].follow`, latest = document.activeElement?.closest(told);
  for (const other of latest ? all(document, told) : []) if (other !== latest && latest) put(other, latest);
  const shows = `[data-shows="${CSS.escape(thing)}"][id]`;
  if (!find(document, shows)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = parsed(await answer.text());
    for (const old of all(document, shows)) {
      const now = page.getElementById(old.id);
      if (now && !old.contains(document.activeElement) && !find(old, "details[open]")) put(old, now);
    }
  } catch { /* it is right when the page is loaded again */ }
}

export function start() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, shouldSwap } = event.detail, changes = requestConfig?.elt.getAttribute("data-changes");
    if (shouldSwap && changes && requestConfig.verb !== "get") setTimeout(() => refresh(changes)); // the swap is over
  });
}
