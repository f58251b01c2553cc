"use strict";
(()=>{var fe=new WeakMap;function pe(t){fe.set(t,t.value)}function Dt(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function he(t){t.value=Dt(
t.value,fe.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function s(t,e,n){return E(t.querySelector(e),n)}function d(t,e,n){let o=s(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function l(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>E(o,n)??[])}function m(t,e,n){return t instanceof Element?E(t.closest(e),n):null}function E(t,e){
return t instanceof(e??HTMLElement)?t:null}var at=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
yt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function w(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var H=t=>new DOMParser().parseFromString(t,"text/html");var rt=()=>document.getElementById("comment-form");function ge(t,e,n,o){let a=d(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";d(
t,"[data-reply-to]",HTMLInputElement).value=e,d(t,"[data-replying]").hidden=!e,d(t,"[data-replying-name]").textContent=n;let i=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!i.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+i,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var Rt={reply:"",name:"",text:""};function be(t){return{
reply:d(t,"[data-reply-to]",HTMLInputElement).value,name:d(t,"[data-replying-name]").textContent,text:d(t,"textarea",HTMLTextAreaElement).value}}
function ye(){document.addEventListener("click",n=>{let o=m(n.target,"[data-reply], [data-reply-cancel]"),a=o&&rt();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:i=""}=o.dataset;ge(a,r,i,"replyMention"in o.dataset)});let t=Rt,e=Rt;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&rt();o&&(t=be(o))}),document.addEventListener("htmx:before\
Swap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&rt();o&&(e=be(o),e.reply===t.reply&&(e.reply=e.name=""),
e.text=Dt(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=rt(),{reply:o,name:a,text:r}=e;if(e=Rt,!n||!o&&!r||s(n,"[a\
ria-invalid]"))return;d(n,"textarea",HTMLTextAreaElement).value=r;let i=document.getElementById("c-"+o);ge(n,i?o:"",i?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&rt();o&&s(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=E(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=d(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&m(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,s(o,"summary")?.focus())})}var V=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),C=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function st(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function we(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var lo=40,wt=[],Bt=!1;function uo(t){for(let e of l(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function G(t){if(Bt)return;let e={pages:wt.slice(0,lo),at:uo(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function mo(t,{pages:e,at:n}){Bt=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=s(t,"[data-older]");if(!r||r.dataset.older!==a)break;let i=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),u=i.ok&&s(H(await i.text()),".part");if(!u)break;st(r,u),wt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}Bt=!1,G(t)}function ve(){let t=s(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(G,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>G(t)),document.addEventListener("click",o=>{m(o.target,"a",Element)&&G(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=E(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(wt.push(a),G(t))}),document.addEventListener("photogram:fresh",()=>{wt.length=0,G(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&mo(t,n)}var Ee;function c(t,e={}){Ee??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[n="",o=""]=t.split("."),a=Ee[n]?.[o]??t;return(typeof a==
"string"?a:a[new Intl.PluralRules(document.documentElement.lang).select(Number(e.n))]??a.other??t).replace(/\{\{\.(\w+)\}\}/g,(i,u)=>String(
e[u]??""))}function R({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=w("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let i=w("button","button quiet dialog-cancel",o);return i.type="button",i.addEventListener("click",()=>r.
close()),r.append(...n,i),r.addEventListener("click",u=>{u.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:i}}function xe(t){switch(t){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}var zt=640,fo=64,Pt=class{constructor(e,n){this.box=e,this.photo=n,this.short=Math.min(n.naturalWidth,n.naturalHeight),this.most=Math.max(1,
Math.min(8,this.short/fo)),this.part={x:.5,y:.5,zoom:1},this.pointers=new Map,this.canvas=document.createElement("canvas"),this.slider=document.
createElement("input")}rect(){let{naturalWidth:e,naturalHeight:n}=this.photo,o=this.short/this.part.zoom;return{x:this.part.x*e-o/2,y:this.part.
y*n-o/2,size:o,w:e,h:n}}set(e){Object.assign(this.part,e);let n=this.part,{w:o,h:a}=this.rect();n.zoom=Math.min(this.most,Math.max(1,n.zoom));
let r=this.short/n.zoom/2;n.x=Math.min(1-r/o,Math.max(r/o,n.x)),n.y=Math.min(1-r/a,Math.max(r/a,n.y)),this.slider.value=String(n.zoom),this.
draw(this.canvas)}draw(e){e.width=e.height=zt;let{x:n,y:o,size:a}=this.rect();e.getContext("2d")?.drawImage(this.photo,n,o,a,a,0,0,zt,zt)}pan(e,n){
let{size:o,w:a,h:r}=this.rect(),i=o/this.canvas.getBoundingClientRect().width;this.set({x:this.part.x-e*i/a,y:this.part.y-n*i/r})}open(){let e=d(
this.box,"[data-avatar-dialog]",HTMLTemplateElement),n=document.importNode(e.content,!0),o=d(n,"h2"),a=d(n,".avatar-stage");this.canvas=d(n,
"canvas",HTMLCanvasElement),this.slider=d(n,"input",HTMLInputElement),this.slider.max=String(this.most);let r=d(n,"[data-use]",HTMLButtonElement),
i=R({className:"dialog avatar-dialog",title:o,body:[...n.childNodes],cancel:this.box.dataset.cancel??""});r.addEventListener("click",()=>{this.
keep(),i.box.close()}),this.slider.addEventListener("input",()=>this.set({zoom:Number(this.slider.value)})),this.listen(a),i.box.showModal(),
this.set({}),a.focus()}listen(e){e.addEventListener("pointerdown",n=>{n.preventDefault(),e.focus({preventScroll:!0}),e.setPointerCapture(n.pointerId),
this.pointers.set(n.pointerId,{x:n.clientX,y:n.clientY})}),e.addEventListener("pointermove",n=>this.move(n));for(let n of["pointerup","point\
ercancel"])e.addEventListener(n,o=>this.pointers.delete(o.pointerId));e.addEventListener("wheel",n=>{n.preventDefault(),this.set({zoom:this.
part.zoom*Math.exp(-n.deltaY/400)})},{passive:!1}),e.addEventListener("keydown",n=>{let[o,a]=xe(n.key),r={"+":1.1,"=":1.1,"-":1/1.1}[n.key];
n.ctrlKey||n.metaKey||!o&&!a&&!r||(n.preventDefault(),r?this.set({zoom:this.part.zoom*r}):this.pan(-o*8,-a*8))})}move(e){let n=this.pointers.
get(e.pointerId);if(!n)return;let o={x:e.clientX,y:e.clientY},a=[...this.pointers].find(([r])=>r!==e.pointerId)?.[1];if(a){let r=i=>Math.hypot(
i.x-a.x,i.y-a.y)||1;this.set({zoom:this.part.zoom*r(o)/r(n)})}else this.pan(o.x-n.x,o.y-n.y);this.pointers.set(e.pointerId,o)}keep(){let{x:e,
y:n,size:o,w:a,h:r}=this.rect();d(this.box,"[data-avatar-crop]",HTMLInputElement).value=[e/a,n/r,o/a,o/r].map(f=>Math.max(0,f).toFixed(5)).join(
",");let i=d(this.box,"[data-avatar-preview] img",HTMLImageElement),u=document.createElement("canvas");this.draw(u),i.removeAttribute("srcse\
t"),i.src=u.toDataURL("image/jpeg",.9)}},Le=new WeakMap;function po(t,e){let n=new Image,o=s(t,"[data-avatar-again]");d(t,"[data-avatar-crop\
]",HTMLInputElement).value="",n.addEventListener("load",()=>{let a=new Pt(t,n);Le.set(t,a),o&&(o.hidden=!1),a.open()}),n.addEventListener("e\
rror",()=>{o&&(o.hidden=!0)}),n.src=URL.createObjectURL(e)}function ke(){document.addEventListener("change",t=>{let e=m(t.target,"[data-avat\
ar]"),n=E(t.target,HTMLInputElement)?.files?.[0];e&&n&&po(e,n)}),document.addEventListener("click",t=>{let e=m(t.target,"[data-avatar-again]")?.
closest("[data-avatar]");e instanceof HTMLElement&&Le.get(e)?.open()})}var it=new Map,b=null,vt=null,qt=0,Ot=!1,ho,go=()=>ho??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{\
sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\
\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function Kt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}if(t.dataset.complete==="place"){let o=t.value.trim();return o.length>1&&e===t.value.length?{start:0,end:e,sign:"",query:"~"+o}:null}let n=go().
exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function bo(t){let e=it.
get(t);if(e!==void 0)return e;vt?.abort(),vt=new AbortController;let n=await fetch("/complete?"+new URLSearchParams(t.startsWith("~")?{place:t.
slice(1)}:{q:t}),{headers:{Accept:"text/html"},signal:vt.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();
return it.size>60&&it.clear(),it.set(t,o),o}async function yo(t){let e=Kt(t);if(!e)return z();let n;try{n=await bo(e.query)}catch{return}let o=Kt(
t);if(document.activeElement!==t||o?.query!==e.query)return;let a=s(H(n),"[role=listbox]"),r=a?l(a,":scope > *"):[],i=r.length===1&&r[0]?.dataset.
insert===o.query.slice(1);if(!a||r.length===0||i)return z();wo(t,document.importNode(a,!0),o)}function wo(t,e,n){b?.field!==t&&z(),b??=vo(t,
n),s(b.box,"[role=listbox]")?.remove(),e.id="complete-list",b.box.append(e),b.options=l(e,":scope > *"),b.at=n,t.setAttribute("aria-controls",
e.id),b.count.textContent=c("app.suggestions",{n:b.options.length}),Wt(/^[#＃~]/.test(n.query)?null:b.options[0]),Et()}function vo(t,e){let n=w(
"div","complete"),o=w("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&(n.popover="manual"),o.setAttribute(
"role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",a=>a.preventDefault()),n.addEventListener(
"click",a=>{let r=m(a.target,"[role=option]");r&&Te(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute("role","combobox"),t.setAttribute(
"aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function Et(){if(!b)return;let{field:t,box:e}=b,n=(t.closest(".c\
omment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(t).direction==="r\
tl"?n.right-o:n.left,i=(window.visualViewport?.height??innerHeight)-n.bottom,u=i<260&&n.top>i;e.style.inlineSize=o+"px",e.style.left=Math.max(
8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(u?n.top:i)-12))+"px",e.style.top=u?"auto":n.bottom+4+"px",
e.style.bottom=u?innerHeight-n.top+4+"px":"auto"}function Wt(t){if(b){for(let e of b.options)e.setAttribute("aria-selected",String(e===t));b.
chosen=t??null,t?(b.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):b.field.removeAttribute("aria-acti\
vedescendant")}}function Te(t){if(!b)return;let{field:e,at:n}=b;z(),e.focus();let o=n.sign==="",a=e.value.slice(n.end),r=n.sign+t.dataset.insert+
(o||/^\s/.test(a)?"":" ");Ot=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||(e.setRangeText(r,n.start,n.end,
"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),Ot=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}function z(){if(clearTimeout(
qt),vt?.abort(),!b)return;let{field:t,box:e}=b;b=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute("role");for(let n of["a\
ria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var Nt=({target:t})=>yt(t)&&t.matches("[data-complete]")?t:null;
function Me(t){clearTimeout(qt);let e=Kt(t);if(!e)return z();qt=setTimeout(()=>yo(t),it.has(e.query)?0:120)}function Eo(t){if(!b||t.target!==
b.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=b,o=n?e.indexOf(n):-1;switch(t.key){case"\
ArrowDown":Wt(e[(o+1)%e.length]);break;case"ArrowUp":Wt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)return z();Te(
n);break;case"Escape":z();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return z();default:return}t.preventDefault(),t.stopPropagation()}
function Se(){document.addEventListener("focusin",t=>{let e=Nt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof HTMLInputElement&&
e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=Nt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&!Ot&&Me(
e)}),document.addEventListener("compositionend",t=>{let e=Nt(t);e&&Me(e)}),document.addEventListener("keydown",Eo,!0),document.addEventListener(
"focusout",t=>{t.target===b?.field&&z()}),addEventListener("scroll",t=>{t.target instanceof Node&&b?.box.contains(t.target)||Et()},{capture:!0,
passive:!0}),addEventListener("resize",Et),window.visualViewport?.addEventListener("resize",Et)}var He;function ct(t){He??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of He.segment(t.normalize("NFC").trim()))e++;
return e}var xo={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":c("app.hint-username"),password:t=>!t||
ct(t)>=8?"":c("app.hint-password",{n:8-ct(t)}),email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(t)?"":c("app.hint-email")},Ae=0,xt;async function Lo(t,e,n){
let o=t.value.trim();if(!o)return n("",!0);try{let a=await fetch(`${e}?${new URLSearchParams({username:o})}`,{headers:{Accept:"application/j\
son"}});if(!a.ok||t.value.trim()!==o)return;let{username:r,problem:i,free:u}=await a.json();xt={typed:o,username:r},r&&document.activeElement!==
t&&(t.value=r),n(i||u,!i)}catch{}}function ko(t){let e=xo[t.name],n=t.closest(".field"),o=t.form?.dataset.names;if(!e||!n)return;clearTimeout(
Ae);let a=(r,i)=>{let u=s(n,".problem");u||(u=w("p","problem"),u.id=t.id+"-problem",u.setAttribute("aria-live","polite"),n.append(u),t.setAttribute(
"aria-describedby",`${u.id} ${t.getAttribute("aria-describedby")||""}`.trim())),u.textContent=r,u.classList.toggle("good",i),i?t.removeAttribute(
"aria-invalid"):t.setAttribute("aria-invalid","true")};Ae=setTimeout(()=>{if(t.name==="username"&&o)return Lo(t,o,a);let r=e(t.value.trim());
a(r,!r)},700)}function Ce(){document.addEventListener("input",t=>{at(t.target)&&t.target.form?.hasAttribute("data-hints")&&ko(t.target)}),document.
addEventListener("change",t=>{at(t.target)&&t.target.name==="username"&&xt?.username&&t.target.value.trim()===xt.typed&&(t.target.value=xt.username)})}function Ie(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function T(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function De(){document.addEventListener("click",t=>{let e=m(t.target,"[data-reveal]"),n=e&&E(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),T(t=>{for(let e of l(t,"[da\
ta-reveal]"))e.hidden=!1})}function Re(){document.addEventListener("input",t=>{let e=E(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
s(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),T(t=>{for(let e of l(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function Mo(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=ct(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=w("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?c("app.shorten",{n:o-e}):"")}}
function To(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+"px"}}function Be(){
T(t=>{for(let e of l(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(yt)){e.dataset.ready="";let n=[];e.dataset.limit&&
n.push(Mo(e)),"grow"in e.dataset&&n.push(To(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function y(t,{action:e,run:n,keep:o=4500}={}){let a=w("div","toast");if(a.append(w("span","",t)),e){let r=w("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}s(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function ze(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&y(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&y(t.detail.value)})}var So="/settings/push";function Pe(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var $t=()=>s(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function Ho(t){let e=Pe($t()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function Ne(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:Pe($t())})}async function Ao(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||Ho(t))return;await t.unsubscribe();let e=await Ne();await fetch(So,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function Co(t,e){let n=d(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){y(c("app.push-refused"));return}
try{n.value=JSON.stringify(await Ne())}catch{y(c("app.push-failed"));return}t.requestSubmit()}}function qe(){if(!("serviceWorker"in navigator)||
!("PushManager"in window)||!$t())return;let t=s(document,"form[data-push]",HTMLFormElement);t&&(d(t,"button").removeAttribute("disabled"),s(
document,"[data-no-push]")?.remove(),t.addEventListener("submit",e=>{Co(t,e)})),Notification.permission==="granted"&&Ao().catch(()=>{})}function Io(t){let e=l(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function Do(){let t=s(document,"[data-feed][data-viewer]"),e=s(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(Io(t))]})}function Oe(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(Do,()=>{})}),s(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var $e=1e3,Ro=3e3,Bo=80,J,jt=0;function Lt(){if(clearTimeout(jt),jt=0,!J)return;let t=J;J=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function dt(t,e){J||=new URLSearchParams,J.append(t,e),J.size>=Bo?
Lt():jt||=setTimeout(Lt,2*$e)}var Ft=new Set,lt=new Map;function zo(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!Ft.has(r)&&!lt.has(e)&&lt.set(e,setTimeout(()=>{lt.
delete(e),!(document.hidden||Ft.has(r))&&(Ft.add(r),dt("seen",r))},$e)):(clearTimeout(lt.get(e)),lt.delete(e))}}var Ke=new WeakMap;function We(t,e){
if(!(t instanceof HTMLVideoElement))return;let n=m(t,"[data-post]")?.dataset.post;if(!n||m(t,"[data-editor]"))return;let o=Ke.get(t);if(!o){
if(e!=="playing")return;Ke.set(t,o={began:0,ran:0,over:!1}),dt("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=
0,o.ran+=r,r>0&&dt("watch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<Ro&&!t.ended&&dt("skip",n))}function Fe(){let t=new IntersectionObserver(
zo,{threshold:[0,.1,.2,.3,.4,.5,.75]});T(n=>{for(let o of l(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});
for(let n of["playing","pause","ended"])document.addEventListener(n,o=>We(o.target,n),!0);document.addEventListener("click",n=>{let o=m(n.target,
"a[data-owner]");o?.dataset.owner&&dt("link",o.dataset.owner)});let e=()=>{for(let n of l(document,"video",HTMLVideoElement))n.paused||We(n,
"leave");Lt()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",Lt)}var I=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function Z(t,e){let n=w("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=s(n,"b\
utton > span");if(!a){let r=w("button","fresh-pill");a=w("span"),r.type="button",r.append(Po(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await No(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function Po(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,i]of Object.entries(o))a.setAttribute(r,i);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function No(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await C("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=s(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var qo=3e5,Xe="photogram:last",kt={badge:[],notification:[],posts:[]},Q=null,F=null,Mt=[],Vt=new Set,Ue="",tt=null,Tt=null,ut=null,je=0,Ut=0;
function j(t,e){kt[t].push(e)}function Ye(t){let{name:e,id:n,data:o}=t;if(n&&(F===null||I(n,F)>0)){F=n;try{sessionStorage.setItem(Xe,`${F} ${Date.
now()}`)}catch{}}if(e!=="posts")for(let a of kt.badge)a(o);if(e==="notification")for(let a of kt.notification)a(o);if(e==="posts")for(let a of kt.
posts)a(o)}function Gt(t){Q?.postMessage(t),Ye(t)}function Oo({data:t}){if(t.name!=="top")return Ye(t);Vt.add(t.data),tt&&Mt.length>0&&Q?.postMessage(
{name:"posts",data:{posts:Mt}})}function Yt(){let t=new URL(Ue,location.href);F!==null&&t.searchParams.set("last",F);let e=[...Vt].sort(I)[0];
e&&t.searchParams.set("top",e);let n=tt=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{je=0;let r=JSON.
parse(a.data);o==="posts"&&(Mt=[...r.posts,...Mt].slice(0,100)),Gt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("by\
e",_t),n.addEventListener("error",()=>{tt?.readyState===EventSource.CLOSED&&(clearTimeout(Ut),Ut=setTimeout(Yt,Math.min(3e5,2e3*2**je++)*(.5+
Math.random()/2)))})}function _t(){clearTimeout(Ut),tt?.close(),tt=null,ut?.abort(),ut=null,Tt?.(),Tt=null}function Xt(){if(tt||ut||Tt)return;
if(!navigator.locks||!Q){Yt();return}let t=ut=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(
e=>{if(t.signal.aborted)return e(null);ut=null,Tt=()=>e(null),Yt()})).catch(()=>{})}function _e(t,e){Ue=t,"BroadcastChannel"in window&&(Q=new BroadcastChannel(
"photogram-live"),Q.addEventListener("message",Oo));try{let[o,a]=(sessionStorage.getItem(Xe)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(F=
o)}catch{}e&&(Vt.add(e),Q?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.
visibilityState==="visible"?Xt():n=setTimeout(_t,qo)}),addEventListener("pagehide",_t),addEventListener("pageshow",o=>{o.persisted&&Xt()}),Xt()}var Ve,Ko={notices:0,mail:0};function mt(t){Ve??=document.title;let{notices:e,mail:n}=Object.assign(Ko,t),o=e+n;document.title=(o?`(${o>99?"\
99+":o}) `:"")+Ve}function Jt(){y(c("app.new-message"),{action:c("app.view"),run:()=>location.assign("/inbox"),keep:3e3})}function Ge(){let t=l(document,"[dat\
a-mail]").map(r=>({link:r,count:d(r,"[data-mail-count]")})),e=s(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
Z(e,()=>{e.dataset.threads=o,a?.("")});j("badge",({messages:r,newest:i})=>{let u=r>99?"99+":String(r);for(let{link:v,count:L}of t)L.textContent=
u,L.dataset.mailCount=String(r),L.hidden=r===0,v.setAttribute("aria-label",r?c("app.inbox-unread",{n:u}):c("app.inbox"));let f=r>n;if(n=r,mt(
{mail:n}),i===o||i==="0")return;o=i,a&&I(i,e.dataset.threads||"")>0&&a(c("app.new-messages")),document.dispatchEvent(new CustomEvent("photog\
ram:message",{cancelable:!0,detail:{more:f}}))&&f&&!e&&document.visibilityState==="visible"&&Jt()}),mt({mail:n})}async function ft(t,e){let n=await V(t,{upto:e});if(!n.ok)throw new Error;Gt({name:"badge",data:await n.json()})}async function Je(){let t=s(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await ft(t.action,d(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function Ze(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?c("app.notifications-new",{n:o}):c("app.notifications")),mt({notices:n})}
function Qe(){let t=s(document,"[data-bell]"),e=s(document,"[data-notices]");if(t){let a=d(t,"[data-unread]");Ze(t,a,Number(a.dataset.unread||
0)),j("badge",({unread:r})=>Ze(t,a,r))}let n=0,o=e&&Z(e,()=>{n=0,o?.("");let a=s(e,".notice")?.id.slice(2);a&&e.dataset.notices&&ft(e.dataset.
notices,a).catch(()=>{})});j("notification",({text:a,url:r})=>{o?(n++,o(c("app.new-notifications",{n}))):document.visibilityState==="visible"&&
y(a,{action:c("app.view"),run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",Je),Je()}function tn(t){let e=t.dataset.top||"",n=new Set,o=Z(t,()=>{for(let a of n)I(a,e)>0&&(e=a);n.clear(),o("")});j("posts",({posts:a})=>{for(let r of a)
I(r,e)>0&&n.add(r);n.size>0&&o(c("app.new-posts",{n:n.size>99?"99+":n.size}))})}function en(){let t=s(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=s(document,"[data-feed][data-top]:\
not([data-top=''])");Qe(),Ge(),e&&tn(e),_e(t,e?.dataset.top||"")}function St({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var nn=()=>s(document,"[data-planner]");function on(){let t=nn();if(!t)return;for(let n of l(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Qt()}}async function Qt(){await C("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&on()}async function Wo(t,e){let n=nn();n&&await C("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Qt()}var S=null,B=null,Ht=!1,At=0;function an(t,e){Ht=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),S={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},rn(t)}function rn(t){if(!S)return;S.ghost.style.left=t.
clientX+"px",S.ghost.style.top=t.clientY+"px",St(t);let e=m(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==S.day&&(S.day?.
classList.remove("day-over"),S.day=e&&!e.classList.contains("day-past")?e:null,S.day?.classList.add("day-over"))}function Zt(t){if(clearTimeout(
At),B=null,!S)return;let{ghost:e,path:n,day:o}=S;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),S=null,t&&o?.dataset.day&&Wo(n,o.dataset.day)}function $o(t){let e=m(t.target,"[data-plan]");Ht=!1,!(!e||t.button!==0)&&(B={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(At),B.touch&&(At=setTimeout(()=>{B&&(an(t,e),navigator.vibrate?.(10))},300)))}
function Fo(t){if(S){t.pointerId===S.pointer&&rn(t);return}if(!B)return;let e=Math.hypot(t.clientX-B.x,t.clientY-B.y);B.touch?e>10&&(clearTimeout(
At),B=null):e>5&&an(t,B.source)}function sn(){on(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Qt()}),document.
addEventListener("pointerdown",$o),document.addEventListener("pointermove",Fo),document.addEventListener("touchmove",t=>{S&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>Zt(!0)),document.addEventListener("pointercancel",()=>Zt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Zt(!1)}),document.addEventListener("dragstart",t=>{m(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{S&&t.preventDefault()}),document.addEventListener("click",t=>{!Ht||!m(t.target,"[data-plan]")||(Ht=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function jo(t){t.dataset.ready="";let e=d(t,".frames"),n=l(t,"[data-step]",HTMLButtonElement),o=d(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),i=()=>{let p=r();o.textContent=`${p+1}/${a}`;for(let L of n){let k=p+Number(L.dataset.
step);L.disabled=k<0||k>=a}let v=e.children[p+1];v&&l(v,"img",HTMLImageElement).forEach(L=>{L.loading="eager"})},u=p=>{let v=l(e,":scope > *"),
L=v[Math.min(a-1,Math.max(0,r()+p))],k=matchMedia("(prefers-reduced-motion: reduce)").matches;L&&e.scrollTo({left:L.offsetLeft-(v[0]?.offsetLeft??
0),behavior:k?"instant":"smooth"})};for(let p of n)p.hidden=!1,p.addEventListener("click",()=>u(Number(p.dataset.step)));let f=getComputedStyle(
e).direction==="rtl";e.addEventListener("keydown",p=>{let v=new Map([["ArrowRight",f?-1:1],["ArrowLeft",f?1:-1],["Home",-a],["End",a]]).get(
p.key);v!==void 0&&(p.preventDefault(),u(v))}),e.addEventListener("scroll",()=>requestAnimationFrame(i),{passive:!0}),i()}function cn(){T(t=>l(
t,"[data-carousel]:not([data-ready])").forEach(jo))}var Xo=320,et={time:0,area:null,x:0,y:0};function ln(t){let e=t.closest("[data-post]"),n=e&&s(e,".like");if(!n)return;let o=s(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Uo(t,e),n.dataset.like!=="true"&&s(n,"form",HTMLFormElement)?.requestSubmit()}function Uo(t,e){s(t,".bu\
rst")?.remove();let n=s(e,".heart .icon",Element);if(!n)return;let o=w("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var dn=t=>m(t.target,"button, a:not([data-open]), summary",Element)?null:m(t.target,"[data-l\
ike-area]");function un(){let t=!1;document.addEventListener("pointerup",e=>{if(t=e.pointerType==="mouse",t)return;let n=dn(e),o=Math.hypot(
e.clientX-et.x,e.clientY-et.y)<40;if(n&&n===et.area&&o&&e.timeStamp-et.time<Xo){et={time:0,area:null,x:0,y:0},ln(n);return}et={time:e.timeStamp,
area:n,x:e.clientX,y:e.clientY}}),document.addEventListener("dblclick",e=>{if(!t)return;let n=dn(e);n&&(getSelection()?.removeAllRanges(),ln(
n))}),document.addEventListener("htmx:afterSettle",e=>{if(!e.detail.target?.classList?.contains("like"))return;let n=e.detail.requestConfig?.
path,o=n&&s(document,`.like form[action="${CSS.escape(n)}"]`);o&&s(o,'.heart[aria-pressed="true"]')?.classList.add("just")})}var Yo=6,nt=60;function mn(t){let e=l(t.closest("[data-post]")??document,'a[data-open="photo"]',HTMLAnchorElement),n=e.indexOf(t),o=1,a=0,r=0,
i=d(document,"template[data-lightbox]",HTMLTemplateElement).content.cloneNode(!0),u=d(i,"h2"),f=d(i,".lightbox-stage"),p=d(i,".lightbox-coun\
t"),v=d(i,".lightbox-back",HTMLButtonElement),L=d(i,".lightbox-next",HTMLButtonElement),{box:k,button:gt}=R({className:"lightbox",title:u,body:[
i],cancel:u.dataset.close??"",closed:()=>e[n]?.focus({preventScroll:!0})});gt.className="lightbox-close button";let K=null,Y=()=>{if(!K)return;
o===1&&([a,r]=[0,0]);let h=Math.max(0,(K.offsetWidth*o-f.clientWidth)/2),x=Math.max(0,(K.offsetHeight*o-f.clientHeight)/2);a=Math.min(h,Math.
max(-h,a)),r=Math.min(x,Math.max(-x,r)),K.style.transform=`translate(${a}px, ${r}px) scale(${o})`,f.classList.toggle("lightbox-zoomed",o>1)},
W=(h,x,A)=>{let q=o,_=f.getBoundingClientRect();o=Math.min(Yo,Math.max(1,h)),o>1&&l(f,"source, img",Element).forEach($=>$.setAttribute("size\
s","10000px"));let g=x-_.left-_.width/2,M=A-_.top-_.height/2;a=g-(g-a)*o/q,r=M-(M-r)*o/q,Y()},io=()=>[f.getBoundingClientRect().left+f.clientWidth/
2,f.getBoundingClientRect().top+f.clientHeight/2],N=h=>{if(h<0||h>=e.length)return;n=h,[o,a,r]=[1,0,0];let x=s(e[n]?.parentElement??document,
"picture",HTMLElement)?.cloneNode(!0);x instanceof HTMLElement&&(l(x,"source, img",Element).forEach(A=>A.setAttribute("sizes","100vw")),K=d(
x,"img",HTMLImageElement),K.loading="eager",K.draggable=!1,f.replaceChildren(x),f.classList.remove("lightbox-zoomed"),p.textContent=e.length>
1?e[n]?.dataset.place??"":"",[v.hidden,L.hidden]=[n===0,n===e.length-1])};v.addEventListener("click",()=>N(n-1)),L.addEventListener("click",
()=>N(n+1)),f.addEventListener("wheel",h=>{h.preventDefault(),W(o*Math.exp(-h.deltaY/300),h.clientX,h.clientY)},{passive:!1}),f.addEventListener(
"dblclick",h=>W(o>1?1:2.5,h.clientX,h.clientY));let It=getComputedStyle(k).direction==="rtl";k.addEventListener("keydown",h=>{let[x=0,A=0]=io(),
q=new Map([["ArrowRight",()=>o>1?(a-=nt,Y()):N(n+(It?-1:1))],["ArrowLeft",()=>o>1?(a+=nt,Y()):N(n+(It?1:-1))],["ArrowUp",()=>{r+=nt,Y()}],["\
ArrowDown",()=>{r-=nt,Y()}],["+",()=>W(o*1.5,x,A)],["=",()=>W(o*1.5,x,A)],["-",()=>W(o/1.5,x,A)],["0",()=>W(1,x,A)],["Home",()=>N(0)],["End",
()=>N(e.length-1)]]).get(h.key);!q||h.ctrlKey||h.metaKey||h.altKey||(h.preventDefault(),q())}),co(),N(n),k.tabIndex=-1,k.showModal(),k.focus();
function co(){let h=new Map,x={x:0,y:0},A=!1,q=()=>{let[g,M]=[...h.values()];return g&&M?{far:Math.hypot(g.x-M.x,g.y-M.y),x:(g.x+M.x)/2,y:(g.
y+M.y)/2}:null};f.addEventListener("pointerdown",g=>{f.setPointerCapture(g.pointerId),h.set(g.pointerId,{x:g.clientX,y:g.clientY}),x={x:g.clientX,
y:g.clientY},A=h.size>1}),f.addEventListener("pointermove",g=>{let M=h.get(g.pointerId);if(!M)return;let $=q();h.set(g.pointerId,{x:g.clientX,
y:g.clientY});let bt=q();$&&bt?W(o*bt.far/Math.max(1,$.far),bt.x,bt.y):o>1&&([a,r,A]=[a+g.clientX-M.x,r+g.clientY-M.y,!0],Y())});let _=g=>{if(!h.
delete(g.pointerId)||A||o>1)return;let M=g.clientX-x.x,$=g.clientY-x.y;Math.abs(M)>nt&&Math.abs(M)>Math.abs($)?N(n+(M<0?1:-1)*(It?-1:1)):$>2*
nt&&g.pointerType!=="mouse"&&k.close()};f.addEventListener("pointerup",_),f.addEventListener("pointercancel",g=>h.delete(g.pointerId))}}var _o=300,pt={link:null,timer:0};function fn(t){t.dataset.open==="photo"?mn(t):location.assign(t.href)}function pn(){document.addEventListener(
"click",t=>{let e=m(t.target,"a[data-open]",HTMLAnchorElement);if(!e||t.button!==0||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey)return;t.preventDefault();
let n=pt.link===e||t.detail>1;clearTimeout(pt.timer),pt={link:null,timer:0},t.detail===0?fn(e):n||(pt={link:e,timer:window.setTimeout(()=>{pt.
link=null,fn(e)},_o)})})}function hn(t){let e=t.parentElement,n=e&&s(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,i=Number(n.getAttribute("height"))||1,u=[a.width/r,a.height/i],f=getComputedStyle(n).objectFit==="contain"?Math.
min(...u):Math.max(...u);for(let p of l(t,"[data-x]")){let v=a.left-o.left+(a.width-r*f)/2+Number(p.dataset.x)*r*f,L=a.top-o.top+(a.height-i*
f)/2+Number(p.dataset.y)*i*f,k=p.offsetWidth/2+4,gt=Math.max(k,Math.min(o.width-k,v));p.style.left=gt+"px",p.style.top=Math.max(4,Math.min(o.
height-p.offsetHeight-8,L))+"px",p.style.setProperty("--point",Math.max(-k+14,Math.min(k-14,v-gt))+"px")}}function gn(){let t=new ResizeObserver(
e=>{for(let n of e){let o=s(n.target,"[data-people][open]");o&&hn(o)}});document.addEventListener("toggle",e=>{let n=E(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);hn(n),t.
observe(o)}},!0)}var X=new Map,U=null,yn,P=!1,wn=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),vn=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),Vo=()=>vn()||wn().some(t=>t.matches),ee=class{constructor(e){this.
box=e,this.film=d(e,"video",HTMLVideoElement),this.button=d(e,"[data-play]"),this.line=d(e,"[data-line]",HTMLProgressElement),this.switch=s(
e,"[data-sound]"),this.cc=s(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!P,n.tabIndex=-1,o.hidden=this.line.hidden=!1,d(e,"[data-video-tools]").hidden=!1;let a=s(
n,"source[data-small]");a&&vn()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>bn(!P)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(P)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?c("app.play"):c("app.pause"))}step(){let{film:e}=this;e.
duration&&(this.line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){U!==
this&&U?.film.pause(),U=this;let{film:e}=this;e.muted=!P,this.wanted=!0,e.play().catch(()=>{this.wanted&&P&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){
this.film.paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){
let n=[...this.film.textTracks];for(let a of n)a.mode="hidden";let o=Go(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(
e))}key(e){if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&m(e.target,"[data-sound], [data-captions]"))){if(n===
" "||n==="k")this.toggle();else if(n==="m"&&this.switch)bn(!P);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Go(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function bn(t){P=t;for(let e of X.values())e.film.muted=!P,e.switch?.setAttribute("aria-pressed",String(P))}function te(){for(let[e,n]of X)e.
isConnected||(yn?.unobserve(e),X.delete(e),U===n&&(U=null));for(let e of X.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||Vo())return;let t=[...X.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==U||
t.film.paused)&&t.play()}function En(){let t=yn=new IntersectionObserver(e=>{for(let n of e){let o=X.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}te()},{threshold:[0,.25,.5,.75,1]});T(e=>{for(let n of l(e,"[data-video]:not([data-ready])"))X.set(n,new ee(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?U?.film.pause():te()});for(let e of wn())e.addEventListener("change",
te)}var ot=null;async function ne(t,e){let n;try{let i=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!i.ok||i.redirected)
throw new Error;if(n=s(H(await i.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}ot?.close();let o=w("h2","",n.dataset.
title),a=document.importNode(n,!0),{box:r}=R({className:"dialog dialog-form",title:o,body:[o,a],cancel:c("app.close"),closed(i){ot===i&&(ot=
null),e?.isConnected&&e.focus()}});ot=r,r.showModal(),we(a)}function xn(){document.addEventListener("click",t=>{let e=m(t.target,"a[data-dia\
log]",HTMLAnchorElement);if(!e||t.ctrlKey||t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("de\
tails.menu");n?.removeAttribute("open"),ne(e.href,n&&s(n,"summary")||e)}),document.addEventListener("photogram:sent",t=>{ot?.close(),y(t.detail.
value)}),document.addEventListener("photogram:collected",()=>{ot?.close(),y(c("app.collections-changed"))})}var Ln=(t,e)=>s(t,".bookmark")?.setAttribute("aria-pressed",String(e)),oe=t=>!s(t,'input[name="_method"]');function kn(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&Ln(e,oe(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=E(
t.detail.requestConfig?.elt),n=e?.dataset.collections;e?.matches(".save form")&&(t.detail.successful?n&&oe(e)&&y(c("app.saved"),{action:c("a\
pp.add-to-collections"),run:()=>ne(n)}):Ln(e,!oe(e)))})}function Mn(){document.addEventListener("click",t=>{let e=m(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=m(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function Tn(){let t=s(document,"[data-voice]");if(t)return t;let e=w("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function ht(t){let e=Tn();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function Sn(){Tn(),document.addEventListener(
"photogram:told",t=>ht(t.detail.value))}var re=()=>l(document,"[data-arrange] > .arranged");async function Hn(t,e,{above:n,beside:o},a){try{if(!(await V(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),y(c("app.place-failed"))}}function An(t,e,n){e[n?"before":"after"](t);let o=re();ht(c("app.place-of",{n:o.indexOf(t)+1,
of:o.length}))}function Cn(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var D=null;function Jo(t){let e=m(
t.target,"[data-grip]"),n=m(t.target,".arranged");!e||!n||t.button!==0||m(t.target,"button")||(t.preventDefault(),D={row:n,back:Cn(n),beside:null,
above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function Zo(t){if(D){St(t);for(let e of re()){if(e===D.row)continue;let n=e.
getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange==="grid";if(o&&(t.clientX<n.left||
t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(D.beside!==e||D.above!==a)&&(An(D.row,e,a),D.beside=
e,D.above=a)}}}function ae(t){if(!D)return;let{row:e,back:n,beside:o,above:a}=D;e.classList.remove("dragged"),D=null,o&&(t?Hn(e,d(e,"[data-m\
ove]",HTMLFormElement),{above:a,beside:o},n):n())}function Qo(t){let e=m(t.target,"[data-move]",HTMLFormElement),n=e?.closest(".arranged"),o=t.
submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.value==="up",r=re(),i=r[r.
indexOf(n)+(a?-1:1)];if(!i){s(document,"[data-older]")&&!a&&e.submit();return}let u=Cn(n);An(n,i,a),o.focus(),Hn(n,e,{above:a,beside:i},u)}function In(){
document.addEventListener("submit",Qo),document.addEventListener("pointerdown",Jo),document.addEventListener("pointermove",Zo),document.addEventListener(
"pointerup",()=>ae(!0)),document.addEventListener("pointercancel",()=>ae(!1)),document.addEventListener("keydown",t=>{t.key==="Escape"&&ae(!1)}),
T(()=>{for(let t of l(document,"[data-grip]"))t.hidden=!1})}async function ta(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?l(document,e):[])a!==
n&&n&&st(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(s(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=H(await a.text());for(let i of l(document,o)){let u=r.getElementById(i.id);u&&!i.contains(document.activeElement)&&!s(
i,"details[open]")&&st(i,u)}}catch{}}function Dn(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>ta(o))})}function Rn(){document.addEventListener("click",t=>{let e=m(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=d(n,".confirm-body"),{box:a,button:r}=R({title:d(o,"p"),body:[o],cancel:c("app.cancel"),closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function se({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:c("app.try-again"),
run:()=>t.requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:c("app.try-again"),
run:()=>C(e.verb==="get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var ie=t=>t.detail.elt?.getAttribute?.(
"hx-trigger")?.startsWith("every"),ce=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e;function ea(t){switch(t){case 403:return c("app.\
not-allowed");case 404:return c("app.gone");case 409:return c("app.conflict");case 413:return c("app.too-large");case 429:return c("app.slow\
er");case 503:return c("app.busy");default:return c("app.failed")}}function Bn(){document.addEventListener("htmx:sendError",t=>{ie(t)||y(ce(
t,c("app.no-connection")),se(t))}),document.addEventListener("htmx:timeout",t=>{ie(t)||y(ce(t,c("app.timeout")),se(t))}),document.addEventListener(
"htmx:responseError",t=>{if(ie(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes("photogram:error")){if(e.status===
401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}y(ce(t,ea(e.status)),e.status===404||e.status===
409?{}:se(t))}})}var zn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",le=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,O=(t,e=zn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(le);function na(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),i=!!O(e,"textarea[name]");return()=>{let u=t.id&&document.getElementById(t.id);if(u&&le(u))return u;let f=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(p=>O(p,"button"));if(f)return i&&O(f,"textar\
ea")||O(f,"button")||O(f);for(let p of a)if(p?.isConnected&&O(p))return O(p);return r?.isConnected&&O(r)||s(document,"main :is(h1, h2)")}}function Pn(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let i=document.activeElement,u=i&&i!==document.body&&(n?.contains(i)||r.contains(i))?na(i):null;setTimeout(()=>{let f=document.activeElement;
if(u&&(!f||f===document.body||!le(f))){let v=u();v&&!v.matches(zn)&&(v.tabIndex=-1),v?.focus({preventScroll:!0})}let p=s(H(e.responseText),"\
[data-say]")?.dataset.say;p&&ht(p)})})}function Nn(){document.addEventListener("click",t=>{for(let e of l(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=m(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||s(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,s(e,"summary")?.focus())})}var qn="[data-copy], [data-copy-here], [data-share], [data-copy-code]";async function Ct(t,e=c("app.link-copied"),n=c("app.copy-failed")){try{
await navigator.clipboard.writeText(t),y(e)}catch{y(n)}}async function oa({dataset:{copy:t,share:e,shareTitle:n}}){if(!e)return Ct(t||location.
href);if(!navigator.share)return Ct(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&o.name==="AbortError"||
await Ct(e)}}function On(){document.addEventListener("click",t=>{let e=m(t.target,qn);if(!e)return;e.closest("details.menu")?.removeAttribute(
"open");let n="copyCode"in e.dataset&&e.parentElement?.querySelector("code");n?Ct(n.textContent??"",c("app.code-copied"),c("app.code-not-cop\
ied")):oa(e)}),T(t=>{for(let e of l(t,qn))e.hidden=!1})}function Kn(){for(let t of l(document,"[data-compare]")){let e=d(t,"input",HTMLInputElement),n=()=>t.style.setProperty("--shown",`${e.value}\
%`);e.hidden=!1,t.classList.add("compare-live"),e.addEventListener("input",n),n()}}var Fn="photogram-single-keys";function jn(){try{return localStorage.getItem(Fn)!=="off"}catch{return!0}}function Wn(){let t=d(document,"tem\
plate[data-shortcuts]",HTMLTemplateElement).content.cloneNode(!0),e=d(t,"h2"),n=d(t,"input",HTMLInputElement);n.checked=jn(),n.addEventListener(
"change",()=>{try{localStorage.setItem(Fn,n.checked?"on":"off")}catch{}});let{box:o}=R({className:"dialog shortcuts",title:e,body:[t],cancel:e.
dataset.close??""});o.showModal()}var de=()=>l(document,".feed article[data-post]");function Xn(){let t=de(),e=m(document.activeElement,"art\
icle[data-post]");return e&&t.includes(e)?t.indexOf(e):t.findIndex(n=>n.getBoundingClientRect().bottom>innerHeight/3)}function $n(t){let e=de(),
n=Xn(),o=e.includes(document.activeElement),a=e[n+(t>0&&!o&&(e[n]?.getBoundingClientRect().top??0)>0?0:t)];a&&(a.tabIndex=-1,a.focus({preventScroll:!0}),
a.scrollIntoView({block:"start"}))}function aa(){let t=de()[Xn()]??s(document,"article[data-post]");t&&s(t,".like .heart")?.click()}function ra(){
let t=s(document,'.search-form input[type="search"]',HTMLInputElement),e=s(document,".rail-search",HTMLAnchorElement);t?t.focus():e&&location.
assign(e.href)}function Un(){for(let t of l(document,"[data-show-shortcuts]",HTMLButtonElement))t.hidden=!1,t.addEventListener("click",Wn);s(
document,"template[data-shortcuts]",HTMLTemplateElement)&&document.addEventListener("keydown",t=>{if(t.defaultPrevented||t.altKey||t.ctrlKey||
t.metaKey||!jn()||at(t.target)||m(t.target,"[contenteditable], [role=listbox]")||s(document,"dialog[open]"))return;let e=new Map([["j",()=>$n(
1)],["k",()=>$n(-1)],["l",aa],["/",ra],["?",Wn]]).get(t.key);e&&(t.preventDefault(),e())})}function Yn(){document.addEventListener("click",t=>{let e=m(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of l(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var _n=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function ue(){let t=Date.now();for(let e of l(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o=c("app.now"):n<3600?o=c("app.minutes-ago",{count:Math.floor(
n/60)}):n<86400?o=c("app.hours-ago",{count:Math.floor(n/3600)}):n<7*86400&&(o=c("app.days-ago",{count:Math.floor(n/86400)})),o&&e.textContent!==
o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=_n(e))}}function sa(){for(let t of l(document,"time[data-local='']",HTMLTimeElement))
t.dataset.local="1",t.textContent=_n(t)}function Vn(){ue(),sa(),setInterval(ue,3e4),document.addEventListener("htmx:load",ue)}async function ia(t,e){let n=s(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){C("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await V(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{y(c("app.undo-failed"))}}function Gn(){document.
addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;y(e,{action:c("app.undo"),run:()=>ia(n,o)})})}var Jn="[data-overlay], [data-picture]";function Zn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let i=(u,f,p)=>a.setProperty(
u,f||p);i("--x",t,".5"),i("--y",e,".5"),i("--s",n,"1"),i("--r",o,"0"),r.add("placed")}function to(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function ca(t){if(t<=0)return c("app.story-time");let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(
t/60)%60,a=Math.floor(t)%60;return e?c("app.story-days",{days:e,hours:n}):n?c("app.story-hours",{hours:n,minutes:o}):`${o}:${String(a).padStart(
2,"0")}`}function eo(){for(let t of l(document,"time[data-countdown]",HTMLTimeElement))t.textContent=ca((Date.parse(t.dateTime)-Date.now())/
1e3)}function Qn(t){t instanceof HTMLElement&&t.matches(Jn)&&Zn(t),l(t,Jn).forEach(Zn),l(t,"[data-slider]",HTMLInputElement).forEach(to),eo()}
function no(){document.addEventListener("input",t=>{let e=E(t.target,HTMLInputElement);e?.matches("[data-slider]")&&to(e)}),document.addEventListener(
"htmx:load",t=>Qn(t.detail.elt)),Qn(document),s(document,"[data-canvas], [data-stories]")&&setInterval(eo,1e3)}function oo(){addEventListener("pageshow",t=>{let e=s(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&C("GET","/stories",{target:e,swap:"outerHTML"})})}var la=50,da=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,ao=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),me=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.changed=
e.dataset.changed||this.newest,this.asking=null,this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)
return;let e=this.seen=this.newest;await ft(this.path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?afte\
r=${this.changed}`,{headers:{"HX-Request":"true"}});if(!e.ok)return 0;let n=l(H(await e.text()),".message, .message-day");n.filter(u=>u.matches(
".message")).length>=la&&location.reload();let a=da(),r=this.take(n),i=r.at(-1);return i&&((a||i.classList.contains("message-mine"))&&ao(),this.
look()),r.length}take(e){let n=l(this.log,".messages").at(-1),o=[],a=null;for(let r of e){if(r.matches(".message-day")){a=r;continue}let i=r.
dataset.change||"0",u=document.getElementById(r.id);if(I(i,this.changed)>0&&(this.changed=i),u)ua(u,r);else if(I(r.id.slice(2),this.newest)>
0){let f=l(this.log,".message-day").at(-1);a&&a.dataset.day!==f?.dataset.day&&n?.append(document.importNode(a,!0)),a=null;let p=document.importNode(
r,!0);n?.append(p),htmx.process(p),o.push(p),this.newest=r.id.slice(2)}}return o}refresh(){return this.asking&&(this.again=!0),this.asking??=
this.askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function ua(t,e){
let n=t.contains(document.activeElement)&&s(t,".message-menu > summary"),o=document.importNode(e,!0);if(t.replaceWith(o),htmx.process(o),!n)
return;let a=s(o,".message-menu > summary")??o;a===o&&(o.tabIndex=-1),a.focus({preventScroll:!0})}function ma(){let t=s(document,"[data-talk\
s]"),e=!1;return async()=>{if(!t||e||!t.offsetParent)return;e=!0;let n=await fetch(t.dataset.talks||"",{headers:{"HX-Request":"true"}}).catch(
()=>null),o=n?.ok&&s(H(await n.text()),".threads");o&&s(t,".threads")?.replaceWith(document.importNode(o,!0)),e=!1}}function ro(t,e){let n=d(
t,"[data-message-file]",HTMLInputElement),o=d(t,"[data-message-chosen]"),a=()=>{let r=n.files?.length||0;o.textContent=r===1?o.dataset.one||
"":(o.dataset.many||"").replace("2",String(r)),o.hidden=r===0};return n.addEventListener("change",()=>{a(),e.focus({preventScroll:!0})}),e.addEventListener(
"paste",r=>{r.clipboardData?.files.length&&(r.preventDefault(),n.files=r.clipboardData.files,a())}),{any:()=>!!n.files?.length,clear(){n.value=
"",a()}}}function fa(t,e){let n=d(e,"textarea",HTMLTextAreaElement),o=ro(e,n);e.addEventListener("htmx:beforeRequest",()=>pe(n)),e.addEventListener(
"htmx:afterRequest",a=>{a.detail.successful&&(he(n),o.clear(),n.focus({preventScroll:!0}),t.refresh())}),n.addEventListener("keydown",a=>{a.
key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),(n.value.trim()||o.any())&&e.requestSubmit())})}
function pa(t){let e=new IntersectionObserver(o=>{for(let{isIntersecting:a,target:r}of o)!a||!(r instanceof HTMLElement)||(e.unobserve(r),r.
click())}),n=()=>{for(let o of l(t,"[data-earlier]"))e.observe(o)};document.addEventListener("htmx:afterSettle",()=>{let o="";for(let a of l(
t,".message-day"))a.dataset.day===o&&a.remove(),o=a.dataset.day||"";n()}),setTimeout(n,500)}function so(){let t=s(document,"[data-message-fo\
rm]"),e=s(document,"[data-conversation]");for(let a of l(document,".new-message"))a instanceof HTMLFormElement&&ro(a,d(a,"textarea",HTMLTextAreaElement));
if(!e)return;let n=new me(e),o=ma();document.addEventListener("photogram:message",a=>{a.preventDefault(),o(),n.refresh().then(r=>{!r&&a.detail.
more&&document.visibilityState==="visible"&&Jt()})}),document.addEventListener("visibilitychange",()=>n.look()),document.addEventListener("h\
tmx:afterRequest",a=>{let r=m(a.target,"[data-message-act]");if(!r||!a.detail.successful)return;let i=r.closest("details.menu");i?.contains(
document.activeElement)&&s(i,"summary")?.focus({preventScroll:!0}),i?.removeAttribute("open"),n.refresh()}),t instanceof HTMLFormElement&&fa(
n,t),(!location.hash||location.hash==="#end")&&ao(),pa(e)}Ie(ze,Sn,Bn,Pn,Dn,Gn,Nn,Rn,xn,Yn,Vn,On,In,Se,Be,Re,De,Ce,ke,un,pn,kn,cn,En,gn,ye,ve,Mn,no,Kn,Un,oo,sn,en,so,Oe,qe,Fe);})();
