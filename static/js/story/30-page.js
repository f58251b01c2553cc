// The composer's page. The server draws what is on the stage, so it looks as it
// will be seen; the page asks for it anew when words or looks change.
const story = window.photogram.story;

function start(root) {
  const $ = (selector, from = root) => from.querySelector(selector), $$ = (selector, from = root) => [...from.querySelectorAll(selector)];
  const form = $("[data-story-form]"), path = root.dataset.path;
  const doing = Object.fromEntries($$("[data-do]").map((button) => [button.dataset.do, button]));
  const { say } = window.photogram;
  const piece = (id) => {
    const one = new story.Piece(form, id);
    return one.fields ? one : null;
  };
  const small = matchMedia("(max-width: 899px)");
  let chosen = null;
  const keeper = window.photogram.keeper(form);

  const pieces = () => [...story.setsOf(form).map((one) => piece(one.dataset.fields)), ...(form.elements["picture.x"] ? [piece("picture")] : [])];
  const stage = new story.Stage($("[data-stage]"), { piece, select, edit, done, remove, say, changed() {} });
  const history = new story.History(form, () => {
    const kept = chosen && piece(chosen.id);
    chosen = null;
    for (const fields of story.setsOf(form)) fields.hidden = true;
    select(kept);
    for (const one of pieces()) stage.show(one);
    buttons();
    draw();
  });

  // Choosing shows the fields of what is chosen, and no others.
  function select(next) {
    if (next?.id === chosen?.id && (next === null) === (chosen === null)) return;
    chosen = next;
    for (const fields of story.setsOf(form)) fields.hidden = fields.dataset.fields !== next?.id;
    stage.choose(next);
    buttons();
  }
  function edit(one) {
    select(one);
    const field = $("textarea, input:not([type=hidden], [type=radio])", one.fields) || $("input", one.fields);
    (one.isPicture ? $("input[type=radio]:checked", one.fields) || $("input", one.fields) : field).focus({ preventScroll: true });
    // On a phone the stage gets smaller when something is written, and stays above.
    requestAnimationFrame(() => one.fields.scrollIntoView({ block: small.matches ? "start" : "nearest" }));
  }
  function buttons() {
    doing.undo.disabled = !history.back;
    doing.redo.disabled = !history.forth;
    doing.remove.disabled = !chosen || chosen.isPicture;
    const full = story.setsOf(form).length >= Number(root.dataset.max);
    for (const button of $$("[data-add-overlay]")) button.disabled = full;
  }
  function done(one, kind) {
    history.commit(kind);
    buttons();
  }

  // Drawing. What did not change stays, so that nothing flickers.
  const drawn = new WeakMap(); // what the server sent for an element
  const bare = (element) => {
    const copy = element.cloneNode(true);
    for (const name of ["data-x", "data-y", "data-scale", "data-rotation"]) copy.removeAttribute(name);
    return copy.outerHTML.replace(/([?&])(until|sig)=[^&"]*/g, "");
  };
  function dress() {
    for (const element of $$("[data-overlay], [data-picture]", stage.canvas)) {
      const one = piece(element.dataset.overlay || "picture");
      if (!one) continue;
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-roledescription", "movable");
      element.setAttribute("aria-label", one.label);
      element.setAttribute("aria-describedby", "stage-help");
    }
    stage.choose(chosen);
  }
  function take(page) {
    const from = page.querySelector("[data-stage-canvas]"), here = stage.canvas;
    const old = new Map($$("[data-overlay]", here).map((one) => [one.dataset.overlay, one]));
    const focused = document.activeElement?.dataset?.overlay;
    const overlays = [...from.querySelectorAll("[data-overlay]")].map((one) => {
      const text = bare(one), before = old.get(one.dataset.overlay);
      if (before && drawn.get(before) === text) return before;
      const fresh = document.importNode(one, true);
      drawn.set(fresh, text);
      return fresh;
    });
    const box = $("[data-overlays]", here);
    if (overlays.length !== box.children.length || overlays.some((one, i) => one !== box.children[i])) box.replaceChildren(...overlays);
    for (const selector of ["[data-ground]", "[data-picture]"]) {
      const one = from.querySelector(selector), before = $(selector, here);
      if (!one || !before || drawn.get(before) === bare(one)) continue;
      const fresh = document.importNode(one, true);
      drawn.set(fresh, bare(one));
      before.replaceWith(fresh);
    }
    $(".stage-note", here)?.remove();
    const note = from.querySelector(".stage-note");
    if (note) here.append(document.importNode(note, true));
    here.toggleAttribute("data-waits", from.hasAttribute("data-waits"));
    dress();
    for (const one of pieces()) stage.show(one);
    if (focused) $(`[data-overlay="${CSS.escape(focused)}"]`, here)?.focus({ preventScroll: true });
  }

  let soon = 0, asked = 0;
  function draw(after = 0) {
    clearTimeout(soon);
    soon = setTimeout(ask, after);
  }
  async function ask() {
    if (stage.busy) return draw(200);
    const body = new URLSearchParams(new FormData(form)), mine = ++asked;
    body.set("action", "render");
    try {
      const answer = await fetch(path, { method: "POST", body, headers: { "HX-Request": "true" } });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) { keeper.leaving = true; return location.assign(elsewhere); }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked && !stage.busy) take(page);
      else if (mine === asked) draw(200);
    } catch {
      if (mine === asked) window.photogram.toast("The story can't be shown anew just now. What you wrote is still here.");
    }
    if (stage.canvas.hasAttribute("data-waits")) draw(1500);
  }

  // Adding and removing.
  function add(type) {
    const ids = story.setsOf(form).map((one) => one.dataset.fields);
    let n = ids.length + 1;
    while (ids.includes("o" + n)) n++;
    const fields = story.blank(type, "o" + n);
    story.put(form, fields);
    const one = piece("o" + n);
    const taken = pieces().filter((other) => other.id !== one.id && !other.isPicture).map((other) => other.place.y);
    const y = [.5, .22, .78, .36, .64, .1, .9].find((free) => taken.every((other) => Math.abs(other - free) > .13)) ?? .5;
    one.place = { y };
    history.commit("");
    edit(one);
    draw();
    say(`${fields.querySelector("legend").textContent.trim()} is added.`);
  }
  function remove(one) {
    const list = story.setsOf(form), at = list.indexOf(one.fields), next = list[at + 1] || list[at - 1];
    one.fields.remove();
    stage.element(one)?.remove();
    select(next ? piece(next.dataset.fields) : null);
    (next ? stage.element(chosen) : $("[data-add-overlay]"))?.focus({ preventScroll: true });
    history.commit("");
    buttons();
    say("Removed. Undo brings it back.");
  }
  function undo(by) {
    if (history.go(by)) say(by < 0 ? "Undone" : "Done again");
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.addOverlay) add(button.dataset.addOverlay);
    if (button.dataset.removeOverlay) {
      event.preventDefault();
      remove(piece(button.dataset.removeOverlay));
    }
    if ("done" in button.dataset) {
      stage.element(chosen)?.focus({ preventScroll: true });
      root.scrollIntoView({ block: "start" });
    }
    if (button.dataset.fitPicture) {
      event.preventDefault();
      const picture = piece("picture"), fill = Number($("[data-picture-fields]").dataset.fill) / 100;
      picture.place = { x: .5, y: .5, rotation: 0, scale: button.dataset.fitPicture === "fill" ? fill : 1 };
      stage.show(picture);
      done(picture, "");
    }
    if (button.dataset.do === "undo") undo(-1);
    if (button.dataset.do === "redo") undo(1);
    if (button.dataset.do === "remove" && chosen) remove(chosen);
  });
  const writing = (target) => target.closest?.("textarea, input:not([type=range], [type=radio], [type=checkbox]), dialog");
  addEventListener("keydown", (event) => {
    if (writing(event.target) || event.altKey || !(event.ctrlKey || event.metaKey) || !/^[zy]$/i.test(event.key)) return;
    event.preventDefault();
    undo(event.shiftKey || event.key.toLowerCase() === "y" ? 1 : -1);
  });

  form.addEventListener("input", (event) => {
    const set = event.target.closest("[data-fields], [data-picture-fields]");
    if (!set || !event.target.name) return;
    const one = piece(set.dataset.fields || "picture");
    history.commit(event.target.type === "radio" ? "" : "type " + event.target.name);
    buttons();
    if (/\.(x|y|scale|rotation)$/.test(event.target.name)) stage.show(one);
    else if (event.target.name !== "alt_text") draw(event.target.type === "radio" ? 0 : 180);
  });
  // Completion writes a name in one go.
  form.addEventListener("change", (event) => { if (event.target.matches("[data-complete]")) draw(); });
  // Enter in a field shares nothing.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=radio])") && !event.defaultPrevented) event.preventDefault();
  });
  form.addEventListener("invalid", (event) => {
    const set = event.target.closest("[data-fields]");
    if (set) select(piece(set.dataset.fields));
  }, true);

  for (const other of $$("form")) if (other !== form) other.addEventListener("submit", () => { keeper.leaving = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // From here on the page is live.
  root.classList.add("composer-live");
  for (const one of $$("[data-only-js], [data-tools], [data-done]")) one.hidden = false;
  for (const template of $$("[data-overlay-template]")) for (const one of template.content.querySelectorAll("[data-done]")) one.hidden = false;
  for (const one of $$("[data-without-js]")) one.hidden = true;
  doing.redo.classList.add("view-redo");
  const wrong = story.setsOf(form).find((one) => $(".problem", one));
  for (const fields of story.setsOf(form)) fields.hidden = true;
  dress();
  buttons();
  keeper.begin();
  if (wrong) edit(piece(wrong.dataset.fields));
  else if ($("[autofocus]", form)) edit(piece($("[autofocus]", form).closest("[data-fields]").dataset.fields));
  if (stage.canvas.hasAttribute("data-waits")) draw(1000);
}

const root = document.querySelector("[data-composer]");
if (root) start(root);
