// What is opened from the search results is remembered, for those who want
// that: the page says where to tell it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#search-results[data-remember] a");
  const results = link?.closest("#search-results");
  if (!results || !results.dataset.query) return;
  let { searched: kind, value } = link.dataset;
  if (link.matches(".person-link")) {
    kind = "person";
    value = link.closest(".person").id.replace("u-", "");
  } else if (link.matches(".tile")) {
    kind = "text";
    value = results.dataset.query;
  }
  if (kind && value) navigator.sendBeacon(results.dataset.remember, new URLSearchParams({ kind, value }));
});
