// The stage: what stands on it is moved, sized and turned by fingers, by the
// mouse and by keys. It snaps to the middle and to quarter turns.
import { all, around, find, need } from "../site/dom.js";
import { say } from "../site/say.js";
import { word } from "../site/words.js";
import { arrange } from "../story/place.js";
import { clamp, wrapped } from "./piece.js";

/** @typedef {import("./piece.js").Piece} Piece */
/** @typedef {import("./piece.js").Place} Place */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ at: Point, far: number, angle: number }} Span */
/** @typedef {{ piece: Piece, turns: boolean, before: boolean, moved: boolean, start: Point, box: DOMRect, from: Place, span: Span }} Act */
/**
 * What the page does.
 * @typedef {object} Page
 * @property {(id: string) => Piece | null} piece
 * @property {(piece: Piece | null) => void} select
 * @property {(piece: Piece) => void} edit
 * @property {(kind: string) => void} done
 * @property {(piece: Piece) => void} remove
 */

const near = 7; // pixels
const square = 4; // degrees
const movable = "[data-overlay], [data-picture]";

/** @param {Point} a @param {Point} [b] @returns {Span} */
function span(a, b) {
  if (!b) return { at: { ...a }, far: 0, angle: 0 };
  return { at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, far: Math.max(8, Math.hypot(b.x - a.x, b.y - a.y)), angle: Math.atan2(b.y - a.y, b.x - a.x) * 180 / Math.PI };
}

/** @param {DOMRect} box @param {Place} place */
const middle = (box, place) => ({ x: box.left + place.x * box.width, y: box.top + place.y * box.height });

export class Stage {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, page) {
    this.page = page;
    this.canvas = need(root, "[data-stage-canvas]");
    this.handle = need(root, "[data-handle]");
    const guide = (/** @type {string} */ name) => need(root, `[data-guide="${name}"]`);
    this.guides = { x: guide("x"), y: guide("y"), r: guide("r") };
    /** @type {Piece | null} */
    this.piece = null; // what is chosen
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    /** @type {Act | null} */
    this.act = null; // what the pointers do
    for (const one of [this.canvas, this.handle]) {
      one.addEventListener("pointerdown", (event) => this.down(event, one));
      one.addEventListener("pointermove", (event) => this.move(event));
      one.addEventListener("pointerup", (event) => this.up(event, false));
      one.addEventListener("pointercancel", (event) => this.up(event, true));
    }
    this.canvas.addEventListener("dragstart", (event) => event.preventDefault());
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    this.canvas.addEventListener("focusin", (event) => {
      const piece = this.pieceAt(event.target);
      if (piece && !this.act) page.select(piece);
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.reach()).observe(this.canvas);
  }

  /** @param {Piece | null} piece */
  element(piece) {
    return piece && find(this.canvas, piece.isPicture ? "[data-picture]" : `[data-overlay="${CSS.escape(piece.id)}"]`);
  }

  /** @param {EventTarget | null} target */
  pieceAt(target) {
    const overlay = around(target, "[data-overlay]");
    if (overlay) return this.page.piece(overlay.dataset.overlay || "");
    return find(this.canvas, "[data-picture]") ? this.page.piece("picture") : null;
  }

  // show puts a piece where its fields say.
  /** @param {Piece} piece */
  show(piece) {
    const element = this.element(piece);
    if (!element) return;
    for (const [name, value] of Object.entries(piece.place)) element.dataset[name] = String(value);
    arrange(element);
    this.reach();
  }

  /** @param {Piece | null} piece */
  choose(piece) {
    this.piece = piece;
    for (const one of all(this.canvas, movable)) one.classList.toggle("chosen", one === this.element(piece));
    this.reach();
  }

  // reach puts the handle at a corner of what is chosen.
  reach() {
    const { piece } = this, element = this.element(piece);
    this.handle.hidden = !element;
    if (!element || !piece) return;
    const box = this.canvas.getBoundingClientRect(), at = piece.place, turn = at.rotation * Math.PI / 180;
    const grown = piece.isPicture ? at.scale * .5 : .5, edge = piece.isPicture ? 0 : 10;
    const w = element.offsetWidth * grown + edge, h = element.offsetHeight * grown + edge;
    const x = at.x * box.width + w * Math.cos(turn) - h * Math.sin(turn), y = at.y * box.height + w * Math.sin(turn) + h * Math.cos(turn);
    this.handle.style.left = clamp(x, 18, box.width - 18) + "px";
    this.handle.style.top = clamp(y, 18, box.height - 18) + "px";
  }

  // spanOf is what the pointers span: two of them each other, the handle's one the middle of the piece.
  /** @param {boolean} turns @param {DOMRect} box @param {Place} place */
  spanOf(turns, box, place) {
    const [a = { x: 0, y: 0 }, b] = this.pointers.values();
    if (b) return span(a, b);
    return turns ? span(middle(box, place), a) : span(a);
  }

