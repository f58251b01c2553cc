// Lists marked data-arrange are ordered by their buttons and handles. Rows move
// first and are sent afterwards; one that cannot be saved goes back.
import { all, around, find, need } from "./dom.js";
import { scrollAtEdge } from "./drag.js";
import { say } from "./say.js";
import { post } from "./send.js";
import { onParts } from "./start.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

const rows = () => all(document, "[data-arrange] > .arranged");

/** @param {HTMLElement} row @param {HTMLFormElement} form @param {{ above: boolean, beside: HTMLElement }} place @param {() => void} back */
async function send(row, form, { above, beside }, back) {
  try {
    const answer = await post(form.action, { to: above ? "above" : "below", beside: beside.dataset.id || "" });
    if (!answer.ok) throw new Error();
    document.dispatchEvent(new CustomEvent("photogram:arranged", { detail: row.parentElement?.dataset.refresh }));
  } catch {
    back();
    toast(word("app.place-failed"));
  }
}

/** @param {HTMLElement} row @param {HTMLElement} beside @param {boolean} above */
function put(row, beside, above) {
  beside[above ? "before" : "after"](row);
  const list = rows();
  say(word("app.place-of", { n: list.indexOf(row) + 1, of: list.length }));
}

/** @param {HTMLElement} row */
function undoOf(row) {
  const parent = row.parentElement, next = row.nextElementSibling;
  return () => { parent?.insertBefore(row, next); };
}

/** @type {{ row: HTMLElement, back: () => void, beside: HTMLElement | null, above: boolean } | null} */
let drag = null;

/** @param {PointerEvent} event */
function begin(event) {
  const grip = around(event.target, "[data-grip]"), row = around(event.target, ".arranged");
  if (!grip || !row || event.button !== 0 || around(event.target, "button")) return;
  event.preventDefault();
  drag = { row, back: undoOf(row), beside: null, above: false };
  grip.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
}

/** @param {PointerEvent} event */
function move(event) {
  if (!drag) return;
  scrollAtEdge(event);
  for (const other of rows()) {
    if (other === drag.row) continue;
    const box = other.getBoundingClientRect();
    if (event.clientY < box.top || event.clientY > box.bottom) continue;
    const grid = other.parentElement?.dataset.arrange === "grid";
    if (grid && (event.clientX < box.left || event.clientX > box.right)) continue;
    const above = grid ? event.clientX < box.left + box.width / 2 : event.clientY < box.top + box.height / 2;
    if (drag.beside !== other || drag.above !== above) {
      put(drag.row, other, above);
      drag.beside = other;
      drag.above = above;
    }
  }
}

/** @param {boolean} keep */
function drop(keep) {
  if (!drag) return;
  const { row, back, beside, above } = drag;
  row.classList.remove("dragged");
  drag = null;
  if (!beside) return;
  if (!keep) back();
  else send(row, need(row, "[data-move]", HTMLFormElement), { above, beside }, back);
}

/** @param {SubmitEvent} event */
function submit(event) {
  const form = around(event.target, "[data-move]", HTMLFormElement), row = form?.closest(".arranged"), button = event.submitter;
  if (!form || !(row instanceof HTMLElement) || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const above = button.value === "up", list = rows(), beside = list[list.indexOf(row) + (above ? -1 : 1)];
  if (!beside) { // the rest of the list is on another page
    if (find(document, "[data-older]") && !above) form.submit();
    return;
  }
  const back = undoOf(row);
  put(row, beside, above);
  button.focus();
  send(row, form, { above, beside }, back);
}

export function start() {
  document.addEventListener("submit", submit);
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });
  onParts(() => { for (const grip of all(document, "[data-grip]")) grip.hidden = false; });
}
