"use strict";
(()=>{var me=new WeakMap;function fe(t){me.set(t,t.value)}function Ct(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function pe(t){t.value=Ct(
t.value,me.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function s(t,e,n){return v(t.querySelector(e),n)}function l(t,e,n){let o=s(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>v(o,n)??[])}function u(t,e,n){return t instanceof Element?v(t.closest(e),n):null}function v(t,e){
return t instanceof(e??HTMLElement)?t:null}var ot=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
bt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function y(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var S=t=>new DOMParser().parseFromString(t,"text/html");var at=()=>document.getElementById("comment-form");function he(t,e,n,o){let a=l(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";l(
t,"[data-reply-to]",HTMLInputElement).value=e,l(t,"[data-replying]").hidden=!e,l(t,"[data-replying-name]").textContent=n;let i=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!i.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+i,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var It={reply:"",name:"",text:""};function ge(t){return{
reply:l(t,"[data-reply-to]",HTMLInputElement).value,name:l(t,"[data-replying-name]").textContent,text:l(t,"textarea",HTMLTextAreaElement).value}}
function be(){document.addEventListener("click",n=>{let o=u(n.target,"[data-reply], [data-reply-cancel]"),a=o&&at();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:i=""}=o.dataset;he(a,r,i,"replyMention"in o.dataset)});let t=It,e=It;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&at();o&&(t=ge(o))}),document.addEventListener("htmx:before\
Swap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&at();o&&(e=ge(o),e.reply===t.reply&&(e.reply=e.name=""),
e.text=Ct(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=at(),{reply:o,name:a,text:r}=e;if(e=It,!n||!o&&!r||s(n,"[a\
ria-invalid]"))return;l(n,"textarea",HTMLTextAreaElement).value=r;let i=document.getElementById("c-"+o);he(n,i?o:"",i?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&at();o&&s(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=v(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=l(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&u(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,s(o,"summary")?.focus())})}var V=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),A=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function rt(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function ye(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var io=40,yt=[],Dt=!1;function co(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function _(t){if(Dt)return;let e={pages:yt.slice(0,io),at:co(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function lo(t,{pages:e,at:n}){Dt=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=s(t,"[data-older]");if(!r||r.dataset.older!==a)break;let i=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),d=i.ok&&s(S(await i.text()),".part");if(!d)break;rt(r,d),yt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}Dt=!1,_(t)}function we(){let t=s(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(_,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>_(t)),document.addEventListener("click",o=>{u(o.target,"a",Element)&&_(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=v(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(yt.push(a),_(t))}),document.addEventListener("photogram:fresh",()=>{yt.length=0,_(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&lo(t,n)}function D({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=y("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let i=y("button","button quiet dialog-cancel",o);return i.type="button",i.addEventListener("click",()=>r.
close()),r.append(...n,i),r.addEventListener("click",d=>{d.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:i}}function ve(t){switch(t){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}var Rt=640,uo=64,Pt=class{constructor(e,n){this.box=e,this.photo=n,this.short=Math.min(n.naturalWidth,n.naturalHeight),this.most=Math.max(1,
Math.min(8,this.short/uo)),this.part={x:.5,y:.5,zoom:1},this.pointers=new Map,this.canvas=document.createElement("canvas"),this.slider=document.
createElement("input")}rect(){let{naturalWidth:e,naturalHeight:n}=this.photo,o=this.short/this.part.zoom;return{x:this.part.x*e-o/2,y:this.part.
y*n-o/2,size:o,w:e,h:n}}set(e){Object.assign(this.part,e);let n=this.part,{w:o,h:a}=this.rect();n.zoom=Math.min(this.most,Math.max(1,n.zoom));
let r=this.short/n.zoom/2;n.x=Math.min(1-r/o,Math.max(r/o,n.x)),n.y=Math.min(1-r/a,Math.max(r/a,n.y)),this.slider.value=String(n.zoom),this.
draw(this.canvas)}draw(e){e.width=e.height=Rt;let{x:n,y:o,size:a}=this.rect();e.getContext("2d")?.drawImage(this.photo,n,o,a,a,0,0,Rt,Rt)}pan(e,n){
let{size:o,w:a,h:r}=this.rect(),i=o/this.canvas.getBoundingClientRect().width;this.set({x:this.part.x-e*i/a,y:this.part.y-n*i/r})}open(){let e=l(
this.box,"[data-avatar-dialog]",HTMLTemplateElement),n=document.importNode(e.content,!0),o=l(n,"h2"),a=l(n,".avatar-stage");this.canvas=l(n,
"canvas",HTMLCanvasElement),this.slider=l(n,"input",HTMLInputElement),this.slider.max=String(this.most);let r=l(n,"[data-use]",HTMLButtonElement),
i=D({className:"dialog avatar-dialog",title:o,body:[...n.childNodes],cancel:this.box.dataset.cancel??""});r.addEventListener("click",()=>{this.
keep(),i.box.close()}),this.slider.addEventListener("input",()=>this.set({zoom:Number(this.slider.value)})),this.listen(a),i.box.showModal(),
this.set({}),a.focus()}listen(e){e.addEventListener("pointerdown",n=>{n.preventDefault(),e.focus({preventScroll:!0}),e.setPointerCapture(n.pointerId),
this.pointers.set(n.pointerId,{x:n.clientX,y:n.clientY})}),e.addEventListener("pointermove",n=>this.move(n));for(let n of["pointerup","point\
ercancel"])e.addEventListener(n,o=>this.pointers.delete(o.pointerId));e.addEventListener("wheel",n=>{n.preventDefault(),this.set({zoom:this.
part.zoom*Math.exp(-n.deltaY/400)})},{passive:!1}),e.addEventListener("keydown",n=>{let[o,a]=ve(n.key),r={"+":1.1,"=":1.1,"-":1/1.1}[n.key];
n.ctrlKey||n.metaKey||!o&&!a&&!r||(n.preventDefault(),r?this.set({zoom:this.part.zoom*r}):this.pan(-o*8,-a*8))})}move(e){let n=this.pointers.
get(e.pointerId);if(!n)return;let o={x:e.clientX,y:e.clientY},a=[...this.pointers].find(([r])=>r!==e.pointerId)?.[1];if(a){let r=i=>Math.hypot(
i.x-a.x,i.y-a.y)||1;this.set({zoom:this.part.zoom*r(o)/r(n)})}else this.pan(o.x-n.x,o.y-n.y);this.pointers.set(e.pointerId,o)}keep(){let{x:e,
y:n,size:o,w:a,h:r}=this.rect();l(this.box,"[data-avatar-crop]",HTMLInputElement).value=[e/a,n/r,o/a,o/r].map(m=>Math.max(0,m).toFixed(5)).join(
",");let i=l(this.box,"[data-avatar-preview] img",HTMLImageElement),d=document.createElement("canvas");this.draw(d),i.removeAttribute("srcse\
t"),i.src=d.toDataURL("image/jpeg",.9)}},Ee=new WeakMap;function mo(t,e){let n=new Image,o=s(t,"[data-avatar-again]");l(t,"[data-avatar-crop\
]",HTMLInputElement).value="",n.addEventListener("load",()=>{let a=new Pt(t,n);Ee.set(t,a),o&&(o.hidden=!1),a.open()}),n.addEventListener("e\
rror",()=>{o&&(o.hidden=!0)}),n.src=URL.createObjectURL(e)}function xe(){document.addEventListener("change",t=>{let e=u(t.target,"[data-avat\
ar]"),n=v(t.target,HTMLInputElement)?.files?.[0];e&&n&&mo(e,n)}),document.addEventListener("click",t=>{let e=u(t.target,"[data-avatar-again]")?.
closest("[data-avatar]");e instanceof HTMLElement&&Ee.get(e)?.open()})}var st=new Map,g=null,wt=null,Nt=0,Bt=!1,fo,po=()=>fo??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{\
sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\
\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function $t(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}if(t.dataset.complete==="place"){let o=t.value.trim();return o.length>1&&e===t.value.length?{start:0,end:e,sign:"",query:"~"+o}:null}let n=po().
exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function ho(t){let e=st.
get(t);if(e!==void 0)return e;wt?.abort(),wt=new AbortController;let n=await fetch("/complete?"+new URLSearchParams(t.startsWith("~")?{place:t.
slice(1)}:{q:t}),{headers:{Accept:"text/html"},signal:wt.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();
return st.size>60&&st.clear(),st.set(t,o),o}async function go(t){let e=$t(t);if(!e)return P();let n;try{n=await ho(e.query)}catch{return}let o=$t(
t);if(document.activeElement!==t||o?.query!==e.query)return;let a=s(S(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],i=r.length===1&&r[0]?.dataset.
insert===o.query.slice(1);if(!a||r.length===0||i)return P();bo(t,document.importNode(a,!0),o)}function bo(t,e,n){g?.field!==t&&P(),g??=yo(t,
n),s(g.box,"[role=listbox]")?.remove(),e.id="complete-list",g.box.append(e),g.options=c(e,":scope > *"),g.at=n,t.setAttribute("aria-controls",
e.id),g.count.textContent=g.options.length===1?"1 suggestion":`${g.options.length} suggestions`,qt(/^[#＃~]/.test(n.query)?null:g.options[0]),
vt()}function yo(t,e){let n=y("div","complete"),o=y("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=u(a.target,"[role=option]");r&&ke(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function vt(){if(!g)return;let{
field:t,box:e}=g,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,i=(window.visualViewport?.height??innerHeight)-n.bottom,d=i<260&&n.top>i;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(d?n.top:i)-12))+"px",e.style.top=d?"auto":n.
bottom+4+"px",e.style.bottom=d?innerHeight-n.top+4+"px":"auto"}function qt(t){if(g){for(let e of g.options)e.setAttribute("aria-selected",String(
e===t));g.chosen=t??null,t?(g.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):g.field.removeAttribute(
"aria-activedescendant")}}function ke(t){if(!g)return;let{field:e,at:n}=g;P(),e.focus();let o=n.sign==="",a=e.value.slice(n.end),r=n.sign+t.
dataset.insert+(o||/^\s/.test(a)?"":" ");Bt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||(e.setRangeText(r,
n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),Bt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}function P(){
if(clearTimeout(Nt),wt?.abort(),!g)return;let{field:t,box:e}=g;g=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute("role");
for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var zt=({target:t})=>bt(t)&&t.matches("[data-comp\
lete]")?t:null;function Le(t){clearTimeout(Nt);let e=$t(t);if(!e)return P();Nt=setTimeout(()=>go(t),st.has(e.query)?0:120)}function wo(t){if(!g||
t.target!==g.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=g,o=n?e.indexOf(n):-1;switch(t.
key){case"ArrowDown":qt(e[(o+1)%e.length]);break;case"ArrowUp":qt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)return P();
ke(n);break;case"Escape":P();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return P();default:return}t.preventDefault(),t.stopPropagation()}
function Te(){document.addEventListener("focusin",t=>{let e=zt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof HTMLInputElement&&
e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=zt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&!Bt&&Le(
e)}),document.addEventListener("compositionend",t=>{let e=zt(t);e&&Le(e)}),document.addEventListener("keydown",wo,!0),document.addEventListener(
"focusout",t=>{t.target===g?.field&&P()}),addEventListener("scroll",t=>{t.target instanceof Node&&g?.box.contains(t.target)||vt()},{capture:!0,
passive:!0}),addEventListener("resize",vt),window.visualViewport?.addEventListener("resize",vt)}var Me;function it(t){Me??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of Me.segment(t.normalize("NFC").trim()))e++;
return e}var vo={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||it(t)>=8?"":`${8-it(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},Se=0,Et;async function Eo(t,e,n){let o=t.value.trim();if(!o)return n("",!0);try{let a=await fetch(
`${e}?${new URLSearchParams({username:o})}`,{headers:{Accept:"application/json"}});if(!a.ok||t.value.trim()!==o)return;let{username:r,problem:i,
free:d}=await a.json();Et={typed:o,username:r},r&&document.activeElement!==t&&(t.value=r),n(i||d,!i)}catch{}}function xo(t){let e=vo[t.name],
n=t.closest(".field"),o=t.form?.dataset.names;if(!e||!n)return;clearTimeout(Se);let a=(r,i)=>{let d=s(n,".problem");d||(d=y("p","problem"),d.
id=t.id+"-problem",d.setAttribute("aria-live","polite"),n.append(d),t.setAttribute("aria-describedby",`${d.id} ${t.getAttribute("aria-descri\
bedby")||""}`.trim())),d.textContent=r,d.classList.toggle("good",i),i?t.removeAttribute("aria-invalid"):t.setAttribute("aria-invalid","true")};
Se=setTimeout(()=>{if(t.name==="username"&&o)return Eo(t,o,a);let r=e(t.value.trim());a(r,!r)},700)}function He(){document.addEventListener(
"input",t=>{ot(t.target)&&t.target.form?.hasAttribute("data-hints")&&xo(t.target)}),document.addEventListener("change",t=>{ot(t.target)&&t.target.
name==="username"&&Et?.username&&t.target.value.trim()===Et.typed&&(t.target.value=Et.username)})}function Ae(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function T(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function Ce(){document.addEventListener("click",t=>{let e=u(t.target,"[data-reveal]"),n=e&&v(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),T(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function Ie(){document.addEventListener("input",t=>{let e=v(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
s(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),T(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function Lo(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=it(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=y("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function ko(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function De(){T(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(bt)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(Lo(e)),"grow"in e.dataset&&n.push(ko(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function b(t,{action:e,run:n,keep:o=4500}={}){let a=y("div","toast");if(a.append(y("span","",t)),e){let r=y("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}s(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function Re(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&b(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&b(t.detail.value)})}var To="/settings/push";function Pe(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var Ot=()=>s(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function Mo(t){let e=Pe(Ot()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function ze(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:Pe(Ot())})}async function So(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||Mo(t))return;await t.unsubscribe();let e=await ze();await fetch(To,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function Ho(t,e){let n=l(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){b("This browser does not all\
ow notifications from here. Allow them in its settings for this site.");return}try{n.value=JSON.stringify(await ze())}catch{b("This browser \
could not reach its push service. Try again later.");return}t.requestSubmit()}}function Ne(){if(!("serviceWorker"in navigator)||!("PushManag\
er"in window)||!Ot())return;let t=s(document,"form[data-push]",HTMLFormElement);t&&(l(t,"button").removeAttribute("disabled"),s(document,"[d\
ata-no-push]")?.remove(),t.addEventListener("submit",e=>{Ho(t,e)})),Notification.permission==="granted"&&So().catch(()=>{})}function Ao(t){let e=c(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function Co(){let t=s(document,"[data-feed][data-viewer]"),e=s(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(Ao(t))]})}function Be(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(Co,()=>{})}),s(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var Oe=1e3,Io=3e3,Do=80,G,Wt=0;function xt(){if(clearTimeout(Wt),Wt=0,!G)return;let t=G;G=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function lt(t,e){G||=new URLSearchParams,G.append(t,e),G.size>=Do?
xt():Wt||=setTimeout(xt,2*Oe)}var Kt=new Set,ct=new Map;function Ro(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!Kt.has(r)&&!ct.has(e)&&ct.set(e,setTimeout(()=>{ct.
delete(e),!(document.hidden||Kt.has(r))&&(Kt.add(r),lt("seen",r))},Oe)):(clearTimeout(ct.get(e)),ct.delete(e))}}var $e=new WeakMap;function qe(t,e){
if(!(t instanceof HTMLVideoElement))return;let n=u(t,"[data-post]")?.dataset.post;if(!n||u(t,"[data-editor]"))return;let o=$e.get(t);if(!o){
if(e!=="playing")return;$e.set(t,o={began:0,ran:0,over:!1}),lt("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=
0,o.ran+=r,r>0&&lt("watch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<Io&&!t.ended&&lt("skip",n))}function Ke(){let t=new IntersectionObserver(
Ro,{threshold:[0,.1,.2,.3,.4,.5,.75]});T(n=>{for(let o of c(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});
for(let n of["playing","pause","ended"])document.addEventListener(n,o=>qe(o.target,n),!0);document.addEventListener("click",n=>{let o=u(n.target,
"a[data-owner]");o?.dataset.owner&&lt("link",o.dataset.owner)});let e=()=>{for(let n of c(document,"video",HTMLVideoElement))n.paused||qe(n,
"leave");xt()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",xt)}var C=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function J(t,e){let n=y("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=s(n,"b\
utton > span");if(!a){let r=y("button","fresh-pill");a=y("span"),r.type="button",r.append(Po(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await zo(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function Po(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,i]of Object.entries(o))a.setAttribute(r,i);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function zo(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await A("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=s(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var No=3e5,Fe="photogram:last",Lt={badge:[],notification:[],posts:[]},Z=null,W=null,kt=[],Xt=new Set,Ue="",Q=null,Tt=null,dt=null,We=0,Ut=0;
function F(t,e){Lt[t].push(e)}function Ye(t){let{name:e,id:n,data:o}=t;if(n&&(W===null||C(n,W)>0)){W=n;try{sessionStorage.setItem(Fe,`${W} ${Date.
now()}`)}catch{}}if(e!=="posts")for(let a of Lt.badge)a(o);if(e==="notification")for(let a of Lt.notification)a(o);if(e==="posts")for(let a of Lt.
posts)a(o)}function Vt(t){Z?.postMessage(t),Ye(t)}function Bo({data:t}){if(t.name!=="top")return Ye(t);Xt.add(t.data),Q&&kt.length>0&&Z?.postMessage(
{name:"posts",data:{posts:kt}})}function Yt(){let t=new URL(Ue,location.href);W!==null&&t.searchParams.set("last",W);let e=[...Xt].sort(C)[0];
e&&t.searchParams.set("top",e);let n=Q=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{We=0;let r=JSON.
parse(a.data);o==="posts"&&(kt=[...r.posts,...kt].slice(0,100)),Vt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("by\
e",jt),n.addEventListener("error",()=>{Q?.readyState===EventSource.CLOSED&&(clearTimeout(Ut),Ut=setTimeout(Yt,Math.min(3e5,2e3*2**We++)*(.5+
Math.random()/2)))})}function jt(){clearTimeout(Ut),Q?.close(),Q=null,dt?.abort(),dt=null,Tt?.(),Tt=null}function Ft(){if(Q||dt||Tt)return;if(!navigator.
locks||!Z){Yt();return}let t=dt=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.
aborted)return e(null);dt=null,Tt=()=>e(null),Yt()})).catch(()=>{})}function je(t,e){Ue=t,"BroadcastChannel"in window&&(Z=new BroadcastChannel(
"photogram-live"),Z.addEventListener("message",Bo));try{let[o,a]=(sessionStorage.getItem(Fe)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(W=
o)}catch{}e&&(Xt.add(e),Z?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.
visibilityState==="visible"?Ft():n=setTimeout(jt,No)}),addEventListener("pagehide",jt),addEventListener("pageshow",o=>{o.persisted&&Ft()}),Ft()}var Xe,$o={notices:0,mail:0};function ut(t){Xe??=document.title;let{notices:e,mail:n}=Object.assign($o,t),o=e+n;document.title=(o?`(${o>99?"\
99+":o}) `:"")+Xe}function _t(){b("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function Ve(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:l(r,"[data-mail-count]")})),e=s(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
J(e,()=>{e.dataset.threads=o,a?.("")});F("badge",({messages:r,newest:i})=>{let d=r>99?"99+":String(r);for(let{link:w,count:x}of t)x.textContent=
d,x.dataset.mailCount=String(r),x.hidden=r===0,w.setAttribute("aria-label",r?`Inbox, ${d} unread`:"Inbox");let m=r>n;if(n=r,ut({mail:n}),i===
o||i==="0")return;o=i,a&&C(i,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:m}}))&&m&&!e&&document.visibilityState==="visible"&&_t()}),ut({mail:n})}async function mt(t,e){let n=await V(t,{upto:e});if(!n.ok)throw new Error;Vt({name:"badge",data:await n.json()})}async function _e(){let t=s(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await mt(t.action,l(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function Ge(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),ut({notices:n})}function Je(){
let t=s(document,"[data-bell]"),e=s(document,"[data-notices]");if(t){let a=l(t,"[data-unread]");Ge(t,a,Number(a.dataset.unread||0)),F("badge",
({unread:r})=>Ge(t,a,r))}let n=0,o=e&&J(e,()=>{n=0,o?.("");let a=s(e,".notice")?.id.slice(2);a&&e.dataset.notices&&mt(e.dataset.notices,a).catch(
()=>{})});F("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&b(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",_e),_e()}function Ze(t){let e=t.dataset.top||"",n=new Set,o=J(t,()=>{for(let a of n)C(a,e)>0&&(e=a);n.clear(),o("")});F("posts",({posts:a})=>{for(let r of a)
C(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function Qe(){let t=s(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=s(document,"[data-feed][data-top]:\
not([data-top=''])");Je(),Ve(),e&&Ze(e),je(t,e?.dataset.top||"")}function Mt({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var tn=()=>s(document,"[data-planner]");function en(){let t=tn();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Jt()}}async function Jt(){await A("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&en()}async function qo(t,e){let n=tn();n&&await A("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Jt()}var M=null,R=null,St=!1,Ht=0;function nn(t,e){St=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),M={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},on(t)}function on(t){if(!M)return;M.ghost.style.left=t.
clientX+"px",M.ghost.style.top=t.clientY+"px",Mt(t);let e=u(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==M.day&&(M.day?.
classList.remove("day-over"),M.day=e&&!e.classList.contains("day-past")?e:null,M.day?.classList.add("day-over"))}function Gt(t){if(clearTimeout(
Ht),R=null,!M)return;let{ghost:e,path:n,day:o}=M;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),M=null,t&&o?.dataset.day&&qo(n,o.dataset.day)}function Oo(t){let e=u(t.target,"[data-plan]");St=!1,!(!e||t.button!==0)&&(R={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(Ht),R.touch&&(Ht=setTimeout(()=>{R&&(nn(t,e),navigator.vibrate?.(10))},300)))}
function Ko(t){if(M){t.pointerId===M.pointer&&on(t);return}if(!R)return;let e=Math.hypot(t.clientX-R.x,t.clientY-R.y);R.touch?e>10&&(clearTimeout(
Ht),R=null):e>5&&nn(t,R.source)}function an(){en(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Jt()}),document.
addEventListener("pointerdown",Oo),document.addEventListener("pointermove",Ko),document.addEventListener("touchmove",t=>{M&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>Gt(!0)),document.addEventListener("pointercancel",()=>Gt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Gt(!1)}),document.addEventListener("dragstart",t=>{u(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{M&&t.preventDefault()}),document.addEventListener("click",t=>{!St||!u(t.target,"[data-plan]")||(St=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function Wo(t){t.dataset.ready="";let e=l(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=l(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),i=()=>{let f=r();o.textContent=`${f+1}/${a}`;for(let x of n){let L=f+Number(x.dataset.
step);x.disabled=L<0||L>=a}let w=e.children[f+1];w&&c(w,"img",HTMLImageElement).forEach(x=>{x.loading="eager"})},d=f=>{let w=c(e,":scope > *"),
x=w[Math.min(a-1,Math.max(0,r()+f))],L=matchMedia("(prefers-reduced-motion: reduce)").matches;x&&e.scrollTo({left:x.offsetLeft-(w[0]?.offsetLeft??
0),behavior:L?"instant":"smooth"})};for(let f of n)f.hidden=!1,f.addEventListener("click",()=>d(Number(f.dataset.step)));let m=getComputedStyle(
e).direction==="rtl";e.addEventListener("keydown",f=>{let w=new Map([["ArrowRight",m?-1:1],["ArrowLeft",m?1:-1],["Home",-a],["End",a]]).get(
f.key);w!==void 0&&(f.preventDefault(),d(w))}),e.addEventListener("scroll",()=>requestAnimationFrame(i),{passive:!0}),i()}function rn(){T(t=>c(
t,"[data-carousel]:not([data-ready])").forEach(Wo))}var Fo=320,tt={time:0,area:null,x:0,y:0};function sn(t){let e=t.closest("[data-post]"),n=e&&s(e,".like");if(!n)return;let o=s(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Uo(t,e),n.dataset.like!=="true"&&s(n,"form",HTMLFormElement)?.requestSubmit()}function Uo(t,e){s(t,".bu\
rst")?.remove();let n=s(e,".heart .icon",Element);if(!n)return;let o=y("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var cn=t=>u(t.target,"button, a:not([data-open]), summary",Element)?null:u(t.target,"[data-l\
ike-area]");function ln(){let t=!1;document.addEventListener("pointerup",e=>{if(t=e.pointerType==="mouse",t)return;let n=cn(e),o=Math.hypot(
e.clientX-tt.x,e.clientY-tt.y)<40;if(n&&n===tt.area&&o&&e.timeStamp-tt.time<Fo){tt={time:0,area:null,x:0,y:0},sn(n);return}tt={time:e.timeStamp,
area:n,x:e.clientX,y:e.clientY}}),document.addEventListener("dblclick",e=>{if(!t)return;let n=cn(e);n&&(getSelection()?.removeAllRanges(),sn(
n))}),document.addEventListener("htmx:afterSettle",e=>{if(!e.detail.target?.classList?.contains("like"))return;let n=e.detail.requestConfig?.
path,o=n&&s(document,`.like form[action="${CSS.escape(n)}"]`);o&&s(o,'.heart[aria-pressed="true"]')?.classList.add("just")})}var Yo=6,et=60;function dn(t){let e=c(t.closest("[data-post]")??document,'a[data-open="photo"]',HTMLAnchorElement),n=e.indexOf(t),o=1,a=0,r=0,
i=l(document,"template[data-lightbox]",HTMLTemplateElement).content.cloneNode(!0),d=l(i,"h2"),m=l(i,".lightbox-stage"),f=l(i,".lightbox-coun\
t"),w=l(i,".lightbox-back",HTMLButtonElement),x=l(i,".lightbox-next",HTMLButtonElement),{box:L,button:ht}=D({className:"lightbox",title:d,body:[
i],cancel:d.dataset.close??"",closed:()=>e[n]?.focus({preventScroll:!0})});ht.className="lightbox-close button";let q=null,j=()=>{if(!q)return;
o===1&&([a,r]=[0,0]);let p=Math.max(0,(q.offsetWidth*o-m.clientWidth)/2),E=Math.max(0,(q.offsetHeight*o-m.clientHeight)/2);a=Math.min(p,Math.
max(-p,a)),r=Math.min(E,Math.max(-E,r)),q.style.transform=`translate(${a}px, ${r}px) scale(${o})`,m.classList.toggle("lightbox-zoomed",o>1)},
O=(p,E,H)=>{let B=o,X=m.getBoundingClientRect();o=Math.min(Yo,Math.max(1,p)),o>1&&c(m,"source, img",Element).forEach(K=>K.setAttribute("size\
s","10000px"));let h=E-X.left-X.width/2,k=H-X.top-X.height/2;a=h-(h-a)*o/B,r=k-(k-r)*o/B,j()},ro=()=>[m.getBoundingClientRect().left+m.clientWidth/
2,m.getBoundingClientRect().top+m.clientHeight/2],N=p=>{if(p<0||p>=e.length)return;n=p,[o,a,r]=[1,0,0];let E=s(e[n]?.parentElement??document,
"picture",HTMLElement)?.cloneNode(!0);E instanceof HTMLElement&&(c(E,"source, img",Element).forEach(H=>H.setAttribute("sizes","100vw")),q=l(
E,"img",HTMLImageElement),q.loading="eager",q.draggable=!1,m.replaceChildren(E),m.classList.remove("lightbox-zoomed"),f.textContent=e.length>
1?e[n]?.dataset.place??"":"",[w.hidden,x.hidden]=[n===0,n===e.length-1])};w.addEventListener("click",()=>N(n-1)),x.addEventListener("click",
()=>N(n+1)),m.addEventListener("wheel",p=>{p.preventDefault(),O(o*Math.exp(-p.deltaY/300),p.clientX,p.clientY)},{passive:!1}),m.addEventListener(
"dblclick",p=>O(o>1?1:2.5,p.clientX,p.clientY));let At=getComputedStyle(L).direction==="rtl";L.addEventListener("keydown",p=>{let[E=0,H=0]=ro(),
B=new Map([["ArrowRight",()=>o>1?(a-=et,j()):N(n+(At?-1:1))],["ArrowLeft",()=>o>1?(a+=et,j()):N(n+(At?1:-1))],["ArrowUp",()=>{r+=et,j()}],["\
ArrowDown",()=>{r-=et,j()}],["+",()=>O(o*1.5,E,H)],["=",()=>O(o*1.5,E,H)],["-",()=>O(o/1.5,E,H)],["0",()=>O(1,E,H)],["Home",()=>N(0)],["End",
()=>N(e.length-1)]]).get(p.key);!B||p.ctrlKey||p.metaKey||p.altKey||(p.preventDefault(),B())}),so(),N(n),L.tabIndex=-1,L.showModal(),L.focus();
function so(){let p=new Map,E={x:0,y:0},H=!1,B=()=>{let[h,k]=[...p.values()];return h&&k?{far:Math.hypot(h.x-k.x,h.y-k.y),x:(h.x+k.x)/2,y:(h.
y+k.y)/2}:null};m.addEventListener("pointerdown",h=>{m.setPointerCapture(h.pointerId),p.set(h.pointerId,{x:h.clientX,y:h.clientY}),E={x:h.clientX,
y:h.clientY},H=p.size>1}),m.addEventListener("pointermove",h=>{let k=p.get(h.pointerId);if(!k)return;let K=B();p.set(h.pointerId,{x:h.clientX,
y:h.clientY});let gt=B();K&&gt?O(o*gt.far/Math.max(1,K.far),gt.x,gt.y):o>1&&([a,r,H]=[a+h.clientX-k.x,r+h.clientY-k.y,!0],j())});let X=h=>{if(!p.
delete(h.pointerId)||H||o>1)return;let k=h.clientX-E.x,K=h.clientY-E.y;Math.abs(k)>et&&Math.abs(k)>Math.abs(K)?N(n+(k<0?1:-1)*(At?-1:1)):K>2*
et&&h.pointerType!=="mouse"&&L.close()};m.addEventListener("pointerup",X),m.addEventListener("pointercancel",h=>p.delete(h.pointerId))}}var jo=300,ft={link:null,timer:0};function un(t){t.dataset.open==="photo"?dn(t):location.assign(t.href)}function mn(){document.addEventListener(
"click",t=>{let e=u(t.target,"a[data-open]",HTMLAnchorElement);if(!e||t.button!==0||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey)return;t.preventDefault();
let n=ft.link===e||t.detail>1;clearTimeout(ft.timer),ft={link:null,timer:0},t.detail===0?un(e):n||(ft={link:e,timer:window.setTimeout(()=>{ft.
link=null,un(e)},jo)})})}function fn(t){let e=t.parentElement,n=e&&s(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,i=Number(n.getAttribute("height"))||1,d=[a.width/r,a.height/i],m=getComputedStyle(n).objectFit==="contain"?Math.
min(...d):Math.max(...d);for(let f of c(t,"[data-x]")){let w=a.left-o.left+(a.width-r*m)/2+Number(f.dataset.x)*r*m,x=a.top-o.top+(a.height-i*
m)/2+Number(f.dataset.y)*i*m,L=f.offsetWidth/2+4,ht=Math.max(L,Math.min(o.width-L,w));f.style.left=ht+"px",f.style.top=Math.max(4,Math.min(o.
height-f.offsetHeight-8,x))+"px",f.style.setProperty("--point",Math.max(-L+14,Math.min(L-14,w-ht))+"px")}}function pn(){let t=new ResizeObserver(
e=>{for(let n of e){let o=s(n.target,"[data-people][open]");o&&fn(o)}});document.addEventListener("toggle",e=>{let n=v(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);fn(n),t.
observe(o)}},!0)}var U=new Map,Y=null,gn,z=!1,bn=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),yn=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),Xo=()=>yn()||bn().some(t=>t.matches),Qt=class{constructor(e){this.
box=e,this.film=l(e,"video",HTMLVideoElement),this.button=l(e,"[data-play]"),this.line=l(e,"[data-line]",HTMLProgressElement),this.switch=s(
e,"[data-sound]"),this.cc=s(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!z,n.tabIndex=-1,o.hidden=this.line.hidden=!1,l(e,"[data-video-tools]").hidden=!1;let a=s(
n,"source[data-small]");a&&yn()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>hn(!z)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(z)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){Y!==this&&Y?.film.pause(),
Y=this;let{film:e}=this;e.muted=!z,this.wanted=!0,e.play().catch(()=>{this.wanted&&z&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=Vo(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&u(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)hn(!z);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Vo(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function hn(t){z=t;for(let e of U.values())e.film.muted=!z,e.switch?.setAttribute("aria-pressed",String(z))}function Zt(){for(let[e,n]of U)e.
isConnected||(gn?.unobserve(e),U.delete(e),Y===n&&(Y=null));for(let e of U.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||Xo())return;let t=[...U.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==Y||
t.film.paused)&&t.play()}function wn(){let t=gn=new IntersectionObserver(e=>{for(let n of e){let o=U.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}Zt()},{threshold:[0,.25,.5,.75,1]});T(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))U.set(n,new Qt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?Y?.film.pause():Zt()});for(let e of bn())e.addEventListener("change",
Zt)}var nt=null;async function te(t,e){let n;try{let i=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!i.ok||i.redirected)
throw new Error;if(n=s(S(await i.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}nt?.close();let o=y("h2","",n.dataset.
title),a=document.importNode(n,!0),{box:r}=D({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(i){nt===i&&(nt=null),e?.
isConnected&&e.focus()}});nt=r,r.showModal(),ye(a)}function vn(){document.addEventListener("click",t=>{let e=u(t.target,"a[data-dialog]",HTMLAnchorElement);
if(!e||t.ctrlKey||t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute(
"open"),te(e.href,n&&s(n,"summary")||e)}),document.addEventListener("photogram:sent",t=>{nt?.close(),b(t.detail.value)}),document.addEventListener(
"photogram:collected",()=>{nt?.close(),b("Your collections are changed.")})}var En=(t,e)=>s(t,".bookmark")?.setAttribute("aria-pressed",String(e)),ee=t=>!s(t,'input[name="_method"]');function xn(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&En(e,ee(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=v(
t.detail.requestConfig?.elt),n=e?.dataset.collections;e?.matches(".save form")&&(t.detail.successful?n&&ee(e)&&b("Saved.",{action:"Add to co\
llections",run:()=>te(n)}):En(e,!ee(e)))})}function Ln(){document.addEventListener("click",t=>{let e=u(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=u(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function kn(){let t=s(document,"[data-voice]");if(t)return t;let e=y("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function pt(t){let e=kn();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function Tn(){kn(),document.addEventListener(
"photogram:told",t=>pt(t.detail.value))}var oe=()=>c(document,"[data-arrange] > .arranged");async function Mn(t,e,{above:n,beside:o},a){try{if(!(await V(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),b("The new place could not be saved. It is back where it was.")}}function Sn(t,e,n){e[n?"before":"after"](t);let o=oe();
pt(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function Hn(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var I=null;
function _o(t){let e=u(t.target,"[data-grip]"),n=u(t.target,".arranged");!e||!n||t.button!==0||u(t.target,"button")||(t.preventDefault(),I={
row:n,back:Hn(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function Go(t){if(I){Mt(t);for(let e of oe()){
if(e===I.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(I.beside!==e||I.above!==
a)&&(Sn(I.row,e,a),I.beside=e,I.above=a)}}}function ne(t){if(!I)return;let{row:e,back:n,beside:o,above:a}=I;e.classList.remove("dragged"),I=
null,o&&(t?Mn(e,l(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Jo(t){let e=u(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=oe(),i=r[r.indexOf(n)+(a?-1:1)];if(!i){s(document,"[data-older]")&&!a&&e.submit();return}let d=Hn(n);Sn(n,i,a),o.focus(),Mn(n,
e,{above:a,beside:i},d)}function An(){document.addEventListener("submit",Jo),document.addEventListener("pointerdown",_o),document.addEventListener(
"pointermove",Go),document.addEventListener("pointerup",()=>ne(!0)),document.addEventListener("pointercancel",()=>ne(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&ne(!1)}),T(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function Zo(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&rt(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(s(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=S(await a.text());for(let i of c(document,o)){let d=r.getElementById(i.id);d&&!i.contains(document.activeElement)&&!s(
i,"details[open]")&&rt(i,d)}}catch{}}function Cn(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>Zo(o))})}function In(){document.addEventListener("click",t=>{let e=u(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=l(n,".confirm-body"),{box:a,button:r}=D({title:l(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function ae({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>A(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var re=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),se=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,Qo={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function Dn(){document.addEventListener("htmx:sendError",t=>{re(t)||b(se(t,"No conn\
ection. Nothing was changed."),ae(t))}),document.addEventListener("htmx:timeout",t=>{re(t)||b(se(t,"The site takes too long to answer."),ae(
t))}),document.addEventListener("htmx:responseError",t=>{if(re(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}b(se(t,Qo[e.
status]||"That did not work."),e.status===404||e.status===409?{}:ae(t))}})}var Rn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",ie=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,$=(t,e=Rn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(ie);function ta(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),i=!!$(e,"textarea[name]");return()=>{let d=t.id&&document.getElementById(t.id);if(d&&ie(d))return d;let m=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(f=>$(f,"button"));if(m)return i&&$(m,"textar\
ea")||$(m,"button")||$(m);for(let f of a)if(f?.isConnected&&$(f))return $(f);return r?.isConnected&&$(r)||s(document,"main :is(h1, h2)")}}function Pn(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let i=document.activeElement,d=i&&i!==document.body&&(n?.contains(i)||r.contains(i))?ta(i):null;setTimeout(()=>{let m=document.activeElement;
if(d&&(!m||m===document.body||!ie(m))){let w=d();w&&!w.matches(Rn)&&(w.tabIndex=-1),w?.focus({preventScroll:!0})}let f=s(S(e.responseText),"\
[data-say]")?.dataset.say;f&&pt(f)})})}function zn(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=u(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||s(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,s(e,"summary")?.focus())})}var Nn="[data-copy], [data-copy-here], [data-share]";async function ce(t){try{await navigator.clipboard.writeText(t),b("Link copied.")}catch{
b("The browser did not allow copying. The link is in the address bar of the post.")}}async function ea({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return ce(t||location.href);if(!navigator.share)return ce(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await ce(e)}}function Bn(){document.addEventListener("click",t=>{let e=u(t.target,Nn);e&&(e.closest("details.menu")?.
removeAttribute("open"),ea(e))}),T(t=>{for(let e of c(t,Nn))e.hidden=!1})}function $n(){for(let t of c(document,"[data-compare]")){let e=l(t,"input",HTMLInputElement),n=()=>t.style.setProperty("--shown",`${e.value}\
%`);e.hidden=!1,t.classList.add("compare-live"),e.addEventListener("input",n),n()}}var Kn="photogram-single-keys";function Wn(){try{return localStorage.getItem(Kn)!=="off"}catch{return!0}}function qn(){let t=l(document,"tem\
plate[data-shortcuts]",HTMLTemplateElement).content.cloneNode(!0),e=l(t,"h2"),n=l(t,"input",HTMLInputElement);n.checked=Wn(),n.addEventListener(
"change",()=>{try{localStorage.setItem(Kn,n.checked?"on":"off")}catch{}});let{box:o}=D({className:"dialog shortcuts",title:e,body:[t],cancel:e.
dataset.close??""});o.showModal()}var le=()=>c(document,".feed article[data-post]");function Fn(){let t=le(),e=u(document.activeElement,"art\
icle[data-post]");return e&&t.includes(e)?t.indexOf(e):t.findIndex(n=>n.getBoundingClientRect().bottom>innerHeight/3)}function On(t){let e=le(),
n=Fn(),o=e.includes(document.activeElement),a=e[n+(t>0&&!o&&(e[n]?.getBoundingClientRect().top??0)>0?0:t)];a&&(a.tabIndex=-1,a.focus({preventScroll:!0}),
a.scrollIntoView({block:"start"}))}function na(){let t=le()[Fn()]??s(document,"article[data-post]");t&&s(t,".like .heart")?.click()}function oa(){
let t=s(document,'.search-form input[type="search"]',HTMLInputElement),e=s(document,".rail-search",HTMLAnchorElement);t?t.focus():e&&location.
assign(e.href)}function Un(){for(let t of c(document,"[data-show-shortcuts]",HTMLButtonElement))t.hidden=!1,t.addEventListener("click",qn);s(
document,"template[data-shortcuts]",HTMLTemplateElement)&&document.addEventListener("keydown",t=>{if(t.defaultPrevented||t.altKey||t.ctrlKey||
t.metaKey||!Wn()||ot(t.target)||u(t.target,"[contenteditable], [role=listbox]")||s(document,"dialog[open]"))return;let e=new Map([["j",()=>On(
1)],["k",()=>On(-1)],["l",na],["/",oa],["?",qn]]).get(t.key);e&&(t.preventDefault(),e())})}function Yn(){document.addEventListener("click",t=>{let e=u(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var jn=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function de(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=jn(
e))}}function aa(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=jn(t)}function Xn(){de(),
aa(),setInterval(de,3e4),document.addEventListener("htmx:load",de)}async function ra(t,e){let n=s(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){A("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await V(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{b("That could not be undone. Reload the \
page and try again.")}}function Vn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;b(e,{action:"Undo",
run:()=>ra(n,o)})})}var _n="[data-overlay], [data-picture]";function Gn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let i=(d,m,f)=>a.setProperty(
d,m||f);i("--x",t,".5"),i("--y",e,".5"),i("--s",n,"1"),i("--r",o,"0"),r.add("placed")}function Zn(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function sa(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function Qn(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=sa((Date.parse(t.dateTime)-Date.now())/1e3)}function Jn(t){t instanceof HTMLElement&&t.
matches(_n)&&Gn(t),c(t,_n).forEach(Gn),c(t,"[data-slider]",HTMLInputElement).forEach(Zn),Qn()}function to(){document.addEventListener("input",
t=>{let e=v(t.target,HTMLInputElement);e?.matches("[data-slider]")&&Zn(e)}),document.addEventListener("htmx:load",t=>Jn(t.detail.elt)),Jn(document),
s(document,"[data-canvas], [data-stories]")&&setInterval(Qn,1e3)}function eo(){addEventListener("pageshow",t=>{let e=s(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&A("GET","/stories",{target:e,swap:"outerHTML"})})}var ia=50,ca=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,no=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),ue=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.changed=
e.dataset.changed||this.newest,this.asking=null,this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)
return;let e=this.seen=this.newest;await mt(this.path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?afte\
r=${this.changed}`,{headers:{"HX-Request":"true"}});if(!e.ok)return 0;let n=c(S(await e.text()),".message, .message-day");n.filter(d=>d.matches(
".message")).length>=ia&&location.reload();let a=ca(),r=this.take(n),i=r.at(-1);return i&&((a||i.classList.contains("message-mine"))&&no(),this.
look()),r.length}take(e){let n=c(this.log,".messages").at(-1),o=[],a=null;for(let r of e){if(r.matches(".message-day")){a=r;continue}let i=r.
dataset.change||"0",d=document.getElementById(r.id);if(C(i,this.changed)>0&&(this.changed=i),d)la(d,r);else if(C(r.id.slice(2),this.newest)>
0){let m=c(this.log,".message-day").at(-1);a&&a.dataset.day!==m?.dataset.day&&n?.append(document.importNode(a,!0)),a=null;let f=document.importNode(
r,!0);n?.append(f),htmx.process(f),o.push(f),this.newest=r.id.slice(2)}}return o}refresh(){return this.asking&&(this.again=!0),this.asking??=
this.askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function la(t,e){
let n=t.contains(document.activeElement)&&s(t,".message-menu > summary"),o=document.importNode(e,!0);if(t.replaceWith(o),htmx.process(o),!n)
return;let a=s(o,".message-menu > summary")??o;a===o&&(o.tabIndex=-1),a.focus({preventScroll:!0})}function da(){let t=s(document,"[data-talk\
s]"),e=!1;return async()=>{if(!t||e||!t.offsetParent)return;e=!0;let n=await fetch(t.dataset.talks||"",{headers:{"HX-Request":"true"}}).catch(
()=>null),o=n?.ok&&s(S(await n.text()),".threads");o&&s(t,".threads")?.replaceWith(document.importNode(o,!0)),e=!1}}function oo(t,e){let n=l(
t,"[data-message-file]",HTMLInputElement),o=l(t,"[data-message-chosen]"),a=()=>{let r=n.files?.length||0;o.textContent=r===1?o.dataset.one||
"":(o.dataset.many||"").replace("2",String(r)),o.hidden=r===0};return n.addEventListener("change",()=>{a(),e.focus({preventScroll:!0})}),e.addEventListener(
"paste",r=>{r.clipboardData?.files.length&&(r.preventDefault(),n.files=r.clipboardData.files,a())}),{any:()=>!!n.files?.length,clear(){n.value=
"",a()}}}function ua(t,e){let n=l(e,"textarea",HTMLTextAreaElement),o=oo(e,n);e.addEventListener("htmx:beforeRequest",()=>fe(n)),e.addEventListener(
"htmx:afterRequest",a=>{a.detail.successful&&(pe(n),o.clear(),n.focus({preventScroll:!0}),t.refresh())}),n.addEventListener("keydown",a=>{a.
key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),(n.value.trim()||o.any())&&e.requestSubmit())})}
function ma(t){let e=new IntersectionObserver(o=>{for(let{isIntersecting:a,target:r}of o)!a||!(r instanceof HTMLElement)||(e.unobserve(r),r.
click())}),n=()=>{for(let o of c(t,"[data-earlier]"))e.observe(o)};document.addEventListener("htmx:afterSettle",()=>{let o="";for(let a of c(
t,".message-day"))a.dataset.day===o&&a.remove(),o=a.dataset.day||"";n()}),setTimeout(n,500)}function ao(){let t=s(document,"[data-message-fo\
rm]"),e=s(document,"[data-conversation]");for(let a of c(document,".new-message"))a instanceof HTMLFormElement&&oo(a,l(a,"textarea",HTMLTextAreaElement));
if(!e)return;let n=new ue(e),o=da();document.addEventListener("photogram:message",a=>{a.preventDefault(),o(),n.refresh().then(r=>{!r&&a.detail.
more&&document.visibilityState==="visible"&&_t()})}),document.addEventListener("visibilitychange",()=>n.look()),document.addEventListener("h\
tmx:afterRequest",a=>{let r=u(a.target,"[data-message-act]");if(!r||!a.detail.successful)return;let i=r.closest("details.menu");i?.contains(
document.activeElement)&&s(i,"summary")?.focus({preventScroll:!0}),i?.removeAttribute("open"),n.refresh()}),t instanceof HTMLFormElement&&ua(
n,t),(!location.hash||location.hash==="#end")&&no(),ma(e)}Ae(Re,Tn,Dn,Pn,Cn,Vn,zn,In,vn,Yn,Xn,Bn,An,Te,De,Ie,Ce,He,xe,ln,mn,xn,rn,wn,pn,be,we,Ln,to,$n,Un,eo,an,Qe,ao,Be,Ne,Ke);})();
