// The form's own fields are the story. What stands on the stage reads and
// writes them; the history keeps what they said.
const places = { x: 100, y: 100, scale: 100, rotation: 1 }; // how a field's number relates to a place
const usual = { x: 50, y: 50, scale: 100, rotation: 0 };
const short = (v) => String(Number(v.toFixed(3)));
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
const wrapped = (degrees) => ((degrees + 180) % 360 + 360) % 360 - 180;

// Piece is an overlay, or the picture behind all.
class Piece {
  constructor(form, id) {
    this.form = form;
    this.id = id;
    this.isPicture = id === "picture";
    this.fields = this.isPicture ? form.querySelector("[data-picture-fields]") : form.querySelector(`[data-fields="${CSS.escape(id)}"]`);
  }

  field(name) { return this.form.elements[this.isPicture ? `picture.${name}` : `ov.${this.id}.${name}`]; }

  get place() {
    const out = {};
    for (const [name, by] of Object.entries(places)) {
      const n = Number(this.field(name).value.replace(",", "."));
      out[name] = (this.field(name).value.trim() && Number.isFinite(n) ? n : usual[name]) / by;
    }
    return out;
  }

  set place(values) {
    const limits = { x: [0, 1], y: [0, 1], scale: [.2, 5], rotation: [-180, 180] };
    for (const [name, by] of Object.entries(places)) {
      if (!(name in values)) continue;
      const value = name === "rotation" ? wrapped(values[name]) : values[name];
      this.field(name).value = short(clamp(value, ...limits[name]) * by);
    }
  }

  get label() {
    if (this.isPicture) return "Picture";
    const kind = this.fields.querySelector("legend").textContent.trim();
    const text = ["text", "username", "tag", "url"].map((name) => this.field(name)?.value.trim()).find(Boolean);
    return text ? `${kind}: ${text}` : kind;
  }
}

const valuesOf = (root) => Object.fromEntries([...root.querySelectorAll("[name]")]
  .filter((field) => field.type !== "button" && field.tagName !== "BUTTON" && (field.type !== "radio" || field.checked)).map((field) => [field.name, field.value]));

function fill(root, values) {
  for (const field of root.querySelectorAll("[name]")) {
    if (field.tagName === "BUTTON" || !(field.name in values)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
  }
}

// blank is the set of fields of a new overlay.
function blank(type, id) {
  const template = document.querySelector(`[data-overlay-template="${type}"]`);
  const fields = document.importNode(template.content, true).querySelector("fieldset");
  for (const one of [fields, ...fields.querySelectorAll("*")]) {
    for (const attribute of [...one.attributes]) {
      if (attribute.value.includes("new-" + type)) one.setAttribute(attribute.name, attribute.value.replaceAll("new-" + type, id));
    }
  }
  return fields;
}

const setsOf = (form) => [...form.querySelectorAll("[data-fields]")];

function put(form, fields) {
  const sets = setsOf(form).filter((one) => one !== fields);
  (sets.at(-1) || form.querySelector(".toolbox")).after(fields);
  fields.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: fields } }));
}

class History {
  constructor(form, restored) {
    this.form = form;
    this.restored = restored;
    this.steps = [this.now()];
    this.at = 0;
  }

  now() {
    const picture = this.form.querySelector("[data-picture-fields]"), { alt_text: _, ...values } = valuesOf(picture);
    return JSON.stringify({ picture: values, overlays: setsOf(this.form).map((one) => ({ id: one.dataset.fields, type: one.dataset.type, values: valuesOf(one) })) });
  }

  // commit keeps the present state as a step. Steps of one kind that follow each
  // other quickly, such as arrow keys, become one.
  commit(kind) {
    const now = this.now();
    if (now === this.steps[this.at]) return;
    const merge = kind && kind === this.kind && performance.now() - this.time < 800 && this.at > 0 && this.at === this.steps.length - 1;
    this.steps.length = this.at + 1;
    if (merge) this.steps[this.at] = now;
    else this.at = this.steps.push(now) - 1;
    if (this.steps.length > 200) { this.steps.shift(); this.at--; }
    this.kind = kind;
    this.time = performance.now();
  }

  get back() { return this.at > 0; }
  get forth() { return this.at < this.steps.length - 1; }

  go(by) {
    if (by < 0 ? !this.back : !this.forth) return false;
    const { picture, overlays } = JSON.parse(this.steps[this.at += by]);
    this.kind = null;
    fill(this.form.querySelector("[data-picture-fields]"), picture);
    const there = new Map(setsOf(this.form).map((one) => [one.dataset.fields, one]));
    for (const [id, fields] of there) if (!overlays.some((one) => one.id === id && one.type === fields.dataset.type)) { fields.remove(); there.delete(id); }
    for (const { id, type, values } of overlays) {
      const fields = there.get(id) || blank(type, id);
      fill(fields, values);
      put(this.form, fields);
    }
    this.restored();
    return true;
  }
}

window.photogram.story = { Piece, History, blank, put, setsOf, clamp, wrapped };
