// The back button comes back to the same place in a list that grew by
// itself. What was loaded, and what was in view, is kept with the history
// entry; on return the same pages are loaded again and the page scrolls there.
const list = document.querySelector("[data-feed]");
const limit = 40; // pages that are loaded again at most

if (list) {
  const kept = history.state?.photogram;
  const loaded = [];

  const anchors = () => list.querySelectorAll("article[id], .tile[id], .person[id]");

  function place() {
    for (const element of anchors()) {
      const box = element.getBoundingClientRect();
      if (box.bottom > 80) return { id: element.id, top: Math.round(box.top) };
    }
    return null;
  }

  let restoring = false;
  function keep() {
    if (restoring) return;
    const at = place();
    const state = { pages: loaded.slice(0, limit), at };
    try {
      history.replaceState({ ...history.state, photogram: state }, "");
    } catch { /* some browsers limit how often this may be called */ }
  }

  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 350);
  }, { passive: true });
  addEventListener("pagehide", keep);
  document.addEventListener("click", (event) => { if (event.target.closest("a")) keep(); }, true);

  document.addEventListener("htmx:beforeSwap", (event) => {
    const older = event.detail.target?.dataset?.older;
    if (older && event.detail.shouldSwap) {
      loaded.push(older);
      keep();
    }
  });

  // The newest page took the place of all that was loaded.
  document.addEventListener("photogram:fresh", () => {
    loaded.length = 0;
    keep();
  });

  async function restore(state) {
    restoring = true;
    history.scrollRestoration = "manual";
    const gone = () => state.at && !document.getElementById(state.at.id);
    try {
      for (const wanted of state.pages) {
        if (!gone()) break;
        const older = list.querySelector("[data-older]");
        if (!older || older.dataset.older !== wanted) break;
        const answer = await fetch(wanted, { headers: { "HX-Request": "true", Accept: "text/html" }, credentials: "same-origin" });
        if (!answer.ok) break;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const part = page.querySelector(".part");
        if (!part) break;
        const fresh = document.importNode(part, true);
        older.replaceWith(fresh);
        window.htmx?.process(fresh);
        loaded.push(wanted);
      }
      const anchor = state.at && document.getElementById(state.at.id);
      if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - state.at.top, behavior: "instant" });
    } catch { /* the list stays as it is, and its links work */ }
    restoring = false;
    keep();
  }

  if (kept?.at && (kept.pages.length > 0 || kept.at.top < 0)) restore(kept);
}
