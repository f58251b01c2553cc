"use strict";
(()=>{function d(n,t,e){return k(n.querySelector(t),e)}function g(n,t,e){let o=d(n,t,e);if(!o)throw new Error("the page lacks "+t);return o}function p(n,t,e){
return[...n.querySelectorAll(t)].flatMap(o=>k(o,e)??[])}function E(n,t,e){return n instanceof Element?k(n.closest(t),e):null}function k(n,t){
return n instanceof(t??HTMLElement)?n:null}var M=n=>n instanceof HTMLInputElement||n instanceof HTMLTextAreaElement||n instanceof HTMLSelectElement;function l(n,t="",e=""){let o=document.createElement(n);return t&&(o.className=t),e&&(o.textContent=e),o}function N(){let n=d(document,"[data-voice]");if(n)return n;let t=l("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function b(n){let t=N();t.textContent="",setTimeout(()=>{t.textContent=n},50)}function T(n){switch(n){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}var H;function C(n,t={}){H??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",o=""]=n.split("."),r=H[e]?.[o]??n;return(typeof r==
"string"?r:r[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??r.other??n).replace(/\{\{\.(\w+)\}\}/g,(a,i)=>String(
t[i]??""))}var L=n=>String(Math.round(Math.min(100,Math.max(0,n))*10)/10);function A(n,{name:t,where:e,put:o,remove:r}){let s=l("button","people-mark");
s.type="button",s.textContent=t;let a=()=>{let{x:i,y:c}=e();s.style.left=i+"%",s.style.top=c+"%",s.setAttribute("aria-label",C("mark.at",{name:t,
x:Math.round(i),y:Math.round(c)}))};return a(),s.addEventListener("keydown",i=>{let[c,f]=T(i.key);if(i.key==="Delete"||i.key==="Backspace")r();else if(c||
f){let{x,y:w}=e(),m=i.shiftKey?10:1;o(x+c*m,w+f*m),a()}else return;i.preventDefault(),i.stopPropagation()}),s.addEventListener("pointerdown",
i=>{if(i.button!==0)return;i.stopPropagation(),s.setPointerCapture(i.pointerId);let c=e(),f=n.getBoundingClientRect(),x=m=>{o(c.x+(m.clientX-
i.clientX)/f.width*100,c.y+(m.clientY-i.clientY)/f.height*100),a()};s.addEventListener("pointermove",x);let w=()=>s.removeEventListener("poi\
ntermove",x);s.addEventListener("pointerup",w,{once:!0}),s.addEventListener("pointercancel",w,{once:!0})}),s}function O(n,t,e){let o=null;n.
addEventListener("pointerdown",r=>{o=r.target===n?{x:r.clientX,y:r.clientY}:null}),n.addEventListener("click",r=>{if(r.target!==n||!o||Math.
hypot(r.clientX-o.x,r.clientY-o.y)>8)return;let s=t.getBoundingClientRect();e((r.clientX-s.left)/s.width*100,(r.clientY-s.top)/s.height*100)})}var y=(n,t)=>g(n,`[data-at="${t}"]`,HTMLInputElement),u=n=>g(n,"[name=product]",HTMLInputElement),S=n=>d(n,"select",HTMLSelectElement);function h(n){
let[t,e]=["x","y"].map(o=>y(n,o).value.trim().replace(",","."));return t&&e&&Number(t)>=0&&Number(e)>=0?{x:Number(t),y:Number(e)}:null}var v=class{constructor(t,e){
this.form=t,this.fits=e,this.rows=p(t,"[data-goods]"),this.row=null,this.marks=new Map,this.layers=e.map(o=>{let r=l("div","people-layer");return o.
append(r),O(r,o,(s,a)=>this.press(o,s,a)),r});for(let o of p(t,"[data-put]"))o.hidden=!1;for(let o of p(document,"[data-goods-help]"))o.hidden=
!1;t.addEventListener("input",({target:o})=>{M(o)&&o.matches("[data-at]")&&this.draw()}),t.addEventListener("change",o=>this.change(o)),t.addEventListener(
"click",o=>{let r=E(E(o.target,"[data-put]"),"[data-goods]");r&&this.middle(r)}),this.draw()}fitOf(t){let e=S(t)?.value;return this.fits.find(
o=>o.dataset.goodsFit===e)||this.fits[0]}change({target:t}){let e=E(t,"[data-goods]");e&&(t===u(e)&&(this.row=u(e).checked&&!h(e)?e:null),this.
draw())}draw(){let t=document.activeElement&&this.marks.get(document.activeElement);for(let e of this.layers)e.replaceChildren();this.marks.
clear();for(let e of this.rows){if(!u(e).checked||!h(e))continue;let o=this.fitOf(e),r=o&&this.layers[this.fits.indexOf(o)];if(!o||!r)continue;
let s=A(o,{name:e.dataset.goods||"",where:()=>h(e)||{x:50,y:50},put:(a,i)=>this.put(e,a,i),remove:()=>this.remove(e)});this.marks.set(s,e),r.
append(s),e===t&&s.focus()}}put(t,e,o){y(t,"x").value=L(e),y(t,"y").value=L(o),u(t).checked=!0}focus(t){for(let[e,o]of this.marks)o===t&&e instanceof
HTMLElement&&e.focus({preventScroll:!0})}press(t,e,o){let r=this.row||this.rows.find(a=>u(a).checked&&!h(a));if(!r){b(this.form.dataset.sayChoose||
""),d(this.form,"[name=product]")?.focus();return}let s=S(r);s&&t.dataset.goodsFit&&(s.value=t.dataset.goodsFit),this.put(r,e,o),this.row=null,
this.draw(),this.focus(r)}middle(t){h(t)||this.put(t,50,50),u(t).checked=!0,this.draw(),this.fitOf(t)?.scrollIntoView({block:"nearest"}),this.
focus(t)}remove(t){for(let e of["x","y"])y(t,e).value="";this.row=t,this.draw(),u(t).focus()}};function I(){let n=d(document,"form[data-good\
s-form]",HTMLFormElement),t=p(document,"[data-goods-fit]");n&&t.length>0&&new v(n,t)}function F(...n){for(let t of n)try{t()}catch(e){reportError(e)}}F(I);})();
