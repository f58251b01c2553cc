// The editor's page: one photo at a time on the stage, its tools in tabs.
const ed = window.photogram.editor;

function start(form) {
  const $ = (selector, root = form) => root.querySelector(selector), $$ = (selector, root = form) => [...root.querySelectorAll(selector)];
  const looks = JSON.parse(document.getElementById("looks")?.textContent || "{}");
  const keeper = window.photogram.keeper(form), back = window.photogram.found(form);
  const items = $$("[data-item]").map((root) => new ed.Item(root, form));
  if (items.length === 0 || !window.createImageBitmap) return;

  const view = $("[data-view]"), stage = $("[data-stage]"), fitBox = $("[data-fit]"), note = $("[data-view-note]"), strip = $("[data-strip]");
  const words = $("[data-words]"), panels = $("[data-panels]"), tabs = $$("[data-tab]"), cropFrame = $("[data-crop-frame]");
  const doing = Object.fromEntries($$("[data-do]").map((button) => [button.dataset.do, button]));
  const { say } = window.photogram;
  let current = null, tab = "look", before = false, frame = 0, thumbs = 0;

  // The renderer: WebGL, or the processor.
  let canvas = $("[data-canvas]"), painter;
  try {
    painter = new ed.Engine(canvas);
    painter.load(new ImageData(1, 1));
    painter.render(ed.plan(ed.plain, 1, 1, false), { ...ed.nothing, structure: 1, sharpen: 1 });
    painter.onrestore = () => draw();
  } catch {
    const fresh = canvas.cloneNode();
    canvas.replaceWith(fresh);
    canvas = fresh;
    painter = new ed.Software(canvas);
    for (const hint of $$("[data-software]")) hint.hidden = false;
  }

  // Drawing.
  let compiled = null, compiledKey = "";
  function gradeOf(recipe) {
    if (before) return ed.nothing;
    const key = [recipe.filter, recipe.strength, ...ed.adjustments.map((name) => recipe[name])].join();
    if (key !== compiledKey) [compiled, compiledKey] = [ed.compile(recipe, looks), key];
    return compiled;
  }
  const shapeOf = (item, recipe) => {
    const [w, h] = ed.turned(ed.turnOf(recipe), item.width || item.bitmap?.width || 1, item.height || item.bitmap?.height || 1);
    return { w, h, ratio: w / h };
  };

  const history = new ed.History(items, restored);
  const cropper = new ed.Cropper(cropFrame, {
    get() {
      const recipe = current.recipe;
      return { crop: recipe.crop, aspect: ed.aspect(recipe.ratio, shapeOf(current, recipe).ratio) };
    },
    set(crop) {
      current.change({ crop: ed.isFull(crop) ? null : crop });
      move();
    },
    done(kind) {
      changed(kind);
      const { w, h } = shapeOf(current, current.recipe), c = current.recipe.crop || ed.full();
      if (kind) say(`Crop ${Math.round(c.w * w)} by ${Math.round(c.h * h)} pixels`);
    },
  });

  // While something moves, slow machines draw a smaller picture.
  let moving = 0;
  function move() {
    clearTimeout(moving);
    moving = setTimeout(() => { moving = 0; draw(); }, 200);
    draw();
  }
  function draw() { frame ||= requestAnimationFrame(paint); }
  function paint() {
    frame = 0;
    const bitmap = current.bitmap;
    if (!bitmap) return;
    const recipe = current.recipe, whole = tab === "crop";
    if (painter.bitmap !== bitmap) painter.load(bitmap);
    const draft = moving && painter.slow && painter.draft, size = draft || bitmap;
    const p = ed.plan(recipe, size.width, size.height, whole);
    p.draft = Boolean(draft);
    painter.render(p, gradeOf(recipe), recipe, whole);
    place(p.width, p.height);
    if (whole) {
      cropper.show(recipe.crop);
      const { w, h } = shapeOf(current, recipe), c = recipe.crop || ed.full();
      $("[data-crop-size]", current.root).value = `${Math.round(c.w * w)} × ${Math.round(c.h * h)}`;
    }
  }

  // place gives the picture all the room there is.
  function place(w, h) {
    const style = getComputedStyle(stage);
    const room = [stage.clientWidth - parseFloat(style.paddingLeft) * 2, stage.clientHeight - parseFloat(style.paddingTop) * 2];
    const k = Math.min(room[0] / w, room[1] / h);
    fitBox.style.width = Math.max(1, w * k) + "px";
    fitBox.style.height = Math.max(1, h * k) + "px";
  }
  new ResizeObserver(draw).observe(stage);

  // What follows a change: the picture at once, the small pictures when there is time.
  const strips = new ed.LookStrip(looks);
  function changed(kind) {
    draw();
    history.commit(kind);
    buttons();
    clearTimeout(thumbs);
    thumbs = setTimeout(small, 160);
  }
  function small() {
    if (!current.bitmap) return;
    if (tab === "look") strips.draw(current, current.bitmap);
    stamp(current);
  }
  function stamp(item) {
    const link = $(`[data-for="${item.id}"]`, strip);
    const key = JSON.stringify(item.recipe);
    if (!link || !item.mini || item.stampKey === key) return;
    item.stampKey = key;
    link.replaceChildren(ed.thumbnail(item.mini, item.recipe, looks, 112));
  }
  const edited = (recipe, names) => names.some((name) => JSON.stringify(recipe[name]) !== JSON.stringify(ed.plain[name]));
  const colours = ["filter", ...ed.adjustments], shapes = ["crop", "rotate", "flip_h", "flip_v", "straighten", "perspective_v", "perspective_h"];
  // Look and adjustments, without the geometry, for other photos.
  const CLIPBOARD = "photogram.edit";
  function takes(recipe) {
    const values = { filter: recipe.filter, strength: recipe.strength };
    for (const name of ed.adjustments) values[name] = recipe[name];
    return values;
  }
  function copied() {
    try {
      const kept = JSON.parse(localStorage.getItem(CLIPBOARD)), values = takes(ed.plain);
      if (!kept || typeof kept !== "object" || kept.filter !== "Normal" && !looks[kept.filter]) return null;
      values.filter = kept.filter;
      for (const name of ["strength", ...ed.adjustments]) {
        const n = Math.round(Number(kept[name]));
        if (Number.isFinite(n)) values[name] = n;
      }
      return values;
    } catch {
      return null;
    }
  }
  function buttons() {
    const recipe = current.recipe;
    doing.undo.disabled = !history.back;
    doing.redo.disabled = !history.forth;
    doing.reset.disabled = !edited(recipe, [...colours, ...shapes]);
    doing.before.disabled = !edited(recipe, colours);
    doing.take.disabled = !edited(recipe, colours);
    doing.paste.disabled = !copied();
    if (doing.copy) doing.copy.disabled = !edited(recipe, colours) && items.every((item) => !edited(item.recipe, colours));
    for (const button of tabs) {
      const names = { look: ["filter"], adjust: ed.adjustments, crop: shapes }[button.dataset.tab];
      button.toggleAttribute("data-changed", Boolean(names) && edited(recipe, names));
    }
    $("[data-strength]", current.root).toggleAttribute("data-off", recipe.filter === "Normal");
  }
  function restored(list) {
    if (list.length > 0 && !list.includes(current)) select(list[0]);
    for (const item of list) stamp(item);
    draw();
    buttons();
    clearTimeout(thumbs);
    thumbs = setTimeout(small, 160);
  }
  // The crop.
  function reshape(item, ratio) {
    const recipe = item.recipe, want = ed.aspect(ratio, shapeOf(item, recipe).ratio);
    if (ratio === "original") item.change({ crop: null });
    else if (want) {
      const crop = recipe.crop ? ed.fit(recipe.crop, want) : ed.largest(want);
      item.change({ crop: ed.isFull(crop) ? null : crop });
    }
  }
  function turn(how) {
    const r = current.recipe, c = r.crop || ed.full(), next = {};
    if (how === "left" || how === "right") {
      next.rotate = (r.rotate + (how === "right" ? 90 : 270)) % 360;
      next.crop = ed.quarterTurn(c, how === "right");
      const sign = how === "right" ? 1 : -1;
      Object.assign(next, { perspective_v: sign * r.perspective_h, perspective_h: -sign * r.perspective_v });
    } else {
      // As it is seen: after a quarter turn the other axis is mirrored.
      const across = how === "mirror", name = across === (r.rotate % 180 === 0) ? "flip_h" : "flip_v";
      next[name] = !r[name];
      next.crop = ed.mirrored(c, across);
      if (r.straighten) next.straighten = -r.straighten;
      Object.assign(next, across ? { perspective_h: -r.perspective_h } : { perspective_v: -r.perspective_v });
    }
    if (ed.isFull(next.crop)) next.crop = null;
    current.change(next);
    if (next.rotate !== undefined && next.crop && !["free", "original"].includes(r.ratio)) {
      current.change({ crop: ed.fit(next.crop, ed.aspect(r.ratio, shapeOf(current, current.recipe).ratio)) });
    }
    changed("");
    say({ left: "Turned left", right: "Turned right", mirror: "Mirrored", flip: "Turned upside down" }[how]);
  }

  // One photo at a time.
  async function fetchItem(item, waiting) {
    item.blob ??= ed.fetchPreview(item.preview, waiting);
    try {
      return await item.blob;
    } catch (problem) {
      item.blob = null;
      throw problem;
    }
  }
  function telling(text, busy) {
    note.hidden = !text;
    $("[data-view-words]", note).textContent = text;
    $(".spinner", note).hidden = !busy;
  }
  async function open(item) {
    fitBox.hidden = !item.bitmap;
    telling("");
    if (item.bitmap) {
      draw();
      small();
      return;
    }
    const soon = setTimeout(() => { if (current === item && !item.bitmap) telling("Preparing your photo", true); }, 250);
    try {
      const bitmap = await ed.decode(await fetchItem(item));
      if (current !== item) { bitmap.close(); return; }
      item.bitmap = bitmap;
      item.mini ??= await createImageBitmap(bitmap, { resizeWidth: Math.ceil(bitmap.width / 4), resizeHeight: Math.ceil(bitmap.height / 4), resizeQuality: "medium" });
      for (const other of items) {
        // Large bitmaps are kept for the photo on the stage only.
        if (other !== item && other.bitmap) { other.bitmap.close(); other.bitmap = null; }
      }
      clearTimeout(soon);
      if (current !== item) return;
      telling("");
      fitBox.hidden = false;
      paint();
      painter.measure?.(ed.plan(item.recipe, bitmap.width, bitmap.height, tab === "crop"), gradeOf(item.recipe));
      small();
      others();
    } catch {
      clearTimeout(soon);
      if (current === item) telling("The photo can't be shown just now. You can still edit it and save.", false);
    }
  }
  // The other photos of an album come when the first is there.
  let fetching = false;
  async function others() {
    if (fetching) return;
    fetching = true;
    for (const item of items) {
      if (item.mini) { stamp(item); continue; }
      try {
        const bitmap = await ed.decode(await fetchItem(item));
        item.mini = await createImageBitmap(bitmap, { resizeWidth: Math.ceil(bitmap.width / 4), resizeHeight: Math.ceil(bitmap.height / 4), resizeQuality: "medium" });
        bitmap.close();
        stamp(item);
      } catch { /* It is tried again when it is chosen. */ }
    }
    fetching = false;
  }

  function select(item) {
    if (current === item) return;
    current = item;
    const n = items.indexOf(item) + 1;
    for (const one of items) one.root.hidden = one !== item;
    for (const link of $$("[data-for]", strip)) {
      const here = link.dataset.for === item.id;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here) link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    canvas.setAttribute("aria-label", items.length > 1 ? `Photo ${n} of ${items.length}, edited` : "The photo, edited");
    showTab(tab);
    buttons();
    shifts();
    open(item);
    const chosen = $("[data-looks] input:checked", item.root);
    chosen?.parentElement.scrollIntoView({ block: "nearest", inline: "center" });
  }
  // The order of the album: the form's places follow the strip.
  function arrange(item, to) {
    const from = items.indexOf(item);
    if (to < 0 || to >= items.length || to === from) return;
    items.splice(to, 0, ...items.splice(from, 1));
    const link = $(`[data-for="${item.id}"]`, strip), links = $$("[data-for]", strip).filter((one) => one !== link);
    if (to < links.length) links[to].before(link);
    else links.at(-1).after(link);
    items.forEach((one, i) => {
      $("[data-pos]", one.root).value = i + 1;
      $(`[data-for="${one.id}"]`, strip).setAttribute("aria-label", `Photo ${i + 1}`);
    });
    shifts();
    say(`Photo ${to + 1} of ${items.length}`);
  }
  function shifts() {
    const at = items.indexOf(current);
    for (const button of $$("[data-shift]", current.root)) button.disabled = Number(button.dataset.shift) < 0 ? at === 0 : at === items.length - 1;
  }
  ed.liftable(strip, items, arrange);

  function step(by) {
    const next = items[items.indexOf(current) + by];
    if (!next) return;
    select(next);
    say(`Photo ${items.indexOf(next) + 1} of ${items.length}`);
  }

  // Tabs.
  const remover = $("[data-delete]");
  function showTab(name) {
    tab = name;
    form.dataset.tool = name;
    for (const button of tabs) {
      const on = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      const panel = $(`[data-tool="${button.dataset.tab}"]`, current.root);
      button.setAttribute("aria-controls", button.dataset.tab === "text" ? "edit-words " + panel.id : panel.id);
    }
    for (const panel of $$(".tool", current.root)) panel.hidden = panel.dataset.tool !== name;
    words.hidden = name !== "text";
    if (remover) remover.hidden = name !== "text";
    cropFrame.hidden = name !== "crop";
    panels.scrollTop = 0;
    draw();
    small();
  }

  // From here on the page is live.
  form.classList.add("edit-live");
  view.hidden = $("[data-tabs]").hidden = false;
  panels.prepend(words);
  if (remover && document.querySelector(".edit-after summary")) panels.append(remover);
  doing.redo.classList.add("view-redo");
  for (const one of $$("[data-turns]")) one.hidden = false;
  for (const one of $$("[data-plain-turns], [data-without-js], .item-side, .edit-foot")) one.hidden = true;
  for (const panel of [...$$(".tool"), words]) {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", "tab-" + (panel.dataset.tool || "text"));
  }
  for (const box of $$("[data-slider]")) ed.liveSlider(box, () => changed(""));
  const add = $("[data-add]", strip);
  if (items.length > 1) stage.after(strip);
  else {
    strip.hidden = true;
    if (add) {
      add.className = "view-button";
      $("span", add).className = "view-words";
      $(".view-gap", view).after(add);
    }
  }

  for (const button of tabs) {
    button.addEventListener("click", () => showTab(button.dataset.tab));
    button.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : by ? (tabs.indexOf(button) + by + tabs.length) % tabs.length : -1;
      if (to < 0) return;
      event.preventDefault();
      tabs[to].focus();
      showTab(tabs[to].dataset.tab);
    });
  }
  strip.addEventListener("click", (event) => {
    const link = event.target.closest("[data-for]");
    if (!link) return;
    event.preventDefault();
    select(items.find((item) => item.id === link.dataset.for));
  });

  form.addEventListener("input", (event) => {
    const item = items.find((one) => one.root.contains(event.target));
    if (!item || !event.target.name) return; // a tool's own slider
    const name = event.target.name.split(".")[1];
    if (event.target.type === "range") move();
    if (name === "straighten" || name.startsWith("perspective")) cropFrame.toggleAttribute("data-straightening", true);
  });
  form.addEventListener("change", (event) => {
    const item = items.find((one) => one.root.contains(event.target));
    if (!item || !event.target.name) return; // a tool's own slider
    const name = event.target.name.split(".")[1];
    if (name === "alt_text") return;
    cropFrame.removeAttribute("data-straightening");
    if (name === "ratio") reshape(item, event.target.value);
    if (name === "filter") {
      item.change({ strength: 100 });
      event.target.parentElement.scrollIntoView({ block: "nearest", inline: "center" });
    }
    changed(event.target.type === "range" ? name : "");
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-turn], [data-do], [data-delete], [data-shift]");
    if (!button) return;
    if (button.dataset.shift) {
      arrange(current, items.indexOf(current) + Number(button.dataset.shift));
      button.focus();
    }
    if (button.dataset.turn) turn(button.dataset.turn);
    if ("delete" in button.dataset) document.querySelector(".edit-after summary")?.click();
    switch (button.dataset.do) {
      case "undo": history.go(-1); say("Undone"); break;
      case "redo": history.go(1); say("Redone"); break;
      case "reset":
        current.change(ed.plain);
        changed("");
        say("The photo is as it was taken. Undo brings your edit back.");
        break;
      case "take":
        localStorage.setItem(CLIPBOARD, JSON.stringify(takes(current.recipe)));
        buttons();
        window.photogram.toast?.("The edit is copied. Paste it on another photo, here or in another post.");
        break;
      case "paste": {
        const values = copied();
        if (!values) break;
        current.change(values);
        changed("");
        window.photogram.toast?.("The edit is pasted.", { action: "Undo", run: () => history.go(-1) });
        break;
      }
      case "copy": {
        const values = takes(current.recipe);
        for (const item of items) item.change(values);
        changed("");
        for (const item of items) stamp(item);
        window.photogram.toast?.(`Look and adjustments are on all ${items.length} photos.`, { action: "Undo", run: () => history.go(-1) });
        break;
      }
    }
  });

  // Before and after, by holding the button, the photo or a key.
  function compare(on) {
    if (before === on) return;
    before = on;
    $("[data-view-before]").hidden = !on;
    doing.before.classList.toggle("held", on);
    draw();
  }
  doing.before.addEventListener("pointerdown", (event) => { doing.before.setPointerCapture(event.pointerId); compare(true); });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) doing.before.addEventListener(name, () => compare(false));
  doing.before.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); compare(true); } });
  doing.before.addEventListener("keyup", () => compare(false));
  let hold = 0;
  canvas.addEventListener("pointerdown", (event) => { if (event.button === 0 && tab !== "crop") hold = setTimeout(() => compare(true), 160); });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { clearTimeout(hold); if (hold) compare(false); hold = 0; });
  stage.addEventListener("contextmenu", (event) => event.preventDefault());

  const writing = (target) => target.closest?.("textarea, input:not([type=range], [type=radio], [type=checkbox]), dialog");
  addEventListener("keydown", (event) => {
    if (writing(event.target) || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) {
      event.preventDefault();
      const forth = event.shiftKey || event.key.toLowerCase() === "y";
      if (forth ? history.forth : history.back) say(forth ? "Redone" : "Undone");
      history.go(forth ? 1 : -1);
    } else if (!event.ctrlKey && !event.metaKey) {
      if (event.key.toLowerCase() === "b" && !event.repeat && !doing.before.disabled) compare(true);
      if (event.key === "[") step(-1);
      if (event.key === "]") step(1);
    }
  });
  addEventListener("keyup", (event) => { if (event.key.toLowerCase() === "b") compare(false); });
  addEventListener("blur", () => compare(false));

  ed.leaving(form, keeper, items, [add, ...$$("[data-leave]")]);
  // What is wrong has to be in sight for the browser to point at it.
  form.addEventListener("invalid", (event) => {
    const item = items.find((one) => one.root.contains(event.target));
    if (item) select(item);
    showTab(event.target.closest("[data-tool]:not(form)")?.dataset.tool || "text");
  }, true);
  const wrong = $(".problem") && items.find((item) => $(".problem", item.root));
  if ($(".problem", words) || $("[data-tool=text] .problem")) tab = "text";
  select(wrong || items.find((item) => "#item-" + item.id === location.hash) || items[0]);
  if (!back) keeper.begin();
  else window.photogram.toast?.("Your unsaved changes are back.");
}

const form = document.querySelector("form[data-edit]");
if (form) start(form);
