// People are set on the photo itself: a press adds somebody, names are dragged
// or moved with the arrow keys. The rows of the form are what is sent.
import { all, around, find, make, need } from "../site/dom.js";
import { word } from "../site/words.js";
import { markOn, pressed, short } from "./mark.js";

/** @param {HTMLElement} box */
const rows = (box) => all(box, "[data-person]");
/** @param {HTMLElement} row */
const inputOf = (row) => need(row, "input", HTMLInputElement);
/** @param {HTMLElement} row */
const nameOf = (row) => inputOf(row).value.trim().replace(/^[@＠]/, "");
/** @param {HTMLElement} row */
const placeOf = (row) => need(row, "[data-person-at]", HTMLSelectElement);
/** @param {HTMLElement} box */
const adder = (box) => need(box, "[data-add-person]", HTMLButtonElement);

/** @param {HTMLElement} row */
function where(row) {
  const [x = 50, y = 50] = placeOf(row).value.split(",").map(Number);
  return { x, y };
}

/** @param {HTMLElement} row @param {number} x @param {number} y */
function put(row, x, y) {
  const at = placeOf(row), value = `${short(x)},${short(y)}`;
  if (![...at.options].some((one) => one.value === value)) {
    let own = find(at, "[data-own]", HTMLOptionElement);
    if (!own) {
      own = new Option();
      own.dataset.own = "";
      at.prepend(own);
    }
    own.value = value;
    own.textContent = word("editor.here");
  }
  at.value = value;
}

class Layer {
  /** @param {HTMLFormElement} form @param {HTMLElement} fit */
  constructor(form, fit) {
    this.form = form;
    this.fit = fit;
    this.layer = make("div", "people-layer");
    /** @type {Map<Element, HTMLElement>} */
    this.marks = new Map(); // the row of each
    fit.append(this.layer);
    for (const box of all(form, "[data-people-field]")) this.prepare(box);
    this.listen();
    new MutationObserver((list) => {
      if (list.some(({ target }) => target === form || target instanceof Element && target.matches("[data-item]"))) this.draw();
    }).observe(form, { attributes: true, subtree: true, attributeFilter: ["hidden", "data-tool"] });
    this.draw();
  }

  get field() { return find(this.form, "[data-item]:not([hidden]) [data-people-field]"); }

  draw() {
    const box = this.form.dataset.tool === "text" ? this.field : null;
    this.layer.hidden = !box;
    const kept = document.activeElement && this.marks.get(document.activeElement);
    this.layer.replaceChildren();
    this.marks.clear();
    if (!box) return;
    for (const row of rows(box)) {
      if (row.hidden || !nameOf(row)) continue;
      const mark = this.mark(row);
      this.marks.set(mark, row);
      this.layer.append(mark);
      if (row === kept) mark.focus();
    }
    adder(box).disabled = rows(box).filter((row) => !row.hidden).length >= Number(box.dataset.most);
  }

  /** @param {HTMLElement} row */
  mark(row) {
    const button = markOn(this.fit, {
      name: nameOf(row), where: () => where(row), put: (x, y) => put(row, x, y), remove: () => this.remove(row),
    });
    button.dir = "ltr";
    return button;
  }

  /** @param {HTMLElement} box */
  add(box, x = 50, y = 50) {
    const list = rows(box), row = list.find((one) => one.hidden || !nameOf(one)) || this.another(box, list);
    if (!row) return;
    inputOf(row).value = "";
    row.hidden = false;
    put(row, x, y);
    this.draw();
    inputOf(row).focus({ preventScroll: true });
    const panel = around(box, "[data-panels]");
    if (!panel) return;
    const over = row.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom + 64;
    if (over > 0) panel.scrollTop += over;
  }

  // another is one more row, as long as there may be more.
  /** @param {HTMLElement} box @param {HTMLElement[]} list */
  another(box, list) {
    const [first] = list, n = list.length;
    if (!first || n >= Number(box.dataset.most)) return null;
    const row = /** @type {HTMLElement} */ (first.cloneNode(true));
    for (const control of all(row, "[id]")) {
      const label = find(row, `label[for="${control.id}"]`, HTMLLabelElement);
      control.id = control.id.replace(/person-\d+/, `person-${n}`);
      if (label) label.htmlFor = control.id;
    }
    find(row, ".hint")?.remove();
    need(box, "[data-people-rows]").append(row);
    return row;
  }

  /** @param {HTMLElement} row */
  remove(row) {
    const box = around(row, "[data-people-field]");
    inputOf(row).value = "";
    row.hidden = true;
    this.draw();
    if (box) adder(box).focus();
  }

  /** @param {HTMLElement} box */
  prepare(box) {
    adder(box).hidden = need(box, "[data-people-help]").hidden = false;
    for (const row of rows(box)) {
      need(row, "[data-remove-person]").hidden = false;
      row.hidden = !nameOf(row);
    }
    box.addEventListener("click", (event) => {
      if (around(event.target, "[data-add-person]")) this.add(box);
      const gone = around(around(event.target, "[data-remove-person]"), "[data-person]");
      if (gone) this.remove(gone);
    });
    box.addEventListener("change", () => this.draw());
    box.addEventListener("keydown", (event) => {
      if (event.target instanceof HTMLSelectElement) event.stopPropagation();
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault(); // it would save the post
    });
  }

  listen() {
    pressed(this.layer, this.fit, (x, y) => {
      const box = this.field;
      if (box) this.add(box, x, y);
    });
  }
}

export function start() {
  for (const form of all(document, "form[data-edit]", HTMLFormElement)) {
    const fit = find(form, "[data-fit]");
    if (form.classList.contains("edit-live") && fit) new Layer(form, fit);
  }
}
