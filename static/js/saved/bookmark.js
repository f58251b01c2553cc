// The bookmark changes before the server has answered, and back if it refuses.
import { as, find } from "../site/dom.js";
import { open } from "../site/beside.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";

/** @param {Element} form @param {boolean} on */
const mark = (form, on) => find(form, ".bookmark")?.setAttribute("aria-pressed", String(on));
/** @param {Element} form */
const wanted = (form) => !find(form, 'input[name="_method"]');

export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.matches?.(".save form")) mark(form, wanted(form));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = as(event.detail.requestConfig?.elt); // by now another form may stand in its place
    const path = form?.dataset.collections;
    if (!form?.matches(".save form")) return;
    if (!event.detail.successful) mark(form, !wanted(form));
    else if (path && wanted(form)) toast(word("app.saved"), { action: word("app.add-to-collections"), run: () => open(path) });
  });
}
