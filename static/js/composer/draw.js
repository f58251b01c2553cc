// The server draws what is on the stage, so it looks as it will be seen. What did
// not change stays, so that nothing flickers.
import { all, find, need } from "../site/dom.js";

/** @type {WeakMap<Element, string>} */
const drawn = new WeakMap(); // what the server sent for an element

// bare is what the server sent, but for places and signatures.
/** @param {Element} element */
function bare(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const name of ["data-x", "data-y", "data-scale", "data-rotation"]) copy.removeAttribute(name);
  return copy.outerHTML.replace(/([?&])(until|sig)=[^&"]*/g, "");
}

/** @param {Element} sent */
function fresh(sent) {
  const copy = document.importNode(sent, true);
  drawn.set(copy, bare(sent));
  return copy;
}

/** @param {HTMLElement} here @param {HTMLElement} sent */
export function redraw(here, sent) {
  const old = new Map(all(here, "[data-overlay]").map((one) => [one.dataset.overlay, one]));
  const overlays = all(sent, "[data-overlay]").map((one) => {
    const before = old.get(one.dataset.overlay);
    return before && drawn.get(before) === bare(one) ? before : fresh(one);
  });
  const box = need(here, "[data-overlays]");
  if (overlays.length !== box.children.length || overlays.some((one, i) => one !== box.children[i])) box.replaceChildren(...overlays);
  for (const selector of ["[data-ground]", "[data-picture]"]) {
    const one = find(sent, selector), before = find(here, selector);
    if (one && before && drawn.get(before) !== bare(one)) before.replaceWith(fresh(one));
  }
  find(here, ".stage-note")?.remove();
  const note = find(sent, ".stage-note");
  if (note) here.append(document.importNode(note, true));
  here.toggleAttribute("data-waits", sent.hasAttribute("data-waits"));
}
