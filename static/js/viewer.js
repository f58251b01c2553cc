import { find, need } from "./site/dom.js";
import { start } from "./site/start.js";
import { holds, keys, touch } from "./viewer/touch.js";
import { Viewer } from "./viewer/viewer.js";

start(() => {
  const root = find(document, "[data-stories]");
  if (!root) return;
  const viewer = new Viewer(root);
  touch(viewer);
  keys(viewer);
  holds(viewer, need(root, "[data-story-sheet]", HTMLDialogElement));
});
