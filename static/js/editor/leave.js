// Leaving the editor: nothing is lost without a question, and other pages of the
// draft find it saved.
import { all } from "../site/dom.js";
import { question } from "../site/dialog.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";

/** @param {HTMLFormElement} form @param {import("../site/keep.js").Keeper} keeper @param {unknown[]} items @param {HTMLAnchorElement[]} links */
export function leaving(form, keeper, items, links) {
  /** @param {() => void} go */
  async function leave(go) {
    if ("shared" in form.dataset && keeper.dirty() && !await question(word("editor.save-first"), word("editor.save-go"))) return;
    try {
      await keeper.save();
      keeper.leaving = true;
      go();
    } catch {
      toast(word("editor.not-saved"));
    }
  }
  for (const away of links) {
    away.addEventListener("click", (event) => {
      if (!keeper.dirty() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      leave(() => location.assign(away.href));
    });
  }
  for (const button of all(form, "[data-remove-item]")) {
    button.addEventListener("click", async (event) => {
      if (keeper.leaving) return;
      event.preventDefault();
      if (await question(items.length > 1 ? word("editor.remove-photo") : word("editor.remove-draft"), word("editor.remove"))) {
        leave(() => form.requestSubmit(button));
      }
    });
  }
}