  // present is the state from which the pointers move.
  /** @param {Piece} piece @param {boolean} turns */
  present({ place }, turns) {
    const box = this.canvas.getBoundingClientRect();
    return { box, from: place, span: this.spanOf(turns, box, place) };
  }

  /** @param {PointerEvent} event @param {HTMLElement} holder */
  down(event, holder) {
    if (event.button !== 0 || this.pointers.size > 1) return;
    event.preventDefault();
    const turns = holder === this.handle;
    const piece = this.act?.piece || (turns ? this.piece : this.pieceAt(event.target));
    if (!piece) return this.page.select(null);
    const point = { x: event.clientX, y: event.clientY };
    this.pointers.set(event.pointerId, point);
    holder.setPointerCapture(event.pointerId);
    if (this.act) {
      Object.assign(this.act, this.present(piece, this.act.turns));
      return;
    }
    this.act = { piece, turns, before: this.piece?.id === piece.id, moved: false, start: point, ...this.present(piece, turns) };
    this.element(piece)?.focus({ preventScroll: true });
    this.page.select(piece);
    Object.assign(this.act, this.present(piece, turns));
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { act } = this;
    if (!act || !this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!act.moved && this.pointers.size < 2 && Math.hypot(event.clientX - act.start.x, event.clientY - act.start.y) < 4) return;
    act.moved = true;
    const now = this.spanOf(act.turns, act.box, act.from), place = { ...act.from };
    if (act.span.far) {
      place.scale = act.from.scale * now.far / act.span.far;
      place.rotation = wrapped(act.from.rotation + now.angle - act.span.angle);
    }
    if (!act.turns) {
      place.x += (now.at.x - act.span.at.x) / act.box.width;
      place.y += (now.at.y - act.span.at.y) / act.box.height;
    }
    this.snap(place, act);
    act.piece.move(place);
    this.show(act.piece);
  }

  /** @param {Place} place @param {Act} act */
  snap(place, { turns, box, span: { far } }) {
    const hit = { x: !turns && Math.abs(place.x - .5) * box.width < near, y: !turns && Math.abs(place.y - .5) * box.height < near, r: false };
    if (hit.x) place.x = .5;
    if (hit.y) place.y = .5;
    if (far) {
      const quarter = Math.round(place.rotation / 90) * 90;
      hit.r = Math.abs(place.rotation - quarter) < square;
      if (hit.r) place.rotation = wrapped(quarter);
    }
    const { x, y, r } = this.guides;
    x.hidden = !hit.x;
    y.hidden = !hit.y;
    r.hidden = !hit.r;
    if (hit.r) Object.assign(r.style, { left: place.x * 100 + "%", top: place.y * box.height + "px", rotate: place.rotation + "deg" });
  }

  /** @param {PointerEvent} event @param {boolean} cancelled */
  up(event, cancelled) {
    const { act } = this;
    if (!this.pointers.delete(event.pointerId) || !act) return;
    if (this.pointers.size > 0) {
      Object.assign(act, this.present(act.piece, act.turns));
      return;
    }
    this.act = null;
    for (const guide of Object.values(this.guides)) guide.hidden = true;
    if (act.moved) this.page.done("");
    else if (act.before && !cancelled && !act.turns) this.page.edit(act.piece);
  }

  get busy() { return this.act !== null; }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element && event.target.matches(movable))) return;
    const piece = this.pieceAt(event.target), { key } = event;
    if (!piece) return;
    const at = piece.place, step = event.shiftKey ? .05 : .01;
    const told = {
      way: () => word("composer.at", { x: Math.round(piece.place.x * 100), y: Math.round(piece.place.y * 100) }),
      size: () => word("composer.size", { n: Math.round(piece.place.scale * 100) }),
      turn: () => word("composer.turned", { n: Math.round(piece.place.rotation) }),
    };
    /** @type {Map<string, [Partial<Place>, () => string]>} */
    const moves = new Map([
      ["ArrowLeft", [{ x: at.x - step }, told.way]], ["ArrowRight", [{ x: at.x + step }, told.way]],
      ["ArrowUp", [{ y: at.y - step }, told.way]], ["ArrowDown", [{ y: at.y + step }, told.way]],
      ["[", [{ rotation: at.rotation - 5 }, told.turn]], ["]", [{ rotation: at.rotation + 5 }, told.turn]],
    ]);
    for (const sign of "+=") moves.set(sign, [{ scale: at.scale * 1.05 }, told.size]);
    for (const sign of "-_") moves.set(sign, [{ scale: at.scale / 1.05 }, told.size]);
    const [to, words] = moves.get(key) ?? [];
    const removes = (key === "Delete" || key === "Backspace") && !piece.isPicture;
    if (!to && key !== "Enter" && !removes) return;
    event.preventDefault();
    if (removes) this.page.remove(piece);
    else if (!to || !words) this.page.edit(piece);
    else {
      piece.move(to);
      this.show(piece);
      this.page.done("key " + piece.id + key);
      say(words());
    }
  }
}
