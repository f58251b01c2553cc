// The photo on the stage, drawn by WebGL or by the processor.
import { all, need } from "../site/dom.js";
import { Engine } from "./engine.js";
import { plan } from "./geometry.js";
import { compile } from "./grade.js";
import { adjustments, plain } from "./item.js";
import { Software } from "./small.js";

/** @typedef {import("./grade.js").Grade} Grade */
/** @typedef {import("./item.js").Item} Item */
/** @typedef {import("./item.js").Recipe} Recipe */

export class View {
  /**
   * shown tells which photo to draw, and whether all of it; painted follows.
   * @param {HTMLFormElement} form
   * @param {import("./grade.js").Looks} looks
   * @param {{ shown: () => { item: Item, whole: boolean }, painted: (item: Item, whole: boolean) => void }} page
   */
  constructor(form, looks, page) {
    this.looks = looks;
    this.page = page;
    this.stage = need(form, "[data-stage]");
    this.fitBox = need(form, "[data-fit]");
    this.note = need(form, "[data-view-note]");
    this.canvas = need(form, "[data-canvas]", HTMLCanvasElement);
    this.nothing = compile(plain, {});
    this.compiled = this.nothing;
    this.key = "";
    this.before = false;
    this.frame = this.moving = 0;
    this.painter = this.choose(form);
    new ResizeObserver(() => this.draw()).observe(this.stage);
  }

  /** @param {HTMLFormElement} form @returns {Engine | Software} */
  choose(form) {
    try {
      const engine = new Engine(this.canvas);
      engine.load(new ImageData(1, 1));
      engine.render(plan(plain, 1, 1, false), { ...this.nothing, structure: 1, sharpen: 1 });
      engine.onrestore = () => this.draw();
      return engine;
    } catch {
      const fresh = /** @type {HTMLCanvasElement} */ (this.canvas.cloneNode());
      this.canvas.replaceWith(fresh);
      this.canvas = fresh;
      for (const hint of all(form, "[data-software]")) hint.hidden = false;
      return new Software(fresh);
    }
  }

  /** @param {Recipe} recipe @returns {Grade} */
  gradeOf(recipe) {
    if (this.before) return this.nothing;
    const key = [recipe.filter, recipe.strength, ...adjustments.map((name) => recipe[name])].join();
    if (key !== this.key) [this.compiled, this.key] = [compile(recipe, this.looks), key];
    return this.compiled;
  }

  // move draws while something moves: slow machines draw a smaller picture.
  move() {
    clearTimeout(this.moving);
    this.moving = setTimeout(() => { this.moving = 0; this.draw(); }, 200);
    this.draw();
  }
  draw() { this.frame ||= requestAnimationFrame(() => this.paint()); }

  paint() {
    this.frame = 0;
    const { painter } = this, { item, whole } = this.page.shown(), { bitmap, recipe } = item;
    if (!bitmap) return;
    if (painter.bitmap !== bitmap) painter.load(bitmap);
    const draft = this.moving && painter.slow ? painter.draft : null, size = draft || bitmap;
    const p = plan(recipe, size.width, size.height, whole);
    p.draft = Boolean(draft);
    painter.render(p, this.gradeOf(recipe), recipe, whole);
    this.place(p.width, p.height);
    this.page.painted(item, whole);
  }

  // measure finds out whether the painter keeps up with a finger.
  measure() {
    const { item: { bitmap, recipe }, whole } = this.page.shown();
    if (bitmap) this.painter.measure(plan(recipe, bitmap.width, bitmap.height, whole), this.gradeOf(recipe));
  }

  // place gives the picture all the room there is.
  /** @param {number} w @param {number} h */
  place(w, h) {
    const style = getComputedStyle(this.stage);
    const k = Math.min((this.stage.clientWidth - parseFloat(style.paddingLeft) * 2) / w, (this.stage.clientHeight - parseFloat(style.paddingTop) * 2) / h);
    this.fitBox.style.width = Math.max(1, w * k) + "px";
    this.fitBox.style.height = Math.max(1, h * k) + "px";
  }

  // tell says something in the place of the photo.
  /** @param {string} text */
  tell(text, busy = false) {
    this.note.hidden = !text;
    need(this.note, "[data-view-words]").textContent = text;
    need(this.note, ".spinner", Element).toggleAttribute("hidden", !busy);
  }
}
