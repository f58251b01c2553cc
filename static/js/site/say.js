// What happened is told to those who do not see it.
import { find, make } from "./dom.js";

// The voice is on the page before it speaks, since what comes with its words is not read out.
function voice() {
  const there = find(document, "[data-voice]");
  if (there) return there;
  const made = make("p", "sr");
  made.setAttribute("role", "status");
  made.dataset.voice = "";
  document.body.append(made);
  return made;
}

/** @param {string} text */
export function say(text) {
  const one = voice();
  one.textContent = "";
  setTimeout(() => { one.textContent = text; }, 50); // the same words again are told again
}

export function start() {
  voice();
  document.addEventListener("photogram:told", (event) => say(event.detail.value));
}
