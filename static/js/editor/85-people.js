// People are set on the photo itself: a press adds somebody, names are dragged
// or moved with the arrow keys. The rows of the form are what is sent.
function start(form) {
  const fit = form.querySelector("[data-fit]");
  if (!form.classList.contains("edit-live") || !fit) return;
  const layer = document.createElement("div");
  layer.className = "people-layer";
  fit.append(layer);
  const short = (v) => String(Math.round(Math.min(100, Math.max(0, v)) * 10) / 10);
  const field = () => form.querySelector("[data-item]:not([hidden]) [data-people-field]");
  const rows = (box) => [...box.querySelectorAll("[data-person]")];
  const name = (row) => row.querySelector("input").value.trim().replace(/^[@＠]/, "");
  const where = (row) => row.querySelector("[data-person-at]").value.split(",").map(Number);

  function put(row, x, y) {
    const at = row.querySelector("[data-person-at]"), value = `${short(x)},${short(y)}`;
    let option = [...at.options].find((one) => one.value === value);
    if (!option) {
      option = at.querySelector("[data-own]") || at.insertBefore(new Option(), at.firstChild);
      option.dataset.own = "";
      option.value = value;
      option.textContent = "Here";
    }
    at.value = value;
  }

  function draw() {
    const box = field(), on = form.dataset.tool === "text" && Boolean(box);
    layer.hidden = !on;
    const kept = document.activeElement?.closest?.(".people-mark")?.row;
    layer.replaceChildren();
    if (!on) return;
    for (const row of rows(box)) {
      if (!row.hidden && name(row)) mark(row);
    }
    if (kept) [...layer.children].find((one) => one.row === kept)?.focus();
    box.querySelector("[data-add-person]").disabled = rows(box).filter((row) => !row.hidden).length >= Number(box.dataset.most);
  }

  function mark(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "people-mark";
    button.row = row;
    button.dir = "ltr";
    const show = () => {
      const [x, y] = where(row);
      button.style.left = x + "%";
      button.style.top = y + "%";
      button.textContent = name(row);
      button.setAttribute("aria-label", `${name(row)}, ${Math.round(x)} % from the left, ${Math.round(y)} % from the top. Arrow keys move it.`);
    };
    show();
    button.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === "Delete" || event.key === "Backspace") remove(row);
      else if (by) {
        const [x, y] = where(row), step = event.shiftKey ? 10 : 1;
        put(row, x + by[0] * step, y + by[1] * step);
        show();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      button.setPointerCapture(event.pointerId);
      const from = [event.clientX, event.clientY], begin = where(row), size = fit.getBoundingClientRect();
      const move = (e) => {
        put(row, begin[0] + (e.clientX - from[0]) / size.width * 100, begin[1] + (e.clientY - from[1]) / size.height * 100);
        show();
      };
      button.addEventListener("pointermove", move);
      const end = () => button.removeEventListener("pointermove", move);
      button.addEventListener("pointerup", end, { once: true });
      button.addEventListener("pointercancel", end, { once: true });
    });
    layer.append(button);
  }

  function add(box, x = 50, y = 50) {
    const list = rows(box);
    let row = list.find((one) => one.hidden || !name(one));
    if (!row) {
      if (list.length >= Number(box.dataset.most)) return;
      row = list[0].cloneNode(true);
      const n = list.length;
      for (const control of row.querySelectorAll("[id]")) {
        const label = row.querySelector(`label[for="${control.id}"]`);
        control.id = control.id.replace(/person-\d+/, `person-${n}`);
        if (label) label.htmlFor = control.id;
      }
      row.querySelector(".hint")?.remove();
      box.querySelector("[data-people-rows]").append(row);
    }
    row.querySelector("input").value = "";
    row.hidden = false;
    put(row, x, y);
    draw();
    row.querySelector("input").focus({ preventScroll: true });
    const panel = box.closest("[data-panels]"), over = row.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom + 64;
    if (over > 0) panel.scrollTop += over;
  }

  function remove(row) {
    const box = row.closest("[data-people-field]");
    row.querySelector("input").value = "";
    row.hidden = true;
    draw();
    box.querySelector("[data-add-person]").focus();
  }

  for (const box of form.querySelectorAll("[data-people-field]")) {
    box.querySelector("[data-add-person]").hidden = false;
    box.querySelector("[data-people-help]").hidden = false;
    for (const row of rows(box)) {
      row.querySelector("[data-remove-person]").hidden = false;
      row.hidden = !name(row);
    }
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-add-person]")) add(box);
      const gone = event.target.closest("[data-remove-person]");
      if (gone) remove(gone.closest("[data-person]"));
    });
    box.addEventListener("change", draw);
    box.addEventListener("keydown", (event) => {
      if (event.target.matches("select")) event.stopPropagation();
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // it would save the post
    });
  }
  let down = null;
  layer.addEventListener("pointerdown", (event) => { down = event.target === layer ? [event.clientX, event.clientY] : null; });
  layer.addEventListener("click", (event) => {
    if (event.target !== layer || !down || Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 8) return;
    const size = fit.getBoundingClientRect();
    add(field(), (event.clientX - size.left) / size.width * 100, (event.clientY - size.top) / size.height * 100);
  });
  new MutationObserver((list) => {
    if (list.some((one) => one.target === form || one.target.matches("[data-item]"))) draw();
  }).observe(form, { attributes: true, subtree: true, attributeFilter: ["hidden", "data-tool"] });
  draw();
}

for (const form of document.querySelectorAll("[data-edit]")) start(form);
