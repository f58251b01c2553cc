// Tells the page around an embedded post how high the post is.
"use strict";
const post = document.getElementById("main");
const tell = () => parent.postMessage({ photogram: "height", height: Math.ceil(post.getBoundingClientRect().height) }, "*");
new ResizeObserver(tell).observe(post);
addEventListener("load", tell);
