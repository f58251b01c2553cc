// start runs the parts of a script, each by itself: one that fails is reported,
// and stops no other. Modules do nothing when they are imported, so nothing can
// fail before; a test holds them to it.
/** @param {(() => void)[]} parts */
export function start(...parts) {
  for (const part of parts) {
    try {
      part();
    } catch (error) {
      reportError(error);
    }
  }
}

// onParts runs for the page as it is, and for what htmx puts into it.
/** @param {(root: ParentNode) => void} run */
export function onParts(run) {
  document.addEventListener("htmx:load", (event) => run(event.detail.elt.parentElement || document));
  run(document);
}
