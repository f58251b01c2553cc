"use strict";
(()=>{var le=new WeakMap;function de(t){le.set(t,t.value)}function At(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function ue(t){t.value=At(
t.value,le.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function i(t,e,n){return v(t.querySelector(e),n)}function l(t,e,n){let o=i(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>v(o,n)??[])}function d(t,e,n){return t instanceof Element?v(t.closest(e),n):null}function v(t,e){
return t instanceof(e??HTMLElement)?t:null}var gt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
bt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function y(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var S=t=>new DOMParser().parseFromString(t,"text/html");var ot=()=>document.getElementById("comment-form");function me(t,e,n,o){let a=l(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";l(
t,"[data-reply-to]",HTMLInputElement).value=e,l(t,"[data-replying]").hidden=!e,l(t,"[data-replying-name]").textContent=n;let s=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!s.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+s,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var Ct={reply:"",name:"",text:""};function fe(t){return{
reply:l(t,"[data-reply-to]",HTMLInputElement).value,name:l(t,"[data-replying-name]").textContent,text:l(t,"textarea",HTMLTextAreaElement).value}}
function pe(){document.addEventListener("click",n=>{let o=d(n.target,"[data-reply], [data-reply-cancel]"),a=o&&ot();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:s=""}=o.dataset;me(a,r,s,"replyMention"in o.dataset)});let t=Ct,e=Ct;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&ot();o&&(t=fe(o))}),document.addEventListener("htmx:before\
Swap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&ot();o&&(e=fe(o),e.reply===t.reply&&(e.reply=e.name=""),
e.text=At(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=ot(),{reply:o,name:a,text:r}=e;if(e=Ct,!n||!o&&!r||i(n,"[a\
ria-invalid]"))return;l(n,"textarea",HTMLTextAreaElement).value=r;let s=document.getElementById("c-"+o);me(n,s?o:"",s?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&ot();o&&i(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=v(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=l(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&d(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,i(o,"summary")?.focus())})}var V=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),A=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function at(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function he(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var eo=40,yt=[],It=!1;function no(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function _(t){if(It)return;let e={pages:yt.slice(0,eo),at:no(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function oo(t,{pages:e,at:n}){It=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=i(t,"[data-older]");if(!r||r.dataset.older!==a)break;let s=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),m=s.ok&&i(S(await s.text()),".part");if(!m)break;at(r,m),yt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}It=!1,_(t)}function ge(){let t=i(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(_,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>_(t)),document.addEventListener("click",o=>{d(o.target,"a",Element)&&_(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=v(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(yt.push(a),_(t))}),document.addEventListener("photogram:fresh",()=>{yt.length=0,_(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&oo(t,n)}function be(){document.addEventListener("change",t=>{let e=d(t.target,"[data-avatar]"),n=v(t.target,HTMLInputElement)?.files?.[0];if(!e||!n)
return;let o=l(e,"[data-avatar-preview] img",HTMLImageElement);o.removeAttribute("srcset"),o.src=URL.createObjectURL(n)})}var rt=new Map,g=null,wt=null,Rt=0,Pt=!1,ao,ro=()=>ao??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{\
sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\
\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function Bt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}let n=ro().exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function io(t){
let e=rt.get(t);if(e!==void 0)return e;wt?.abort(),wt=new AbortController;let n=await fetch("/complete?q="+encodeURIComponent(t),{headers:{Accept:"\
text/html"},signal:wt.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();return rt.size>60&&rt.clear(),
rt.set(t,o),o}async function so(t){let e=Bt(t);if(!e)return R();let n;try{n=await io(e.query)}catch{return}let o=Bt(t);if(document.activeElement!==
t||o?.query!==e.query)return;let a=i(S(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],s=r.length===1&&r[0]?.dataset.insert===o.query.slice(1);
if(!a||r.length===0||s)return R();co(t,document.importNode(a,!0),o)}function co(t,e,n){g?.field!==t&&R(),g??=lo(t,n),i(g.box,"[role=listbox]")?.
remove(),e.id="complete-list",g.box.append(e),g.options=c(e,":scope > *"),g.at=n,t.setAttribute("aria-controls",e.id),g.count.textContent=g.
options.length===1?"1 suggestion":`${g.options.length} suggestions`,Nt(n.query.startsWith("#")||n.query.startsWith("＃")?null:g.options[0]),
vt()}function lo(t,e){let n=y("div","complete"),o=y("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=d(a.target,"[role=option]");r&&we(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function vt(){if(!g)return;let{
field:t,box:e}=g,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,s=(window.visualViewport?.height??innerHeight)-n.bottom,m=s<260&&n.top>s;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(m?n.top:s)-12))+"px",e.style.top=m?"auto":n.
bottom+4+"px",e.style.bottom=m?innerHeight-n.top+4+"px":"auto"}function Nt(t){if(g){for(let e of g.options)e.setAttribute("aria-selected",String(
e===t));g.chosen=t??null,t?(g.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):g.field.removeAttribute(
"aria-activedescendant")}}function we(t){if(!g)return;let{field:e,at:n}=g;R(),e.focus();let o=e.dataset.complete==="person",a=e.value.slice(
n.end),r=n.sign+t.dataset.insert+(o||/^\s/.test(a)?"":" ");Pt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||
(e.setRangeText(r,n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),Pt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}
function R(){if(clearTimeout(Rt),wt?.abort(),!g)return;let{field:t,box:e}=g;g=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute(
"role");for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var Dt=({target:t})=>bt(t)&&t.matches("[d\
ata-complete]")?t:null;function ye(t){clearTimeout(Rt);let e=Bt(t);if(!e)return R();Rt=setTimeout(()=>so(t),rt.has(e.query)?0:120)}function uo(t){
if(!g||t.target!==g.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=g,o=n?e.indexOf(n):
-1;switch(t.key){case"ArrowDown":Nt(e[(o+1)%e.length]);break;case"ArrowUp":Nt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)
return R();we(n);break;case"Escape":R();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return R();default:return}t.preventDefault(),
t.stopPropagation()}function ve(){document.addEventListener("focusin",t=>{let e=Dt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof
HTMLInputElement&&e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=Dt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&
!Pt&&ye(e)}),document.addEventListener("compositionend",t=>{let e=Dt(t);e&&ye(e)}),document.addEventListener("keydown",uo,!0),document.addEventListener(
"focusout",t=>{t.target===g?.field&&R()}),addEventListener("scroll",t=>{t.target instanceof Node&&g?.box.contains(t.target)||vt()},{capture:!0,
passive:!0}),addEventListener("resize",vt),window.visualViewport?.addEventListener("resize",vt)}var Ee;function it(t){Ee??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of Ee.segment(t.normalize("NFC").trim()))e++;
return e}var mo={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||it(t)>=8?"":`${8-it(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},xe=0;function fo(t){let e=mo[t.name],n=t.closest(".field");!e||!n||(clearTimeout(xe),xe=
setTimeout(()=>{let o=e(t.value.trim()),a=i(n,".problem");a||(a=y("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function Le(){document.addEventListener("input",t=>{gt(t.target)&&t.target.form?.
hasAttribute("data-hints")&&fo(t.target)})}function ke(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function T(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function Te(){document.addEventListener("click",t=>{let e=d(t.target,"[data-reveal]"),n=e&&v(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),T(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function Me(){document.addEventListener("input",t=>{let e=v(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
i(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),T(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function po(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=it(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=y("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function ho(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function Se(){T(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(bt)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(po(e)),"grow"in e.dataset&&n.push(ho(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function b(t,{action:e,run:n,keep:o=4500}={}){let a=y("div","toast");if(a.append(y("span","",t)),e){let r=y("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}i(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function He(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&b(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&b(t.detail.value)})}var go="/settings/push";function Ae(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var qt=()=>i(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function bo(t){let e=Ae(qt()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function Ce(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:Ae(qt())})}async function yo(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||bo(t))return;await t.unsubscribe();let e=await Ce();await fetch(go,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function wo(t,e){let n=l(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){b("This browser does not all\
ow notifications from here. Allow them in its settings for this site.");return}try{n.value=JSON.stringify(await Ce())}catch{b("This browser \
could not reach its push service. Try again later.");return}t.requestSubmit()}}function Ie(){if(!("serviceWorker"in navigator)||!("PushManag\
er"in window)||!qt())return;let t=i(document,"form[data-push]",HTMLFormElement);t&&(l(t,"button").removeAttribute("disabled"),i(document,"[d\
ata-no-push]")?.remove(),t.addEventListener("submit",e=>{wo(t,e)})),Notification.permission==="granted"&&yo().catch(()=>{})}function vo(t){let e=c(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function Eo(){let t=i(document,"[data-feed][data-viewer]"),e=i(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(vo(t))]})}function De(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(Eo,()=>{})}),i(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var Be=1e3,xo=3e3,Lo=80,G,Ot=0;function Et(){if(clearTimeout(Ot),Ot=0,!G)return;let t=G;G=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function ct(t,e){G||=new URLSearchParams,G.append(t,e),G.size>=Lo?
Et():Ot||=setTimeout(Et,2*Be)}var $t=new Set,st=new Map;function ko(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!$t.has(r)&&!st.has(e)&&st.set(e,setTimeout(()=>{st.
delete(e),!(document.hidden||$t.has(r))&&($t.add(r),ct("seen",r))},Be)):(clearTimeout(st.get(e)),st.delete(e))}}var Re=new WeakMap;function Pe(t,e){
if(!(t instanceof HTMLVideoElement))return;let n=d(t,"[data-post]")?.dataset.post;if(!n||d(t,"[data-editor]"))return;let o=Re.get(t);if(!o){
if(e!=="playing")return;Re.set(t,o={began:0,ran:0,over:!1}),ct("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=
0,o.ran+=r,r>0&&ct("watch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<xo&&!t.ended&&ct("skip",n))}function Ne(){let t=new IntersectionObserver(
ko,{threshold:[0,.1,.2,.3,.4,.5,.75]});T(n=>{for(let o of c(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});
for(let n of["playing","pause","ended"])document.addEventListener(n,o=>Pe(o.target,n),!0);document.addEventListener("click",n=>{let o=d(n.target,
"a[data-owner]");o?.dataset.owner&&ct("link",o.dataset.owner)});let e=()=>{for(let n of c(document,"video",HTMLVideoElement))n.paused||Pe(n,
"leave");Et()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",Et)}var C=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function J(t,e){let n=y("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=i(n,"b\
utton > span");if(!a){let r=y("button","fresh-pill");a=y("span"),r.type="button",r.append(To(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await Mo(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function To(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,s]of Object.entries(o))a.setAttribute(r,s);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function Mo(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await A("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=i(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var So=3e5,$e="photogram:last",xt={badge:[],notification:[],posts:[]},Z=null,W=null,Lt=[],Ut=new Set,Oe="",Q=null,kt=null,lt=null,qe=0,Kt=0;
function F(t,e){xt[t].push(e)}function ze(t){let{name:e,id:n,data:o}=t;if(n&&(W===null||C(n,W)>0)){W=n;try{sessionStorage.setItem($e,`${W} ${Date.
now()}`)}catch{}}if(e!=="posts")for(let a of xt.badge)a(o);if(e==="notification")for(let a of xt.notification)a(o);if(e==="posts")for(let a of xt.
posts)a(o)}function Xt(t){Z?.postMessage(t),ze(t)}function Ho({data:t}){if(t.name!=="top")return ze(t);Ut.add(t.data),Q&&Lt.length>0&&Z?.postMessage(
{name:"posts",data:{posts:Lt}})}function Wt(){let t=new URL(Oe,location.href);W!==null&&t.searchParams.set("last",W);let e=[...Ut].sort(C)[0];
e&&t.searchParams.set("top",e);let n=Q=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{qe=0;let r=JSON.
parse(a.data);o==="posts"&&(Lt=[...r.posts,...Lt].slice(0,100)),Xt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("by\
e",Ft),n.addEventListener("error",()=>{Q?.readyState===EventSource.CLOSED&&(clearTimeout(Kt),Kt=setTimeout(Wt,Math.min(3e5,2e3*2**qe++)*(.5+
Math.random()/2)))})}function Ft(){clearTimeout(Kt),Q?.close(),Q=null,lt?.abort(),lt=null,kt?.(),kt=null}function zt(){if(Q||lt||kt)return;if(!navigator.
locks||!Z){Wt();return}let t=lt=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.
aborted)return e(null);lt=null,kt=()=>e(null),Wt()})).catch(()=>{})}function Ke(t,e){Oe=t,"BroadcastChannel"in window&&(Z=new BroadcastChannel(
"photogram-live"),Z.addEventListener("message",Ho));try{let[o,a]=(sessionStorage.getItem($e)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(W=
o)}catch{}e&&(Ut.add(e),Z?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.
visibilityState==="visible"?zt():n=setTimeout(Ft,So)}),addEventListener("pagehide",Ft),addEventListener("pageshow",o=>{o.persisted&&zt()}),zt()}var We,Ao={notices:0,mail:0};function dt(t){We??=document.title;let{notices:e,mail:n}=Object.assign(Ao,t),o=e+n;document.title=(o?`(${o>99?"\
99+":o}) `:"")+We}function Yt(){b("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function Fe(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:l(r,"[data-mail-count]")})),e=i(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
J(e,()=>{e.dataset.threads=o,a?.("")});F("badge",({messages:r,newest:s})=>{let m=r>99?"99+":String(r);for(let{link:w,count:x}of t)x.textContent=
m,x.dataset.mailCount=String(r),x.hidden=r===0,w.setAttribute("aria-label",r?`Inbox, ${m} unread`:"Inbox");let u=r>n;if(n=r,dt({mail:n}),s===
o||s==="0")return;o=s,a&&C(s,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:u}}))&&u&&!e&&document.visibilityState==="visible"&&Yt()}),dt({mail:n})}async function ut(t,e){let n=await V(t,{upto:e});if(!n.ok)throw new Error;Xt({name:"badge",data:await n.json()})}async function Ue(){let t=i(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await ut(t.action,l(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function Xe(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),dt({notices:n})}function Ye(){
let t=i(document,"[data-bell]"),e=i(document,"[data-notices]");if(t){let a=l(t,"[data-unread]");Xe(t,a,Number(a.dataset.unread||0)),F("badge",
({unread:r})=>Xe(t,a,r))}let n=0,o=e&&J(e,()=>{n=0,o?.("");let a=i(e,".notice")?.id.slice(2);a&&e.dataset.notices&&ut(e.dataset.notices,a).catch(
()=>{})});F("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&b(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",Ue),Ue()}function je(t){let e=t.dataset.top||"",n=new Set,o=J(t,()=>{for(let a of n)C(a,e)>0&&(e=a);n.clear(),o("")});F("posts",({posts:a})=>{for(let r of a)
C(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function Ve(){let t=i(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=i(document,"[data-feed][data-top]:\
not([data-top=''])");Ye(),Fe(),e&&je(e),Ke(t,e?.dataset.top||"")}function Tt({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var _e=()=>i(document,"[data-planner]");function Ge(){let t=_e();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Vt()}}async function Vt(){await A("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&Ge()}async function Co(t,e){let n=_e();n&&await A("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Vt()}var M=null,D=null,Mt=!1,St=0;function Je(t,e){Mt=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),M={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},Ze(t)}function Ze(t){if(!M)return;M.ghost.style.left=t.
clientX+"px",M.ghost.style.top=t.clientY+"px",Tt(t);let e=d(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==M.day&&(M.day?.
classList.remove("day-over"),M.day=e&&!e.classList.contains("day-past")?e:null,M.day?.classList.add("day-over"))}function jt(t){if(clearTimeout(
St),D=null,!M)return;let{ghost:e,path:n,day:o}=M;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),M=null,t&&o?.dataset.day&&Co(n,o.dataset.day)}function Io(t){let e=d(t.target,"[data-plan]");Mt=!1,!(!e||t.button!==0)&&(D={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(St),D.touch&&(St=setTimeout(()=>{D&&(Je(t,e),navigator.vibrate?.(10))},300)))}
function Do(t){if(M){t.pointerId===M.pointer&&Ze(t);return}if(!D)return;let e=Math.hypot(t.clientX-D.x,t.clientY-D.y);D.touch?e>10&&(clearTimeout(
St),D=null):e>5&&Je(t,D.source)}function Qe(){Ge(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Vt()}),document.
addEventListener("pointerdown",Io),document.addEventListener("pointermove",Do),document.addEventListener("touchmove",t=>{M&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>jt(!0)),document.addEventListener("pointercancel",()=>jt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&jt(!1)}),document.addEventListener("dragstart",t=>{d(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{M&&t.preventDefault()}),document.addEventListener("click",t=>{!Mt||!d(t.target,"[data-plan]")||(Mt=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function Ro(t){t.dataset.ready="";let e=l(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=l(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),s=()=>{let f=r();o.textContent=`${f+1}/${a}`;for(let x of n){let L=f+Number(x.dataset.
step);x.disabled=L<0||L>=a}let w=e.children[f+1];w&&c(w,"img",HTMLImageElement).forEach(x=>{x.loading="eager"})},m=f=>{let w=c(e,":scope > *"),
x=w[Math.min(a-1,Math.max(0,r()+f))],L=matchMedia("(prefers-reduced-motion: reduce)").matches;x&&e.scrollTo({left:x.offsetLeft-(w[0]?.offsetLeft??
0),behavior:L?"instant":"smooth"})};for(let f of n)f.hidden=!1,f.addEventListener("click",()=>m(Number(f.dataset.step)));let u=getComputedStyle(
e).direction==="rtl";e.addEventListener("keydown",f=>{let w=new Map([["ArrowRight",u?-1:1],["ArrowLeft",u?1:-1],["Home",-a],["End",a]]).get(
f.key);w!==void 0&&(f.preventDefault(),m(w))}),e.addEventListener("scroll",()=>requestAnimationFrame(s),{passive:!0}),s()}function tn(){T(t=>c(
t,"[data-carousel]:not([data-ready])").forEach(Ro))}var Po=320,tt={time:0,area:null,x:0,y:0};function en(t){let e=t.closest("[data-post]"),n=e&&i(e,".like");if(!n)return;let o=i(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Bo(t,e),n.dataset.like!=="true"&&i(n,"form",HTMLFormElement)?.requestSubmit()}function Bo(t,e){i(t,".bu\
rst")?.remove();let n=i(e,".heart .icon",Element);if(!n)return;let o=y("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var nn=t=>d(t.target,"button, a:not([data-open]), summary",Element)?null:d(t.target,"[data-l\
ike-area]");function on(){let t=!1;document.addEventListener("pointerup",e=>{if(t=e.pointerType==="mouse",t)return;let n=nn(e),o=Math.hypot(
e.clientX-tt.x,e.clientY-tt.y)<40;if(n&&n===tt.area&&o&&e.timeStamp-tt.time<Po){tt={time:0,area:null,x:0,y:0},en(n);return}tt={time:e.timeStamp,
area:n,x:e.clientX,y:e.clientY}}),document.addEventListener("dblclick",e=>{if(!t)return;let n=nn(e);n&&(getSelection()?.removeAllRanges(),en(
n))}),document.addEventListener("htmx:afterSettle",e=>{if(!e.detail.target?.classList?.contains("like"))return;let n=e.detail.requestConfig?.
path,o=n&&i(document,`.like form[action="${CSS.escape(n)}"]`);o&&i(o,'.heart[aria-pressed="true"]')?.classList.add("just")})}function q({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=y("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let s=y("button","button quiet dialog-cancel",o);return s.type="button",s.addEventListener("click",()=>r.
close()),r.append(...n,s),r.addEventListener("click",m=>{m.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:s}}var No=6,et=60;function an(t){let e=c(t.closest("[data-post]")??document,'a[data-open="photo"]',HTMLAnchorElement),n=e.indexOf(t),o=1,a=0,r=0,
s=l(document,"template[data-lightbox]",HTMLTemplateElement).content.cloneNode(!0),m=l(s,"h2"),u=l(s,".lightbox-stage"),f=l(s,".lightbox-coun\
t"),w=l(s,".lightbox-back",HTMLButtonElement),x=l(s,".lightbox-next",HTMLButtonElement),{box:L,button:pt}=q({className:"lightbox",title:m,body:[
s],cancel:m.dataset.close??"",closed:()=>e[n]?.focus({preventScroll:!0})});pt.className="lightbox-close button";let O=null,Y=()=>{if(!O)return;
o===1&&([a,r]=[0,0]);let p=Math.max(0,(O.offsetWidth*o-u.clientWidth)/2),E=Math.max(0,(O.offsetHeight*o-u.clientHeight)/2);a=Math.min(p,Math.
max(-p,a)),r=Math.min(E,Math.max(-E,r)),O.style.transform=`translate(${a}px, ${r}px) scale(${o})`,u.classList.toggle("lightbox-zoomed",o>1)},
z=(p,E,H)=>{let N=o,j=u.getBoundingClientRect();o=Math.min(No,Math.max(1,p)),o>1&&c(u,"source, img",Element).forEach(K=>K.setAttribute("size\
s","10000px"));let h=E-j.left-j.width/2,k=H-j.top-j.height/2;a=h-(h-a)*o/N,r=k-(k-r)*o/N,Y()},Qn=()=>[u.getBoundingClientRect().left+u.clientWidth/
2,u.getBoundingClientRect().top+u.clientHeight/2],B=p=>{if(p<0||p>=e.length)return;n=p,[o,a,r]=[1,0,0];let E=i(e[n]?.parentElement??document,
"picture",HTMLElement)?.cloneNode(!0);E instanceof HTMLElement&&(c(E,"source, img",Element).forEach(H=>H.setAttribute("sizes","100vw")),O=l(
E,"img",HTMLImageElement),O.loading="eager",O.draggable=!1,u.replaceChildren(E),u.classList.remove("lightbox-zoomed"),f.textContent=e.length>
1?e[n]?.dataset.place??"":"",[w.hidden,x.hidden]=[n===0,n===e.length-1])};w.addEventListener("click",()=>B(n-1)),x.addEventListener("click",
()=>B(n+1)),u.addEventListener("wheel",p=>{p.preventDefault(),z(o*Math.exp(-p.deltaY/300),p.clientX,p.clientY)},{passive:!1}),u.addEventListener(
"dblclick",p=>z(o>1?1:2.5,p.clientX,p.clientY));let Ht=getComputedStyle(L).direction==="rtl";L.addEventListener("keydown",p=>{let[E=0,H=0]=Qn(),
N=new Map([["ArrowRight",()=>o>1?(a-=et,Y()):B(n+(Ht?-1:1))],["ArrowLeft",()=>o>1?(a+=et,Y()):B(n+(Ht?1:-1))],["ArrowUp",()=>{r+=et,Y()}],["\
ArrowDown",()=>{r-=et,Y()}],["+",()=>z(o*1.5,E,H)],["=",()=>z(o*1.5,E,H)],["-",()=>z(o/1.5,E,H)],["0",()=>z(1,E,H)],["Home",()=>B(0)],["End",
()=>B(e.length-1)]]).get(p.key);!N||p.ctrlKey||p.metaKey||p.altKey||(p.preventDefault(),N())}),to(),B(n),L.tabIndex=-1,L.showModal(),L.focus();
function to(){let p=new Map,E={x:0,y:0},H=!1,N=()=>{let[h,k]=[...p.values()];return h&&k?{far:Math.hypot(h.x-k.x,h.y-k.y),x:(h.x+k.x)/2,y:(h.
y+k.y)/2}:null};u.addEventListener("pointerdown",h=>{u.setPointerCapture(h.pointerId),p.set(h.pointerId,{x:h.clientX,y:h.clientY}),E={x:h.clientX,
y:h.clientY},H=p.size>1}),u.addEventListener("pointermove",h=>{let k=p.get(h.pointerId);if(!k)return;let K=N();p.set(h.pointerId,{x:h.clientX,
y:h.clientY});let ht=N();K&&ht?z(o*ht.far/Math.max(1,K.far),ht.x,ht.y):o>1&&([a,r,H]=[a+h.clientX-k.x,r+h.clientY-k.y,!0],Y())});let j=h=>{if(!p.
delete(h.pointerId)||H||o>1)return;let k=h.clientX-E.x,K=h.clientY-E.y;Math.abs(k)>et&&Math.abs(k)>Math.abs(K)?B(n+(k<0?1:-1)*(Ht?-1:1)):K>2*
et&&h.pointerType!=="mouse"&&L.close()};u.addEventListener("pointerup",j),u.addEventListener("pointercancel",h=>p.delete(h.pointerId))}}var qo=300,mt={link:null,timer:0};function rn(t){t.dataset.open==="photo"?an(t):location.assign(t.href)}function sn(){document.addEventListener(
"click",t=>{let e=d(t.target,"a[data-open]",HTMLAnchorElement);if(!e||t.button!==0||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey)return;t.preventDefault();
let n=mt.link===e||t.detail>1;clearTimeout(mt.timer),mt={link:null,timer:0},t.detail===0?rn(e):n||(mt={link:e,timer:window.setTimeout(()=>{mt.
link=null,rn(e)},qo)})})}function cn(t){let e=t.parentElement,n=e&&i(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,s=Number(n.getAttribute("height"))||1,m=[a.width/r,a.height/s],u=getComputedStyle(n).objectFit==="contain"?Math.
min(...m):Math.max(...m);for(let f of c(t,"[data-x]")){let w=a.left-o.left+(a.width-r*u)/2+Number(f.dataset.x)*r*u,x=a.top-o.top+(a.height-s*
u)/2+Number(f.dataset.y)*s*u,L=f.offsetWidth/2+4,pt=Math.max(L,Math.min(o.width-L,w));f.style.left=pt+"px",f.style.top=Math.max(4,Math.min(o.
height-f.offsetHeight-8,x))+"px",f.style.setProperty("--point",Math.max(-L+14,Math.min(L-14,w-pt))+"px")}}function ln(){let t=new ResizeObserver(
e=>{for(let n of e){let o=i(n.target,"[data-people][open]");o&&cn(o)}});document.addEventListener("toggle",e=>{let n=v(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);cn(n),t.
observe(o)}},!0)}var U=new Map,X=null,un,P=!1,mn=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),fn=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),$o=()=>fn()||mn().some(t=>t.matches),Gt=class{constructor(e){this.
box=e,this.film=l(e,"video",HTMLVideoElement),this.button=l(e,"[data-play]"),this.line=l(e,"[data-line]",HTMLProgressElement),this.switch=i(
e,"[data-sound]"),this.cc=i(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!P,n.tabIndex=-1,o.hidden=this.line.hidden=!1,l(e,"[data-video-tools]").hidden=!1;let a=i(
n,"source[data-small]");a&&fn()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>dn(!P)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(P)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){X!==this&&X?.film.pause(),
X=this;let{film:e}=this;e.muted=!P,this.wanted=!0,e.play().catch(()=>{this.wanted&&P&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=Oo(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&d(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)dn(!P);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Oo(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function dn(t){P=t;for(let e of U.values())e.film.muted=!P,e.switch?.setAttribute("aria-pressed",String(P))}function _t(){for(let[e,n]of U)e.
isConnected||(un?.unobserve(e),U.delete(e),X===n&&(X=null));for(let e of U.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||$o())return;let t=[...U.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==X||
t.film.paused)&&t.play()}function pn(){let t=un=new IntersectionObserver(e=>{for(let n of e){let o=U.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}_t()},{threshold:[0,.25,.5,.75,1]});T(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))U.set(n,new Gt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?X?.film.pause():_t()});for(let e of mn())e.addEventListener("change",
_t)}var nt=null;async function Jt(t,e){let n;try{let s=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!s.ok||s.redirected)
throw new Error;if(n=i(S(await s.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}nt?.close();let o=y("h2","",n.dataset.
title),a=document.importNode(n,!0),{box:r}=q({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(s){nt===s&&(nt=null),e?.
isConnected&&e.focus()}});nt=r,r.showModal(),he(a)}function hn(){document.addEventListener("click",t=>{let e=d(t.target,"a[data-dialog]",HTMLAnchorElement);
if(!e||t.ctrlKey||t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute(
"open"),Jt(e.href,n&&i(n,"summary")||e)}),document.addEventListener("photogram:sent",t=>{nt?.close(),b(t.detail.value)}),document.addEventListener(
"photogram:collected",()=>{nt?.close(),b("Your collections are changed.")})}var gn=(t,e)=>i(t,".bookmark")?.setAttribute("aria-pressed",String(e)),Zt=t=>!i(t,'input[name="_method"]');function bn(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&gn(e,Zt(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=v(
t.detail.requestConfig?.elt),n=e?.dataset.collections;e?.matches(".save form")&&(t.detail.successful?n&&Zt(e)&&b("Saved.",{action:"Add to co\
llections",run:()=>Jt(n)}):gn(e,!Zt(e)))})}function yn(){document.addEventListener("click",t=>{let e=d(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=d(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function wn(){let t=i(document,"[data-voice]");if(t)return t;let e=y("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function ft(t){let e=wn();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function vn(){wn(),document.addEventListener(
"photogram:told",t=>ft(t.detail.value))}var te=()=>c(document,"[data-arrange] > .arranged");async function En(t,e,{above:n,beside:o},a){try{if(!(await V(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),b("The new place could not be saved. It is back where it was.")}}function xn(t,e,n){e[n?"before":"after"](t);let o=te();
ft(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function Ln(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var I=null;
function zo(t){let e=d(t.target,"[data-grip]"),n=d(t.target,".arranged");!e||!n||t.button!==0||d(t.target,"button")||(t.preventDefault(),I={
row:n,back:Ln(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function Ko(t){if(I){Tt(t);for(let e of te()){
if(e===I.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(I.beside!==e||I.above!==
a)&&(xn(I.row,e,a),I.beside=e,I.above=a)}}}function Qt(t){if(!I)return;let{row:e,back:n,beside:o,above:a}=I;e.classList.remove("dragged"),I=
null,o&&(t?En(e,l(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Wo(t){let e=d(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=te(),s=r[r.indexOf(n)+(a?-1:1)];if(!s){i(document,"[data-older]")&&!a&&e.submit();return}let m=Ln(n);xn(n,s,a),o.focus(),En(n,
e,{above:a,beside:s},m)}function kn(){document.addEventListener("submit",Wo),document.addEventListener("pointerdown",zo),document.addEventListener(
"pointermove",Ko),document.addEventListener("pointerup",()=>Qt(!0)),document.addEventListener("pointercancel",()=>Qt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Qt(!1)}),T(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function Fo(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&at(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(i(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=S(await a.text());for(let s of c(document,o)){let m=r.getElementById(s.id);m&&!s.contains(document.activeElement)&&!i(
s,"details[open]")&&at(s,m)}}catch{}}function Tn(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>Fo(o))})}function Mn(){document.addEventListener("click",t=>{let e=d(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=l(n,".confirm-body"),{box:a,button:r}=q({title:l(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function ee({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>A(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var ne=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),oe=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,Uo={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function Sn(){document.addEventListener("htmx:sendError",t=>{ne(t)||b(oe(t,"No conn\
ection. Nothing was changed."),ee(t))}),document.addEventListener("htmx:timeout",t=>{ne(t)||b(oe(t,"The site takes too long to answer."),ee(
t))}),document.addEventListener("htmx:responseError",t=>{if(ne(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}b(oe(t,Uo[e.
status]||"That did not work."),e.status===404||e.status===409?{}:ee(t))}})}var Hn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",ae=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,$=(t,e=Hn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(ae);function Xo(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),s=!!$(e,"textarea[name]");return()=>{let m=t.id&&document.getElementById(t.id);if(m&&ae(m))return m;let u=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(f=>$(f,"button"));if(u)return s&&$(u,"textar\
ea")||$(u,"button")||$(u);for(let f of a)if(f?.isConnected&&$(f))return $(f);return r?.isConnected&&$(r)||i(document,"main :is(h1, h2)")}}function An(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let s=document.activeElement,m=s&&s!==document.body&&(n?.contains(s)||r.contains(s))?Xo(s):null;setTimeout(()=>{let u=document.activeElement;
if(m&&(!u||u===document.body||!ae(u))){let w=m();w&&!w.matches(Hn)&&(w.tabIndex=-1),w?.focus({preventScroll:!0})}let f=i(S(e.responseText),"\
[data-say]")?.dataset.say;f&&ft(f)})})}function Cn(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=d(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||i(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var In="[data-copy], [data-copy-here], [data-share]";async function re(t){try{await navigator.clipboard.writeText(t),b("Link copied.")}catch{
b("The browser did not allow copying. The link is in the address bar of the post.")}}async function Yo({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return re(t||location.href);if(!navigator.share)return re(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await re(e)}}function Dn(){document.addEventListener("click",t=>{let e=d(t.target,In);e&&(e.closest("details.menu")?.
removeAttribute("open"),Yo(e))}),T(t=>{for(let e of c(t,In))e.hidden=!1})}var Bn="photogram-single-keys";function Nn(){try{return localStorage.getItem(Bn)!=="off"}catch{return!0}}function Rn(){let t=l(document,"tem\
plate[data-shortcuts]",HTMLTemplateElement).content.cloneNode(!0),e=l(t,"h2"),n=l(t,"input",HTMLInputElement);n.checked=Nn(),n.addEventListener(
"change",()=>{try{localStorage.setItem(Bn,n.checked?"on":"off")}catch{}});let{box:o}=q({className:"dialog shortcuts",title:e,body:[t],cancel:e.
dataset.close??""});o.showModal()}var ie=()=>c(document,".feed article[data-post]");function qn(){let t=ie(),e=d(document.activeElement,"art\
icle[data-post]");return e&&t.includes(e)?t.indexOf(e):t.findIndex(n=>n.getBoundingClientRect().bottom>innerHeight/3)}function Pn(t){let e=ie(),
n=qn(),o=e.includes(document.activeElement),a=e[n+(t>0&&!o&&(e[n]?.getBoundingClientRect().top??0)>0?0:t)];a&&(a.tabIndex=-1,a.focus({preventScroll:!0}),
a.scrollIntoView({block:"start"}))}function jo(){let t=ie()[qn()]??i(document,"article[data-post]");t&&i(t,".like .heart")?.click()}function Vo(){
let t=i(document,'.search-form input[type="search"]',HTMLInputElement),e=i(document,".rail-search",HTMLAnchorElement);t?t.focus():e&&location.
assign(e.href)}function $n(){for(let t of c(document,"[data-show-shortcuts]",HTMLButtonElement))t.hidden=!1,t.addEventListener("click",Rn);i(
document,"template[data-shortcuts]",HTMLTemplateElement)&&document.addEventListener("keydown",t=>{if(t.defaultPrevented||t.altKey||t.ctrlKey||
t.metaKey||!Nn()||gt(t.target)||d(t.target,"[contenteditable], [role=listbox]")||i(document,"dialog[open]"))return;let e=new Map([["j",()=>Pn(
1)],["k",()=>Pn(-1)],["l",jo],["/",Vo],["?",Rn]]).get(t.key);e&&(t.preventDefault(),e())})}function On(){document.addEventListener("click",t=>{let e=d(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var zn=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function se(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=zn(
e))}}function _o(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=zn(t)}function Kn(){se(),
_o(),setInterval(se,3e4),document.addEventListener("htmx:load",se)}async function Go(t,e){let n=i(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){A("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await V(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{b("That could not be undone. Reload the \
page and try again.")}}function Wn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;b(e,{action:"Undo",
run:()=>Go(n,o)})})}var Fn="[data-overlay], [data-picture]";function Un({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let s=(m,u,f)=>a.setProperty(
m,u||f);s("--x",t,".5"),s("--y",e,".5"),s("--s",n,"1"),s("--r",o,"0"),r.add("placed")}function Yn(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function Jo(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function jn(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=Jo((Date.parse(t.dateTime)-Date.now())/1e3)}function Xn(t){t instanceof HTMLElement&&t.
matches(Fn)&&Un(t),c(t,Fn).forEach(Un),c(t,"[data-slider]",HTMLInputElement).forEach(Yn),jn()}function Vn(){document.addEventListener("input",
t=>{let e=v(t.target,HTMLInputElement);e?.matches("[data-slider]")&&Yn(e)}),document.addEventListener("htmx:load",t=>Xn(t.detail.elt)),Xn(document),
i(document,"[data-canvas], [data-stories]")&&setInterval(jn,1e3)}function _n(){addEventListener("pageshow",t=>{let e=i(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&A("GET","/stories",{target:e,swap:"outerHTML"})})}var Zo=50,Qo=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,Gn=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),ce=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.changed=
e.dataset.changed||this.newest,this.asking=null,this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)
return;let e=this.seen=this.newest;await ut(this.path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?afte\
r=${this.changed}`,{headers:{"HX-Request":"true"}});if(!e.ok)return 0;let n=c(S(await e.text()),".message, .message-day");n.filter(m=>m.matches(
".message")).length>=Zo&&location.reload();let a=Qo(),r=this.take(n),s=r.at(-1);return s&&((a||s.classList.contains("message-mine"))&&Gn(),this.
look()),r.length}take(e){let n=c(this.log,".messages").at(-1),o=[],a=null;for(let r of e){if(r.matches(".message-day")){a=r;continue}let s=r.
dataset.change||"0",m=document.getElementById(r.id);if(C(s,this.changed)>0&&(this.changed=s),m)ta(m,r);else if(C(r.id.slice(2),this.newest)>
0){let u=c(this.log,".message-day").at(-1);a&&a.dataset.day!==u?.dataset.day&&n?.append(document.importNode(a,!0)),a=null;let f=document.importNode(
r,!0);n?.append(f),htmx.process(f),o.push(f),this.newest=r.id.slice(2)}}return o}refresh(){return this.asking&&(this.again=!0),this.asking??=
this.askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function ta(t,e){
let n=t.contains(document.activeElement)&&i(t,".message-menu > summary"),o=document.importNode(e,!0);if(t.replaceWith(o),htmx.process(o),!n)
return;let a=i(o,".message-menu > summary")??o;a===o&&(o.tabIndex=-1),a.focus({preventScroll:!0})}function ea(){let t=i(document,"[data-talk\
s]"),e=!1;return async()=>{if(!t||e||!t.offsetParent)return;e=!0;let n=await fetch(t.dataset.talks||"",{headers:{"HX-Request":"true"}}).catch(
()=>null),o=n?.ok&&i(S(await n.text()),".threads");o&&i(t,".threads")?.replaceWith(document.importNode(o,!0)),e=!1}}function Jn(t,e){let n=l(
t,"[data-message-file]",HTMLInputElement),o=l(t,"[data-message-chosen]"),a=()=>{let r=n.files?.length||0;o.textContent=r===1?o.dataset.one||
"":(o.dataset.many||"").replace("2",String(r)),o.hidden=r===0};return n.addEventListener("change",()=>{a(),e.focus({preventScroll:!0})}),e.addEventListener(
"paste",r=>{r.clipboardData?.files.length&&(r.preventDefault(),n.files=r.clipboardData.files,a())}),{any:()=>!!n.files?.length,clear(){n.value=
"",a()}}}function na(t,e){let n=l(e,"textarea",HTMLTextAreaElement),o=Jn(e,n);e.addEventListener("htmx:beforeRequest",()=>de(n)),e.addEventListener(
"htmx:afterRequest",a=>{a.detail.successful&&(ue(n),o.clear(),n.focus({preventScroll:!0}),t.refresh())}),n.addEventListener("keydown",a=>{a.
key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),(n.value.trim()||o.any())&&e.requestSubmit())})}
function oa(t){let e=new IntersectionObserver(o=>{for(let{isIntersecting:a,target:r}of o)!a||!(r instanceof HTMLElement)||(e.unobserve(r),r.
click())}),n=()=>{for(let o of c(t,"[data-earlier]"))e.observe(o)};document.addEventListener("htmx:afterSettle",()=>{let o="";for(let a of c(
t,".message-day"))a.dataset.day===o&&a.remove(),o=a.dataset.day||"";n()}),setTimeout(n,500)}function Zn(){let t=i(document,"[data-message-fo\
rm]"),e=i(document,"[data-conversation]");for(let a of c(document,".new-message"))a instanceof HTMLFormElement&&Jn(a,l(a,"textarea",HTMLTextAreaElement));
if(!e)return;let n=new ce(e),o=ea();document.addEventListener("photogram:message",a=>{a.preventDefault(),o(),n.refresh().then(r=>{!r&&a.detail.
more&&document.visibilityState==="visible"&&Yt()})}),document.addEventListener("visibilitychange",()=>n.look()),document.addEventListener("h\
tmx:afterRequest",a=>{let r=d(a.target,"[data-message-act]");if(!r||!a.detail.successful)return;let s=r.closest("details.menu");s?.contains(
document.activeElement)&&i(s,"summary")?.focus({preventScroll:!0}),s?.removeAttribute("open"),n.refresh()}),t instanceof HTMLFormElement&&na(
n,t),(!location.hash||location.hash==="#end")&&Gn(),oa(e)}ke(He,vn,Sn,An,Tn,Wn,Cn,Mn,hn,On,Kn,Dn,kn,ve,Se,Me,Te,Le,be,on,sn,bn,tn,pn,ln,pe,ge,yn,Vn,$n,_n,Qe,Ve,Zn,De,Ie,Ne);})();
