// Products are set on the photo or the story itself: a press puts what was chosen
// there, marks are dragged or moved with the arrow keys. The fields are what is sent.
import { all, around, find, isField, make, need } from "../site/dom.js";
import { say } from "../site/say.js";
import { markOn, pressed, short } from "./mark.js";

/** @param {HTMLElement} row @param {string} name */
const field = (row, name) => need(row, `[data-at="${name}"]`, HTMLInputElement);
/** @param {HTMLElement} row */
const chosen = (row) => need(row, "[name=product]", HTMLInputElement);
/** @param {HTMLElement} row */
const itemOf = (row) => find(row, "select", HTMLSelectElement);

/** @param {HTMLElement} row */
function where(row) {
  const [x, y] = ["x", "y"].map((name) => field(row, name).value.trim().replace(",", "."));
  return x && y && Number(x) >= 0 && Number(y) >= 0 ? { x: Number(x), y: Number(y) } : null;
}

class Placer {
  /** @param {HTMLFormElement} form @param {HTMLElement[]} fits */
  constructor(form, fits) {
    this.form = form;
    this.fits = fits;
    this.rows = all(form, "[data-goods]");
    /** @type {HTMLElement | null} */
    this.row = null; // that a press puts somewhere
    /** @type {Map<Element, HTMLElement>} */
    this.marks = new Map();
    this.layers = fits.map((fit) => {
      const layer = make("div", "people-layer");
      fit.append(layer);
      pressed(layer, fit, (x, y) => this.press(fit, x, y));
      return layer;
    });
    for (const button of all(form, "[data-put]")) button.hidden = false;
    for (const help of all(document, "[data-goods-help]")) help.hidden = false;
    form.addEventListener("input", ({ target }) => { if (isField(target) && target.matches("[data-at]")) this.draw(); });
    form.addEventListener("change", (event) => this.change(event));
    form.addEventListener("click", (event) => {
      const row = around(around(event.target, "[data-put]"), "[data-goods]");
      if (row) this.middle(row);
    });
    this.draw();
  }

  /** @param {HTMLElement} row */
  fitOf(row) {
    const item = itemOf(row)?.value;
    return this.fits.find((fit) => fit.dataset.goodsFit === item) || this.fits[0];
  }

  /** @param {Event} event */
  change({ target }) {
    const row = around(target, "[data-goods]");
    if (!row) return;
    if (target === chosen(row)) this.row = chosen(row).checked && !where(row) ? row : null;
    this.draw();
  }

  draw() {
    const focused = document.activeElement && this.marks.get(document.activeElement);
    for (const layer of this.layers) layer.replaceChildren();
    this.marks.clear();
    for (const row of this.rows) {
      if (!chosen(row).checked || !where(row)) continue;
      const fit = this.fitOf(row), layer = fit && this.layers[this.fits.indexOf(fit)];
      if (!fit || !layer) continue;
      const mark = markOn(fit, {
        name: row.dataset.goods || "", where: () => where(row) || { x: 50, y: 50 }, put: (x, y) => this.put(row, x, y),
        remove: () => this.remove(row),
      });
      this.marks.set(mark, row);
      layer.append(mark);
      if (row === focused) mark.focus();
    }
  }

  /** @param {HTMLElement} row @param {number} x @param {number} y */
  put(row, x, y) {
    field(row, "x").value = short(x);
    field(row, "y").value = short(y);
    chosen(row).checked = true;
  }

  /** @param {HTMLElement} row */
  focus(row) {
    for (const [mark, of] of this.marks) if (of === row && mark instanceof HTMLElement) mark.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} fit @param {number} x @param {number} y */
  press(fit, x, y) {
    const row = this.row || this.rows.find((one) => chosen(one).checked && !where(one));
    if (!row) {
      say(this.form.dataset.sayChoose || "");
      find(this.form, "[name=product]")?.focus();
      return;
    }
    const item = itemOf(row);
    if (item && fit.dataset.goodsFit) item.value = fit.dataset.goodsFit;
    this.put(row, x, y);
    this.row = null;
    this.draw();
    this.focus(row);
  }

  /** @param {HTMLElement} row */
  middle(row) {
    if (!where(row)) this.put(row, 50, 50);
    chosen(row).checked = true;
    this.draw();
    this.fitOf(row)?.scrollIntoView({ block: "nearest" });
    this.focus(row);
  }

  /** @param {HTMLElement} row */
  remove(row) {
    for (const name of ["x", "y"]) field(row, name).value = "";
    this.row = row;
    this.draw();
    chosen(row).focus();
  }
}

export function start() {
  const form = find(document, "form[data-goods-form]", HTMLFormElement), fits = all(document, "[data-goods-fit]");
  if (form && fits.length > 0) new Placer(form, fits);
}
