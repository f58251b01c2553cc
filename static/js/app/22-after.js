// After a press that changes part of a page: the focus stays where the person
// is, what happened is told to those who do not see it, and whatever else shows
// what changed is brought up to date.
const voice = document.createElement("p");
voice.className = "sr";
voice.setAttribute("role", "status");
voice.dataset.voice = "";
document.body.append(voice);
function say(text) {
  voice.textContent = "";
  setTimeout(() => { voice.textContent = text; }, 50); // the same words again are told again
}
window.photogram.say = say;

document.addEventListener("photogram:told", (event) => say(event.detail.value));

// One form is sent once at a time. Its button stays able, since one that is
// disabled loses the focus.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("form")) return;
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.elt.matches?.("form")) event.detail.elt.ariaBusy = null; });

const able = "a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select";
const inSight = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
const first = (root, selector = able) => [...root?.querySelectorAll(selector) || []].find(inSight);

// where is what can stand for a control that a swap takes away: itself by its
// id, the one of the same form, or one of the next row, or of the list.
function where(control) {
  const form = control.closest("form"), action = form?.getAttribute("action"), row = control.closest("li, article, .comment, .notice");
  const beside = row && [row.nextElementSibling, row.previousElementSibling], list = row?.parentElement?.closest("ul, ol, section, main");
  const writes = first(form, "textarea")?.name;
  return () => {
    const same = control.id && document.getElementById(control.id);
    if (same && inSight(same)) return same;
    const again = form?.id && document.getElementById(form.id) || action && [...document.querySelectorAll(`form[action="${CSS.escape(action)}"]`)].find((one) => first(one, "button"));
    if (again) return writes && first(again, "textarea") || first(again, "button") || first(again);
    for (const one of beside || []) if (one?.isConnected && first(one)) return first(one);
    const title = document.querySelector("main :is(h1, h2)");
    return list?.isConnected && first(list) || title;
  };
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig, shouldSwap } = event.detail, source = requestConfig?.elt;
  if (!shouldSwap || !source || requestConfig.verb === "get") return;
  const active = document.activeElement, found = active && active !== document.body && (target?.contains(active) || source.contains(active)) ? where(active) : null;
  const changes = source.dataset.changes;
  setTimeout(() => { // the swap is over
    if (found && (document.activeElement === document.body || !inSight(document.activeElement))) {
      const next = found();
      if (next && !next.matches(able)) next.tabIndex = -1;
      next?.focus({ preventScroll: true });
    }
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-say]");
    if (said) say(said.dataset.say);
    if (changes) refresh(changes);
  });
});

// refresh brings all that shows a thing up to date: buttons for it from the one
// that was pressed, and the rest from the page as it is now.
async function refresh(thing) {
  const told = `[data-changes="${CSS.escape(thing)}"].follow`, latest = document.activeElement?.closest(told);
  for (const other of latest ? document.querySelectorAll(told) : []) {
    if (other === latest) continue;
    const copy = latest.cloneNode(true);
    other.replaceWith(copy);
    window.htmx.process(copy);
  }
  const shows = `[data-shows="${CSS.escape(thing)}"][id]`;
  if (!document.querySelector(shows)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll(shows)) {
      const now = page.getElementById(old.id);
      if (!now || old.contains(document.activeElement) || old.querySelector("details[open]")) continue;
      const fresh = document.importNode(now, true);
      old.replaceWith(fresh);
      window.htmx.process(fresh);
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: fresh } }));
    }
  } catch { /* it is right when the page is loaded again */ }
}
