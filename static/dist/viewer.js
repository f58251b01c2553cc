"use strict";
(()=>{function r(e,t,s){return u(e.querySelector(t),s)}function h(e,t,s){let o=r(e,t,s);if(!o)throw new Error("the page lacks "+t);return o}function d(e,t,s){
return[...e.querySelectorAll(t)].flatMap(o=>u(o,s)??[])}function l(e,t,s){return e instanceof Element?u(e.closest(t),s):null}function u(e,t){
return e instanceof(t??HTMLElement)?e:null}var E=e=>e instanceof HTMLInputElement||e instanceof HTMLTextAreaElement||e instanceof HTMLSelectElement;function g(e,t="",s=""){let o=document.createElement(e);return t&&(o.className=t),s&&(o.textContent=s),o}function v(...e){for(let t of e)try{t()}catch(s){reportError(s)}}var T=new WeakMap;function H(e){T.set(e,e.value)}function V(e,t){let s=e.replace(t,()=>"");return s.trim()&&s}function k(e){e.value=V(e.value,
T.get(e)??e.value),e.dispatchEvent(new Event("input",{bubbles:!0}))}var L=e=>E(e)&&e.type!=="range"||e instanceof HTMLElement&&e.isContentEditable;function S(e){let{root:t}=e,s=null,o=0,n=!1;t.addEventListener(
"click",a=>{let i=l(a.target,"[data-step]"),c=l(a.target,"[data-by-hand]");i?(a.preventDefault(),n||e.go(Number(i.dataset.step),"tap")):l(a.
target,"[data-close]")?(a.preventDefault(),e.leave()):l(a.target,"[data-pause]")?e.pause():l(a.target,"[data-sound-story]")?e.sound():c&&(e.
hand(),c.closest("details")?.removeAttribute("open"))}),t.addEventListener("pointerdown",a=>{n=!1,!(a.button||l(a.target,".ov, .story-head, \
.story-foot, dialog, .story-card a",Element))&&(s={x:a.clientX,y:a.clientY,at:a.timeStamp},o=setTimeout(()=>e.hold("finger",!0),180))}),addEventListener(
"pointerup",a=>{clearTimeout(o);let i=e.story;if(!s||!i)return;let c=a.clientX-s.x,f=a.clientY-s.y,y=a.timeStamp-s.at>180;if(s=null,e.hold("\
finger",!1),n=y||Math.hypot(c,f)>30,Math.abs(c)>60&&Math.abs(c)>Math.abs(f))c<0?e.onward():e.back();else if(f>90)e.leave();else if(f<-70){let p=r(
i,".story-reply input");p?p.focus():r(i,"[data-viewers]")?.click()}else if(!y&&Math.hypot(c,f)<12&&l(a.target,"[data-story]")&&!l(a.target,"\
.ov, .story-head, .story-foot, [data-step], .story-card a",Element)){let p=i.getBoundingClientRect();e.go(a.clientX<p.left+p.width*.3?-1:1,"\
tap")}}),t.addEventListener("dragstart",a=>a.preventDefault()),addEventListener("pointercancel",()=>{clearTimeout(o),s=null,e.hold("finger",
!1)})}function A(e){document.addEventListener("keydown",t=>{let{key:s,target:o}=t;if(t.altKey||t.ctrlKey||t.metaKey||r(document,"dialog[open\
]"))return;if(s==="Escape")return l(o,"details[open]")?void 0:L(o)?u(o)?.blur():e.leave();if(L(o)||u(o)?.matches("[type=range]")||s===" "&&l(
o,"a, button, summary",Element))return;let n=i=>e.story&&r(e.story,i),a=new Map([["ArrowRight",()=>{t.shiftKey?e.onward():e.go(1,"tap")}],["\
ArrowLeft",()=>e.go(-1,"tap")],["PageDown",()=>{e.onward()}],[" ",()=>e.pause()],["m",()=>n("[data-sound-story]")?.click()],["r",()=>n(".sto\
ry-reply input")?.focus()],["l",()=>n(".story-like button")?.click()]]).get(s);a&&(t.preventDefault(),a())})}function I(e,t){let{root:s}=e;s.
addEventListener("focusin",o=>{let n=l(o.target,".ov, .story-foot, .story-head, .story-card",Element);e.hold("focus",!!(n&&(L(o.target)||u(o.
target)?.matches(":focus-visible"))))}),s.addEventListener("input",o=>{E(o.target)&&o.target.closest(".story-reply")?.classList.toggle("stor\
y-typing",o.target.value!=="")}),s.addEventListener("toggle",o=>{let n=u(o.target,HTMLDetailsElement);n?.matches("details.menu")&&e.hold("me\
nu",n.open)},!0),document.addEventListener("visibilitychange",()=>e.hold("away",document.hidden)),document.addEventListener("htmx:afterSwap",
o=>{o.detail.target?.id!=="story-sheet"||t.open||(e.hold("sheet",!0),t.showModal())}),t.addEventListener("close",()=>e.hold("sheet",!1)),new MutationObserver(
()=>e.hold("question",!!r(document,"dialog[open]:not([data-story-sheet])"))).observe(document.body,{childList:!0,subtree:!0,attributes:!0,attributeFilter:[
"open"]}),document.addEventListener("htmx:beforeRequest",o=>{let n=l(o.detail.elt,"[data-reply]",HTMLFormElement);n&&H(h(n,"[name=text]",HTMLInputElement))}),
document.addEventListener("htmx:afterRequest",o=>{let n=l(o.detail.elt,"[data-reply]",HTMLFormElement);if(!n||!o.detail.successful)return;let a=h(
n,"[name=text]",HTMLInputElement);k(a),!a.value&&(n.classList.remove("story-typing"),u(document.activeElement)?.blur(),e.story?.focus({preventScroll:!0}))})}var D=(e,t,s)=>fetch(e,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(t),...s});function P(e,{action:t,run:s,keep:o=4500}={}){let n=g("div","toast");if(n.append(g("span","",e)),t){let a=g("button","",t);a.type="button",a.
addEventListener("click",()=>{n.remove(),s?.()}),n.append(a)}r(document,"#toasts")?.replaceChildren(n),setTimeout(()=>n.remove(),t?o*2:o)}var $="[data-overlay], [data-picture]";function R({dataset:{x:e,y:t,scale:s,rotation:o},style:n,classList:a}){let i=(c,f,y)=>n.setProperty(c,
f||y);i("--x",e,".5"),i("--y",t,".5"),i("--s",s,"1"),i("--r",o,"0"),a.add("placed")}function B(e){e.parentElement?.style.setProperty("--v",String(
Number(e.value)/100))}function O(e){if(e<=0)return"It is time";let t=Math.floor(e/86400),s=Math.floor(e/3600)%24,o=Math.floor(e/60)%60,n=Math.
floor(e)%60;return t?`${t} d ${s} h`:s?`${s} h ${o} min`:`${o}:${String(n).padStart(2,"0")}`}function z(){for(let e of d(document,"time[data\
-countdown]",HTMLTimeElement))e.textContent=O((Date.parse(e.dateTime)-Date.now())/1e3)}function X(e){e instanceof HTMLElement&&e.matches($)&&
R(e),d(e,$).forEach(R),d(e,"[data-slider]",HTMLInputElement).forEach(B),z()}var m=new Map,x=e=>(e.dataset.following||"").split(" ")[0]||"";async function w(e){let t=x(e);if(!t||m.has(t))return;m.set(t,null);let s=await fetch(
"/stories/"+t,{headers:{"HX-Request":"true"}}).catch(()=>null);if(!s?.ok){m.delete(t);return}let o=document.createElement("template");o.innerHTML=
await s.text();let n=r(o.content,"[data-reel]");if(!n)return;m.set(t,document.adoptNode(n));let a=r(n,"[data-story]:not([hidden])");for(let i of a?
d(a,"img",HTMLImageElement):[]){let c=new Image;c.sizes=i.sizes,c.srcset=i.srcset,c.src=i.src}}async function q(e){let t=x(e);m.get(t)||await w(
e);let s=m.get(t);return s?(m.delete(t),s.dataset.following=(e.dataset.following||"").split(" ").slice(1).join(" "),s):null}var C=(e,t)=>new Promise(s=>{for(let o of[t,"error"])e.addEventListener(o,s,{once:!0})});async function F(e){let t=r(e,"[data-story-video]",
HTMLVideoElement),s=r(e,".story-picture picture img",HTMLImageElement);t?t.readyState<3&&await C(t,"canplay"):s&&!s.complete&&await C(s,"loa\
d")}function M(e){for(let s of d(e,"img[loading]",HTMLImageElement))s.loading="eager";let t=r(e,"[data-story-video]",HTMLVideoElement);t&&t.
preload==="none"&&(t.preload="auto",t.load())}var j="stories-by-hand",K=(e,t={})=>{D(e,t,{keepalive:!0,headers:{Accept:"application/json","HX-Request":"true"}}).catch(()=>{})};function N(e,t){
let s=r(e,"span");s&&(s.style.transform=`scaleX(${t})`)}var b=class{constructor(t){this.root=t,this.reel=h(t,"[data-reel]"),this.stories=[],
this.bars=[],this.index=0,this.clock=null,this.loud=!1,this.seen=new Set,this.holds=new Set,this.past=[],this.voice=h(t,"[data-story-voice]"),
this.still=matchMedia("(prefers-reduced-motion: reduce)"),this.byHand=!1;try{this.byHand=localStorage.getItem(j)==="1"}catch{}this.root.classList.
add("story-live"),this.take(this.reel);let s=this.stories.findIndex(n=>!n.hidden),o=this.stories[s];o&&"counts"in o.dataset&&this.seen.add(o.
dataset.story),this.show(Math.max(0,s),{focus:!1}),this.still.addEventListener("change",()=>this.again())}get story(){return this.stories[this.
index]}get video(){return this.story&&r(this.story,"[data-story-video]",HTMLVideoElement)}take(t){this.reel=t,this.stories=d(t,"[data-story]"),
this.bars=d(t,"[data-bar]");for(let s of d(t,"[data-pause], [data-sound-story], [data-by-hand], [data-copy-here]"))s.hidden=!1;for(let s of d(
t,"[data-story-video]",HTMLVideoElement))s.controls=!1,s.muted=!0;for(let s of d(t,"[data-by-hand]"))s.setAttribute("aria-pressed",String(this.
byHand));X(t)}async show(t,{focus:s=!0}={}){this.stop();for(let a of d(this.root,"[data-story-video]",HTMLVideoElement))a.pause();this.index=
t;let o=this.story;if(!o||(this.stories.forEach((a,i)=>{a.hidden=i!==t}),this.bars.forEach((a,i)=>{a.className="story-bar",N(a,i<t?1:0)}),this.
holds.clear(),this.draw(),M(o),history.replaceState(history.state,"",o.dataset.path),this.voice.textContent=o.getAttribute("aria-label")+". "+
(r(o,".story-picture img:not(.ph), .story-picture video")?.getAttribute("alt")||""),s&&!this.root.contains(l(document.activeElement,"dialog"))&&
o.focus({preventScroll:!0}),"counts"in o.dataset&&!this.seen.has(o.dataset.story)&&(this.seen.add(o.dataset.story),K(`/story/${o.dataset.story}\
/view`)),this.root.classList.add("viewer-waiting"),await F(o),this.story!==o))return;this.root.classList.remove("viewer-waiting");let n=this.
stories[t+1];n?M(n):w(this.reel),this.run()}run(){let t=this.story,s=this.video,o=this.bars[this.index],n=o&&r(o,"span");if(!t||!n)return;s&&
(s.muted=!this.loud,s.currentTime=0);let a=s&&s.duration>0?s.duration*1e3:Number(t.dataset.duration)||6e3;n.style.transform="",this.byHand||
this.still.matches?N(o,1):(this.clock=n.animate([{transform:"scaleX(0)"},{transform:"scaleX(1)"}],{duration:a,fill:"forwards"}),this.clock.pause(),
this.clock.onfinish=()=>this.go(1,"end")),this.move()}stop(){this.clock?.cancel(),this.clock=null}again(){this.stop(),this.run()}move(){let t=this.
holds.size>0,s=this.video;t?(this.clock?.pause(),s?.pause()):(this.clock?.play(),s?.play().catch(()=>{s.muted=!0,s.play().catch(()=>{})})),this.
root.dataset.held=String(t),this.draw()}hold(t,s){s?this.holds.add(t):this.holds.delete(t),this.move()}pause(){this.hold("pressed",!this.holds.
has("pressed"))}draw(){let t=this.story,s=t&&r(t,"[data-pause]"),o=this.holds.has("pressed");s&&(s.setAttribute("aria-pressed",String(o)),s.
setAttribute("aria-label",o?"Play":"Pause")),t&&r(t,"[data-sound-story]")?.setAttribute("aria-pressed",String(this.loud)),this.root.classList.
toggle("viewer-held",this.holds.has("finger"))}sound(){this.loud=!this.loud,this.video&&(this.video.muted=!this.loud),this.draw()}hand(){this.
byHand=!this.byHand;try{localStorage.setItem(j,this.byHand?"1":"0")}catch{}for(let t of d(this.root,"[data-by-hand]"))t.setAttribute("aria-p\
ressed",String(this.byHand));P(this.byHand?"Stories wait for you.":"Stories go on by themselves."),this.again()}tap(t){let s=this.story;s&&"\
counts"in s.dataset&&K(`/story/${s.dataset.story}/tap`,{tap:t})}go(t,s){s==="tap"&&this.tap(t>0?"forward":"back");let o=this.index+t;o>=0&&o<
this.stories.length?this.show(o):t>0?this.onward():this.back()||this.show(0)}async onward(){let{reel:t}=this,s=x(t);if(!s)return this.close();
let o=await q(t);if(!o)return location.assign("/stories/"+s);this.past.push(t),this.swap(o,!0)}back(){let t=this.past.pop();return t&&this.swap(
t,!1),!!t}swap(t,s){this.reel.replaceWith(t),this.take(t),htmx.process(t);let o=this.stories.findIndex(n=>!n.hidden);this.still.matches||t.animate(
[{transform:`translateX(${s?12:-12}%)`,opacity:.4},{transform:"none",opacity:1}],{duration:220,easing:"ease-out"}),this.show(Math.max(0,o))}close(){
this.clock?.cancel();let t=this.root.dataset.back||"/",s=document.referrer&&new URL(document.referrer);s&&s.origin===location.origin&&s.pathname===
t&&history.length>1?history.back():location.assign(t)}leave(){this.tap("exit"),this.close()}};v(()=>{let e=r(document,"[data-stories]");if(!e)return;let t=new b(e);S(t),A(t),I(t,h(e,"[data-story-sheet]",HTMLDialogElement))});})();
