"use strict";
(()=>{var ue=new WeakMap;function me(t){ue.set(t,t.value)}function At(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function fe(t){t.value=At(
t.value,ue.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function s(t,e,n){return v(t.querySelector(e),n)}function l(t,e,n){let o=s(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>v(o,n)??[])}function d(t,e,n){return t instanceof Element?v(t.closest(e),n):null}function v(t,e){
return t instanceof(e??HTMLElement)?t:null}var gt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
bt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function y(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var S=t=>new DOMParser().parseFromString(t,"text/html");var ot=()=>document.getElementById("comment-form");function pe(t,e,n,o){let a=l(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";l(
t,"[data-reply-to]",HTMLInputElement).value=e,l(t,"[data-replying]").hidden=!e,l(t,"[data-replying-name]").textContent=n;let i=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!i.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+i,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var Ct={reply:"",name:"",text:""};function he(t){return{
reply:l(t,"[data-reply-to]",HTMLInputElement).value,name:l(t,"[data-replying-name]").textContent,text:l(t,"textarea",HTMLTextAreaElement).value}}
function ge(){document.addEventListener("click",n=>{let o=d(n.target,"[data-reply], [data-reply-cancel]"),a=o&&ot();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:i=""}=o.dataset;pe(a,r,i,"replyMention"in o.dataset)});let t=Ct,e=Ct;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&ot();o&&(t=he(o))}),document.addEventListener("htmx:before\
Swap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&ot();o&&(e=he(o),e.reply===t.reply&&(e.reply=e.name=""),
e.text=At(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=ot(),{reply:o,name:a,text:r}=e;if(e=Ct,!n||!o&&!r||s(n,"[a\
ria-invalid]"))return;l(n,"textarea",HTMLTextAreaElement).value=r;let i=document.getElementById("c-"+o);pe(n,i?o:"",i?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&ot();o&&s(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=v(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=l(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&d(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,s(o,"summary")?.focus())})}var V=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),A=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function at(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function be(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var ro=40,yt=[],It=!1;function so(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function _(t){if(It)return;let e={pages:yt.slice(0,ro),at:so(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function io(t,{pages:e,at:n}){It=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=s(t,"[data-older]");if(!r||r.dataset.older!==a)break;let i=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),m=i.ok&&s(S(await i.text()),".part");if(!m)break;at(r,m),yt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}It=!1,_(t)}function ye(){let t=s(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(_,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>_(t)),document.addEventListener("click",o=>{d(o.target,"a",Element)&&_(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=v(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(yt.push(a),_(t))}),document.addEventListener("photogram:fresh",()=>{yt.length=0,_(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&io(t,n)}function D({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=y("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let i=y("button","button quiet dialog-cancel",o);return i.type="button",i.addEventListener("click",()=>r.
close()),r.append(...n,i),r.addEventListener("click",m=>{m.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:i}}function we(t){switch(t){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}var Dt=640,co=64,Rt=class{constructor(e,n){this.box=e,this.photo=n,this.short=Math.min(n.naturalWidth,n.naturalHeight),this.most=Math.max(1,
Math.min(8,this.short/co)),this.part={x:.5,y:.5,zoom:1},this.pointers=new Map}rect(){let{naturalWidth:e,naturalHeight:n}=this.photo,o=this.short/
this.part.zoom;return{x:this.part.x*e-o/2,y:this.part.y*n-o/2,size:o,w:e,h:n}}set(e){Object.assign(this.part,e);let n=this.part,{w:o,h:a}=this.
rect();n.zoom=Math.min(this.most,Math.max(1,n.zoom));let r=this.short/n.zoom/2;n.x=Math.min(1-r/o,Math.max(r/o,n.x)),n.y=Math.min(1-r/a,Math.
max(r/a,n.y)),this.slider.value=String(n.zoom),this.draw(this.canvas)}draw(e){e.width=e.height=Dt;let{x:n,y:o,size:a}=this.rect();e.getContext(
"2d")?.drawImage(this.photo,n,o,a,a,0,0,Dt,Dt)}pan(e,n){let{size:o,w:a,h:r}=this.rect(),i=o/this.canvas.getBoundingClientRect().width;this.set(
{x:this.part.x-e*i/a,y:this.part.y-n*i/r})}open(){let e=l(this.box,"[data-avatar-dialog]",HTMLTemplateElement),n=document.importNode(e.content,
!0),o=l(n,"h2");this.stage=l(n,".avatar-stage"),this.canvas=l(n,"canvas",HTMLCanvasElement),this.slider=l(n,"input",HTMLInputElement),this.slider.
max=String(this.most);let a=l(n,"[data-use]",HTMLButtonElement),r=D({className:"dialog avatar-dialog",title:o,body:[...n.childNodes],cancel:this.
box.dataset.cancel??""});a.addEventListener("click",()=>{this.keep(),r.box.close()}),this.slider.addEventListener("input",()=>this.set({zoom:Number(
this.slider.value)})),this.listen(this.stage),r.box.showModal(),this.set({}),this.stage.focus()}listen(e){e.addEventListener("pointerdown",n=>{
n.preventDefault(),e.focus({preventScroll:!0}),e.setPointerCapture(n.pointerId),this.pointers.set(n.pointerId,{x:n.clientX,y:n.clientY})}),e.
addEventListener("pointermove",n=>this.move(n));for(let n of["pointerup","pointercancel"])e.addEventListener(n,o=>this.pointers.delete(o.pointerId));
e.addEventListener("wheel",n=>{n.preventDefault(),this.set({zoom:this.part.zoom*Math.exp(-n.deltaY/400)})},{passive:!1}),e.addEventListener(
"keydown",n=>{let[o,a]=we(n.key),r={"+":1.1,"=":1.1,"-":1/1.1}[n.key];n.ctrlKey||n.metaKey||!o&&!a&&!r||(n.preventDefault(),r?this.set({zoom:this.
part.zoom*r}):this.pan(-o*8,-a*8))})}move(e){let n=this.pointers.get(e.pointerId);if(!n)return;let o={x:e.clientX,y:e.clientY},a=[...this.pointers].
find(([r])=>r!==e.pointerId)?.[1];if(a){let r=i=>Math.hypot(i.x-a.x,i.y-a.y)||1;this.set({zoom:this.part.zoom*r(o)/r(n)})}else this.pan(o.x-
n.x,o.y-n.y);this.pointers.set(e.pointerId,o)}keep(){let{x:e,y:n,size:o,w:a,h:r}=this.rect();l(this.box,"[data-avatar-crop]",HTMLInputElement).
value=[e/a,n/r,o/a,o/r].map(u=>Math.max(0,u).toFixed(5)).join(",");let i=l(this.box,"[data-avatar-preview] img",HTMLImageElement),m=document.
createElement("canvas");this.draw(m),i.removeAttribute("srcset"),i.src=m.toDataURL("image/jpeg",.9)}},ve=new WeakMap;function lo(t,e){let n=new Image,
o=s(t,"[data-avatar-again]");l(t,"[data-avatar-crop]",HTMLInputElement).value="",n.addEventListener("load",()=>{let a=new Rt(t,n);ve.set(t,a),
o&&(o.hidden=!1),a.open()}),n.addEventListener("error",()=>{o&&(o.hidden=!0)}),n.src=URL.createObjectURL(e)}function Ee(){document.addEventListener(
"change",t=>{let e=d(t.target,"[data-avatar]"),n=v(t.target,HTMLInputElement)?.files?.[0];e&&n&&lo(e,n)}),document.addEventListener("click",
t=>{let e=d(t.target,"[data-avatar-again]")?.closest("[data-avatar]");e instanceof HTMLElement&&ve.get(e)?.open()})}var rt=new Map,g=null,wt=null,Nt=0,Pt=!1,uo,mo=()=>uo??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{\
sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\
\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function Bt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}if(t.dataset.complete==="place"){let o=t.value.trim();return o.length>1&&e===t.value.length?{start:0,end:e,sign:"",query:"~"+o}:null}let n=mo().
exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function fo(t){let e=rt.
get(t);if(e!==void 0)return e;wt?.abort(),wt=new AbortController;let n=await fetch("/complete?"+new URLSearchParams(t.startsWith("~")?{place:t.
slice(1)}:{q:t}),{headers:{Accept:"text/html"},signal:wt.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();
return rt.size>60&&rt.clear(),rt.set(t,o),o}async function po(t){let e=Bt(t);if(!e)return z();let n;try{n=await fo(e.query)}catch{return}let o=Bt(
t);if(document.activeElement!==t||o?.query!==e.query)return;let a=s(S(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],i=r.length===1&&r[0]?.dataset.
insert===o.query.slice(1);if(!a||r.length===0||i)return z();ho(t,document.importNode(a,!0),o)}function ho(t,e,n){g?.field!==t&&z(),g??=go(t,
n),s(g.box,"[role=listbox]")?.remove(),e.id="complete-list",g.box.append(e),g.options=c(e,":scope > *"),g.at=n,t.setAttribute("aria-controls",
e.id),g.count.textContent=g.options.length===1?"1 suggestion":`${g.options.length} suggestions`,qt(/^[#＃~]/.test(n.query)?null:g.options[0]),
vt()}function go(t,e){let n=y("div","complete"),o=y("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=d(a.target,"[role=option]");r&&Le(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function vt(){if(!g)return;let{
field:t,box:e}=g,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,i=(window.visualViewport?.height??innerHeight)-n.bottom,m=i<260&&n.top>i;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(m?n.top:i)-12))+"px",e.style.top=m?"auto":n.
bottom+4+"px",e.style.bottom=m?innerHeight-n.top+4+"px":"auto"}function qt(t){if(g){for(let e of g.options)e.setAttribute("aria-selected",String(
e===t));g.chosen=t??null,t?(g.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):g.field.removeAttribute(
"aria-activedescendant")}}function Le(t){if(!g)return;let{field:e,at:n}=g;z(),e.focus();let o=n.sign==="",a=e.value.slice(n.end),r=n.sign+t.
dataset.insert+(o||/^\s/.test(a)?"":" ");Pt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||(e.setRangeText(r,
n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),Pt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}function z(){
if(clearTimeout(Nt),wt?.abort(),!g)return;let{field:t,box:e}=g;g=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute("role");
for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var zt=({target:t})=>bt(t)&&t.matches("[data-comp\
lete]")?t:null;function xe(t){clearTimeout(Nt);let e=Bt(t);if(!e)return z();Nt=setTimeout(()=>po(t),rt.has(e.query)?0:120)}function bo(t){if(!g||
t.target!==g.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=g,o=n?e.indexOf(n):-1;switch(t.
key){case"ArrowDown":qt(e[(o+1)%e.length]);break;case"ArrowUp":qt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)return z();
Le(n);break;case"Escape":z();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return z();default:return}t.preventDefault(),t.stopPropagation()}
function ke(){document.addEventListener("focusin",t=>{let e=zt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof HTMLInputElement&&
e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=zt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&!Pt&&xe(
e)}),document.addEventListener("compositionend",t=>{let e=zt(t);e&&xe(e)}),document.addEventListener("keydown",bo,!0),document.addEventListener(
"focusout",t=>{t.target===g?.field&&z()}),addEventListener("scroll",t=>{t.target instanceof Node&&g?.box.contains(t.target)||vt()},{capture:!0,
passive:!0}),addEventListener("resize",vt),window.visualViewport?.addEventListener("resize",vt)}var Te;function st(t){Te??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of Te.segment(t.normalize("NFC").trim()))e++;
return e}var yo={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||st(t)>=8?"":`${8-st(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},Me=0;function wo(t){let e=yo[t.name],n=t.closest(".field");!e||!n||(clearTimeout(Me),Me=
setTimeout(()=>{let o=e(t.value.trim()),a=s(n,".problem");a||(a=y("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function Se(){document.addEventListener("input",t=>{gt(t.target)&&t.target.form?.
hasAttribute("data-hints")&&wo(t.target)})}function He(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function T(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function Ae(){document.addEventListener("click",t=>{let e=d(t.target,"[data-reveal]"),n=e&&v(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),T(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function Ce(){document.addEventListener("input",t=>{let e=v(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
s(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),T(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function vo(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=st(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=y("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function Eo(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function Ie(){T(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(bt)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(vo(e)),"grow"in e.dataset&&n.push(Eo(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function b(t,{action:e,run:n,keep:o=4500}={}){let a=y("div","toast");if(a.append(y("span","",t)),e){let r=y("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}s(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function De(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&b(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&b(t.detail.value)})}var xo="/settings/push";function Re(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var $t=()=>s(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function Lo(t){let e=Re($t()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function ze(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:Re($t())})}async function ko(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||Lo(t))return;await t.unsubscribe();let e=await ze();await fetch(xo,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function To(t,e){let n=l(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){b("This browser does not all\
ow notifications from here. Allow them in its settings for this site.");return}try{n.value=JSON.stringify(await ze())}catch{b("This browser \
could not reach its push service. Try again later.");return}t.requestSubmit()}}function Ne(){if(!("serviceWorker"in navigator)||!("PushManag\
er"in window)||!$t())return;let t=s(document,"form[data-push]",HTMLFormElement);t&&(l(t,"button").removeAttribute("disabled"),s(document,"[d\
ata-no-push]")?.remove(),t.addEventListener("submit",e=>{To(t,e)})),Notification.permission==="granted"&&ko().catch(()=>{})}function Mo(t){let e=c(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function So(){let t=s(document,"[data-feed][data-viewer]"),e=s(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(Mo(t))]})}function Pe(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(So,()=>{})}),s(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var $e=1e3,Ho=3e3,Ao=80,G,Kt=0;function Et(){if(clearTimeout(Kt),Kt=0,!G)return;let t=G;G=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function ct(t,e){G||=new URLSearchParams,G.append(t,e),G.size>=Ao?
Et():Kt||=setTimeout(Et,2*$e)}var Ot=new Set,it=new Map;function Co(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!Ot.has(r)&&!it.has(e)&&it.set(e,setTimeout(()=>{it.
delete(e),!(document.hidden||Ot.has(r))&&(Ot.add(r),ct("seen",r))},$e)):(clearTimeout(it.get(e)),it.delete(e))}}var Be=new WeakMap;function qe(t,e){
if(!(t instanceof HTMLVideoElement))return;let n=d(t,"[data-post]")?.dataset.post;if(!n||d(t,"[data-editor]"))return;let o=Be.get(t);if(!o){
if(e!=="playing")return;Be.set(t,o={began:0,ran:0,over:!1}),ct("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=
0,o.ran+=r,r>0&&ct("watch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<Ho&&!t.ended&&ct("skip",n))}function Oe(){let t=new IntersectionObserver(
Co,{threshold:[0,.1,.2,.3,.4,.5,.75]});T(n=>{for(let o of c(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});
for(let n of["playing","pause","ended"])document.addEventListener(n,o=>qe(o.target,n),!0);document.addEventListener("click",n=>{let o=d(n.target,
"a[data-owner]");o?.dataset.owner&&ct("link",o.dataset.owner)});let e=()=>{for(let n of c(document,"video",HTMLVideoElement))n.paused||qe(n,
"leave");Et()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",Et)}var C=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function J(t,e){let n=y("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=s(n,"b\
utton > span");if(!a){let r=y("button","fresh-pill");a=y("span"),r.type="button",r.append(Io(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await Do(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function Io(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,i]of Object.entries(o))a.setAttribute(r,i);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function Do(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await A("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=s(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var Ro=3e5,We="photogram:last",xt={badge:[],notification:[],posts:[]},Z=null,W=null,Lt=[],Xt=new Set,Fe="",Q=null,kt=null,lt=null,Ke=0,Ft=0;
function F(t,e){xt[t].push(e)}function Ye(t){let{name:e,id:n,data:o}=t;if(n&&(W===null||C(n,W)>0)){W=n;try{sessionStorage.setItem(We,`${W} ${Date.
now()}`)}catch{}}if(e!=="posts")for(let a of xt.badge)a(o);if(e==="notification")for(let a of xt.notification)a(o);if(e==="posts")for(let a of xt.
posts)a(o)}function jt(t){Z?.postMessage(t),Ye(t)}function zo({data:t}){if(t.name!=="top")return Ye(t);Xt.add(t.data),Q&&Lt.length>0&&Z?.postMessage(
{name:"posts",data:{posts:Lt}})}function Yt(){let t=new URL(Fe,location.href);W!==null&&t.searchParams.set("last",W);let e=[...Xt].sort(C)[0];
e&&t.searchParams.set("top",e);let n=Q=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{Ke=0;let r=JSON.
parse(a.data);o==="posts"&&(Lt=[...r.posts,...Lt].slice(0,100)),jt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("by\
e",Ut),n.addEventListener("error",()=>{Q?.readyState===EventSource.CLOSED&&(clearTimeout(Ft),Ft=setTimeout(Yt,Math.min(3e5,2e3*2**Ke++)*(.5+
Math.random()/2)))})}function Ut(){clearTimeout(Ft),Q?.close(),Q=null,lt?.abort(),lt=null,kt?.(),kt=null}function Wt(){if(Q||lt||kt)return;if(!navigator.
locks||!Z){Yt();return}let t=lt=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.
aborted)return e(null);lt=null,kt=()=>e(null),Yt()})).catch(()=>{})}function Ue(t,e){Fe=t,"BroadcastChannel"in window&&(Z=new BroadcastChannel(
"photogram-live"),Z.addEventListener("message",zo));try{let[o,a]=(sessionStorage.getItem(We)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(W=
o)}catch{}e&&(Xt.add(e),Z?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.
visibilityState==="visible"?Wt():n=setTimeout(Ut,Ro)}),addEventListener("pagehide",Ut),addEventListener("pageshow",o=>{o.persisted&&Wt()}),Wt()}var Xe,No={notices:0,mail:0};function dt(t){Xe??=document.title;let{notices:e,mail:n}=Object.assign(No,t),o=e+n;document.title=(o?`(${o>99?"\
99+":o}) `:"")+Xe}function Vt(){b("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function je(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:l(r,"[data-mail-count]")})),e=s(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
J(e,()=>{e.dataset.threads=o,a?.("")});F("badge",({messages:r,newest:i})=>{let m=r>99?"99+":String(r);for(let{link:w,count:x}of t)x.textContent=
m,x.dataset.mailCount=String(r),x.hidden=r===0,w.setAttribute("aria-label",r?`Inbox, ${m} unread`:"Inbox");let u=r>n;if(n=r,dt({mail:n}),i===
o||i==="0")return;o=i,a&&C(i,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:u}}))&&u&&!e&&document.visibilityState==="visible"&&Vt()}),dt({mail:n})}async function ut(t,e){let n=await V(t,{upto:e});if(!n.ok)throw new Error;jt({name:"badge",data:await n.json()})}async function Ve(){let t=s(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await ut(t.action,l(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function _e(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),dt({notices:n})}function Ge(){
let t=s(document,"[data-bell]"),e=s(document,"[data-notices]");if(t){let a=l(t,"[data-unread]");_e(t,a,Number(a.dataset.unread||0)),F("badge",
({unread:r})=>_e(t,a,r))}let n=0,o=e&&J(e,()=>{n=0,o?.("");let a=s(e,".notice")?.id.slice(2);a&&e.dataset.notices&&ut(e.dataset.notices,a).catch(
()=>{})});F("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&b(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",Ve),Ve()}function Je(t){let e=t.dataset.top||"",n=new Set,o=J(t,()=>{for(let a of n)C(a,e)>0&&(e=a);n.clear(),o("")});F("posts",({posts:a})=>{for(let r of a)
C(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function Ze(){let t=s(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=s(document,"[data-feed][data-top]:\
not([data-top=''])");Ge(),je(),e&&Je(e),Ue(t,e?.dataset.top||"")}function Tt({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var Qe=()=>s(document,"[data-planner]");function tn(){let t=Qe();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Gt()}}async function Gt(){await A("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&tn()}async function Po(t,e){let n=Qe();n&&await A("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Gt()}var M=null,R=null,Mt=!1,St=0;function en(t,e){Mt=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),M={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},nn(t)}function nn(t){if(!M)return;M.ghost.style.left=t.
clientX+"px",M.ghost.style.top=t.clientY+"px",Tt(t);let e=d(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==M.day&&(M.day?.
classList.remove("day-over"),M.day=e&&!e.classList.contains("day-past")?e:null,M.day?.classList.add("day-over"))}function _t(t){if(clearTimeout(
St),R=null,!M)return;let{ghost:e,path:n,day:o}=M;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),M=null,t&&o?.dataset.day&&Po(n,o.dataset.day)}function Bo(t){let e=d(t.target,"[data-plan]");Mt=!1,!(!e||t.button!==0)&&(R={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(St),R.touch&&(St=setTimeout(()=>{R&&(en(t,e),navigator.vibrate?.(10))},300)))}
function qo(t){if(M){t.pointerId===M.pointer&&nn(t);return}if(!R)return;let e=Math.hypot(t.clientX-R.x,t.clientY-R.y);R.touch?e>10&&(clearTimeout(
St),R=null):e>5&&en(t,R.source)}function on(){tn(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Gt()}),document.
addEventListener("pointerdown",Bo),document.addEventListener("pointermove",qo),document.addEventListener("touchmove",t=>{M&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>_t(!0)),document.addEventListener("pointercancel",()=>_t(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&_t(!1)}),document.addEventListener("dragstart",t=>{d(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{M&&t.preventDefault()}),document.addEventListener("click",t=>{!Mt||!d(t.target,"[data-plan]")||(Mt=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function $o(t){t.dataset.ready="";let e=l(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=l(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),i=()=>{let f=r();o.textContent=`${f+1}/${a}`;for(let x of n){let L=f+Number(x.dataset.
step);x.disabled=L<0||L>=a}let w=e.children[f+1];w&&c(w,"img",HTMLImageElement).forEach(x=>{x.loading="eager"})},m=f=>{let w=c(e,":scope > *"),
x=w[Math.min(a-1,Math.max(0,r()+f))],L=matchMedia("(prefers-reduced-motion: reduce)").matches;x&&e.scrollTo({left:x.offsetLeft-(w[0]?.offsetLeft??
0),behavior:L?"instant":"smooth"})};for(let f of n)f.hidden=!1,f.addEventListener("click",()=>m(Number(f.dataset.step)));let u=getComputedStyle(
e).direction==="rtl";e.addEventListener("keydown",f=>{let w=new Map([["ArrowRight",u?-1:1],["ArrowLeft",u?1:-1],["Home",-a],["End",a]]).get(
f.key);w!==void 0&&(f.preventDefault(),m(w))}),e.addEventListener("scroll",()=>requestAnimationFrame(i),{passive:!0}),i()}function an(){T(t=>c(
t,"[data-carousel]:not([data-ready])").forEach($o))}var Oo=320,tt={time:0,area:null,x:0,y:0};function rn(t){let e=t.closest("[data-post]"),n=e&&s(e,".like");if(!n)return;let o=s(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Ko(t,e),n.dataset.like!=="true"&&s(n,"form",HTMLFormElement)?.requestSubmit()}function Ko(t,e){s(t,".bu\
rst")?.remove();let n=s(e,".heart .icon",Element);if(!n)return;let o=y("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var sn=t=>d(t.target,"button, a:not([data-open]), summary",Element)?null:d(t.target,"[data-l\
ike-area]");function cn(){let t=!1;document.addEventListener("pointerup",e=>{if(t=e.pointerType==="mouse",t)return;let n=sn(e),o=Math.hypot(
e.clientX-tt.x,e.clientY-tt.y)<40;if(n&&n===tt.area&&o&&e.timeStamp-tt.time<Oo){tt={time:0,area:null,x:0,y:0},rn(n);return}tt={time:e.timeStamp,
area:n,x:e.clientX,y:e.clientY}}),document.addEventListener("dblclick",e=>{if(!t)return;let n=sn(e);n&&(getSelection()?.removeAllRanges(),rn(
n))}),document.addEventListener("htmx:afterSettle",e=>{if(!e.detail.target?.classList?.contains("like"))return;let n=e.detail.requestConfig?.
path,o=n&&s(document,`.like form[action="${CSS.escape(n)}"]`);o&&s(o,'.heart[aria-pressed="true"]')?.classList.add("just")})}var Wo=6,et=60;function ln(t){let e=c(t.closest("[data-post]")??document,'a[data-open="photo"]',HTMLAnchorElement),n=e.indexOf(t),o=1,a=0,r=0,
i=l(document,"template[data-lightbox]",HTMLTemplateElement).content.cloneNode(!0),m=l(i,"h2"),u=l(i,".lightbox-stage"),f=l(i,".lightbox-coun\
t"),w=l(i,".lightbox-back",HTMLButtonElement),x=l(i,".lightbox-next",HTMLButtonElement),{box:L,button:pt}=D({className:"lightbox",title:m,body:[
i],cancel:m.dataset.close??"",closed:()=>e[n]?.focus({preventScroll:!0})});pt.className="lightbox-close button";let $=null,X=()=>{if(!$)return;
o===1&&([a,r]=[0,0]);let p=Math.max(0,($.offsetWidth*o-u.clientWidth)/2),E=Math.max(0,($.offsetHeight*o-u.clientHeight)/2);a=Math.min(p,Math.
max(-p,a)),r=Math.min(E,Math.max(-E,r)),$.style.transform=`translate(${a}px, ${r}px) scale(${o})`,u.classList.toggle("lightbox-zoomed",o>1)},
O=(p,E,H)=>{let B=o,j=u.getBoundingClientRect();o=Math.min(Wo,Math.max(1,p)),o>1&&c(u,"source, img",Element).forEach(K=>K.setAttribute("size\
s","10000px"));let h=E-j.left-j.width/2,k=H-j.top-j.height/2;a=h-(h-a)*o/B,r=k-(k-r)*o/B,X()},oo=()=>[u.getBoundingClientRect().left+u.clientWidth/
2,u.getBoundingClientRect().top+u.clientHeight/2],P=p=>{if(p<0||p>=e.length)return;n=p,[o,a,r]=[1,0,0];let E=s(e[n]?.parentElement??document,
"picture",HTMLElement)?.cloneNode(!0);E instanceof HTMLElement&&(c(E,"source, img",Element).forEach(H=>H.setAttribute("sizes","100vw")),$=l(
E,"img",HTMLImageElement),$.loading="eager",$.draggable=!1,u.replaceChildren(E),u.classList.remove("lightbox-zoomed"),f.textContent=e.length>
1?e[n]?.dataset.place??"":"",[w.hidden,x.hidden]=[n===0,n===e.length-1])};w.addEventListener("click",()=>P(n-1)),x.addEventListener("click",
()=>P(n+1)),u.addEventListener("wheel",p=>{p.preventDefault(),O(o*Math.exp(-p.deltaY/300),p.clientX,p.clientY)},{passive:!1}),u.addEventListener(
"dblclick",p=>O(o>1?1:2.5,p.clientX,p.clientY));let Ht=getComputedStyle(L).direction==="rtl";L.addEventListener("keydown",p=>{let[E=0,H=0]=oo(),
B=new Map([["ArrowRight",()=>o>1?(a-=et,X()):P(n+(Ht?-1:1))],["ArrowLeft",()=>o>1?(a+=et,X()):P(n+(Ht?1:-1))],["ArrowUp",()=>{r+=et,X()}],["\
ArrowDown",()=>{r-=et,X()}],["+",()=>O(o*1.5,E,H)],["=",()=>O(o*1.5,E,H)],["-",()=>O(o/1.5,E,H)],["0",()=>O(1,E,H)],["Home",()=>P(0)],["End",
()=>P(e.length-1)]]).get(p.key);!B||p.ctrlKey||p.metaKey||p.altKey||(p.preventDefault(),B())}),ao(),P(n),L.tabIndex=-1,L.showModal(),L.focus();
function ao(){let p=new Map,E={x:0,y:0},H=!1,B=()=>{let[h,k]=[...p.values()];return h&&k?{far:Math.hypot(h.x-k.x,h.y-k.y),x:(h.x+k.x)/2,y:(h.
y+k.y)/2}:null};u.addEventListener("pointerdown",h=>{u.setPointerCapture(h.pointerId),p.set(h.pointerId,{x:h.clientX,y:h.clientY}),E={x:h.clientX,
y:h.clientY},H=p.size>1}),u.addEventListener("pointermove",h=>{let k=p.get(h.pointerId);if(!k)return;let K=B();p.set(h.pointerId,{x:h.clientX,
y:h.clientY});let ht=B();K&&ht?O(o*ht.far/Math.max(1,K.far),ht.x,ht.y):o>1&&([a,r,H]=[a+h.clientX-k.x,r+h.clientY-k.y,!0],X())});let j=h=>{if(!p.
delete(h.pointerId)||H||o>1)return;let k=h.clientX-E.x,K=h.clientY-E.y;Math.abs(k)>et&&Math.abs(k)>Math.abs(K)?P(n+(k<0?1:-1)*(Ht?-1:1)):K>2*
et&&h.pointerType!=="mouse"&&L.close()};u.addEventListener("pointerup",j),u.addEventListener("pointercancel",h=>p.delete(h.pointerId))}}var Fo=300,mt={link:null,timer:0};function dn(t){t.dataset.open==="photo"?ln(t):location.assign(t.href)}function un(){document.addEventListener(
"click",t=>{let e=d(t.target,"a[data-open]",HTMLAnchorElement);if(!e||t.button!==0||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey)return;t.preventDefault();
let n=mt.link===e||t.detail>1;clearTimeout(mt.timer),mt={link:null,timer:0},t.detail===0?dn(e):n||(mt={link:e,timer:window.setTimeout(()=>{mt.
link=null,dn(e)},Fo)})})}function mn(t){let e=t.parentElement,n=e&&s(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,i=Number(n.getAttribute("height"))||1,m=[a.width/r,a.height/i],u=getComputedStyle(n).objectFit==="contain"?Math.
min(...m):Math.max(...m);for(let f of c(t,"[data-x]")){let w=a.left-o.left+(a.width-r*u)/2+Number(f.dataset.x)*r*u,x=a.top-o.top+(a.height-i*
u)/2+Number(f.dataset.y)*i*u,L=f.offsetWidth/2+4,pt=Math.max(L,Math.min(o.width-L,w));f.style.left=pt+"px",f.style.top=Math.max(4,Math.min(o.
height-f.offsetHeight-8,x))+"px",f.style.setProperty("--point",Math.max(-L+14,Math.min(L-14,w-pt))+"px")}}function fn(){let t=new ResizeObserver(
e=>{for(let n of e){let o=s(n.target,"[data-people][open]");o&&mn(o)}});document.addEventListener("toggle",e=>{let n=v(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);mn(n),t.
observe(o)}},!0)}var Y=new Map,U=null,hn,N=!1,gn=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),bn=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),Yo=()=>bn()||gn().some(t=>t.matches),Zt=class{constructor(e){this.
box=e,this.film=l(e,"video",HTMLVideoElement),this.button=l(e,"[data-play]"),this.line=l(e,"[data-line]",HTMLProgressElement),this.switch=s(
e,"[data-sound]"),this.cc=s(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!N,n.tabIndex=-1,o.hidden=this.line.hidden=!1,l(e,"[data-video-tools]").hidden=!1;let a=s(
n,"source[data-small]");a&&bn()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>pn(!N)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(N)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){U!==this&&U?.film.pause(),
U=this;let{film:e}=this;e.muted=!N,this.wanted=!0,e.play().catch(()=>{this.wanted&&N&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=Uo(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&d(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)pn(!N);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Uo(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function pn(t){N=t;for(let e of Y.values())e.film.muted=!N,e.switch?.setAttribute("aria-pressed",String(N))}function Jt(){for(let[e,n]of Y)e.
isConnected||(hn?.unobserve(e),Y.delete(e),U===n&&(U=null));for(let e of Y.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||Yo())return;let t=[...Y.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==U||
t.film.paused)&&t.play()}function yn(){let t=hn=new IntersectionObserver(e=>{for(let n of e){let o=Y.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}Jt()},{threshold:[0,.25,.5,.75,1]});T(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))Y.set(n,new Zt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?U?.film.pause():Jt()});for(let e of gn())e.addEventListener("change",
Jt)}var nt=null;async function Qt(t,e){let n;try{let i=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!i.ok||i.redirected)
throw new Error;if(n=s(S(await i.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}nt?.close();let o=y("h2","",n.dataset.
title),a=document.importNode(n,!0),{box:r}=D({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(i){nt===i&&(nt=null),e?.
isConnected&&e.focus()}});nt=r,r.showModal(),be(a)}function wn(){document.addEventListener("click",t=>{let e=d(t.target,"a[data-dialog]",HTMLAnchorElement);
if(!e||t.ctrlKey||t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute(
"open"),Qt(e.href,n&&s(n,"summary")||e)}),document.addEventListener("photogram:sent",t=>{nt?.close(),b(t.detail.value)}),document.addEventListener(
"photogram:collected",()=>{nt?.close(),b("Your collections are changed.")})}var vn=(t,e)=>s(t,".bookmark")?.setAttribute("aria-pressed",String(e)),te=t=>!s(t,'input[name="_method"]');function En(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&vn(e,te(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=v(
t.detail.requestConfig?.elt),n=e?.dataset.collections;e?.matches(".save form")&&(t.detail.successful?n&&te(e)&&b("Saved.",{action:"Add to co\
llections",run:()=>Qt(n)}):vn(e,!te(e)))})}function xn(){document.addEventListener("click",t=>{let e=d(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=d(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function Ln(){let t=s(document,"[data-voice]");if(t)return t;let e=y("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function ft(t){let e=Ln();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function kn(){Ln(),document.addEventListener(
"photogram:told",t=>ft(t.detail.value))}var ne=()=>c(document,"[data-arrange] > .arranged");async function Tn(t,e,{above:n,beside:o},a){try{if(!(await V(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),b("The new place could not be saved. It is back where it was.")}}function Mn(t,e,n){e[n?"before":"after"](t);let o=ne();
ft(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function Sn(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var I=null;
function Xo(t){let e=d(t.target,"[data-grip]"),n=d(t.target,".arranged");!e||!n||t.button!==0||d(t.target,"button")||(t.preventDefault(),I={
row:n,back:Sn(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function jo(t){if(I){Tt(t);for(let e of ne()){
if(e===I.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(I.beside!==e||I.above!==
a)&&(Mn(I.row,e,a),I.beside=e,I.above=a)}}}function ee(t){if(!I)return;let{row:e,back:n,beside:o,above:a}=I;e.classList.remove("dragged"),I=
null,o&&(t?Tn(e,l(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Vo(t){let e=d(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=ne(),i=r[r.indexOf(n)+(a?-1:1)];if(!i){s(document,"[data-older]")&&!a&&e.submit();return}let m=Sn(n);Mn(n,i,a),o.focus(),Tn(n,
e,{above:a,beside:i},m)}function Hn(){document.addEventListener("submit",Vo),document.addEventListener("pointerdown",Xo),document.addEventListener(
"pointermove",jo),document.addEventListener("pointerup",()=>ee(!0)),document.addEventListener("pointercancel",()=>ee(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&ee(!1)}),T(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function _o(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&at(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(s(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=S(await a.text());for(let i of c(document,o)){let m=r.getElementById(i.id);m&&!i.contains(document.activeElement)&&!s(
i,"details[open]")&&at(i,m)}}catch{}}function An(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>_o(o))})}function Cn(){document.addEventListener("click",t=>{let e=d(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=l(n,".confirm-body"),{box:a,button:r}=D({title:l(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function oe({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>A(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var ae=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),re=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,Go={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function In(){document.addEventListener("htmx:sendError",t=>{ae(t)||b(re(t,"No conn\
ection. Nothing was changed."),oe(t))}),document.addEventListener("htmx:timeout",t=>{ae(t)||b(re(t,"The site takes too long to answer."),oe(
t))}),document.addEventListener("htmx:responseError",t=>{if(ae(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}b(re(t,Go[e.
status]||"That did not work."),e.status===404||e.status===409?{}:oe(t))}})}var Dn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",se=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,q=(t,e=Dn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(se);function Jo(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),i=!!q(e,"textarea[name]");return()=>{let m=t.id&&document.getElementById(t.id);if(m&&se(m))return m;let u=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(f=>q(f,"button"));if(u)return i&&q(u,"textar\
ea")||q(u,"button")||q(u);for(let f of a)if(f?.isConnected&&q(f))return q(f);return r?.isConnected&&q(r)||s(document,"main :is(h1, h2)")}}function Rn(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let i=document.activeElement,m=i&&i!==document.body&&(n?.contains(i)||r.contains(i))?Jo(i):null;setTimeout(()=>{let u=document.activeElement;
if(m&&(!u||u===document.body||!se(u))){let w=m();w&&!w.matches(Dn)&&(w.tabIndex=-1),w?.focus({preventScroll:!0})}let f=s(S(e.responseText),"\
[data-say]")?.dataset.say;f&&ft(f)})})}function zn(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=d(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||s(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,s(e,"summary")?.focus())})}var Nn="[data-copy], [data-copy-here], [data-share]";async function ie(t){try{await navigator.clipboard.writeText(t),b("Link copied.")}catch{
b("The browser did not allow copying. The link is in the address bar of the post.")}}async function Zo({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return ie(t||location.href);if(!navigator.share)return ie(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await ie(e)}}function Pn(){document.addEventListener("click",t=>{let e=d(t.target,Nn);e&&(e.closest("details.menu")?.
removeAttribute("open"),Zo(e))}),T(t=>{for(let e of c(t,Nn))e.hidden=!1})}var $n="photogram-single-keys";function On(){try{return localStorage.getItem($n)!=="off"}catch{return!0}}function Bn(){let t=l(document,"tem\
plate[data-shortcuts]",HTMLTemplateElement).content.cloneNode(!0),e=l(t,"h2"),n=l(t,"input",HTMLInputElement);n.checked=On(),n.addEventListener(
"change",()=>{try{localStorage.setItem($n,n.checked?"on":"off")}catch{}});let{box:o}=D({className:"dialog shortcuts",title:e,body:[t],cancel:e.
dataset.close??""});o.showModal()}var ce=()=>c(document,".feed article[data-post]");function Kn(){let t=ce(),e=d(document.activeElement,"art\
icle[data-post]");return e&&t.includes(e)?t.indexOf(e):t.findIndex(n=>n.getBoundingClientRect().bottom>innerHeight/3)}function qn(t){let e=ce(),
n=Kn(),o=e.includes(document.activeElement),a=e[n+(t>0&&!o&&(e[n]?.getBoundingClientRect().top??0)>0?0:t)];a&&(a.tabIndex=-1,a.focus({preventScroll:!0}),
a.scrollIntoView({block:"start"}))}function Qo(){let t=ce()[Kn()]??s(document,"article[data-post]");t&&s(t,".like .heart")?.click()}function ta(){
let t=s(document,'.search-form input[type="search"]',HTMLInputElement),e=s(document,".rail-search",HTMLAnchorElement);t?t.focus():e&&location.
assign(e.href)}function Wn(){for(let t of c(document,"[data-show-shortcuts]",HTMLButtonElement))t.hidden=!1,t.addEventListener("click",Bn);s(
document,"template[data-shortcuts]",HTMLTemplateElement)&&document.addEventListener("keydown",t=>{if(t.defaultPrevented||t.altKey||t.ctrlKey||
t.metaKey||!On()||gt(t.target)||d(t.target,"[contenteditable], [role=listbox]")||s(document,"dialog[open]"))return;let e=new Map([["j",()=>qn(
1)],["k",()=>qn(-1)],["l",Qo],["/",ta],["?",Bn]]).get(t.key);e&&(t.preventDefault(),e())})}function Fn(){document.addEventListener("click",t=>{let e=d(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var Yn=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function le(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=Yn(
e))}}function ea(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=Yn(t)}function Un(){le(),
ea(),setInterval(le,3e4),document.addEventListener("htmx:load",le)}async function na(t,e){let n=s(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){A("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await V(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{b("That could not be undone. Reload the \
page and try again.")}}function Xn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;b(e,{action:"Undo",
run:()=>na(n,o)})})}var jn="[data-overlay], [data-picture]";function Vn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let i=(m,u,f)=>a.setProperty(
m,u||f);i("--x",t,".5"),i("--y",e,".5"),i("--s",n,"1"),i("--r",o,"0"),r.add("placed")}function Gn(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function oa(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function Jn(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=oa((Date.parse(t.dateTime)-Date.now())/1e3)}function _n(t){t instanceof HTMLElement&&t.
matches(jn)&&Vn(t),c(t,jn).forEach(Vn),c(t,"[data-slider]",HTMLInputElement).forEach(Gn),Jn()}function Zn(){document.addEventListener("input",
t=>{let e=v(t.target,HTMLInputElement);e?.matches("[data-slider]")&&Gn(e)}),document.addEventListener("htmx:load",t=>_n(t.detail.elt)),_n(document),
s(document,"[data-canvas], [data-stories]")&&setInterval(Jn,1e3)}function Qn(){addEventListener("pageshow",t=>{let e=s(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&A("GET","/stories",{target:e,swap:"outerHTML"})})}var aa=50,ra=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,to=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),de=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.changed=
e.dataset.changed||this.newest,this.asking=null,this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)
return;let e=this.seen=this.newest;await ut(this.path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?afte\
r=${this.changed}`,{headers:{"HX-Request":"true"}});if(!e.ok)return 0;let n=c(S(await e.text()),".message, .message-day");n.filter(m=>m.matches(
".message")).length>=aa&&location.reload();let a=ra(),r=this.take(n),i=r.at(-1);return i&&((a||i.classList.contains("message-mine"))&&to(),this.
look()),r.length}take(e){let n=c(this.log,".messages").at(-1),o=[],a=null;for(let r of e){if(r.matches(".message-day")){a=r;continue}let i=r.
dataset.change||"0",m=document.getElementById(r.id);if(C(i,this.changed)>0&&(this.changed=i),m)sa(m,r);else if(C(r.id.slice(2),this.newest)>
0){let u=c(this.log,".message-day").at(-1);a&&a.dataset.day!==u?.dataset.day&&n?.append(document.importNode(a,!0)),a=null;let f=document.importNode(
r,!0);n?.append(f),htmx.process(f),o.push(f),this.newest=r.id.slice(2)}}return o}refresh(){return this.asking&&(this.again=!0),this.asking??=
this.askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function sa(t,e){
let n=t.contains(document.activeElement)&&s(t,".message-menu > summary"),o=document.importNode(e,!0);if(t.replaceWith(o),htmx.process(o),!n)
return;let a=s(o,".message-menu > summary")??o;a===o&&(o.tabIndex=-1),a.focus({preventScroll:!0})}function ia(){let t=s(document,"[data-talk\
s]"),e=!1;return async()=>{if(!t||e||!t.offsetParent)return;e=!0;let n=await fetch(t.dataset.talks||"",{headers:{"HX-Request":"true"}}).catch(
()=>null),o=n?.ok&&s(S(await n.text()),".threads");o&&s(t,".threads")?.replaceWith(document.importNode(o,!0)),e=!1}}function eo(t,e){let n=l(
t,"[data-message-file]",HTMLInputElement),o=l(t,"[data-message-chosen]"),a=()=>{let r=n.files?.length||0;o.textContent=r===1?o.dataset.one||
"":(o.dataset.many||"").replace("2",String(r)),o.hidden=r===0};return n.addEventListener("change",()=>{a(),e.focus({preventScroll:!0})}),e.addEventListener(
"paste",r=>{r.clipboardData?.files.length&&(r.preventDefault(),n.files=r.clipboardData.files,a())}),{any:()=>!!n.files?.length,clear(){n.value=
"",a()}}}function ca(t,e){let n=l(e,"textarea",HTMLTextAreaElement),o=eo(e,n);e.addEventListener("htmx:beforeRequest",()=>me(n)),e.addEventListener(
"htmx:afterRequest",a=>{a.detail.successful&&(fe(n),o.clear(),n.focus({preventScroll:!0}),t.refresh())}),n.addEventListener("keydown",a=>{a.
key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),(n.value.trim()||o.any())&&e.requestSubmit())})}
function la(t){let e=new IntersectionObserver(o=>{for(let{isIntersecting:a,target:r}of o)!a||!(r instanceof HTMLElement)||(e.unobserve(r),r.
click())}),n=()=>{for(let o of c(t,"[data-earlier]"))e.observe(o)};document.addEventListener("htmx:afterSettle",()=>{let o="";for(let a of c(
t,".message-day"))a.dataset.day===o&&a.remove(),o=a.dataset.day||"";n()}),setTimeout(n,500)}function no(){let t=s(document,"[data-message-fo\
rm]"),e=s(document,"[data-conversation]");for(let a of c(document,".new-message"))a instanceof HTMLFormElement&&eo(a,l(a,"textarea",HTMLTextAreaElement));
if(!e)return;let n=new de(e),o=ia();document.addEventListener("photogram:message",a=>{a.preventDefault(),o(),n.refresh().then(r=>{!r&&a.detail.
more&&document.visibilityState==="visible"&&Vt()})}),document.addEventListener("visibilitychange",()=>n.look()),document.addEventListener("h\
tmx:afterRequest",a=>{let r=d(a.target,"[data-message-act]");if(!r||!a.detail.successful)return;let i=r.closest("details.menu");i?.contains(
document.activeElement)&&s(i,"summary")?.focus({preventScroll:!0}),i?.removeAttribute("open"),n.refresh()}),t instanceof HTMLFormElement&&ca(
n,t),(!location.hash||location.hash==="#end")&&to(),la(e)}He(De,kn,In,Rn,An,Xn,zn,Cn,wn,Fn,Un,Pn,Hn,ke,Ie,Ce,Ae,Se,Ee,cn,un,En,an,yn,fn,ge,ye,xn,Zn,Wn,Qn,on,Ze,no,Pe,Ne,Oe);})();
