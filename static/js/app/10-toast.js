// Short messages, told to screen readers as well. Other scripts call
// photogram.toast(text, { action, run, keep }).
const shelf = () => document.getElementById("toasts");

function toast(text, { action, run, keep = 4500 } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => { box.remove(); run(); });
    box.append(button);
  }
  shelf()?.replaceChildren(box);
  setTimeout(() => box.remove(), action ? keep * 2 : keep);
}

window.photogram = { toast };
