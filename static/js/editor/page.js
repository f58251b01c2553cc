// The editor's page: one photo at a time on the stage, its tools in tabs.
import { all, around, find, isField, need } from "../site/dom.js";
import { History } from "../site/history.js";
import { found, Keeper } from "../site/keep.js";
import { arrow } from "../site/keys.js";
import { say } from "../site/say.js";
import { single } from "../site/shortcuts.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";
import { copied, copy, takes } from "./clipboard.js";
import { comparing } from "./compare.js";
import { Cropper } from "./crop.js";
import { aspect, isFull } from "./geometry.js";
import { adjustments, Item, plain } from "./item.js";
import { leaving } from "./leave.js";
import { load, loadSmall } from "./photos.js";
import { liveSlider } from "./slider.js";
import { LookStrip, thumbnail } from "./small.js";
import { liftable } from "./strip.js";
import { cropped, reshape, shapeOf, turn } from "./turns.js";
import { View } from "./view.js";

/** @typedef {import("./grade.js").Looks} Looks */
/** @typedef {import("./item.js").Recipe} Recipe */
/** @typedef {import("./turns.js").Way} Way */

/** @returns {(keyof Recipe)[]} */
const colours = () => ["filter", ...adjustments];
/** @type {(keyof Recipe)[]} */
const shapes = ["crop", "rotate", "flip_h", "flip_v", "straighten", "perspective_v", "perspective_h"];
/** @type {Record<string, (keyof Recipe)[]>} */
const ofTab = { look: ["filter"], adjust: adjustments, crop: shapes };
/** @type {Record<Way, () => string>} */
const turned = { left: () => word("editor.turned-left"), right: () => word("editor.turned-right"), mirror: () => word("editor.mirrored"), flip: () => word("editor.flipped") };

/** @param {Recipe} recipe @param {(keyof Recipe)[]} names */
const edited = (recipe, names) => names.some((name) => JSON.stringify(recipe[name]) !== JSON.stringify(plain[name]));

class Editor {
  /** @param {HTMLFormElement} form @param {Item[]} items @param {Looks} looks @param {Keeper} keeper @param {boolean} back whether unsaved changes are back */
  constructor(form, items, looks, keeper, back) {
    this.form = form;
    this.items = items;
    this.looks = looks;
    this.current = /** @type {Item} */ (items[0]);
    this.tab = "look";
    this.thumbs = 0;
    this.strip = need(form, "[data-strip]");
    this.add = find(this.strip, "[data-add]", HTMLAnchorElement);
    this.words = need(form, "[data-words]");
    this.panels = need(form, "[data-panels]");
    this.tabs = all(form, "[data-tab]", HTMLButtonElement);
    this.cropFrame = need(form, "[data-crop-frame]");
    this.remover = find(form, "[data-delete]");
    const doing = (/** @type {string} */ name) => need(form, `[data-do="${name}"]`, HTMLButtonElement);
    this.doing = { undo: doing("undo"), redo: doing("redo"), reset: doing("reset"), before: doing("before"), take: doing("take"), paste: doing("paste"), copy: find(form, '[data-do="copy"]', HTMLButtonElement) };
    this.strips = new LookStrip(looks);
    this.view = new View(form, looks, {
      shown: () => ({ item: this.current, whole: this.tab === "crop" }),
      painted: (item, whole) => { if (whole) this.showCrop(item); },
    });
    this.history = new History(() => JSON.stringify(Object.fromEntries(items.map((item) => [item.id, item.recipe]))), (after, before) => this.restore(after, before));
    this.cropper = new Cropper(this.cropFrame, {
      get: () => ({ crop: this.current.recipe.crop, aspect: aspect(this.current.recipe.ratio, shapeOf(this.current).ratio) }),
      set: (crop) => {
        this.current.change({ crop: isFull(crop) ? null : crop });
        this.view.move();
      },
      done: (kind) => {
        this.changed(kind);
        const { w, h } = cropped(this.current);
        if (kind) say(word("editor.crop", { w, h }));
      },
    });
    liftable(this.strip, items, (item, to) => this.arrange(item, to));
    this.live();
    this.listen();
    this.compare = comparing(form, this.doing.before, this.view, () => this.tab !== "crop");
    this.keys();
    leaving(form, keeper, items, [...this.add ? [this.add] : [], ...all(form, "[data-leave]", HTMLAnchorElement)]);
    this.begin();
    // What was sent when the page was left may have arrived, and its answer not: the same again tells the revision.
    if (back && keeper.itself) keeper.save().catch(() => {});
    if (back) toast(word("editor.back"));
    else keeper.begin();
  }

