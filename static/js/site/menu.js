import { all, around, find } from "./dom.js";

// Menus close on a click elsewhere and on Escape.
export function start() {
  document.addEventListener("click", (event) => {
    for (const menu of all(document, "details.menu[open]", HTMLDetailsElement)) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = around(event.target, "details.menu[open], details.confirm[open]", HTMLDetailsElement) || find(document, "details.menu[open]", HTMLDetailsElement);
    if (open) {
      open.open = false;
      find(open, "summary")?.focus();
    }
  });
}
