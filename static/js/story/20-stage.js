// The stage: what stands on it is moved, sized and turned by fingers, by the
// mouse and by keys. It snaps to the middle and to quarter turns.
const story = window.photogram.story;
const near = 7; // pixels
const square = 4; // degrees

class Stage {
  // on has what the page does: select, edit, changed, done, remove, say.
  constructor(root, on) {
    this.root = root;
    this.canvas = root.querySelector("[data-stage-canvas]");
    this.handle = root.querySelector("[data-handle]");
    this.guides = Object.fromEntries([...root.querySelectorAll("[data-guide]")].map((one) => [one.dataset.guide, one]));
    this.on = on;
    this.piece = null; // what is chosen
    this.pointers = new Map();
    this.act = null; // what the pointers do
    for (const one of [this.canvas, this.handle]) {
      one.addEventListener("pointerdown", (event) => this.down(event));
      one.addEventListener("pointermove", (event) => this.move(event));
      for (const name of ["pointerup", "pointercancel"]) one.addEventListener(name, (event) => this.up(event, name === "pointercancel"));
    }
    this.canvas.addEventListener("dragstart", (event) => event.preventDefault());
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    this.canvas.addEventListener("focusin", (event) => {
      const piece = this.pieceAt(event.target);
      if (piece && !this.act) this.on.select(piece);
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.reach()).observe(this.canvas);
  }

  element(piece) {
    return piece && this.canvas.querySelector(piece.isPicture ? "[data-picture]" : `[data-overlay="${CSS.escape(piece.id)}"]`);
  }

  pieceAt(target) {
    const overlay = target.closest("[data-overlay]");
    if (overlay) return this.on.piece(overlay.dataset.overlay);
    return this.canvas.querySelector("[data-picture]") ? this.on.piece("picture") : null;
  }

  // show puts a piece where its fields say.
  show(piece) {
    const element = this.element(piece);
    if (!element) return;
    for (const [name, value] of Object.entries(piece.place)) element.dataset[name] = value;
    window.photogram.arrange(element);
    this.reach();
  }

  choose(piece) {
    this.piece = piece;
    for (const one of this.canvas.querySelectorAll("[data-overlay], [data-picture]")) one.classList.toggle("chosen", one === this.element(piece));
    this.reach();
  }

  // reach puts the handle at a corner of what is chosen.
  reach() {
    const element = this.element(this.piece);
    this.handle.hidden = !element;
    if (!element) return;
    const box = this.canvas.getBoundingClientRect(), at = this.piece.place, turn = at.rotation * Math.PI / 180;
    const grown = this.piece.isPicture ? at.scale * .5 : .5;
    const w = element.offsetWidth * grown + (this.piece.isPicture ? 0 : 10), h = element.offsetHeight * grown + (this.piece.isPicture ? 0 : 10);
    const x = at.x * box.width + w * Math.cos(turn) - h * Math.sin(turn), y = at.y * box.height + w * Math.sin(turn) + h * Math.cos(turn);
    this.handle.style.left = story.clamp(x, 18, box.width - 18) + "px";
    this.handle.style.top = story.clamp(y, 18, box.height - 18) + "px";
  }

  // begin takes the present state as that from which the pointers move.
  begin() {
    const box = this.canvas.getBoundingClientRect(), piece = this.act.piece, points = [...this.pointers.values()];
    const middle = { x: box.left + piece.place.x * box.width, y: box.top + piece.place.y * box.height };
    const [a, b] = points.length > 1 ? points : this.act.turns ? [middle, points[0]] : [points[0], null];
    Object.assign(this.act, { box, from: piece.place, ...this.span(a, b) });
  }

  span(a, b) {
    if (!b) return { at: { ...a }, far: 0, angle: 0 };
    return { at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, far: Math.max(8, Math.hypot(b.x - a.x, b.y - a.y)), angle: Math.atan2(b.y - a.y, b.x - a.x) * 180 / Math.PI };
  }

  down(event) {
    if (event.button !== 0 || this.pointers.size > 1) return;
    event.preventDefault();
    const turns = event.currentTarget === this.handle;
    const piece = this.act?.piece || (turns ? this.piece : this.pieceAt(event.target));
    if (!piece) return this.on.select(null);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!this.act) {
      this.act = { piece, turns, before: this.piece?.id === piece.id, moved: false, start: { x: event.clientX, y: event.clientY } };
      this.element(piece).focus({ preventScroll: true });
      this.on.select(piece);
    }
    this.begin();
  }

