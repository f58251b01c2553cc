// What is opened from the search results is remembered, for those who want
// that: the page says where to tell it.
import { around } from "../site/dom.js";

export function start() {
  document.addEventListener("click", (event) => {
    const link = around(event.target, "#search-results[data-remember] a");
    const { remember, query } = around(link, "#search-results")?.dataset ?? {};
    if (!link || !remember || !query) return;
    let { searched: kind, value } = link.dataset;
    if (link.matches(".person-link")) {
      kind = "person";
      value = link.closest(".person")?.id.replace("u-", "");
    } else if (link.matches(".tile")) {
      kind = "text";
      value = query;
    }
    if (kind && value) navigator.sendBeacon(remember, new URLSearchParams({ kind, value }));
  });
}
