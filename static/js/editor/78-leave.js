// Leaving the editor: nothing is lost without a question, and other pages of the
// draft find it saved.
function ask(question, yes) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog"), words = document.createElement("p"), body = document.createElement("div");
    dialog.className = "dialog";
    body.className = "confirm-body";
    words.textContent = question;
    words.id = "editor-question";
    dialog.setAttribute("aria-labelledby", words.id);
    body.append(words);
    for (const [value, text, look] of [["yes", yes, "button danger"], ["", "Cancel", "button quiet"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: text, className: look });
      button.addEventListener("click", () => dialog.close(value));
      body.append(button);
    }
    dialog.append(body);
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
    body.lastChild.focus();
  });
}

function leaving(form, keeper, items, links) {
  async function leave(go) {
    if ("shared" in form.dataset && keeper.dirty() && !await ask("Your changes are saved before you go on. Others see them at once.", "Save and go on")) return;
    try {
      await keeper.save();
      keeper.leaving = true;
      go();
    } catch {
      window.photogram.toast?.("Your changes could not be saved, so you are still here.");
    }
  }
  for (const away of links) {
    away?.addEventListener("click", (event) => {
      if (!keeper.dirty() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      leave(() => location.assign(away.href));
    });
  }
  for (const button of form.querySelectorAll("[data-remove-item]")) {
    button.addEventListener("click", async (event) => {
      if (keeper.leaving) return;
      event.preventDefault();
      if (await ask(items.length > 1 ? "Remove this photo from the post? This can't be undone." : "Remove this photo and its draft? This can't be undone.", "Remove")) {
        leave(() => form.requestSubmit(button));
      }
    });
  }
}

Object.assign(window.photogram.editor, { leaving });
