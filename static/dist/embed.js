"use strict";
(()=>{function i(n,o,a){return[...n.querySelectorAll(o)].flatMap(t=>s(t,a)??[])}function s(n,o){return n instanceof(o??HTMLElement)?n:null}var c=document.currentScript;function l(n){let o=new Set;function a(){for(let t of i(document,"blockquote.photogram-embed[data-post]")){let r;
try{r=new URL(t.dataset.post||"")}catch{continue}if(r.origin!==n||!/^\/p\/[\w-]+\/embed$/.test(r.pathname))continue;let e=document.createElement(
"iframe");e.src=r.href,e.title=t.textContent.trim(),e.loading="lazy",e.width="540",e.height="640",e.style.cssText="display:block;border:0;in\
line-size:100%;max-inline-size:540px",o.add(e),t.replaceWith(e)}}addEventListener("message",t=>{if(t.origin!==n||t.data?.photogram!=="height")
return;let r=Math.min(4e3,Math.max(100,Number(t.data.height)||0));for(let e of o)e.contentWindow===t.source&&(e.height=String(r))}),document.
readyState==="loading"?document.addEventListener("DOMContentLoaded",a):a()}c instanceof HTMLScriptElement&&l(new URL(c.src).origin);})();
