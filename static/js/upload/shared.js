// Files that another app shared with the installed one: its service worker keeps
// them for this page.
import { make, need } from "../site/dom.js";
import { toast } from "../site/toast.js";
import { word } from "../site/words.js";

/** @typedef {(files: File[], caption: string) => void} Add */

/** @returns {Promise<{ files: File[], words: string }>} */
async function taken() {
  if (!("caches" in window) || !await caches.has("shared")) return { files: [], words: "" };
  const cache = await caches.open("shared"), files = [];
  const words = await (await cache.match("/share/words"))?.text() || "";
  for (let place = 0; ; place++) {
    const kept = await cache.match(`/share/${place}`);
    if (!kept) break;
    const file = await kept.blob(), name = decodeURIComponent(kept.headers.get("Photogram-Name") || "shared");
    files.push(new File([file], name, { type: file.type }));
  }
  await caches.delete("shared");
  return { files, words };
}

// ask stands before the files where another site could have sent them: the app's
// own window is opened by the phone.
/** @param {HTMLElement} form @param {File[]} files @param {() => void} add */
function ask(form, files, add) {
  const box = make("div", "shared-files"), yes = make("button", "button", word("upload.add-to-post")), no = make("button", "button quiet", word("upload.leave-out"));
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", word("upload.shared-files"));
  const names = files.map((file) => file.name).join(", ");
  box.append(make("p", "", files.length === 1 ? word("upload.shared-one", { name: names }) : word("upload.shared-many", { n: files.length, names })), yes, no);
  for (const button of [yes, no]) {
    button.type = "button";
    button.addEventListener("click", () => box.remove());
  }
  yes.addEventListener("click", add);
  form.before(box);
  yes.focus();
}

/** @param {HTMLFormElement} form @param {Add} add */
export async function sharing(form, add) {
  if (!new URLSearchParams(location.search).has("shared")) return;
  history.replaceState(history.state, "", location.pathname);
  const { files, words } = await taken();
  if (files.length === 0) {
    toast(word("upload.shared-none"));
    need(form, "input[type=file]").focus();
  } else if (matchMedia("(display-mode: standalone)").matches) add(files, words);
  else ask(form, files, () => add(files, words));
}