  /** @param {Item} item */
  showCrop(item) {
    this.cropper.show(item.recipe.crop);
    const { w, h } = cropped(item);
    need(item.root, "[data-crop-size]", HTMLOutputElement).value = `${w} × ${h}`;
  }

  // What follows a change: the picture at once, the small pictures when there is time.
  /** @param {string} kind */
  changed(kind) {
    this.history.commit(kind);
    this.follow();
  }
  follow() {
    this.view.draw();
    this.buttons();
    clearTimeout(this.thumbs);
    this.thumbs = setTimeout(() => this.small(), 160);
  }

  small() {
    const { bitmap } = this.current;
    if (!bitmap) return;
    if (this.tab === "look") this.strips.draw(this.current, bitmap);
    this.stamp(this.current);
  }

  /** @param {Item} item */
  linkOf(item) { return find(this.strip, `[data-for="${item.id}"]`); }

  /** @param {Item} item */
  stamp(item) {
    const link = this.linkOf(item), key = JSON.stringify(item.recipe);
    if (!link || !item.mini || item.stampKey === key) return;
    item.stampKey = key;
    link.replaceChildren(thumbnail(item.mini, item.recipe, this.looks, 112));
  }

  buttons() {
    const { current: { recipe, root }, doing, history, items } = this;
    doing.undo.disabled = !history.back;
    doing.redo.disabled = !history.forth;
    doing.reset.disabled = !edited(recipe, [...colours(), ...shapes]);
    doing.before.disabled = !edited(recipe, colours());
    doing.take.disabled = !edited(recipe, colours());
    doing.paste.disabled = !copied(this.looks);
    if (doing.copy) doing.copy.disabled = !edited(recipe, colours()) && items.every((item) => !edited(item.recipe, colours()));
    for (const button of this.tabs) button.toggleAttribute("data-changed", edited(recipe, ofTab[button.dataset.tab || ""] || []));
    need(root, "[data-strength]").toggleAttribute("data-off", recipe.filter === "Normal");
  }

  /** @param {string} after @param {string} before */
  restore(after, before) {
    /** @type {Record<string, Recipe>[]} */
    const [now = {}, then = {}] = [JSON.parse(after), JSON.parse(before)];
    const list = this.items.filter(({ id }) => JSON.stringify(now[id]) !== JSON.stringify(then[id])), [first] = list;
    for (const item of list) item.change(now[item.id] ?? {});
    if (first && !list.includes(this.current)) this.select(first);
    for (const item of list) this.stamp(item);
    this.follow();
  }

  /** @param {-1 | 1} by @param {string} words */
  step(by, words) {
    if (this.history.go(by)) say(words);
  }

  /** @param {Item} item */
  async open(item) {
    const { view } = this, here = () => this.current === item;
    view.fitBox.hidden = !item.bitmap;
    view.tell("");
    if (item.bitmap) {
      view.draw();
      this.small();
      return;
    }
    const soon = setTimeout(() => { if (here() && !item.bitmap) view.tell(word("editor.preparing"), true); }, 250);
    try {
      await load(item, this.items, here);
      if (!here()) return;
      view.tell("");
      view.fitBox.hidden = false;
      view.paint();
      view.measure();
      this.small();
      loadSmall(this.items, (other) => this.stamp(other));
    } catch {
      if (here()) view.tell(word("editor.not-shown"));
    } finally {
      clearTimeout(soon);
    }
  }

