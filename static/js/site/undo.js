// What was undone by a button is shown in place where there is one, or by loading the page again.
import { find } from "./dom.js";
import { ajax, post } from "./send.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

/** @param {string} path @param {Record<string, string>} fields */
async function undo(path, fields) {
  const save = find(document, `.save form[action="${CSS.escape(path)}"]`)?.closest(".save");
  if (save) {
    ajax("POST", path, { target: save, swap: "outerHTML", values: fields });
    return;
  }
  try {
    const answer = await post(path, fields, { headers: {} });
    if (!answer.ok) throw new Error();
    location.reload();
  } catch {
    toast(word("app.undo-failed"));
  }
}

export function start() {
  document.addEventListener("photogram:undo", (event) => {
    const { text, path, fields } = event.detail;
    toast(text, { action: word("app.undo"), run: () => undo(path, fields) });
  });
}
