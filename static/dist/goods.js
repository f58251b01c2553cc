"use strict";
(()=>{function d(o,t,e){return g(o.querySelector(t),e)}function k(o,t,e){let n=d(o,t,e);if(!n)throw new Error("the page lacks "+t);return n}function p(o,t,e){
return[...o.querySelectorAll(t)].flatMap(n=>g(n,e)??[])}function y(o,t,e){return o instanceof Element?g(o.closest(t),e):null}function g(o,t){
return o instanceof(t??HTMLElement)?o:null}var M=o=>o instanceof HTMLInputElement||o instanceof HTMLTextAreaElement||o instanceof HTMLSelectElement;function l(o,t="",e=""){let n=document.createElement(o);return t&&(n.className=t),e&&(n.textContent=e),n}function S(){let o=d(document,"[data-voice]");if(o)return o;let t=l("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function T(o){let t=S();t.textContent="",setTimeout(()=>{t.textContent=o},50)}function b(o){switch(o){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}var L=o=>String(Math.round(Math.min(100,Math.max(0,o))*10)/10);function H(o,{name:t,where:e,put:n,remove:s}){let r=l("button","people-mark");
r.type="button",r.textContent=t;let a=()=>{let{x:i,y:c}=e();r.style.left=i+"%",r.style.top=c+"%",r.setAttribute("aria-label",`${t}, ${Math.round(
i)} % from the left, ${Math.round(c)} % from the top. Arrow keys move it.`)};return a(),r.addEventListener("keydown",i=>{let[c,f]=b(i.key);if(i.
key==="Delete"||i.key==="Backspace")s();else if(c||f){let{x,y:w}=e(),m=i.shiftKey?10:1;n(x+c*m,w+f*m),a()}else return;i.preventDefault(),i.stopPropagation()}),
r.addEventListener("pointerdown",i=>{if(i.button!==0)return;i.stopPropagation(),r.setPointerCapture(i.pointerId);let c=e(),f=o.getBoundingClientRect(),
x=m=>{n(c.x+(m.clientX-i.clientX)/f.width*100,c.y+(m.clientY-i.clientY)/f.height*100),a()};r.addEventListener("pointermove",x);let w=()=>r.removeEventListener(
"pointermove",x);r.addEventListener("pointerup",w,{once:!0}),r.addEventListener("pointercancel",w,{once:!0})}),r}function A(o,t,e){let n=null;
o.addEventListener("pointerdown",s=>{n=s.target===o?{x:s.clientX,y:s.clientY}:null}),o.addEventListener("click",s=>{if(s.target!==o||!n||Math.
hypot(s.clientX-n.x,s.clientY-n.y)>8)return;let r=t.getBoundingClientRect();e((s.clientX-r.left)/r.width*100,(s.clientY-r.top)/r.height*100)})}var E=(o,t)=>k(o,`[data-at="${t}"]`,HTMLInputElement),u=o=>k(o,"[name=product]",HTMLInputElement),C=o=>d(o,"select",HTMLSelectElement);function h(o){
let[t,e]=["x","y"].map(n=>E(o,n).value.trim().replace(",","."));return t&&e&&Number(t)>=0&&Number(e)>=0?{x:Number(t),y:Number(e)}:null}var v=class{constructor(t,e){
this.form=t,this.fits=e,this.rows=p(t,"[data-goods]"),this.row=null,this.marks=new Map,this.layers=e.map(n=>{let s=l("div","people-layer");return n.
append(s),A(s,n,(r,a)=>this.press(n,r,a)),s});for(let n of p(t,"[data-put]"))n.hidden=!1;for(let n of p(document,"[data-goods-help]"))n.hidden=
!1;t.addEventListener("input",({target:n})=>{M(n)&&n.matches("[data-at]")&&this.draw()}),t.addEventListener("change",n=>this.change(n)),t.addEventListener(
"click",n=>{let s=y(y(n.target,"[data-put]"),"[data-goods]");s&&this.middle(s)}),this.draw()}fitOf(t){let e=C(t)?.value;return this.fits.find(
n=>n.dataset.goodsFit===e)||this.fits[0]}change({target:t}){let e=y(t,"[data-goods]");e&&(t===u(e)&&(this.row=u(e).checked&&!h(e)?e:null),this.
draw())}draw(){let t=document.activeElement&&this.marks.get(document.activeElement);for(let e of this.layers)e.replaceChildren();this.marks.
clear();for(let e of this.rows){if(!u(e).checked||!h(e))continue;let n=this.fitOf(e),s=n&&this.layers[this.fits.indexOf(n)];if(!n||!s)continue;
let r=H(n,{name:e.dataset.goods||"",where:()=>h(e)||{x:50,y:50},put:(a,i)=>this.put(e,a,i),remove:()=>this.remove(e)});this.marks.set(r,e),s.
append(r),e===t&&r.focus()}}put(t,e,n){E(t,"x").value=L(e),E(t,"y").value=L(n),u(t).checked=!0}focus(t){for(let[e,n]of this.marks)n===t&&e instanceof
HTMLElement&&e.focus({preventScroll:!0})}press(t,e,n){let s=this.row||this.rows.find(a=>u(a).checked&&!h(a));if(!s){T(this.form.dataset.sayChoose||
""),d(this.form,"[name=product]")?.focus();return}let r=C(s);r&&t.dataset.goodsFit&&(r.value=t.dataset.goodsFit),this.put(s,e,n),this.row=null,
this.draw(),this.focus(s)}middle(t){h(t)||this.put(t,50,50),u(t).checked=!0,this.draw(),this.fitOf(t)?.scrollIntoView({block:"nearest"}),this.
focus(t)}remove(t){for(let e of["x","y"])E(t,e).value="";this.row=t,this.draw(),u(t).focus()}};function O(){let o=d(document,"form[data-good\
s-form]",HTMLFormElement),t=p(document,"[data-goods-fit]");o&&t.length>0&&new v(o,t)}function F(...o){for(let t of o)try{t()}catch(e){reportError(e)}}F(O);})();