  /** @param {Item} item */
  select(item) {
    const { items } = this;
    this.current = item;
    for (const one of items) one.root.hidden = one !== item;
    for (const link of all(this.strip, "[data-for]")) {
      const here = link.dataset.for === item.id;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here) link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.view.canvas.setAttribute("aria-label", items.length > 1 ? word("editor.photo-of-edited", { n: items.indexOf(item) + 1, of: items.length }) : word("editor.photo-edited"));
    this.showTab(this.tab);
    this.buttons();
    this.shifts();
    this.open(item);
    find(item.root, "[data-looks] input:checked")?.parentElement?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  // The order of the album: the form's places follow the strip.
  /** @param {Item} item @param {number} to */
  arrange(item, to) {
    const { items } = this, from = items.indexOf(item);
    if (to < 0 || to >= items.length || to === from) return;
    items.splice(to, 0, ...items.splice(from, 1));
    const link = this.linkOf(item), links = all(this.strip, "[data-for]").filter((one) => one !== link), next = links[to];
    if (link && next) next.before(link);
    else if (link) links.at(-1)?.after(link);
    items.forEach((one, i) => {
      need(one.root, "[data-pos]", HTMLInputElement).value = String(i + 1);
      this.linkOf(one)?.setAttribute("aria-label", word("editor.photo", { n: i + 1 }));
    });
    this.shifts();
    say(word("editor.photo-of", { n: to + 1, of: items.length }));
  }
  shifts() {
    const at = this.items.indexOf(this.current);
    for (const button of all(this.current.root, "[data-shift]", HTMLButtonElement)) button.disabled = Number(button.dataset.shift) < 0 ? at === 0 : at === this.items.length - 1;
  }

  /** @param {number} by */
  go(by) {
    const next = this.items[this.items.indexOf(this.current) + by];
    if (!next) return;
    this.select(next);
    say(word("editor.photo-of", { n: this.items.indexOf(next) + 1, of: this.items.length }));
  }

  /** @param {string} name */
  showTab(name) {
    this.tab = name;
    this.form.dataset.tool = name;
    for (const button of this.tabs) {
      const on = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      const panel = need(this.current.root, `[data-tool="${button.dataset.tab}"]`);
      button.setAttribute("aria-controls", button.dataset.tab === "text" ? "edit-words " + panel.id : panel.id);
    }
    for (const panel of all(this.current.root, ".tool")) panel.hidden = panel.dataset.tool !== name;
    this.words.hidden = name !== "text";
    if (this.remover) this.remover.hidden = name !== "text";
    this.cropFrame.hidden = name !== "crop";
    this.panels.scrollTop = 0;
    this.view.draw();
    this.small();
  }

  // From here on the page is live.
  live() {
    const { add, form, panels, remover, strip, view, words } = this, bar = need(form, "[data-view]");
    form.classList.add("edit-live");
    bar.hidden = need(form, "[data-tabs]").hidden = false;
    panels.prepend(words);
    if (remover && find(document, ".edit-after summary")) panels.append(remover);
    this.doing.redo.classList.add("view-redo");
    for (const one of all(form, "[data-turns]")) one.hidden = false;
    for (const one of all(form, "[data-plain-turns], [data-without-js], .item-side, .edit-foot")) one.hidden = true;
    for (const panel of [...all(form, ".tool"), words]) {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", "tab-" + (panel.dataset.tool || "text"));
    }
    for (const box of all(form, "[data-slider]")) liveSlider(box, () => this.changed(""));
    if (this.items.length > 1) {
      view.stage.after(strip);
      return;
    }
    strip.hidden = true;
    if (!add) return;
    add.className = "view-button";
    need(add, "span").className = "view-words";
    need(bar, ".view-gap").after(add);
  }

  listen() {
    const { cropFrame, form, items, tabs } = this;
    for (const button of tabs) {
      button.addEventListener("click", () => this.showTab(button.dataset.tab || ""));
      button.addEventListener("keydown", (event) => {
        const [right, down] = arrow(event.key), by = right || down;
        const to = tabs[event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : by ? (tabs.indexOf(button) + by + tabs.length) % tabs.length : -1];
        if (!to) return;
        event.preventDefault();
        to.focus();
        this.showTab(to.dataset.tab || "");
      });
    }
    this.strip.addEventListener("click", (event) => {
      const link = around(event.target, "[data-for]"), item = items.find(({ id }) => id === link?.dataset.for);
      if (!link) return;
      event.preventDefault();
      if (item && item !== this.current) this.select(item);
    });

    // of is the photo and the name of a field that is one of its own, and no tool's slider.
    const of = (/** @type {EventTarget | null} */ field) => {
      const item = isField(field) && field.name && items.find((one) => one.root.contains(field));
      return item ? { item, field: /** @type {HTMLInputElement} */ (field), name: field.name.split(".")[1] || "" } : null;
    };
    form.addEventListener("input", ({ target }) => {
      const one = of(target);
      if (one?.field.type === "range") this.view.move();
      if (one && (one.name === "straighten" || one.name.startsWith("perspective"))) cropFrame.toggleAttribute("data-straightening", true);
    });
    form.addEventListener("change", ({ target }) => {
      const one = of(target);
      if (!one || one.name === "alt_text") return;
      const { field, item, name } = one;
      cropFrame.removeAttribute("data-straightening");
      if (name === "ratio") reshape(item, field.value);
      if (name === "filter") {
        item.change({ strength: 100 });
        field.parentElement?.scrollIntoView({ block: "nearest", inline: "center" });
      }
      this.changed(field.type === "range" ? name : "");
    });
    form.addEventListener("click", (event) => {
      const button = around(event.target, "[data-turn], [data-do], [data-delete], [data-shift]");
      if (button) this.press(button);
    });
    // What is wrong has to be in sight for the browser to point at it.
    form.addEventListener("invalid", ({ target }) => {
      const item = items.find((one) => target instanceof Node && one.root.contains(target));
      if (item && item !== this.current) this.select(item);
      this.showTab(around(target, "[data-tool]:not(form)")?.dataset.tool || "text");
    }, true);
  }

  /** @param {HTMLElement} button */
  press(button) {
    const { shift, turn: way, do: what } = button.dataset, { current, items } = this;
    const undo = { action: word("editor.undo"), run: () => { this.history.go(-1); } };
    if (shift) {
      this.arrange(current, items.indexOf(current) + Number(shift));
      button.focus();
    }
    if (way === "left" || way === "right" || way === "mirror" || way === "flip") {
      turn(current, way);
      this.changed("");
      say(turned[way]());
    }
    if ("delete" in button.dataset) find(document, ".edit-after summary")?.click();
    if (what === "undo") this.step(-1, word("editor.undone"));
    else if (what === "redo") this.step(1, word("editor.redone"));
    else if (what === "reset") {
      current.change(plain);
      this.changed("");
      say(word("editor.reset-done"));
    } else if (what === "take") {
      copy(takes(current.recipe));
      this.buttons();
      toast(word("editor.copied"));
    } else if (what === "paste") {
      const values = copied(this.looks);
      if (!values) return;
      current.change(values);
      this.changed("");
      toast(word("editor.pasted"), undo);
    } else if (what === "copy") {
      const values = takes(current.recipe);
      for (const item of items) item.change(values);
      this.changed("");
      for (const item of items) this.stamp(item);
      toast(word("editor.copied-all", { n: items.length }), undo);
    }
  }

  keys() {
    addEventListener("keydown", (event) => {
      if (around(event.target, "textarea, input:not([type=range], [type=radio], [type=checkbox]), dialog") || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
        event.preventDefault();
        if (event.shiftKey || event.key.toLowerCase() === "y") this.step(1, word("editor.redone"));
        else this.step(-1, word("editor.undone"));
      } else if (!event.ctrlKey && !event.metaKey && single()) {
        if (event.key.toLowerCase() === "b" && !event.repeat && !this.doing.before.disabled) this.compare(true);
        if (event.key === "[") this.go(-1);
        if (event.key === "]") this.go(1);
      }
    });
  }

  // begin shows the photo with something wrong in its fields, the one of the address, or the first.
  begin() {
    const { form, items } = this, wrong = items.find((item) => find(item.root, ".problem"));
    if (find(this.words, ".problem") || find(form, "[data-tool=text] .problem")) this.tab = "text";
    this.select(wrong || items.find((item) => "#item-" + item.id === location.hash) || this.current);
  }
}

export function start() {
  const form = find(document, "form[data-edit]", HTMLFormElement);
  if (!form) return;
  /** @type {Looks} */
  const looks = JSON.parse(document.getElementById("looks")?.textContent || "{}");
  const keeper = new Keeper(form), back = found(form);
  const items = all(form, "[data-item]").map((root) => new Item(root, form));
  if (items.length > 0 && "createImageBitmap" in window) new Editor(form, items, looks, keeper, back);
}
