"use strict";
(()=>{var se=new WeakMap;function ce(t){se.set(t,t.value)}function At(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function le(t){t.value=At(
t.value,se.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function i(t,e,n){return v(t.querySelector(e),n)}function d(t,e,n){let o=i(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>v(o,n)??[])}function l(t,e,n){return t instanceof Element?v(t.closest(e),n):null}function v(t,e){
return t instanceof(e??HTMLElement)?t:null}var de=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
gt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function y(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var C=t=>new DOMParser().parseFromString(t,"text/html");var nt=()=>document.getElementById("comment-form");function ue(t,e,n,o){let a=d(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";d(
t,"[data-reply-to]",HTMLInputElement).value=e,d(t,"[data-replying]").hidden=!e,d(t,"[data-replying-name]").textContent=n;let s=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!s.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+s,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var Ht={reply:"",name:"",text:""};function me(t){return{
reply:d(t,"[data-reply-to]",HTMLInputElement).value,name:d(t,"[data-replying-name]").textContent,text:d(t,"textarea",HTMLTextAreaElement).value}}
function fe(){document.addEventListener("click",n=>{let o=l(n.target,"[data-reply], [data-reply-cancel]"),a=o&&nt();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:s=""}=o.dataset;ue(a,r,s,"replyMention"in o.dataset)});let t=Ht,e=Ht;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&nt();o&&(t=me(o))}),document.addEventListener("htmx:before\
Swap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&nt();o&&(e=me(o),e.reply===t.reply&&(e.reply=e.name=""),
e.text=At(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=nt(),{reply:o,name:a,text:r}=e;if(e=Ht,!n||!o&&!r||i(n,"[a\
ria-invalid]"))return;d(n,"textarea",HTMLTextAreaElement).value=r;let s=document.getElementById("c-"+o);ue(n,s?o:"",s?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&nt();o&&i(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=v(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=d(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&l(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,i(o,"summary")?.focus())})}var j=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),A=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function ot(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function pe(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var jn=40,bt=[],Ct=!1;function Vn(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function V(t){if(Ct)return;let e={pages:bt.slice(0,jn),at:Vn(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function _n(t,{pages:e,at:n}){Ct=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=i(t,"[data-older]");if(!r||r.dataset.older!==a)break;let s=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),m=s.ok&&i(C(await s.text()),".part");if(!m)break;ot(r,m),bt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}Ct=!1,V(t)}function he(){let t=i(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(V,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>V(t)),document.addEventListener("click",o=>{l(o.target,"a",Element)&&V(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=v(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(bt.push(a),V(t))}),document.addEventListener("photogram:fresh",()=>{bt.length=0,V(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&_n(t,n)}function ge(){document.addEventListener("change",t=>{let e=l(t.target,"[data-avatar]"),n=v(t.target,HTMLInputElement)?.files?.[0];if(!e||!n)
return;let o=d(e,"[data-avatar-preview] img",HTMLImageElement);o.removeAttribute("srcset"),o.src=URL.createObjectURL(n)})}var at=new Map,g=null,yt=null,Dt=0,Rt=!1,Gn,Jn=()=>Gn??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{\
sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\
\\u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function Pt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}let n=Jn().exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function Zn(t){
let e=at.get(t);if(e!==void 0)return e;yt?.abort(),yt=new AbortController;let n=await fetch("/complete?q="+encodeURIComponent(t),{headers:{Accept:"\
text/html"},signal:yt.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();return at.size>60&&at.clear(),
at.set(t,o),o}async function Qn(t){let e=Pt(t);if(!e)return D();let n;try{n=await Zn(e.query)}catch{return}let o=Pt(t);if(document.activeElement!==
t||o?.query!==e.query)return;let a=i(C(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],s=r.length===1&&r[0]?.dataset.insert===o.query.slice(1);
if(!a||r.length===0||s)return D();to(t,document.importNode(a,!0),o)}function to(t,e,n){g?.field!==t&&D(),g??=eo(t,n),i(g.box,"[role=listbox]")?.
remove(),e.id="complete-list",g.box.append(e),g.options=c(e,":scope > *"),g.at=n,t.setAttribute("aria-controls",e.id),g.count.textContent=g.
options.length===1?"1 suggestion":`${g.options.length} suggestions`,Bt(n.query.startsWith("#")||n.query.startsWith("＃")?null:g.options[0]),
wt()}function eo(t,e){let n=y("div","complete"),o=y("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=l(a.target,"[role=option]");r&&ye(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function wt(){if(!g)return;let{
field:t,box:e}=g,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,s=(window.visualViewport?.height??innerHeight)-n.bottom,m=s<260&&n.top>s;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(m?n.top:s)-12))+"px",e.style.top=m?"auto":n.
bottom+4+"px",e.style.bottom=m?innerHeight-n.top+4+"px":"auto"}function Bt(t){if(g){for(let e of g.options)e.setAttribute("aria-selected",String(
e===t));g.chosen=t??null,t?(g.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):g.field.removeAttribute(
"aria-activedescendant")}}function ye(t){if(!g)return;let{field:e,at:n}=g;D(),e.focus();let o=e.dataset.complete==="person",a=e.value.slice(
n.end),r=n.sign+t.dataset.insert+(o||/^\s/.test(a)?"":" ");Rt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||
(e.setRangeText(r,n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),Rt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}
function D(){if(clearTimeout(Dt),yt?.abort(),!g)return;let{field:t,box:e}=g;g=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute(
"role");for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var It=({target:t})=>gt(t)&&t.matches("[d\
ata-complete]")?t:null;function be(t){clearTimeout(Dt);let e=Pt(t);if(!e)return D();Dt=setTimeout(()=>Qn(t),at.has(e.query)?0:120)}function no(t){
if(!g||t.target!==g.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=g,o=n?e.indexOf(n):
-1;switch(t.key){case"ArrowDown":Bt(e[(o+1)%e.length]);break;case"ArrowUp":Bt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)
return D();ye(n);break;case"Escape":D();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return D();default:return}t.preventDefault(),
t.stopPropagation()}function we(){document.addEventListener("focusin",t=>{let e=It(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof
HTMLInputElement&&e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=It(t);e&&!(t instanceof InputEvent&&t.isComposing)&&
!Rt&&be(e)}),document.addEventListener("compositionend",t=>{let e=It(t);e&&be(e)}),document.addEventListener("keydown",no,!0),document.addEventListener(
"focusout",t=>{t.target===g?.field&&D()}),addEventListener("scroll",t=>{t.target instanceof Node&&g?.box.contains(t.target)||wt()},{capture:!0,
passive:!0}),addEventListener("resize",wt),window.visualViewport?.addEventListener("resize",wt)}var ve;function rt(t){ve??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of ve.segment(t.normalize("NFC").trim()))e++;
return e}var oo={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||rt(t)>=8?"":`${8-rt(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},Ee=0;function ao(t){let e=oo[t.name],n=t.closest(".field");!e||!n||(clearTimeout(Ee),Ee=
setTimeout(()=>{let o=e(t.value.trim()),a=i(n,".problem");a||(a=y("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function xe(){document.addEventListener("input",t=>{de(t.target)&&t.target.form?.
hasAttribute("data-hints")&&ao(t.target)})}function Le(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function k(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function Te(){document.addEventListener("click",t=>{let e=l(t.target,"[data-reveal]"),n=e&&v(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),k(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function ke(){document.addEventListener("input",t=>{let e=v(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
i(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),k(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function ro(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=rt(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=y("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function io(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function Me(){k(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(gt)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(ro(e)),"grow"in e.dataset&&n.push(io(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function b(t,{action:e,run:n,keep:o=4500}={}){let a=y("div","toast");if(a.append(y("span","",t)),e){let r=y("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}i(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function Se(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&b(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&b(t.detail.value)})}var so="/settings/push";function Ae(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var qt=()=>i(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function co(t){let e=Ae(qt()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function He(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:Ae(qt())})}async function lo(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||co(t))return;await t.unsubscribe();let e=await He();await fetch(so,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function uo(t,e){let n=d(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){b("This browser does not all\
ow notifications from here. Allow them in its settings for this site.");return}try{n.value=JSON.stringify(await He())}catch{b("This browser \
could not reach its push service. Try again later.");return}t.requestSubmit()}}function Ce(){if(!("serviceWorker"in navigator)||!("PushManag\
er"in window)||!qt())return;let t=i(document,"form[data-push]",HTMLFormElement);t&&(d(t,"button").removeAttribute("disabled"),i(document,"[d\
ata-no-push]")?.remove(),t.addEventListener("submit",e=>{uo(t,e)})),Notification.permission==="granted"&&lo().catch(()=>{})}function mo(t){let e=c(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function fo(){let t=i(document,"[data-feed][data-viewer]"),e=i(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(mo(t))]})}function Ie(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(fo,()=>{})}),i(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var Pe=1e3,po=3e3,ho=80,_,$t=0;function vt(){if(clearTimeout($t),$t=0,!_)return;let t=_;_=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function st(t,e){_||=new URLSearchParams,_.append(t,e),_.size>=ho?
vt():$t||=setTimeout(vt,2*Pe)}var Nt=new Set,it=new Map;function go(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!Nt.has(r)&&!it.has(e)&&it.set(e,setTimeout(()=>{it.
delete(e),!(document.hidden||Nt.has(r))&&(Nt.add(r),st("seen",r))},Pe)):(clearTimeout(it.get(e)),it.delete(e))}}var De=new WeakMap;function Re(t,e){
if(!(t instanceof HTMLVideoElement))return;let n=l(t,"[data-post]")?.dataset.post;if(!n||l(t,"[data-editor]"))return;let o=De.get(t);if(!o){
if(e!=="playing")return;De.set(t,o={began:0,ran:0,over:!1}),st("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=
0,o.ran+=r,r>0&&st("watch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<po&&!t.ended&&st("skip",n))}function Be(){let t=new IntersectionObserver(
go,{threshold:[0,.1,.2,.3,.4,.5,.75]});k(n=>{for(let o of c(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});
for(let n of["playing","pause","ended"])document.addEventListener(n,o=>Re(o.target,n),!0);document.addEventListener("click",n=>{let o=l(n.target,
"a[data-owner]");o?.dataset.owner&&st("link",o.dataset.owner)});let e=()=>{for(let n of c(document,"video",HTMLVideoElement))n.paused||Re(n,
"leave");vt()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",vt)}var q=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function G(t,e){let n=y("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=i(n,"b\
utton > span");if(!a){let r=y("button","fresh-pill");a=y("span"),r.type="button",r.append(bo(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await yo(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function bo(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,s]of Object.entries(o))a.setAttribute(r,s);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function yo(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await A("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=i(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var wo=3e5,Ne="photogram:last",Et={badge:[],notification:[],posts:[]},J=null,K=null,xt=[],Ft=new Set,$e="",Z=null,Lt=null,ct=null,qe=0,Ot=0;
function W(t,e){Et[t].push(e)}function ze(t){let{name:e,id:n,data:o}=t;if(n&&(K===null||q(n,K)>0)){K=n;try{sessionStorage.setItem(Ne,`${K} ${Date.
now()}`)}catch{}}if(e!=="posts")for(let a of Et.badge)a(o);if(e==="notification")for(let a of Et.notification)a(o);if(e==="posts")for(let a of Et.
posts)a(o)}function Ut(t){J?.postMessage(t),ze(t)}function vo({data:t}){if(t.name!=="top")return ze(t);Ft.add(t.data),Z&&xt.length>0&&J?.postMessage(
{name:"posts",data:{posts:xt}})}function Kt(){let t=new URL($e,location.href);K!==null&&t.searchParams.set("last",K);let e=[...Ft].sort(q)[0];
e&&t.searchParams.set("top",e);let n=Z=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{qe=0;let r=JSON.
parse(a.data);o==="posts"&&(xt=[...r.posts,...xt].slice(0,100)),Ut({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("by\
e",Wt),n.addEventListener("error",()=>{Z?.readyState===EventSource.CLOSED&&(clearTimeout(Ot),Ot=setTimeout(Kt,Math.min(3e5,2e3*2**qe++)*(.5+
Math.random()/2)))})}function Wt(){clearTimeout(Ot),Z?.close(),Z=null,ct?.abort(),ct=null,Lt?.(),Lt=null}function zt(){if(Z||ct||Lt)return;if(!navigator.
locks||!J){Kt();return}let t=ct=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.
aborted)return e(null);ct=null,Lt=()=>e(null),Kt()})).catch(()=>{})}function Oe(t,e){$e=t,"BroadcastChannel"in window&&(J=new BroadcastChannel(
"photogram-live"),J.addEventListener("message",vo));try{let[o,a]=(sessionStorage.getItem(Ne)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(K=
o)}catch{}e&&(Ft.add(e),J?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.
visibilityState==="visible"?zt():n=setTimeout(Wt,wo)}),addEventListener("pagehide",Wt),addEventListener("pageshow",o=>{o.persisted&&zt()}),zt()}var Ke,Eo={notices:0,mail:0};function lt(t){Ke??=document.title;let{notices:e,mail:n}=Object.assign(Eo,t),o=e+n;document.title=(o?`(${o>99?"\
99+":o}) `:"")+Ke}function Yt(){b("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function We(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:d(r,"[data-mail-count]")})),e=i(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
G(e,()=>{e.dataset.threads=o,a?.("")});W("badge",({messages:r,newest:s})=>{let m=r>99?"99+":String(r);for(let{link:w,count:x}of t)x.textContent=
m,x.dataset.mailCount=String(r),x.hidden=r===0,w.setAttribute("aria-label",r?`Inbox, ${m} unread`:"Inbox");let u=r>n;if(n=r,lt({mail:n}),s===
o||s==="0")return;o=s,a&&q(s,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:u}}))&&u&&!e&&document.visibilityState==="visible"&&Yt()}),lt({mail:n})}async function dt(t,e){let n=await j(t,{upto:e});if(!n.ok)throw new Error;Ut({name:"badge",data:await n.json()})}async function Fe(){let t=i(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await dt(t.action,d(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function Ue(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),lt({notices:n})}function Ye(){
let t=i(document,"[data-bell]"),e=i(document,"[data-notices]");if(t){let a=d(t,"[data-unread]");Ue(t,a,Number(a.dataset.unread||0)),W("badge",
({unread:r})=>Ue(t,a,r))}let n=0,o=e&&G(e,()=>{n=0,o?.("");let a=i(e,".notice")?.id.slice(2);a&&e.dataset.notices&&dt(e.dataset.notices,a).catch(
()=>{})});W("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&b(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",Fe),Fe()}function Xe(t){let e=t.dataset.top||"",n=new Set,o=G(t,()=>{for(let a of n)q(a,e)>0&&(e=a);n.clear(),o("")});W("posts",({posts:a})=>{for(let r of a)
q(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function je(){let t=i(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=i(document,"[data-feed][data-top]:\
not([data-top=''])");Ye(),We(),e&&Xe(e),Oe(t,e?.dataset.top||"")}function Tt({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var Ve=()=>i(document,"[data-planner]");function _e(){let t=Ve();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),jt()}}async function jt(){await A("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&_e()}async function xo(t,e){let n=Ve();n&&await A("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await jt()}var M=null,I=null,kt=!1,Mt=0;function Ge(t,e){kt=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),M={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},Je(t)}function Je(t){if(!M)return;M.ghost.style.left=t.
clientX+"px",M.ghost.style.top=t.clientY+"px",Tt(t);let e=l(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==M.day&&(M.day?.
classList.remove("day-over"),M.day=e&&!e.classList.contains("day-past")?e:null,M.day?.classList.add("day-over"))}function Xt(t){if(clearTimeout(
Mt),I=null,!M)return;let{ghost:e,path:n,day:o}=M;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),M=null,t&&o?.dataset.day&&xo(n,o.dataset.day)}function Lo(t){let e=l(t.target,"[data-plan]");kt=!1,!(!e||t.button!==0)&&(I={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(Mt),I.touch&&(Mt=setTimeout(()=>{I&&(Ge(t,e),navigator.vibrate?.(10))},300)))}
function To(t){if(M){t.pointerId===M.pointer&&Je(t);return}if(!I)return;let e=Math.hypot(t.clientX-I.x,t.clientY-I.y);I.touch?e>10&&(clearTimeout(
Mt),I=null):e>5&&Ge(t,I.source)}function Ze(){_e(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&jt()}),document.
addEventListener("pointerdown",Lo),document.addEventListener("pointermove",To),document.addEventListener("touchmove",t=>{M&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>Xt(!0)),document.addEventListener("pointercancel",()=>Xt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Xt(!1)}),document.addEventListener("dragstart",t=>{l(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{M&&t.preventDefault()}),document.addEventListener("click",t=>{!kt||!l(t.target,"[data-plan]")||(kt=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function ko(t){t.dataset.ready="";let e=d(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=d(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),s=()=>{let f=r();o.textContent=`${f+1}/${a}`;for(let x of n){let L=f+Number(x.dataset.
step);x.disabled=L<0||L>=a}let w=e.children[f+1];w&&c(w,"img",HTMLImageElement).forEach(x=>{x.loading="eager"})},m=f=>{let w=c(e,":scope > *"),
x=w[Math.min(a-1,Math.max(0,r()+f))],L=matchMedia("(prefers-reduced-motion: reduce)").matches;x&&e.scrollTo({left:x.offsetLeft-(w[0]?.offsetLeft??
0),behavior:L?"instant":"smooth"})};for(let f of n)f.hidden=!1,f.addEventListener("click",()=>m(Number(f.dataset.step)));let u=getComputedStyle(
e).direction==="rtl";e.addEventListener("keydown",f=>{let w=new Map([["ArrowRight",u?-1:1],["ArrowLeft",u?1:-1],["Home",-a],["End",a]]).get(
f.key);w!==void 0&&(f.preventDefault(),m(w))}),e.addEventListener("scroll",()=>requestAnimationFrame(s),{passive:!0}),s()}function Qe(){k(t=>c(
t,"[data-carousel]:not([data-ready])").forEach(ko))}var Mo=320,Q={time:0,area:null,x:0,y:0};function tn(t){let e=t.closest("[data-post]"),n=e&&i(e,".like");if(!n)return;let o=i(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}So(t,e),n.dataset.like!=="true"&&i(n,"form",HTMLFormElement)?.requestSubmit()}function So(t,e){i(t,".bu\
rst")?.remove();let n=i(e,".heart .icon",Element);if(!n)return;let o=y("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var en=t=>l(t.target,"button, a:not([data-open]), summary",Element)?null:l(t.target,"[data-l\
ike-area]");function nn(){let t=!1;document.addEventListener("pointerup",e=>{if(t=e.pointerType==="mouse",t)return;let n=en(e),o=Math.hypot(
e.clientX-Q.x,e.clientY-Q.y)<40;if(n&&n===Q.area&&o&&e.timeStamp-Q.time<Mo){Q={time:0,area:null,x:0,y:0},tn(n);return}Q={time:e.timeStamp,area:n,
x:e.clientX,y:e.clientY}}),document.addEventListener("dblclick",e=>{if(!t)return;let n=en(e);n&&(getSelection()?.removeAllRanges(),tn(n))}),
document.addEventListener("htmx:afterSettle",e=>{if(!e.detail.target?.classList?.contains("like"))return;let n=e.detail.requestConfig?.path,
o=n&&i(document,`.like form[action="${CSS.escape(n)}"]`);o&&i(o,'.heart[aria-pressed="true"]')?.classList.add("just")})}function tt({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=y("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let s=y("button","button quiet dialog-cancel",o);return s.type="button",s.addEventListener("click",()=>r.
close()),r.append(...n,s),r.addEventListener("click",m=>{m.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:s}}var Ao=6,et=60;function on(t){let e=c(t.closest("[data-post]")??document,'a[data-open="photo"]',HTMLAnchorElement),n=e.indexOf(t),o=1,a=0,r=0,
s=d(document,"template[data-lightbox]",HTMLTemplateElement).content.cloneNode(!0),m=d(s,"h2"),u=d(s,".lightbox-stage"),f=d(s,".lightbox-coun\
t"),w=d(s,".lightbox-back",HTMLButtonElement),x=d(s,".lightbox-next",HTMLButtonElement),{box:L,button:pt}=tt({className:"lightbox",title:m,body:[
s],cancel:m.dataset.close??"",closed:()=>e[n]?.focus({preventScroll:!0})});pt.className="lightbox-close button";let $=null,Y=()=>{if(!$)return;
o===1&&([a,r]=[0,0]);let p=Math.max(0,($.offsetWidth*o-u.clientWidth)/2),E=Math.max(0,($.offsetHeight*o-u.clientHeight)/2);a=Math.min(p,Math.
max(-p,a)),r=Math.min(E,Math.max(-E,r)),$.style.transform=`translate(${a}px, ${r}px) scale(${o})`,u.classList.toggle("lightbox-zoomed",o>1)},
z=(p,E,S)=>{let B=o,X=u.getBoundingClientRect();o=Math.min(Ao,Math.max(1,p)),o>1&&c(u,"source, img",Element).forEach(O=>O.setAttribute("size\
s","10000px"));let h=E-X.left-X.width/2,T=S-X.top-X.height/2;a=h-(h-a)*o/B,r=T-(T-r)*o/B,Y()},Yn=()=>[u.getBoundingClientRect().left+u.clientWidth/
2,u.getBoundingClientRect().top+u.clientHeight/2],P=p=>{if(p<0||p>=e.length)return;n=p,[o,a,r]=[1,0,0];let E=i(e[n]?.parentElement??document,
"picture",HTMLElement)?.cloneNode(!0);E instanceof HTMLElement&&(c(E,"source, img",Element).forEach(S=>S.setAttribute("sizes","100vw")),$=d(
E,"img",HTMLImageElement),$.loading="eager",$.draggable=!1,u.replaceChildren(E),u.classList.remove("lightbox-zoomed"),f.textContent=e.length>
1?e[n]?.dataset.place??"":"",[w.hidden,x.hidden]=[n===0,n===e.length-1])};w.addEventListener("click",()=>P(n-1)),x.addEventListener("click",
()=>P(n+1)),u.addEventListener("wheel",p=>{p.preventDefault(),z(o*Math.exp(-p.deltaY/300),p.clientX,p.clientY)},{passive:!1}),u.addEventListener(
"dblclick",p=>z(o>1?1:2.5,p.clientX,p.clientY));let St=getComputedStyle(L).direction==="rtl";L.addEventListener("keydown",p=>{let[E=0,S=0]=Yn(),
B=new Map([["ArrowRight",()=>o>1?(a-=et,Y()):P(n+(St?-1:1))],["ArrowLeft",()=>o>1?(a+=et,Y()):P(n+(St?1:-1))],["ArrowUp",()=>{r+=et,Y()}],["\
ArrowDown",()=>{r-=et,Y()}],["+",()=>z(o*1.5,E,S)],["=",()=>z(o*1.5,E,S)],["-",()=>z(o/1.5,E,S)],["0",()=>z(1,E,S)],["Home",()=>P(0)],["End",
()=>P(e.length-1)]]).get(p.key);!B||p.ctrlKey||p.metaKey||p.altKey||(p.preventDefault(),B())}),Xn(),P(n),L.tabIndex=-1,L.showModal(),L.focus();
function Xn(){let p=new Map,E={x:0,y:0},S=!1,B=()=>{let[h,T]=[...p.values()];return h&&T?{far:Math.hypot(h.x-T.x,h.y-T.y),x:(h.x+T.x)/2,y:(h.
y+T.y)/2}:null};u.addEventListener("pointerdown",h=>{u.setPointerCapture(h.pointerId),p.set(h.pointerId,{x:h.clientX,y:h.clientY}),E={x:h.clientX,
y:h.clientY},S=p.size>1}),u.addEventListener("pointermove",h=>{let T=p.get(h.pointerId);if(!T)return;let O=B();p.set(h.pointerId,{x:h.clientX,
y:h.clientY});let ht=B();O&&ht?z(o*ht.far/Math.max(1,O.far),ht.x,ht.y):o>1&&([a,r,S]=[a+h.clientX-T.x,r+h.clientY-T.y,!0],Y())});let X=h=>{if(!p.
delete(h.pointerId)||S||o>1)return;let T=h.clientX-E.x,O=h.clientY-E.y;Math.abs(T)>et&&Math.abs(T)>Math.abs(O)?P(n+(T<0?1:-1)*(St?-1:1)):O>2*
et&&h.pointerType!=="mouse"&&L.close()};u.addEventListener("pointerup",X),u.addEventListener("pointercancel",h=>p.delete(h.pointerId))}}var Ho=300,ut={link:null,timer:0};function an(t){t.dataset.open==="photo"?on(t):location.assign(t.href)}function rn(){document.addEventListener(
"click",t=>{let e=l(t.target,"a[data-open]",HTMLAnchorElement);if(!e||t.button!==0||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey)return;t.preventDefault();
let n=ut.link===e||t.detail>1;clearTimeout(ut.timer),ut={link:null,timer:0},t.detail===0?an(e):n||(ut={link:e,timer:window.setTimeout(()=>{ut.
link=null,an(e)},Ho)})})}function sn(t){let e=t.parentElement,n=e&&i(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,s=Number(n.getAttribute("height"))||1,m=[a.width/r,a.height/s],u=getComputedStyle(n).objectFit==="contain"?Math.
min(...m):Math.max(...m);for(let f of c(t,"[data-x]")){let w=a.left-o.left+(a.width-r*u)/2+Number(f.dataset.x)*r*u,x=a.top-o.top+(a.height-s*
u)/2+Number(f.dataset.y)*s*u,L=f.offsetWidth/2+4,pt=Math.max(L,Math.min(o.width-L,w));f.style.left=pt+"px",f.style.top=Math.max(4,Math.min(o.
height-f.offsetHeight-8,x))+"px",f.style.setProperty("--point",Math.max(-L+14,Math.min(L-14,w-pt))+"px")}}function cn(){let t=new ResizeObserver(
e=>{for(let n of e){let o=i(n.target,"[data-people][open]");o&&sn(o)}});document.addEventListener("toggle",e=>{let n=v(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);sn(n),t.
observe(o)}},!0)}var F=new Map,U=null,dn,R=!1,un=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),mn=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),Co=()=>mn()||un().some(t=>t.matches),_t=class{constructor(e){this.
box=e,this.film=d(e,"video",HTMLVideoElement),this.button=d(e,"[data-play]"),this.line=d(e,"[data-line]",HTMLProgressElement),this.switch=i(
e,"[data-sound]"),this.cc=i(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!R,n.tabIndex=-1,o.hidden=this.line.hidden=!1,d(e,"[data-video-tools]").hidden=!1;let a=i(
n,"source[data-small]");a&&mn()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>ln(!R)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(R)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){U!==this&&U?.film.pause(),
U=this;let{film:e}=this;e.muted=!R,this.wanted=!0,e.play().catch(()=>{this.wanted&&R&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=Io(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&l(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)ln(!R);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Io(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function ln(t){R=t;for(let e of F.values())e.film.muted=!R,e.switch?.setAttribute("aria-pressed",String(R))}function Vt(){for(let[e,n]of F)e.
isConnected||(dn?.unobserve(e),F.delete(e),U===n&&(U=null));for(let e of F.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||Co())return;let t=[...F.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==U||
t.film.paused)&&t.play()}function fn(){let t=dn=new IntersectionObserver(e=>{for(let n of e){let o=F.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}Vt()},{threshold:[0,.25,.5,.75,1]});k(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))F.set(n,new _t(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?U?.film.pause():Vt()});for(let e of un())e.addEventListener("change",
Vt)}var mt=null;async function Gt(t,e){let n;try{let s=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!s.ok||s.redirected)
throw new Error;if(n=i(C(await s.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}mt?.close();let o=y("h2","",n.dataset.
title),a=document.importNode(n,!0),{box:r}=tt({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(s){mt===s&&(mt=null),
e?.isConnected&&e.focus()}});mt=r,r.showModal(),pe(a)}function pn(){document.addEventListener("click",t=>{let e=l(t.target,"a[data-dialog]",
HTMLAnchorElement);if(!e||t.ctrlKey||t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.\
menu");n?.removeAttribute("open"),Gt(e.href,n&&i(n,"summary")||e)}),document.addEventListener("photogram:collected",()=>{mt?.close(),b("Your\
 collections are changed.")})}var hn=(t,e)=>i(t,".bookmark")?.setAttribute("aria-pressed",String(e)),Jt=t=>!i(t,'input[name="_method"]');function gn(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&hn(e,Jt(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=v(
t.detail.requestConfig?.elt),n=e?.dataset.collections;!e||!n||(t.detail.successful?Jt(e)&&b("Saved.",{action:"Add to collections",run:()=>Gt(
n)}):hn(e,!Jt(e)))})}function bn(){document.addEventListener("click",t=>{let e=l(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=l(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function yn(){let t=i(document,"[data-voice]");if(t)return t;let e=y("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function ft(t){let e=yn();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function wn(){yn(),document.addEventListener(
"photogram:told",t=>ft(t.detail.value))}var Qt=()=>c(document,"[data-arrange] > .arranged");async function vn(t,e,{above:n,beside:o},a){try{if(!(await j(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),b("The new place could not be saved. It is back where it was.")}}function En(t,e,n){e[n?"before":"after"](t);let o=Qt();
ft(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function xn(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var H=null;
function Do(t){let e=l(t.target,"[data-grip]"),n=l(t.target,".arranged");!e||!n||t.button!==0||l(t.target,"button")||(t.preventDefault(),H={
row:n,back:xn(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function Ro(t){if(H){Tt(t);for(let e of Qt()){
if(e===H.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(H.beside!==e||H.above!==
a)&&(En(H.row,e,a),H.beside=e,H.above=a)}}}function Zt(t){if(!H)return;let{row:e,back:n,beside:o,above:a}=H;e.classList.remove("dragged"),H=
null,o&&(t?vn(e,d(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Po(t){let e=l(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=Qt(),s=r[r.indexOf(n)+(a?-1:1)];if(!s){i(document,"[data-older]")&&!a&&e.submit();return}let m=xn(n);En(n,s,a),o.focus(),vn(n,
e,{above:a,beside:s},m)}function Ln(){document.addEventListener("submit",Po),document.addEventListener("pointerdown",Do),document.addEventListener(
"pointermove",Ro),document.addEventListener("pointerup",()=>Zt(!0)),document.addEventListener("pointercancel",()=>Zt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Zt(!1)}),k(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function Bo(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&ot(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(i(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=C(await a.text());for(let s of c(document,o)){let m=r.getElementById(s.id);m&&!s.contains(document.activeElement)&&!i(
s,"details[open]")&&ot(s,m)}}catch{}}function Tn(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>Bo(o))})}function kn(){document.addEventListener("click",t=>{let e=l(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=d(n,".confirm-body"),{box:a,button:r}=tt({title:d(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function te({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>A(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var ee=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),ne=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,qo={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function Mn(){document.addEventListener("htmx:sendError",t=>{ee(t)||b(ne(t,"No conn\
ection. Nothing was changed."),te(t))}),document.addEventListener("htmx:timeout",t=>{ee(t)||b(ne(t,"The site takes too long to answer."),te(
t))}),document.addEventListener("htmx:responseError",t=>{if(ee(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}b(ne(t,qo[e.
status]||"That did not work."),e.status===404||e.status===409?{}:te(t))}})}var Sn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",oe=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,N=(t,e=Sn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(oe);function No(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),s=!!N(e,"textarea[name]");return()=>{let m=t.id&&document.getElementById(t.id);if(m&&oe(m))return m;let u=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(f=>N(f,"button"));if(u)return s&&N(u,"textar\
ea")||N(u,"button")||N(u);for(let f of a)if(f?.isConnected&&N(f))return N(f);return r?.isConnected&&N(r)||i(document,"main :is(h1, h2)")}}function An(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let s=document.activeElement,m=s&&s!==document.body&&(n?.contains(s)||r.contains(s))?No(s):null;setTimeout(()=>{let u=document.activeElement;
if(m&&(!u||u===document.body||!oe(u))){let w=m();w&&!w.matches(Sn)&&(w.tabIndex=-1),w?.focus({preventScroll:!0})}let f=i(C(e.responseText),"\
[data-say]")?.dataset.say;f&&ft(f)})})}function Hn(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=l(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||i(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var Cn="[data-copy], [data-copy-here], [data-share]";async function ae(t){try{await navigator.clipboard.writeText(t),b("Link copied.")}catch{
b("The browser did not allow copying. The link is in the address bar of the post.")}}async function $o({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return ae(t||location.href);if(!navigator.share)return ae(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await ae(e)}}function In(){document.addEventListener("click",t=>{let e=l(t.target,Cn);e&&(e.closest("details.menu")?.
removeAttribute("open"),$o(e))}),k(t=>{for(let e of c(t,Cn))e.hidden=!1})}function Dn(){document.addEventListener("click",t=>{let e=l(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var Rn=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function re(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=Rn(
e))}}function zo(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=Rn(t)}function Pn(){re(),
zo(),setInterval(re,3e4),document.addEventListener("htmx:load",re)}async function Oo(t,e){let n=i(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){A("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await j(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{b("That could not be undone. Reload the \
page and try again.")}}function Bn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;b(e,{action:"Undo",
run:()=>Oo(n,o)})})}var qn="[data-overlay], [data-picture]";function Nn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let s=(m,u,f)=>a.setProperty(
m,u||f);s("--x",t,".5"),s("--y",e,".5"),s("--s",n,"1"),s("--r",o,"0"),r.add("placed")}function zn(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function Ko(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function On(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=Ko((Date.parse(t.dateTime)-Date.now())/1e3)}function $n(t){t instanceof HTMLElement&&t.
matches(qn)&&Nn(t),c(t,qn).forEach(Nn),c(t,"[data-slider]",HTMLInputElement).forEach(zn),On()}function Kn(){document.addEventListener("input",
t=>{let e=v(t.target,HTMLInputElement);e?.matches("[data-slider]")&&zn(e)}),document.addEventListener("htmx:load",t=>$n(t.detail.elt)),$n(document),
i(document,"[data-canvas], [data-stories]")&&setInterval(On,1e3)}function Wn(){addEventListener("pageshow",t=>{let e=i(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&A("GET","/stories",{target:e,swap:"outerHTML"})})}var Wo=50,Fo=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,Fn=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),ie=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.asking=null,
this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)return;let e=this.seen=this.newest;await dt(this.
path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?after=${this.newest}`,{headers:{"HX-Request":"true"}});
if(!e.ok)return 0;let n=document.createElement("template");n.innerHTML=await e.text();let o=c(n.content,".message").filter(r=>!document.getElementById(
r.id)),a=o.at(-1);if(o.length>=Wo)location.reload();else if(a){let r=Fo();c(this.log,".messages").at(-1)?.append(...o),this.newest=a.id.slice(
2),(r||a.classList.contains("message-mine"))&&Fn(),this.look()}return o.length}refresh(){return this.asking&&(this.again=!0),this.asking??=this.
askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function Un(){
let t=i(document,"[data-conversation]");if(!t)return;let e=new ie(t);document.addEventListener("photogram:message",a=>{a.preventDefault(),e.
refresh().then(r=>{!r&&a.detail.more&&document.visibilityState==="visible"&&Yt()})}),document.addEventListener("visibilitychange",()=>e.look());
let n=d(document,"[data-message-form]",HTMLFormElement),o=d(n,"textarea",HTMLTextAreaElement);n.addEventListener("htmx:beforeRequest",()=>ce(
o)),n.addEventListener("htmx:afterRequest",a=>{a.detail.successful&&(le(o),o.focus({preventScroll:!0}),e.refresh())}),o.addEventListener("ke\
ydown",a=>{a.key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),o.value.trim()&&n.requestSubmit())}),
(!location.hash||location.hash==="#end")&&Fn()}Le(Se,wn,Mn,An,Tn,Bn,Hn,kn,pn,Dn,Pn,In,Ln,we,Me,ke,Te,xe,ge,nn,rn,gn,Qe,fn,cn,fe,he,bn,Kn,Wn,Ze,je,Un,Ie,Ce,Be);})();
