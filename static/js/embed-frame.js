// Tells the page around an embedded post how high the post is.
import { need } from "./site/dom.js";
import { start } from "./site/start.js";

start(() => {
  const post = need(document, "#main");
  const tell = () => parent.postMessage({ photogram: "height", height: Math.ceil(post.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(post);
  addEventListener("load", tell);
});
