import { Composer } from "./composer/page.js";
import { find } from "./site/dom.js";
import { start } from "./site/start.js";

start(() => {
  const root = find(document, "[data-composer]");
  if (root) new Composer(root);
});
