// After a press that changes part of a page the focus stays where the person is,
// and what happened is told.
import { find, parsed } from "./dom.js";
import { say } from "./say.js";

const able = "a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select";
/** @param {Element} element */
const inSight = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
/** @param {ParentNode | null | undefined} root @returns {HTMLElement | undefined} */
const first = (root, selector = able) => [...root?.querySelectorAll(selector) || []].filter((one) => one instanceof HTMLElement).find(inSight);

// where is what can stand for a control that a swap takes away: itself by its
// id, the one of the same form, or one of the next row, or of the list.
/** @param {Element} control @returns {() => HTMLElement | null | undefined} */
function where(control) {
  const form = control.closest("form"), action = form?.getAttribute("action"), row = control.closest("li, article, .comment, .notice");
  const beside = row ? [row.nextElementSibling, row.previousElementSibling] : [], list = row?.parentElement?.closest("ul, ol, section, main");
  const writes = Boolean(first(form, "textarea[name]"));
  return () => {
    const same = control.id && document.getElementById(control.id);
    if (same && inSight(same)) return same;
    const again = form?.id && document.getElementById(form.id) || action && [...document.querySelectorAll(`form[action="${CSS.escape(action)}"]`)].find((one) => first(one, "button"));
    if (again) return writes && first(again, "textarea") || first(again, "button") || first(again);
    for (const one of beside) if (one?.isConnected && first(one)) return first(one);
    return list?.isConnected && first(list) || find(document, "main :is(h1, h2)");
  };
}

export function start() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig, shouldSwap } = event.detail, source = requestConfig?.elt;
    if (!shouldSwap || !source || requestConfig.verb === "get") return;
    const active = document.activeElement;
    const found = active && active !== document.body && (target?.contains(active) || source.contains(active)) ? where(active) : null;
    setTimeout(() => { // the swap is over
      const now = document.activeElement;
      if (found && (!now || now === document.body || !inSight(now))) {
        const next = found();
        if (next && !next.matches(able)) next.tabIndex = -1;
        next?.focus({ preventScroll: true });
      }
      const said = find(parsed(xhr.responseText), "[data-say]")?.dataset.say;
      if (said) say(said);
    });
  });
}
