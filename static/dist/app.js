"use strict";
(()=>{var jt=new WeakMap;function Vt(t){jt.set(t,t.value)}function ut(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function _t(t){t.value=ut(
t.value,jt.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function i(t,e,n){return b(t.querySelector(e),n)}function d(t,e,n){let o=i(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>b(o,n)??[])}function l(t,e,n){return t instanceof Element?b(t.closest(e),n):null}function b(t,e){
return t instanceof(e??HTMLElement)?t:null}var Xt=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
Q=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function h(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var T=t=>new DOMParser().parseFromString(t,"text/html");var W=()=>document.getElementById("comment-form");function Yt(t,e,n,o){let a=d(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";d(t,
"[data-reply-to]",HTMLInputElement).value=e,d(t,"[data-replying]").hidden=!e,d(t,"[data-replying-name]").textContent=n;let s=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!s.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+s,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var mt={reply:"",name:"",text:""};function Gt(t){return{
reply:d(t,"[data-reply-to]",HTMLInputElement).value,name:d(t,"[data-replying-name]").textContent,text:d(t,"textarea",HTMLTextAreaElement).value}}
function Jt(){document.addEventListener("click",n=>{let o=l(n.target,"[data-reply], [data-reply-cancel]"),a=o&&W();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:s=""}=o.dataset;Yt(a,r,s,"replyMention"in o.dataset)});let t=mt,e=mt;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&W();o&&(t=Gt(o))}),document.addEventListener("htmx:beforeS\
wap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&W();o&&(e=Gt(o),e.reply===t.reply&&(e.reply=e.name=""),e.
text=ut(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=W(),{reply:o,name:a,text:r}=e;if(e=mt,!n||!o&&!r||i(n,"[aria\
-invalid]"))return;d(n,"textarea",HTMLTextAreaElement).value=r;let s=document.getElementById("c-"+o);Yt(n,s?o:"",s?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&W();o&&i(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=b(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=d(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&l(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,i(o,"summary")?.focus())})}var q=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),x=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function U(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function Zt(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var Mn=40,tt=[],ft=!1;function Sn(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function B(t){if(ft)return;let e={pages:tt.slice(0,Mn),at:Sn(t)};try{history.replaceState(
{...history.state,photogram:e},"")}catch{}}async function An(t,{pages:e,at:n}){ft=!0,history.scrollRestoration="manual";try{for(let a of e){
if(!n||document.getElementById(n.id))break;let r=i(t,"[data-older]");if(!r||r.dataset.older!==a)break;let s=await fetch(a,{headers:{"HX-Requ\
est":"true",Accept:"text/html"},credentials:"same-origin"}),u=s.ok&&i(T(await s.text()),".part");if(!u)break;U(r,u),tt.push(a)}let o=n&&document.
getElementById(n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}ft=!1,B(t)}function Qt(){let t=i(document,
"[data-feed]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(B,350,t)},{passive:!0}),addEventListener("pa\
gehide",()=>B(t)),document.addEventListener("click",o=>{l(o.target,"a",Element)&&B(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=b(
o.detail.target)?.dataset.older;a&&o.detail.shouldSwap&&(tt.push(a),B(t))}),document.addEventListener("photogram:fresh",()=>{tt.length=0,B(t)});
let n=history.state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&An(t,n)}function te(){document.addEventListener("change",t=>{let e=l(t.target,"[data-avatar]"),n=b(t.target,HTMLInputElement)?.files?.[0];if(!e||!n)
return;let o=d(e,"[data-avatar-preview] img",HTMLImageElement);o.removeAttribute("srcset"),o.src=URL.createObjectURL(n)})}var K=new Map,f=null,et=null,ht=0,gt=!1,Hn,Cn=()=>Hn??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{s\
c=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\\\
u{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function bt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}let n=Cn().exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function In(t){
let e=K.get(t);if(e!==void 0)return e;et?.abort(),et=new AbortController;let n=await fetch("/complete?q="+encodeURIComponent(t),{headers:{Accept:"\
text/html"},signal:et.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();return K.size>60&&K.clear(),K.
set(t,o),o}async function Dn(t){let e=bt(t);if(!e)return M();let n;try{n=await In(e.query)}catch{return}let o=bt(t);if(document.activeElement!==
t||o?.query!==e.query)return;let a=i(T(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],s=r.length===1&&r[0]?.dataset.insert===o.query.slice(1);
if(!a||r.length===0||s)return M();Pn(t,document.importNode(a,!0),o)}function Pn(t,e,n){f?.field!==t&&M(),f??=Rn(t,n),i(f.box,"[role=listbox]")?.
remove(),e.id="complete-list",f.box.append(e),f.options=c(e,":scope > *"),f.at=n,t.setAttribute("aria-controls",e.id),f.count.textContent=f.
options.length===1?"1 suggestion":`${f.options.length} suggestions`,vt(n.query.startsWith("#")||n.query.startsWith("＃")?null:f.options[0]),
nt()}function Rn(t,e){let n=h("div","complete"),o=h("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=l(a.target,"[role=option]");r&&ne(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function nt(){if(!f)return;let{
field:t,box:e}=f,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,s=(window.visualViewport?.height??innerHeight)-n.bottom,u=s<260&&n.top>s;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(u?n.top:s)-12))+"px",e.style.top=u?"auto":n.
bottom+4+"px",e.style.bottom=u?innerHeight-n.top+4+"px":"auto"}function vt(t){if(f){for(let e of f.options)e.setAttribute("aria-selected",String(
e===t));f.chosen=t??null,t?(f.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):f.field.removeAttribute(
"aria-activedescendant")}}function ne(t){if(!f)return;let{field:e,at:n}=f;M(),e.focus();let o=e.dataset.complete==="person",a=e.value.slice(
n.end),r=n.sign+t.dataset.insert+(o||/^\s/.test(a)?"":" ");gt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||
(e.setRangeText(r,n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),gt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}
function M(){if(clearTimeout(ht),et?.abort(),!f)return;let{field:t,box:e}=f;f=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute(
"role");for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var pt=({target:t})=>Q(t)&&t.matches("[da\
ta-complete]")?t:null;function ee(t){clearTimeout(ht);let e=bt(t);if(!e)return M();ht=setTimeout(()=>Dn(t),K.has(e.query)?0:120)}function qn(t){
if(!f||t.target!==f.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=f,o=n?e.indexOf(n):
-1;switch(t.key){case"ArrowDown":vt(e[(o+1)%e.length]);break;case"ArrowUp":vt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)
return M();ne(n);break;case"Escape":M();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return M();default:return}t.preventDefault(),
t.stopPropagation()}function oe(){document.addEventListener("focusin",t=>{let e=pt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof
HTMLInputElement&&e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=pt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&
!gt&&ee(e)}),document.addEventListener("compositionend",t=>{let e=pt(t);e&&ee(e)}),document.addEventListener("keydown",qn,!0),document.addEventListener(
"focusout",t=>{t.target===f?.field&&M()}),addEventListener("scroll",t=>{t.target instanceof Node&&f?.box.contains(t.target)||nt()},{capture:!0,
passive:!0}),addEventListener("resize",nt),window.visualViewport?.addEventListener("resize",nt)}var ae;function j(t){ae??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of ae.segment(t.normalize("NFC").trim()))e++;
return e}var Bn={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||j(t)>=8?"":`${8-j(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},re=0;function Nn(t){let e=Bn[t.name],n=t.closest(".field");!e||!n||(clearTimeout(re),re=
setTimeout(()=>{let o=e(t.value.trim()),a=i(n,".problem");a||(a=h("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function ie(){document.addEventListener("input",t=>{Xt(t.target)&&t.target.form?.
hasAttribute("data-hints")&&Nn(t.target)})}function se(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function y(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function ce(){document.addEventListener("click",t=>{let e=l(t.target,"[data-reveal]"),n=e&&b(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),y(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function le(){document.addEventListener("input",t=>{let e=b(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
i(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),y(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function $n(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=j(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=h("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function On(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function de(){y(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(Q)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push($n(e)),"grow"in e.dataset&&n.push(On(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function p(t,{action:e,run:n,keep:o=4500}={}){let a=h("div","toast");if(a.append(h("span","",t)),e){let r=h("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}i(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function ue(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&p(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&p(t.detail.value)})}var zn="/settings/push";function me(t){let e=atob(t.replaceAll("-","+").replaceAll("_","/"));return Uint8Array.from(e,n=>n.charCodeAt(0))}var yt=()=>i(
document,"meta[name=push-key]",HTMLMetaElement)?.content||"";function Fn(t){let e=me(yt()),n=new Uint8Array(t.options.applicationServerKey||
new ArrayBuffer(0));return n.length===e.length&&n.every((o,a)=>o===e[a])}async function fe(){let{pushManager:t}=await navigator.serviceWorker.
ready;return t.subscribe({userVisibleOnly:!0,applicationServerKey:me(yt())})}async function Wn(){let t=await(await navigator.serviceWorker.ready).
pushManager.getSubscription();if(!t||Fn(t))return;await t.unsubscribe();let e=await fe();await fetch(zn,{method:"PATCH",headers:{Accept:"app\
lication/json"},body:new URLSearchParams({old:t.endpoint,subscription:JSON.stringify(e)})})}async function Un(t,e){let n=d(t,"[name=subscrip\
tion]",HTMLInputElement);if(!n.value){if(e.preventDefault(),await Notification.requestPermission()!=="granted"){p("This browser does not all\
ow notifications from here. Allow them in its settings for this site.");return}try{n.value=JSON.stringify(await fe())}catch{p("This browser \
could not reach its push service. Try again later.");return}t.requestSubmit()}}function pe(){if(!("serviceWorker"in navigator)||!("PushManag\
er"in window)||!yt())return;let t=i(document,"form[data-push]",HTMLFormElement);t&&(d(t,"button").removeAttribute("disabled"),i(document,"[d\
ata-no-push]")?.remove(),t.addEventListener("submit",e=>{Un(t,e)})),Notification.permission==="granted"&&Wn().catch(()=>{})}function Kn(t){let e=c(t,"img",HTMLImageElement).map(a=>a.currentSrc||a.src),n=[...document.querySelectorAll("link[rel=stylesheet], link[rel\
=icon]")].map(a=>a.href),o=[...document.scripts].map(a=>a.src);return[...e,...n,...o].filter(a=>a.startsWith(location.origin+"/")).map(a=>a.
slice(location.origin.length))}async function jn(){let t=i(document,"[data-feed][data-viewer]"),e=i(document,"[data-offline-note]");if(!t||location.
pathname+location.search!=="/"||!e?.hidden)return;let{connection:n}=navigator;if(n?.saveData)return;let{active:o}=await navigator.serviceWorker.
ready;o?.postMessage({feed:t.dataset.viewer,pictures:[...new Set(Kn(t))]})}function he(){"serviceWorker"in navigator&&(addEventListener("loa\
d",()=>{navigator.serviceWorker.register("/sw.js",{updateViaCache:"none"}).then(jn,()=>{})}),i(document,"[data-offline-page], [data-offline-\
note]:not([hidden])")&&addEventListener("online",()=>location.reload()))}var ve=1e3,Vn=3e3,_n=80,N,Et=0;function ot(){if(clearTimeout(Et),Et=0,!N)return;let t=N;N=void 0,navigator.sendBeacon("/insights/looks",t)||
fetch("/insights/looks",{method:"POST",body:t,keepalive:!0}).catch(()=>{})}function _(t,e){N||=new URLSearchParams,N.append(t,e),N.size>=_n?
ot():Et||=setTimeout(ot,2*ve)}var wt=new Set,V=new Map;function Xn(t){for(let{target:e,isIntersecting:n,intersectionRatio:o,intersectionRect:a}of t){
let r=e instanceof HTMLElement&&e.dataset.post||"";n&&(o>=.5||a.height>=innerHeight/2)?r&&!wt.has(r)&&!V.has(e)&&V.set(e,setTimeout(()=>{V.delete(
e),!(document.hidden||wt.has(r))&&(wt.add(r),_("seen",r))},ve)):(clearTimeout(V.get(e)),V.delete(e))}}var ge=new WeakMap;function be(t,e){if(!(t instanceof
HTMLVideoElement))return;let n=l(t,"[data-post]")?.dataset.post;if(!n||l(t,"[data-editor]"))return;let o=ge.get(t);if(!o){if(e!=="playing")return;
ge.set(t,o={began:0,ran:0,over:!1}),_("play",n)}let a=performance.now();if(o.began){let r=Math.round(a-o.began);o.began=0,o.ran+=r,r>0&&_("w\
atch",n+"."+r)}e==="playing"?o.began=a:o.over||(o.over=!0,o.ran<Vn&&!t.ended&&_("skip",n))}function ye(){let t=new IntersectionObserver(Xn,{
threshold:[0,.1,.2,.3,.4,.5,.75]});y(n=>{for(let o of c(n,"article.card[data-post]:not([data-counts])"))o.dataset.counts="",t.observe(o)});for(let n of[
"playing","pause","ended"])document.addEventListener(n,o=>be(o.target,n),!0);document.addEventListener("click",n=>{let o=l(n.target,"a[data-\
owner]");o?.dataset.owner&&_("link",o.dataset.owner)});let e=()=>{for(let n of c(document,"video",HTMLVideoElement))n.paused||be(n,"leave");
ot()};document.addEventListener("visibilitychange",()=>{document.hidden&&e()}),addEventListener("pagehide",ot)}var A=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function $(t,e){let n=h("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=i(n,"b\
utton > span");if(!a){let r=h("button","fresh-pill");a=h("span"),r.type="button",r.append(Yn(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await Gn(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function Yn(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,s]of Object.entries(o))a.setAttribute(r,s);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function Gn(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await x("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=i(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var Jn=3e5,Ee="photogram:last",at={badge:[],notification:[],posts:[]},O=null,C=null,rt=[],Mt=new Set,xe="",z=null,it=null,X=null,we=0,Lt=0;function I(t,e){
at[t].push(e)}function Le(t){let{name:e,id:n,data:o}=t;if(n&&(C===null||A(n,C)>0)){C=n;try{sessionStorage.setItem(Ee,`${C} ${Date.now()}`)}catch{}}
if(e!=="posts")for(let a of at.badge)a(o);if(e==="notification")for(let a of at.notification)a(o);if(e==="posts")for(let a of at.posts)a(o)}
function St(t){O?.postMessage(t),Le(t)}function Zn({data:t}){if(t.name!=="top")return Le(t);Mt.add(t.data),z&&rt.length>0&&O?.postMessage({name:"\
posts",data:{posts:rt}})}function Tt(){let t=new URL(xe,location.href);C!==null&&t.searchParams.set("last",C);let e=[...Mt].sort(A)[0];e&&t.
searchParams.set("top",e);let n=z=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{we=0;let r=JSON.parse(
a.data);o==="posts"&&(rt=[...r.posts,...rt].slice(0,100)),St({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("bye",kt),
n.addEventListener("error",()=>{z?.readyState===EventSource.CLOSED&&(clearTimeout(Lt),Lt=setTimeout(Tt,Math.min(3e5,2e3*2**we++)*(.5+Math.random()/
2)))})}function kt(){clearTimeout(Lt),z?.close(),z=null,X?.abort(),X=null,it?.(),it=null}function xt(){if(z||X||it)return;if(!navigator.locks||
!O){Tt();return}let t=X=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.aborted)
return e(null);X=null,it=()=>e(null),Tt()})).catch(()=>{})}function Te(t,e){xe=t,"BroadcastChannel"in window&&(O=new BroadcastChannel("photo\
gram-live"),O.addEventListener("message",Zn));try{let[o,a]=(sessionStorage.getItem(Ee)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(C=o)}catch{}
e&&(Mt.add(e),O?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.visibilityState===
"visible"?xt():n=setTimeout(kt,Jn)}),addEventListener("pagehide",kt),addEventListener("pageshow",o=>{o.persisted&&xt()}),xt()}var ke,Qn={notices:0,mail:0};function Y(t){ke??=document.title;let{notices:e,mail:n}=Object.assign(Qn,t),o=e+n;document.title=(o?`(${o>99?"9\
9+":o}) `:"")+ke}function At(){p("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function Me(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:d(r,"[data-mail-count]")})),e=i(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
$(e,()=>{e.dataset.threads=o,a?.("")});I("badge",({messages:r,newest:s})=>{let u=r>99?"99+":String(r);for(let{link:v,count:E}of t)E.textContent=
u,E.dataset.mailCount=String(r),E.hidden=r===0,v.setAttribute("aria-label",r?`Inbox, ${u} unread`:"Inbox");let g=r>n;if(n=r,Y({mail:n}),s===
o||s==="0")return;o=s,a&&A(s,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:g}}))&&g&&!e&&document.visibilityState==="visible"&&At()}),Y({mail:n})}async function G(t,e){let n=await q(t,{upto:e});if(!n.ok)throw new Error;St({name:"badge",data:await n.json()})}async function Se(){let t=i(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await G(t.action,d(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function Ae(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),Y({notices:n})}function He(){
let t=i(document,"[data-bell]"),e=i(document,"[data-notices]");if(t){let a=d(t,"[data-unread]");Ae(t,a,Number(a.dataset.unread||0)),I("badge",
({unread:r})=>Ae(t,a,r))}let n=0,o=e&&$(e,()=>{n=0,o?.("");let a=i(e,".notice")?.id.slice(2);a&&e.dataset.notices&&G(e.dataset.notices,a).catch(
()=>{})});I("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&p(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",Se),Se()}function Ce(t){let e=t.dataset.top||"",n=new Set,o=$(t,()=>{for(let a of n)A(a,e)>0&&(e=a);n.clear(),o("")});I("posts",({posts:a})=>{for(let r of a)
A(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function Ie(){let t=i(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=i(document,"[data-feed][data-top]:\
not([data-top=''])");He(),Me(),e&&Ce(e),Te(t,e?.dataset.top||"")}function st({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var De=()=>i(document,"[data-planner]");function Pe(){let t=De();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Ct()}}async function Ct(){await x("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&Pe()}async function to(t,e){let n=De();n&&await x("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Ct()}var w=null,k=null,ct=!1,lt=0;function Re(t,e){ct=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),w={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},qe(t)}function qe(t){if(!w)return;w.ghost.style.left=t.
clientX+"px",w.ghost.style.top=t.clientY+"px",st(t);let e=l(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==w.day&&(w.day?.
classList.remove("day-over"),w.day=e&&!e.classList.contains("day-past")?e:null,w.day?.classList.add("day-over"))}function Ht(t){if(clearTimeout(
lt),k=null,!w)return;let{ghost:e,path:n,day:o}=w;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),w=null,t&&o?.dataset.day&&to(n,o.dataset.day)}function eo(t){let e=l(t.target,"[data-plan]");ct=!1,!(!e||t.button!==0)&&(k={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(lt),k.touch&&(lt=setTimeout(()=>{k&&(Re(t,e),navigator.vibrate?.(10))},300)))}
function no(t){if(w){t.pointerId===w.pointer&&qe(t);return}if(!k)return;let e=Math.hypot(t.clientX-k.x,t.clientY-k.y);k.touch?e>10&&(clearTimeout(
lt),k=null):e>5&&Re(t,k.source)}function Be(){Pe(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Ct()}),document.
addEventListener("pointerdown",eo),document.addEventListener("pointermove",no),document.addEventListener("touchmove",t=>{w&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>Ht(!0)),document.addEventListener("pointercancel",()=>Ht(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&Ht(!1)}),document.addEventListener("dragstart",t=>{l(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{w&&t.preventDefault()}),document.addEventListener("click",t=>{!ct||!l(t.target,"[data-plan]")||(ct=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function oo(t){t.dataset.ready="";let e=d(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=d(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),s=()=>{let m=r();o.textContent=`${m+1}/${a}`;for(let v of n){let E=m+Number(v.dataset.
step);v.disabled=E<0||E>=a}},u=m=>{let v=c(e,":scope > *"),E=v[Math.min(a-1,Math.max(0,r()+m))],R=matchMedia("(prefers-reduced-motion: reduc\
e)").matches;E&&e.scrollTo({left:E.offsetLeft-(v[0]?.offsetLeft??0),behavior:R?"instant":"smooth"})};for(let m of n)m.hidden=!1,m.addEventListener(
"click",()=>u(Number(m.dataset.step)));let g=getComputedStyle(e).direction==="rtl";e.addEventListener("keydown",m=>{let v=new Map([["ArrowRi\
ght",g?-1:1],["ArrowLeft",g?1:-1],["Home",-a],["End",a]]).get(m.key);v!==void 0&&(m.preventDefault(),u(v))}),e.addEventListener("scroll",()=>requestAnimationFrame(
s),{passive:!0}),s()}function Ne(){y(t=>c(t,"[data-carousel]:not([data-ready])").forEach(oo))}var ao=320,F={time:0,area:null,x:0,y:0};function $e(t){let e=t.closest("[data-post]"),n=e&&i(e,".like");if(!n)return;let o=i(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}ro(t,e),n.dataset.like!=="true"&&i(n,"form",HTMLFormElement)?.requestSubmit()}function ro(t,e){i(t,".bu\
rst")?.remove();let n=i(e,".heart .icon",Element);if(!n)return;let o=h("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var Oe=t=>l(t.target,"button, a, summary",Element)?null:l(t.target,"[data-like-area]");function ze(){
document.addEventListener("pointerup",t=>{if(t.pointerType==="mouse")return;let e=Oe(t),n=Math.hypot(t.clientX-F.x,t.clientY-F.y)<40;if(e&&e===
F.area&&n&&t.timeStamp-F.time<ao){F={time:0,area:null,x:0,y:0},$e(e);return}F={time:t.timeStamp,area:e,x:t.clientX,y:t.clientY}}),document.addEventListener(
"dblclick",t=>{if(matchMedia("(hover: none)").matches)return;let e=Oe(t);e&&(getSelection()?.removeAllRanges(),$e(e))}),document.addEventListener(
"htmx:afterSettle",t=>{if(!t.detail.target?.classList?.contains("like"))return;let e=t.detail.requestConfig?.path,n=e&&i(document,`.like for\
m[action="${CSS.escape(e)}"]`);n&&i(n,'.heart[aria-pressed="true"]')?.classList.add("just")})}function Fe(t){let e=t.parentElement,n=e&&i(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,s=Number(n.getAttribute("height"))||1,u=[a.width/r,a.height/s],g=getComputedStyle(n).objectFit==="contain"?Math.
min(...u):Math.max(...u);for(let m of c(t,"[data-x]")){let v=a.left-o.left+(a.width-r*g)/2+Number(m.dataset.x)*r*g,E=a.top-o.top+(a.height-s*
g)/2+Number(m.dataset.y)*s*g,R=m.offsetWidth/2+4,Kt=Math.max(R,Math.min(o.width-R,v));m.style.left=Kt+"px",m.style.top=Math.max(4,Math.min(o.
height-m.offsetHeight-8,E))+"px",m.style.setProperty("--point",Math.max(-R+14,Math.min(R-14,v-Kt))+"px")}}function We(){let t=new ResizeObserver(
e=>{for(let n of e){let o=i(n.target,"[data-people][open]");o&&Fe(o)}});document.addEventListener("toggle",e=>{let n=b(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);Fe(n),t.
observe(o)}},!0)}var D=new Map,P=null,Ke,S=!1,je=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),Ve=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),io=()=>Ve()||je().some(t=>t.matches),Dt=class{constructor(e){this.
box=e,this.film=d(e,"video",HTMLVideoElement),this.button=d(e,"[data-play]"),this.line=d(e,"[data-line]",HTMLProgressElement),this.switch=i(
e,"[data-sound]"),this.cc=i(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!S,n.tabIndex=-1,o.hidden=this.line.hidden=!1,d(e,"[data-video-tools]").hidden=!1;let a=i(
n,"source[data-small]");a&&Ve()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>Ue(!S)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(S)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){P!==this&&P?.film.pause(),
P=this;let{film:e}=this;e.muted=!S,this.wanted=!0,e.play().catch(()=>{this.wanted&&S&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=so(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&l(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)Ue(!S);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function so(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function Ue(t){S=t;for(let e of D.values())e.film.muted=!S,e.switch?.setAttribute("aria-pressed",String(S))}function It(){for(let[e,n]of D)e.
isConnected||(Ke?.unobserve(e),D.delete(e),P===n&&(P=null));for(let e of D.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||io())return;let t=[...D.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==P||
t.film.paused)&&t.play()}function _e(){let t=Ke=new IntersectionObserver(e=>{for(let n of e){let o=D.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}It()},{threshold:[0,.25,.5,.75,1]});y(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))D.set(n,new Dt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?P?.film.pause():It()});for(let e of je())e.addEventListener("change",
It)}function dt({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=h("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let s=h("button","button quiet dialog-cancel",o);return s.type="button",s.addEventListener("click",()=>r.
close()),r.append(...n,s),r.addEventListener("click",u=>{u.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:s}}var J=null;async function Pt(t,e){let n;try{let s=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!s.ok||s.redirected)throw new Error;
if(n=i(T(await s.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}J?.close();let o=h("h2","",n.dataset.title),a=document.
importNode(n,!0),{box:r}=dt({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(s){J===s&&(J=null),e?.isConnected&&e.focus()}});
J=r,r.showModal(),Zt(a)}function Xe(){document.addEventListener("click",t=>{let e=l(t.target,"a[data-dialog]",HTMLAnchorElement);if(!e||t.ctrlKey||
t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute("open"),Pt(
e.href,n&&i(n,"summary")||e)}),document.addEventListener("photogram:collected",()=>{J?.close(),p("Your collections are changed.")})}var Ye=(t,e)=>i(t,".bookmark")?.setAttribute("aria-pressed",String(e)),Rt=t=>!i(t,'input[name="_method"]');function Ge(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&Ye(e,Rt(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=b(
t.detail.requestConfig?.elt),n=e?.dataset.collections;e?.matches(".save form")&&(t.detail.successful?n&&Rt(e)&&p("Saved.",{action:"Add to co\
llections",run:()=>Pt(n)}):Ye(e,!Rt(e)))})}function Je(){document.addEventListener("click",t=>{let e=l(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=l(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function Ze(){let t=i(document,"[data-voice]");if(t)return t;let e=h("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function Z(t){let e=Ze();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function Qe(){Ze(),document.addEventListener(
"photogram:told",t=>Z(t.detail.value))}var Bt=()=>c(document,"[data-arrange] > .arranged");async function tn(t,e,{above:n,beside:o},a){try{if(!(await q(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),p("The new place could not be saved. It is back where it was.")}}function en(t,e,n){e[n?"before":"after"](t);let o=Bt();
Z(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function nn(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var L=null;
function co(t){let e=l(t.target,"[data-grip]"),n=l(t.target,".arranged");!e||!n||t.button!==0||l(t.target,"button")||(t.preventDefault(),L={
row:n,back:nn(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function lo(t){if(L){st(t);for(let e of Bt()){
if(e===L.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(L.beside!==e||L.above!==
a)&&(en(L.row,e,a),L.beside=e,L.above=a)}}}function qt(t){if(!L)return;let{row:e,back:n,beside:o,above:a}=L;e.classList.remove("dragged"),L=
null,o&&(t?tn(e,d(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function uo(t){let e=l(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=Bt(),s=r[r.indexOf(n)+(a?-1:1)];if(!s){i(document,"[data-older]")&&!a&&e.submit();return}let u=nn(n);en(n,s,a),o.focus(),tn(n,
e,{above:a,beside:s},u)}function on(){document.addEventListener("submit",uo),document.addEventListener("pointerdown",co),document.addEventListener(
"pointermove",lo),document.addEventListener("pointerup",()=>qt(!0)),document.addEventListener("pointercancel",()=>qt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&qt(!1)}),y(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function mo(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&U(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(i(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=T(await a.text());for(let s of c(document,o)){let u=r.getElementById(s.id);u&&!s.contains(document.activeElement)&&!i(
s,"details[open]")&&U(s,u)}}catch{}}function an(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>mo(o))})}function rn(){document.addEventListener("click",t=>{let e=l(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=d(n,".confirm-body"),{box:a,button:r}=dt({title:d(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function Nt({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>x(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var $t=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),Ot=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,fo={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function sn(){document.addEventListener("htmx:sendError",t=>{$t(t)||p(Ot(t,"No conn\
ection. Nothing was changed."),Nt(t))}),document.addEventListener("htmx:timeout",t=>{$t(t)||p(Ot(t,"The site takes too long to answer."),Nt(
t))}),document.addEventListener("htmx:responseError",t=>{if($t(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}p(Ot(t,fo[e.
status]||"That did not work."),e.status===404||e.status===409?{}:Nt(t))}})}var cn="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",zt=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,H=(t,e=cn)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(zt);function po(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),s=!!H(e,"textarea[name]");return()=>{let u=t.id&&document.getElementById(t.id);if(u&&zt(u))return u;let g=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(m=>H(m,"button"));if(g)return s&&H(g,"textar\
ea")||H(g,"button")||H(g);for(let m of a)if(m?.isConnected&&H(m))return H(m);return r?.isConnected&&H(r)||i(document,"main :is(h1, h2)")}}function ln(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let s=document.activeElement,u=s&&s!==document.body&&(n?.contains(s)||r.contains(s))?po(s):null;setTimeout(()=>{let g=document.activeElement;
if(u&&(!g||g===document.body||!zt(g))){let v=u();v&&!v.matches(cn)&&(v.tabIndex=-1),v?.focus({preventScroll:!0})}let m=i(T(e.responseText),"\
[data-say]")?.dataset.say;m&&Z(m)})})}function dn(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=l(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||i(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var un="[data-copy], [data-copy-here], [data-share]";async function Ft(t){try{await navigator.clipboard.writeText(t),p("Link copied.")}catch{
p("The browser did not allow copying. The link is in the address bar of the post.")}}async function ho({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return Ft(t||location.href);if(!navigator.share)return Ft(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await Ft(e)}}function mn(){document.addEventListener("click",t=>{let e=l(t.target,un);e&&(e.closest("details.menu")?.
removeAttribute("open"),ho(e))}),y(t=>{for(let e of c(t,un))e.hidden=!1})}function fn(){document.addEventListener("click",t=>{let e=l(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var pn=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function Wt(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=pn(
e))}}function go(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=pn(t)}function hn(){Wt(),
go(),setInterval(Wt,3e4),document.addEventListener("htmx:load",Wt)}async function bo(t,e){let n=i(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){x("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await q(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{p("That could not be undone. Reload the \
page and try again.")}}function gn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;p(e,{action:"Undo",
run:()=>bo(n,o)})})}var bn="[data-overlay], [data-picture]";function vn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let s=(u,g,m)=>a.setProperty(
u,g||m);s("--x",t,".5"),s("--y",e,".5"),s("--s",n,"1"),s("--r",o,"0"),r.add("placed")}function wn(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function vo(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function En(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=vo((Date.parse(t.dateTime)-Date.now())/1e3)}function yn(t){t instanceof HTMLElement&&t.
matches(bn)&&vn(t),c(t,bn).forEach(vn),c(t,"[data-slider]",HTMLInputElement).forEach(wn),En()}function xn(){document.addEventListener("input",
t=>{let e=b(t.target,HTMLInputElement);e?.matches("[data-slider]")&&wn(e)}),document.addEventListener("htmx:load",t=>yn(t.detail.elt)),yn(document),
i(document,"[data-canvas], [data-stories]")&&setInterval(En,1e3)}function Ln(){addEventListener("pageshow",t=>{let e=i(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&x("GET","/stories",{target:e,swap:"outerHTML"})})}var yo=50,wo=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,Tn=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),Ut=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.asking=null,
this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)return;let e=this.seen=this.newest;await G(this.
path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?after=${this.newest}`,{headers:{"HX-Request":"true"}});
if(!e.ok)return 0;let n=document.createElement("template");n.innerHTML=await e.text();let o=c(n.content,".message").filter(r=>!document.getElementById(
r.id)),a=o.at(-1);if(o.length>=yo)location.reload();else if(a){let r=wo();c(this.log,".messages").at(-1)?.append(...o),this.newest=a.id.slice(
2),(r||a.classList.contains("message-mine"))&&Tn(),this.look()}return o.length}refresh(){return this.asking&&(this.again=!0),this.asking??=this.
askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function kn(){
let t=i(document,"[data-conversation]");if(!t)return;let e=new Ut(t);document.addEventListener("photogram:message",a=>{a.preventDefault(),e.
refresh().then(r=>{!r&&a.detail.more&&document.visibilityState==="visible"&&At()})}),document.addEventListener("visibilitychange",()=>e.look());
let n=d(document,"[data-message-form]",HTMLFormElement),o=d(n,"textarea",HTMLTextAreaElement);n.addEventListener("htmx:beforeRequest",()=>Vt(
o)),n.addEventListener("htmx:afterRequest",a=>{a.detail.successful&&(_t(o),o.focus({preventScroll:!0}),e.refresh())}),o.addEventListener("ke\
ydown",a=>{a.key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),o.value.trim()&&n.requestSubmit())}),
(!location.hash||location.hash==="#end")&&Tn()}se(ue,Qe,sn,ln,an,gn,dn,rn,Xe,fn,hn,mn,on,oe,de,le,ce,ie,te,ze,Ge,Ne,_e,We,Jt,Qt,Je,xn,Ln,Be,Ie,kn,he,pe,ye);})();
