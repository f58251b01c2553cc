// The form's own fields are the state of the edit. Items read and write them;
// the history keeps what they said.
const adjustments = ["brightness", "contrast", "saturation", "warmth", "tint", "highlights", "shadows", "fade", "vignette", "sharpen", "structure"];
const short = (v) => Number(v.toPrecision(6));

class Item {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.id = root.dataset.item;
    this.preview = root.dataset.preview;
    this.width = Number(root.dataset.width);
    this.height = Number(root.dataset.height);
  }

  field(name) { return this.form.elements[`i${this.id}.${name}`]; }

  get recipe() {
    const crop = this.field("crop").value.split(",").map(Number);
    const r = {
      filter: this.field("filter").value, strength: Number(this.field("strength").value), ratio: this.field("ratio").value || "original",
      crop: crop.length === 4 && crop.every(Number.isFinite) ? { x: crop[0], y: crop[1], w: crop[2], h: crop[3] } : null,
      rotate: Number(this.field("rotate").value) || 0, flip_h: this.field("flip_h").checked, flip_v: this.field("flip_v").checked,
      straighten: Number(this.field("straighten").value) || 0,
      perspective_v: Number(this.field("perspective_v").value) || 0, perspective_h: Number(this.field("perspective_h").value) || 0,
    };
    for (const name of adjustments) r[name] = Number(this.field(name).value) || 0;
    return r;
  }

  // change writes some of the values, and shows them in the controls.
  change(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(name);
      if (name === "crop") field.value = value ? [value.x, value.y, value.w, value.h].map(short).join() : "";
      else if (name.startsWith("flip")) field.checked = value;
      else field.value = String(value);
      if (field.type === "range") showSlider(field.closest("[data-slider]"));
    }
  }
}

const plain = { filter: "Normal", strength: 100, ratio: "original", crop: null, rotate: 0, flip_h: false, flip_v: false, straighten: 0, perspective_v: 0, perspective_h: 0 };
for (const name of adjustments) plain[name] = 0;

// showSlider brings a slider's number, its filled part and its reset button up to date.
function showSlider(box) {
  const input = box.querySelector("input"), out = box.querySelector("output"), reset = box.querySelector("[data-reset]");
  const min = Number(input.min), max = Number(input.max), at = (v) => (v - min) / (max - min);
  const from = input.hasAttribute("data-centre") ? at(0) : 0, to = at(Number(input.value));
  input.style.setProperty("--from", Math.min(from, to));
  input.style.setProperty("--to", Math.max(from, to));
  out.value = input.value + (out.dataset.unit || "");
  const changed = Number(input.value) !== Number(box.dataset.slider);
  box.toggleAttribute("data-changed", changed);
  if (reset) reset.disabled = !changed;
}

// liveSlider adds the ways back: a double click on the slider, or its number.
function liveSlider(box, changed) {
  const input = box.querySelector("input"), out = box.querySelector("output"), label = box.querySelector("label").textContent.trim();
  const reset = document.createElement("button");
  reset.type = "button";
  reset.className = "slider-reset";
  reset.dataset.reset = "";
  reset.title = "Reset";
  reset.setAttribute("aria-label", "Reset " + label);
  out.replaceWith(reset);
  reset.append(out);
  const back = () => {
    if (Number(input.value) === Number(box.dataset.slider)) return;
    input.value = box.dataset.slider;
    showSlider(box);
    input.focus();
    changed(input);
  };
  reset.addEventListener("click", back);
  input.addEventListener("dblclick", back);
  input.addEventListener("input", () => showSlider(box));
  showSlider(box);
}

class History {
  constructor(items, restored) {
    this.items = items;
    this.restored = restored;
    this.steps = [this.now()];
    this.at = 0;
  }

  now() { return JSON.stringify(Object.fromEntries(this.items.map((item) => [item.id, item.recipe]))); }

  // commit keeps the present state as a step. Steps of one kind that follow each
  // other quickly, such as arrow keys on a slider, become one.
  commit(kind) {
    const now = this.now();
    if (now === this.steps[this.at]) return false;
    const merge = kind && kind === this.kind && performance.now() - this.time < 800 && this.at > 0 && this.at === this.steps.length - 1;
    this.steps.length = this.at + 1;
    if (merge) this.steps[this.at] = now;
    else this.at = this.steps.push(now) - 1;
    if (this.steps.length > 200) { this.steps.shift(); this.at--; }
    this.kind = kind;
    this.time = performance.now();
    return true;
  }

  get back() { return this.at > 0; }
  get forth() { return this.at < this.steps.length - 1; }

  go(by) {
    if (by < 0 ? !this.back : !this.forth) return;
    const before = JSON.parse(this.steps[this.at]), after = JSON.parse(this.steps[this.at += by]);
    this.kind = null;
    const changed = this.items.filter((item) => JSON.stringify(before[item.id]) !== JSON.stringify(after[item.id]));
    for (const item of changed) item.change(after[item.id]);
    this.restored(changed);
  }
}

Object.assign(window.photogram.editor, { adjustments, plain, Item, History, showSlider, liveSlider });
