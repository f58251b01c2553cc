"use strict";
(()=>{function u(t,e,n){return d(t.querySelector(e),n)}function i(t,e,n){return[...t.querySelectorAll(e)].flatMap(r=>d(r,n)??[])}function o(t,e,n){return t instanceof Element?d(t.closest(e),n):null}
function d(t,e){return t instanceof(e??HTMLElement)?t:null}function x(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function s(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}var f=t=>i(o(t,"[data-chart]")??document,"[data-say]").map(e=>e.dataset.say??"");function m(t,e){let n=f(t),r=o(t,"[data-chart]"),a=u(t,"[da\
ta-chart-cursor]",SVGLineElement),l=r&&u(r,"[data-chart-say]");if(!n.length||!a||!l)return;let c=Math.max(0,Math.min(n.length-1,e)),p=100*(c+
.5)/n.length+"%";a.setAttribute("x1",p),a.setAttribute("x2",p),a.setAttribute("visibility","visible"),l.hidden=!1,l.textContent=n[c],t.setAttribute(
"aria-valuenow",String(c+1)),t.setAttribute("aria-valuetext",n[c])}function E(t){let e=o(t.target,"[data-chart-plot]");if(!e||t.ctrlKey||t.metaKey||
t.altKey)return;let n=Number(e.getAttribute("aria-valuemax"))-1,r=Number(e.getAttribute("aria-valuenow"))-1,a={ArrowLeft:r-1,ArrowDown:r-1,ArrowRight:r+
1,ArrowUp:r+1,PageDown:r-7,PageUp:r+7,Home:0,End:n}[t.key];a!==void 0&&(t.preventDefault(),m(e,a))}function h(t){let e=o(t.target,"[data-cha\
rt-plot]");if(!e)return;let n=e.getBoundingClientRect();m(e,Math.floor((t.clientX-n.left)/n.width*f(e).length))}function w(t){for(let e of i(
t,"[data-chart-plot]:not([role])")){let n=f(e);if(n.length){e.tabIndex=0;for(let[r,a]of Object.entries({role:"slider","aria-label":e.dataset.
name??"","aria-valuemin":"1","aria-valuemax":String(n.length),"aria-valuenow":String(n.length),"aria-valuetext":n[n.length-1]}))e.setAttribute(
r,a)}}}function g(){s(w),document.addEventListener("keydown",E),document.addEventListener("pointermove",h),document.addEventListener("pointe\
rdown",h),document.addEventListener("focusin",t=>{let e=o(t.target,"[data-chart-plot]");e&&m(e,Number(e.getAttribute("aria-valuenow"))-1)})}function b(){s(t=>{for(let e of i(t,"[data-print]"))e.hidden=!1}),document.addEventListener("click",t=>{o(t.target,"[data-print]")&&print()})}x(g,b);})();
