// A question before deleting becomes a dialog.
import { around, need } from "./dom.js";
import { dialog } from "./dialog.js";
import { word } from "./words.js";

export function start() {
  document.addEventListener("click", (event) => {
    const summary = around(event.target, "[data-confirm] > summary");
    const details = summary?.parentElement;
    if (!summary || !details || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    const body = need(details, ".confirm-body");
    const { box, button } = dialog({
      title: need(body, "p"), body: [body], cancel: word("app.cancel"),
      closed() {
        if (details.isConnected) details.append(body);
        if (summary.isConnected) summary.focus();
      },
    });
    box.addEventListener("submit", () => setTimeout(() => box.close()));
    summary.closest("details.menu")?.removeAttribute("open");
    box.showModal();
    button.focus();
  });
}