  move(event) {
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const act = this.act, points = [...this.pointers.values()];
    if (!act.moved && points.length < 2 && Math.hypot(event.clientX - act.start.x, event.clientY - act.start.y) < 4) return;
    act.moved = true;
    const middle = { x: act.box.left + act.from.x * act.box.width, y: act.box.top + act.from.y * act.box.height };
    const now = points.length > 1 ? this.span(...points) : act.turns ? this.span(middle, points[0]) : this.span(points[0]);
    const place = { ...act.from };
    if (act.far) {
      place.scale = act.from.scale * now.far / act.far;
      place.rotation = story.wrapped(act.from.rotation + now.angle - act.angle);
    }
    if (!act.turns) {
      place.x += (now.at.x - act.at.x) / act.box.width;
      place.y += (now.at.y - act.at.y) / act.box.height;
    }
    this.snap(place, act);
    act.piece.place = place;
    this.show(act.piece);
    this.on.changed(act.piece);
  }

  snap(place, act) {
    const hit = { x: !act.turns && Math.abs(place.x - .5) * act.box.width < near, y: !act.turns && Math.abs(place.y - .5) * act.box.height < near, r: false };
    if (hit.x) place.x = .5;
    if (hit.y) place.y = .5;
    if (act.far) {
      const quarter = Math.round(place.rotation / 90) * 90;
      hit.r = Math.abs(place.rotation - quarter) < square;
      if (hit.r) place.rotation = story.wrapped(quarter);
    }
    for (const [name, guide] of Object.entries(this.guides)) guide.hidden = !hit[name];
    if (hit.r) {
      this.guides.r.style.left = place.x * 100 + "%";
      this.guides.r.style.top = place.y * act.box.height + "px";
      this.guides.r.style.rotate = place.rotation + "deg";
    }
  }

  up(event, cancelled) {
    if (!this.pointers.delete(event.pointerId)) return;
    const act = this.act;
    if (this.pointers.size > 0) return this.begin();
    this.act = null;
    for (const guide of Object.values(this.guides)) guide.hidden = true;
    if (act.moved) this.on.done(act.piece, "");
    else if (act.before && !cancelled && !act.turns) this.on.edit(act.piece);
  }

  get busy() { return this.act !== null; }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !event.target.matches("[data-overlay], [data-picture]")) return;
    const piece = this.pieceAt(event.target), at = piece.place, step = event.shiftKey ? .05 : .01;
    const moves = { ArrowLeft: ["x", -step], ArrowRight: ["x", step], ArrowUp: ["y", -step], ArrowDown: ["y", step] };
    let told = "";
    if (moves[event.key]) {
      const [name, by] = moves[event.key];
      piece.place = { [name]: at[name] + by };
      told = `${Math.round(piece.place.x * 100)} % across, ${Math.round(piece.place.y * 100)} % down`;
    } else if ("+=-_".includes(event.key)) {
      piece.place = { scale: at.scale * ("+=".includes(event.key) ? 1.05 : 1 / 1.05) };
      told = `Size ${Math.round(piece.place.scale * 100)} %`;
    } else if (event.key === "[" || event.key === "]") {
      piece.place = { rotation: at.rotation + (event.key === "]" ? 5 : -5) };
      told = `Turned ${Math.round(piece.place.rotation)} degrees`;
    } else if (event.key === "Enter") {
      event.preventDefault();
      return this.on.edit(piece);
    } else if ((event.key === "Delete" || event.key === "Backspace") && !piece.isPicture) {
      event.preventDefault();
      return this.on.remove(piece);
    } else return;
    event.preventDefault();
    this.show(piece);
    this.on.done(piece, "key " + piece.id + event.key);
    this.on.say(told);
  }
}

story.Stage = Stage;
