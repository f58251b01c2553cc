"use strict";
(()=>{function c(e,t,n){return s(e.querySelector(t),n)}function r(e,t,n){let o=c(e,t,n);if(!o)throw new Error("the page lacks "+t);return o}function s(e,t){return e instanceof(t??HTMLElement)?e:null}function a(...e){for(let t of e)try{t()}catch(n){reportError(n)}}a(()=>{let e=r(document,"#main"),t=()=>parent.postMessage({photogram:"height",height:Math.ceil(e.getBoundingClientRect().height)},"*");new ResizeObserver(
t).observe(e),addEventListener("load",t)});})();
