"use strict";
(()=>{function r(e,t,o){return u(e.querySelector(t),o)}function h(e,t,o){let s=r(e,t,o);if(!s)throw new Error("the page lacks "+t);return s}function d(e,t,o){
return[...e.querySelectorAll(t)].flatMap(s=>u(s,o)??[])}function l(e,t,o){return e instanceof Element?u(e.closest(t),o):null}function u(e,t){
return e instanceof(t??HTMLElement)?e:null}var E=e=>e instanceof HTMLInputElement||e instanceof HTMLTextAreaElement||e instanceof HTMLSelectElement;function g(e,t="",o=""){let s=document.createElement(e);return t&&(s.className=t),o&&(s.textContent=o),s}function T(...e){for(let t of e)try{t()}catch(o){reportError(o)}}var H;function f(e,t={}){H??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[o="",s=""]=e.split("."),n=H[o]?.[s]??e;return(typeof n==
"string"?n:n[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??n.other??e).replace(/\{\{\.(\w+)\}\}/g,(i,c)=>String(
t[c]??""))}var z="photogram-single-keys";function v(){try{return localStorage.getItem(z)!=="off"}catch{return!0}}var S=new WeakMap;function I(e){S.set(e,e.value)}function U(e,t){let o=e.replace(t,()=>"");return o.trim()&&o}function A(e){e.value=U(e.value,
S.get(e)??e.value),e.dispatchEvent(new Event("input",{bubbles:!0}))}var w=e=>E(e)&&e.type!=="range"||e instanceof HTMLElement&&e.isContentEditable;function D(e){let{root:t}=e,o=null,s=0,n=!1;t.addEventListener(
"click",a=>{let i=l(a.target,"[data-step]"),c=l(a.target,"[data-by-hand]");i?(a.preventDefault(),n||e.go(Number(i.dataset.step),"tap")):l(a.
target,"[data-close]")?(a.preventDefault(),e.leave()):l(a.target,"[data-pause]")?e.pause():l(a.target,"[data-sound-story]")?e.sound():c&&(e.
hand(),c.closest("details")?.removeAttribute("open"))}),t.addEventListener("pointerdown",a=>{n=!1;let i=r(t,"[data-story-tag][open]",HTMLDetailsElement);
if(i&&!l(a.target,"[data-story-tag]")){i.open=!1,n=!0;return}a.button||l(a.target,".ov, .story-head, .story-foot, dialog, .story-card a",Element)||
(o={x:a.clientX,y:a.clientY,at:a.timeStamp},s=setTimeout(()=>e.hold("finger",!0),180))}),addEventListener("pointerup",a=>{clearTimeout(s);let i=e.
story;if(!o||!i)return;let c=a.clientX-o.x,m=a.clientY-o.y,b=a.timeStamp-o.at>180;if(o=null,e.hold("finger",!1),n=b||Math.hypot(c,m)>30,Math.
abs(c)>60&&Math.abs(c)>Math.abs(m))c<0?e.onward():e.back();else if(m>90)e.leave();else if(m<-70){let y=r(i,".story-reply input");y?y.focus():
r(i,"[data-viewers]")?.click()}else if(!b&&Math.hypot(c,m)<12&&l(a.target,"[data-story]")&&!l(a.target,".ov, .story-head, .story-foot, [data\
-step], .story-card a",Element)){let y=i.getBoundingClientRect();e.go(a.clientX<y.left+y.width*.3?-1:1,"tap")}}),t.addEventListener("dragsta\
rt",a=>a.preventDefault()),addEventListener("pointercancel",()=>{clearTimeout(s),o=null,e.hold("finger",!1)})}function P(e){document.addEventListener(
"keydown",t=>{let{key:o,target:s}=t;if(t.altKey||t.ctrlKey||t.metaKey||r(document,"dialog[open]")||/^[a-z]$/i.test(o)&&!v())return;if(o==="E\
scape"){let i=r(document,"[data-story-tag][open]",HTMLDetailsElement);return i?(i.open=!1,r(i,"summary")?.focus()):l(s,"details[open]")?void 0:
w(s)?u(s)?.blur():e.leave()}if(w(s)||u(s)?.matches("[type=range]")||o===" "&&l(s,"a, button, summary",Element))return;let n=i=>e.story&&r(e.
story,i),a=new Map([["ArrowRight",()=>{t.shiftKey?e.onward():e.go(1,"tap")}],["ArrowLeft",()=>e.go(-1,"tap")],["PageDown",()=>{e.onward()}],
[" ",()=>e.pause()],["m",()=>n("[data-sound-story]")?.click()],["r",()=>n(".story-reply input")?.focus()],["l",()=>n(".story-like button")?.
click()]]).get(o);a&&(t.preventDefault(),a())})}function R(e,t){let{root:o}=e;o.addEventListener("focusin",s=>{let n=l(s.target,".ov, .story\
-foot, .story-head, .story-card",Element);e.hold("focus",!!(n&&(w(s.target)||u(s.target)?.matches(":focus-visible"))))}),o.addEventListener(
"input",s=>{E(s.target)&&s.target.closest(".story-reply")?.classList.toggle("story-typing",s.target.value!=="")}),o.addEventListener("toggle",
s=>{let n=u(s.target,HTMLDetailsElement);if(n?.matches("details.menu")&&e.hold("menu",n.open),!!n?.matches("[data-story-tag]")){if(n.open)for(let a of d(
o,"[data-story-tag][open]",HTMLDetailsElement))a.open=a===n;e.hold("tag",!!r(o,"[data-story-tag][open]"))}},!0),document.addEventListener("v\
isibilitychange",()=>e.hold("away",document.hidden)),document.addEventListener("htmx:afterSwap",s=>{s.detail.target?.id!=="story-sheet"||t.open||
(e.hold("sheet",!0),t.showModal())}),t.addEventListener("close",()=>e.hold("sheet",!1)),new MutationObserver(()=>e.hold("question",!!r(document,
"dialog[open]:not([data-story-sheet])"))).observe(document.body,{childList:!0,subtree:!0,attributes:!0,attributeFilter:["open"]}),document.addEventListener(
"htmx:beforeRequest",s=>{let n=l(s.detail.elt,"[data-reply]",HTMLFormElement);n&&I(h(n,"[name=text]",HTMLInputElement))}),document.addEventListener(
"htmx:afterRequest",s=>{let n=l(s.detail.elt,"[data-reply]",HTMLFormElement);if(!n||!s.detail.successful)return;let a=h(n,"[name=text]",HTMLInputElement);
A(a),!a.value&&(n.classList.remove("story-typing"),u(document.activeElement)?.blur(),e.story?.focus({preventScroll:!0}))})}var C=(e,t,o)=>fetch(e,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(t),...o});function q(e,{action:t,run:o,keep:s=4500}={}){let n=g("div","toast");if(n.append(g("span","",e)),t){let a=g("button","",t);a.type="button",a.
addEventListener("click",()=>{n.remove(),o?.()}),n.append(a)}r(document,"#toasts")?.replaceChildren(n),setTimeout(()=>n.remove(),t?s*2:s)}var B="[data-overlay], [data-picture]";function N({dataset:{x:e,y:t,scale:o,rotation:s},style:n,classList:a}){let i=(c,m,b)=>n.setProperty(c,
m||b);i("--x",e,".5"),i("--y",t,".5"),i("--s",o,"1"),i("--r",s,"0"),a.add("placed")}function W(e){e.parentElement?.style.setProperty("--v",String(
Number(e.value)/100))}function Y(e){if(e<=0)return f("app.story-time");let t=Math.floor(e/86400),o=Math.floor(e/3600)%24,s=Math.floor(e/60)%
60,n=Math.floor(e)%60;return t?f("app.story-days",{days:t,hours:o}):o?f("app.story-hours",{hours:o,minutes:s}):`${s}:${String(n).padStart(2,
"0")}`}function J(){for(let e of d(document,"time[data-countdown]",HTMLTimeElement))e.textContent=Y((Date.parse(e.dateTime)-Date.now())/1e3)}
function X(e){e instanceof HTMLElement&&e.matches(B)&&N(e),d(e,B).forEach(N),d(e,"[data-slider]",HTMLInputElement).forEach(W),J()}var p=new Map,x=e=>(e.dataset.following||"").split(" ")[0]||"";async function M(e){let t=x(e);if(!t||p.has(t))return;p.set(t,null);let o=await fetch(
"/stories/"+t,{headers:{"HX-Request":"true"}}).catch(()=>null);if(!o?.ok){p.delete(t);return}let s=document.createElement("template");s.innerHTML=
await o.text();let n=r(s.content,"[data-reel]");if(!n)return;p.set(t,document.adoptNode(n));let a=r(n,"[data-story]:not([hidden])");for(let i of a?
d(a,"img",HTMLImageElement):[]){let c=new Image;c.sizes=i.sizes,c.srcset=i.srcset,c.src=i.src}}async function F(e){let t=x(e);p.get(t)||await M(
e);let o=p.get(t);return o?(p.delete(t),o.dataset.following=(e.dataset.following||"").split(" ").slice(1).join(" "),o):null}var K=(e,t)=>new Promise(o=>{for(let s of[t,"error"])e.addEventListener(s,o,{once:!0})});async function V(e){let t=r(e,"[data-story-video]",
HTMLVideoElement),o=r(e,".story-picture picture img",HTMLImageElement);t?t.readyState<3&&await K(t,"canplay"):o&&!o.complete&&await K(o,"loa\
d")}function k(e){for(let o of d(e,"img[loading]",HTMLImageElement))o.loading="eager";let t=r(e,"[data-story-video]",HTMLVideoElement);t&&t.
preload==="none"&&(t.preload="auto",t.load())}var $="stories-by-hand",j=(e,t={})=>{C(e,t,{keepalive:!0,headers:{Accept:"application/json","HX-Request":"true"}}).catch(()=>{})};function O(e,t){
let o=r(e,"span");o&&(o.style.transform=`scaleX(${t})`)}var L=class{constructor(t){this.root=t,this.reel=h(t,"[data-reel]"),this.stories=[],
this.bars=[],this.index=0,this.clock=null,this.loud=!1,this.seen=new Set,this.holds=new Set,this.past=[],this.voice=h(t,"[data-story-voice]"),
this.still=matchMedia("(prefers-reduced-motion: reduce)"),this.byHand=!1;try{this.byHand=localStorage.getItem($)==="1"}catch{}this.root.classList.
add("story-live"),this.take(this.reel);let o=this.stories.findIndex(n=>!n.hidden),s=this.stories[o];s&&"counts"in s.dataset&&this.seen.add(s.
dataset.story),this.show(Math.max(0,o),{focus:!1}),this.still.addEventListener("change",()=>this.again())}get story(){return this.stories[this.
index]}get video(){return this.story&&r(this.story,"[data-story-video]",HTMLVideoElement)}take(t){this.reel=t,this.stories=d(t,"[data-story]"),
this.bars=d(t,"[data-bar]");for(let o of d(t,"[data-pause], [data-sound-story], [data-by-hand], [data-copy-here]"))o.hidden=!1;for(let o of d(
t,"[data-story-video]",HTMLVideoElement))o.controls=!1,o.muted=!0;for(let o of d(t,"[data-by-hand]"))o.setAttribute("aria-pressed",String(this.
byHand));X(t)}async show(t,{focus:o=!0}={}){this.stop();for(let a of d(this.root,"[data-story-video]",HTMLVideoElement))a.pause();this.index=
t;let s=this.story;if(!s)return;this.stories.forEach((a,i)=>{a.hidden=i!==t});for(let a of d(this.root,"[data-story-tag][open]",HTMLDetailsElement))
a.open=!1;if(this.bars.forEach((a,i)=>{a.className="story-bar",O(a,i<t?1:0)}),this.holds.clear(),this.draw(),k(s),history.replaceState(history.
state,"",s.dataset.path),this.voice.textContent=s.getAttribute("aria-label")+". "+(r(s,".story-picture img:not(.ph), .story-picture video")?.
getAttribute("alt")||""),o&&!this.root.contains(l(document.activeElement,"dialog"))&&s.focus({preventScroll:!0}),"counts"in s.dataset&&!this.
seen.has(s.dataset.story)&&(this.seen.add(s.dataset.story),j(`/story/${s.dataset.story}/view`)),this.root.classList.add("viewer-waiting"),await V(
s),this.story!==s)return;this.root.classList.remove("viewer-waiting");let n=this.stories[t+1];n?k(n):M(this.reel),this.run()}run(){let t=this.
story,o=this.video,s=this.bars[this.index],n=s&&r(s,"span");if(!t||!n)return;o&&(o.muted=!this.loud,o.currentTime=0);let a=o&&o.duration>0?o.
duration*1e3:Number(t.dataset.duration)||6e3;n.style.transform="",this.byHand||this.still.matches?O(s,1):(this.clock=n.animate([{transform:"\
scaleX(0)"},{transform:"scaleX(1)"}],{duration:a,fill:"forwards"}),this.clock.pause(),this.clock.onfinish=()=>this.go(1,"end")),this.move()}stop(){
this.clock?.cancel(),this.clock=null}again(){this.stop(),this.run()}move(){let t=this.holds.size>0,o=this.video;t?(this.clock?.pause(),o?.pause()):
(this.clock?.play(),o?.play().catch(()=>{o.muted=!0,o.play().catch(()=>{})})),this.root.dataset.held=String(t),this.draw()}hold(t,o){o?this.
holds.add(t):this.holds.delete(t),this.move()}pause(){this.hold("pressed",!this.holds.has("pressed"))}draw(){let t=this.story,o=t&&r(t,"[dat\
a-pause]"),s=this.holds.has("pressed");o&&(o.setAttribute("aria-pressed",String(s)),o.setAttribute("aria-label",s?f("app.play"):f("app.pause"))),
t&&r(t,"[data-sound-story]")?.setAttribute("aria-pressed",String(this.loud)),this.root.classList.toggle("viewer-held",this.holds.has("finger"))}sound(){
this.loud=!this.loud,this.video&&(this.video.muted=!this.loud),this.draw()}hand(){this.byHand=!this.byHand;try{localStorage.setItem($,this.byHand?
"1":"0")}catch{}for(let t of d(this.root,"[data-by-hand]"))t.setAttribute("aria-pressed",String(this.byHand));q(this.byHand?f("viewer.wait"):
f("viewer.go-on")),this.again()}tap(t){let o=this.story;o&&"counts"in o.dataset&&j(`/story/${o.dataset.story}/tap`,{tap:t})}go(t,o){o==="tap"&&
this.tap(t>0?"forward":"back");let s=this.index+t;s>=0&&s<this.stories.length?this.show(s):t>0?this.onward():this.back()||this.show(0)}async onward(){
let{reel:t}=this,o=x(t);if(!o)return this.close();let s=await F(t);if(!s)return location.assign("/stories/"+o);this.past.push(t),this.swap(s,
!0)}back(){let t=this.past.pop();return t&&this.swap(t,!1),!!t}swap(t,o){this.reel.replaceWith(t),this.take(t),htmx.process(t);let s=this.stories.
findIndex(n=>!n.hidden);this.still.matches||t.animate([{transform:`translateX(${o?12:-12}%)`,opacity:.4},{transform:"none",opacity:1}],{duration:220,
easing:"ease-out"}),this.show(Math.max(0,s))}close(){this.clock?.cancel();let t=this.root.dataset.back||"/",o=document.referrer&&new URL(document.
referrer);o&&o.origin===location.origin&&o.pathname===t&&history.length>1?history.back():location.assign(t)}leave(){this.tap("exit"),this.close()}};T(()=>{let e=r(document,"[data-stories]");if(!e)return;let t=new L(e);D(t),P(t),R(t,h(e,"[data-story-sheet]",HTMLDialogElement))});})();
