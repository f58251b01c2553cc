// The composer's page: what stands on the stage, and the fields of what is chosen.
import { all, around, as, find, isField, need, parsed } from "../site/dom.js";
import { History } from "../site/history.js";
import { Keeper } from "../site/keep.js";
import { say } from "../site/say.js";
import { fieldsOf } from "../site/send.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { redraw } from "./draw.js";
import { blank, pieceOf, put, setsOf } from "./piece.js";
import { Stage } from "./stage.js";
import { restore, stateOf } from "./state.js";

/** @typedef {import("./piece.js").Piece} Piece */

export class Composer {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = need(root, "[data-story-form]", HTMLFormElement);
    const button = (/** @type {string} */ name) => need(root, `[data-do="${name}"]`, HTMLButtonElement);
    this.doing = { undo: button("undo"), redo: button("redo"), remove: button("remove") };
    this.small = matchMedia("(max-width: 899px)");
    /** @type {Piece | null} */
    this.chosen = null;
    this.keeper = new Keeper(this.form);
    this.soon = this.asked = 0;
    this.stage = new Stage(need(root, "[data-stage]"), {
      piece: (id) => this.piece(id), select: (piece) => this.select(piece), edit: (piece) => this.edit(piece),
      done: (kind) => this.done(kind), remove: (piece) => this.remove(piece),
    });
    this.history = new History(() => stateOf(this.form), (state) => this.restore(state));
    this.listen();
    this.live();
  }

  /** @param {string | undefined} id */
  piece(id) { return pieceOf(this.form, id || ""); }
  pieces() {
    const overlays = setsOf(this.form).map((one) => this.piece(one.dataset.fields)), picture = this.form.elements.namedItem("picture.x") ? this.piece("picture") : null;
    return [...overlays, picture].flatMap((one) => one ?? []);
  }

  /** @param {string} state */
  restore(state) {
    restore(this.form, state);
    const kept = this.chosen && this.piece(this.chosen.id);
    this.chosen = null;
    for (const fields of setsOf(this.form)) fields.hidden = true;
    this.select(kept);
    for (const one of this.pieces()) this.stage.show(one);
    this.buttons();
    this.draw();
  }

  // Choosing shows the fields of what is chosen, and no others.
  /** @param {Piece | null} next */
  select(next) {
    if (next?.id === this.chosen?.id && (next === null) === (this.chosen === null)) return;
    this.chosen = next;
    for (const fields of setsOf(this.form)) fields.hidden = fields.dataset.fields !== next?.id;
    this.stage.choose(next);
    this.buttons();
  }

  /** @param {Piece | null} piece */
  edit(piece) {
    this.select(piece);
    if (!piece) return;
    const { fields } = piece;
    const field = find(fields, piece.isPicture ? "input[type=radio]:checked" : "textarea, input:not([type=hidden], [type=radio])") || need(fields, "input");
    field.focus({ preventScroll: true });
    // On a phone the stage gets smaller when something is written, and stays above.
    requestAnimationFrame(() => fields.scrollIntoView({ block: this.small.matches ? "start" : "nearest" }));
  }

  buttons() {
    const { undo, redo, remove } = this.doing;
    undo.disabled = !this.history.back;
    redo.disabled = !this.history.forth;
    remove.disabled = !this.chosen || this.chosen.isPicture;
    const full = setsOf(this.form).length >= Number(this.root.dataset.max);
    for (const button of all(this.root, "[data-add-overlay]", HTMLButtonElement)) button.disabled = full;
  }

  /** @param {string} kind */
  done(kind) {
    this.history.commit(kind);
    this.buttons();
  }

  dress() {
    for (const element of all(this.stage.canvas, "[data-overlay], [data-picture]")) {
      const one = this.piece(element.dataset.overlay || "picture");
      if (!one) continue;
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-roledescription", "movable");
      element.setAttribute("aria-label", one.label);
      element.setAttribute("aria-describedby", "stage-help");
    }
    this.stage.choose(this.chosen);
  }

  draw(after = 0) {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.ask(), after);
  }

  async ask() {
    if (this.stage.busy) return this.draw(200);
    const body = fieldsOf(this.form), mine = ++this.asked;
    body.set("action", "render");
    try {
      const answer = await fetch(this.root.dataset.path || "", { method: "POST", body, headers: { "HX-Request": "true" } });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) { this.keeper.leaving = true; return location.assign(elsewhere); }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = parsed(await answer.text());
      if (mine === this.asked && !this.stage.busy) this.take(need(page, "[data-stage-canvas]"));
      else if (mine === this.asked) this.draw(200);
    } catch {
      if (mine === this.asked) toast(word("composer.stale"));
    }
    if (this.stage.canvas.hasAttribute("data-waits")) this.draw(1500);
  }

  /** @param {HTMLElement} sent */
  take(sent) {
    const { canvas } = this.stage, focused = as(document.activeElement)?.dataset.overlay;
    redraw(canvas, sent);
    this.dress();
    for (const one of this.pieces()) this.stage.show(one);
    if (focused) find(canvas, `[data-overlay="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** @param {string} type */
  add(type) {
    const { form } = this, ids = setsOf(form).map((one) => one.dataset.fields);
    let n = ids.length + 1;
    while (ids.includes("o" + n)) n++;
    const fields = blank(type, "o" + n);
    put(form, fields);
    const one = this.piece("o" + n);
    const taken = this.pieces().filter((other) => other.id !== one?.id && !other.isPicture).map((other) => other.place.y);
    one?.move({ y: [.5, .22, .78, .36, .64, .1, .9].find((free) => taken.every((other) => Math.abs(other - free) > .13)) ?? .5 });
    this.history.commit("");
    this.edit(one);
    this.draw();
    say(word("composer.added", { name: need(fields, "legend").textContent.trim() }));
  }

  /** @param {Piece} one */
  remove(one) {
    const list = setsOf(this.form), at = list.indexOf(one.fields), next = list[at + 1] || list[at - 1];
    one.fields.remove();
    this.stage.element(one)?.remove();
    this.select(next ? this.piece(next.dataset.fields) : null);
    (this.chosen ? this.stage.element(this.chosen) : find(this.root, "[data-add-overlay]"))?.focus({ preventScroll: true });
    this.done("");
    say(word("composer.removed"));
  }

  /** @param {-1 | 1} by */
  undo(by) {
    if (this.history.go(by)) say(by < 0 ? word("composer.undone") : word("composer.redone"));
  }

  /** @param {boolean} fills */
  fit(fills) {
    const picture = this.piece("picture");
    if (!picture) return;
    picture.move({ x: .5, y: .5, rotation: 0, scale: fills ? Number(picture.fields.dataset.fill) / 100 : 1 });
    this.stage.show(picture);
    this.done("");
  }

  /** @param {MouseEvent} event */
  press(event) {
    const button = around(event.target, "button", HTMLButtonElement);
    if (!button) return;
    const { addOverlay, removeOverlay, fitPicture, do: what } = button.dataset;
    if (addOverlay) this.add(addOverlay);
    if (removeOverlay) {
      event.preventDefault();
      const one = this.piece(removeOverlay);
      if (one) this.remove(one);
    }
    if ("done" in button.dataset) {
      this.stage.element(this.chosen)?.focus({ preventScroll: true });
      this.root.scrollIntoView({ block: "start" });
    }
    if (fitPicture) {
      event.preventDefault();
      this.fit(fitPicture === "fill");
    }
    if (what === "undo") this.undo(-1);
    if (what === "redo") this.undo(1);
    if (what === "remove" && this.chosen) this.remove(this.chosen);
  }

  listen() {
    const { root, form } = this;
    root.addEventListener("click", (event) => this.press(event));
    addEventListener("keydown", (event) => {
      const writing = around(event.target, "textarea, input:not([type=range], [type=radio], [type=checkbox]), dialog");
      if (writing || event.altKey || !(event.ctrlKey || event.metaKey) || !/^[zy]$/i.test(event.key)) return;
      event.preventDefault();
      this.undo(event.shiftKey || event.key.toLowerCase() === "y" ? 1 : -1);
    });
    form.addEventListener("input", ({ target: field }) => {
      const set = around(field, "[data-fields], [data-picture-fields]");
      if (!set || !isField(field) || !field.name) return;
      const one = this.piece(set.dataset.fields || "picture"), radio = field.type === "radio";
      this.done(radio ? "" : "type " + field.name);
      if (!/\.(x|y|scale|rotation)$/.test(field.name)) {
        if (field.name !== "alt_text") this.draw(radio ? 0 : 180);
      } else if (one) this.stage.show(one);
    });
    // Completion writes a name in one go.
    form.addEventListener("change", ({ target }) => { if (as(target)?.matches("[data-complete]")) this.draw(); });
    // Enter in a field shares nothing.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && as(event.target)?.matches("input:not([type=radio])") && !event.defaultPrevented) event.preventDefault();
    });
    form.addEventListener("invalid", (event) => {
      const set = around(event.target, "[data-fields]");
      if (set) this.select(this.piece(set.dataset.fields));
    }, true);
    for (const other of all(root, "form")) if (other !== form) other.addEventListener("submit", () => { this.keeper.leaving = true; });
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  // From here on the page is live.
  live() {
    const { root, form } = this;
    root.classList.add("composer-live");
    for (const one of all(root, "[data-only-js], [data-tools], [data-done]")) one.hidden = false;
    for (const template of all(root, "[data-overlay-template]", HTMLTemplateElement)) for (const one of all(template.content, "[data-done]")) one.hidden = false;
    for (const one of all(root, "[data-without-js]")) one.hidden = true;
    this.doing.redo.classList.add("view-redo");
    const first = setsOf(form).find((one) => find(one, ".problem")) || around(find(form, "[autofocus]"), "[data-fields]");
    for (const fields of setsOf(form)) fields.hidden = true;
    this.dress();
    this.buttons();
    this.keeper.begin();
    if (first) this.edit(this.piece(first.dataset.fields));
    if (this.stage.canvas.hasAttribute("data-waits")) this.draw(1000);
  }
}
