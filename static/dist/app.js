"use strict";
(()=>{function i(t,e,n){return b(t.querySelector(e),n)}function m(t,e,n){let o=i(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>b(o,n)??[])}function l(t,e,n){return t instanceof Element?b(t.closest(e),n):null}function b(t,e){
return t instanceof(e??HTMLElement)?t:null}var $t=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
V=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function p(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var T=t=>new DOMParser().parseFromString(t,"text/html");var qt=()=>document.getElementById("comment-form");function on(t,e,n,o){let a=m(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";m(
t,"[data-reply-to]",HTMLInputElement).value=e,m(t,"[data-replying]").hidden=!e,m(t,"[data-replying-name]").textContent=n;let s=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!s.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+s,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}function Bt(){document.addEventListener("click",t=>{let e=l(
t.target,"[data-reply], [data-reply-cancel]"),n=e&&qt();if(!n||t.ctrlKey||t.metaKey||t.shiftKey)return;t.preventDefault();let{reply:o="",replyName:a=""}=e.
dataset;on(n,o,a,"replyMention"in e.dataset)}),document.addEventListener("htmx:oobAfterSwap",t=>{let e=t.detail.target?.id==="comment-form"&&
qt();e&&i(e,"textarea")?.focus({preventScroll:!0})}),document.addEventListener("toggle",t=>{let e=b(t.target,HTMLDetailsElement);if(!e?.matches(
".comment-edit[open]"))return;let n=m(e,"textarea",HTMLTextAreaElement);n.focus(),n.setSelectionRange(n.value.length,n.value.length)},!0),document.
addEventListener("keydown",t=>{let e=t.key==="Escape"&&l(t.target,".comment-edit[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var $=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),x=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function O(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function Nt(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var an=40,G=[],it=!1;function rn(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function q(t){if(it)return;let e={pages:G.slice(0,an),at:rn(t)};try{history.replaceState({
...history.state,photogram:e},"")}catch{}}async function sn(t,{pages:e,at:n}){it=!0,history.scrollRestoration="manual";try{for(let a of e){if(!n||
document.getElementById(n.id))break;let r=i(t,"[data-older]");if(!r||r.dataset.older!==a)break;let s=await fetch(a,{headers:{"HX-Request":"t\
rue",Accept:"text/html"},credentials:"same-origin"}),d=s.ok&&i(T(await s.text()),".part");if(!d)break;O(r,d),G.push(a)}let o=n&&document.getElementById(
n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}it=!1,q(t)}function zt(){let t=i(document,"[data-feed\
]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout(q,350,t)},{passive:!0}),addEventListener("pagehide",()=>q(
t)),document.addEventListener("click",o=>{l(o.target,"a",Element)&&q(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=b(o.detail.
target)?.dataset.older;a&&o.detail.shouldSwap&&(G.push(a),q(t))}),document.addEventListener("photogram:fresh",()=>{G.length=0,q(t)});let n=history.
state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&sn(t,n)}function Ft(){document.addEventListener("change",t=>{let e=l(t.target,"[data-avatar]"),n=b(t.target,HTMLInputElement)?.files?.[0];if(!e||!n)
return;let o=m(e,"[data-avatar-preview] img",HTMLImageElement);o.removeAttribute("srcset"),o.src=URL.createObjectURL(n)})}var K=new Map,f=null,Z=null,ct=0,lt=!1,cn,ln=()=>cn??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{sc\
=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\\u\
{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function dt(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}let n=ln().exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function dn(t){
let e=K.get(t);if(e!==void 0)return e;Z?.abort(),Z=new AbortController;let n=await fetch("/complete?q="+encodeURIComponent(t),{headers:{Accept:"\
text/html"},signal:Z.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();return K.size>60&&K.clear(),K.set(
t,o),o}async function un(t){let e=dt(t);if(!e)return M();let n;try{n=await dn(e.query)}catch{return}let o=dt(t);if(document.activeElement!==
t||o?.query!==e.query)return;let a=i(T(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],s=r.length===1&&r[0]?.dataset.insert===o.query.slice(1);
if(!a||r.length===0||s)return M();mn(t,document.importNode(a,!0),o)}function mn(t,e,n){f?.field!==t&&M(),f??=fn(t,n),i(f.box,"[role=listbox]")?.
remove(),e.id="complete-list",f.box.append(e),f.options=c(e,":scope > *"),f.at=n,t.setAttribute("aria-controls",e.id),f.count.textContent=f.
options.length===1?"1 suggestion":`${f.options.length} suggestions`,ut(n.query.startsWith("#")||n.query.startsWith("＃")?null:f.options[0]),
J()}function fn(t,e){let n=p("div","complete"),o=p("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=l(a.target,"[role=option]");r&&Kt(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function J(){if(!f)return;let{
field:t,box:e}=f,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,s=(window.visualViewport?.height??innerHeight)-n.bottom,d=s<260&&n.top>s;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(d?n.top:s)-12))+"px",e.style.top=d?"auto":n.
bottom+4+"px",e.style.bottom=d?innerHeight-n.top+4+"px":"auto"}function ut(t){if(f){for(let e of f.options)e.setAttribute("aria-selected",String(
e===t));f.chosen=t??null,t?(f.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):f.field.removeAttribute(
"aria-activedescendant")}}function Kt(t){if(!f)return;let{field:e,at:n}=f;M(),e.focus();let o=e.dataset.complete==="person",a=e.value.slice(
n.end),r=n.sign+t.dataset.insert+(o||/^\s/.test(a)?"":" ");lt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||
(e.setRangeText(r,n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),lt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}
function M(){if(clearTimeout(ct),Z?.abort(),!f)return;let{field:t,box:e}=f;f=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute(
"role");for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var st=({target:t})=>V(t)&&t.matches("[da\
ta-complete]")?t:null;function Ot(t){clearTimeout(ct);let e=dt(t);if(!e)return M();ct=setTimeout(()=>un(t),K.has(e.query)?0:120)}function pn(t){
if(!f||t.target!==f.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=f,o=n?e.indexOf(n):
-1;switch(t.key){case"ArrowDown":ut(e[(o+1)%e.length]);break;case"ArrowUp":ut(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)
return M();Kt(n);break;case"Escape":M();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return M();default:return}t.preventDefault(),
t.stopPropagation()}function Ut(){document.addEventListener("focusin",t=>{let e=st(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof
HTMLInputElement&&e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=st(t);e&&!(t instanceof InputEvent&&t.isComposing)&&
!lt&&Ot(e)}),document.addEventListener("compositionend",t=>{let e=st(t);e&&Ot(e)}),document.addEventListener("keydown",pn,!0),document.addEventListener(
"focusout",t=>{t.target===f?.field&&M()}),addEventListener("scroll",t=>{t.target instanceof Node&&f?.box.contains(t.target)||J()},{capture:!0,
passive:!0}),addEventListener("resize",J),window.visualViewport?.addEventListener("resize",J)}var jt;function U(t){jt??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of jt.segment(t.normalize("NFC").trim()))e++;
return e}var hn={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||U(t)>=8?"":`${8-U(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},_t=0;function gn(t){let e=hn[t.name],n=t.closest(".field");!e||!n||(clearTimeout(_t),_t=
setTimeout(()=>{let o=e(t.value.trim()),a=i(n,".problem");a||(a=p("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function Wt(){document.addEventListener("input",t=>{$t(t.target)&&t.target.form?.
hasAttribute("data-hints")&&gn(t.target)})}function Xt(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function w(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function Yt(){document.addEventListener("click",t=>{let e=l(t.target,"[data-reveal]"),n=e&&b(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),w(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function Vt(){document.addEventListener("input",t=>{let e=b(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
i(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),w(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function bn(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=U(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=p("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function yn(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function Gt(){w(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(V)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(bn(e)),"grow"in e.dataset&&n.push(yn(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function h(t,{action:e,run:n,keep:o=4500}={}){let a=p("div","toast");if(a.append(p("span","",t)),e){let r=p("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}i(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function Zt(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&h(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&h(t.detail.value)})}var A=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function B(t,e){let n=p("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=i(n,"b\
utton > span");if(!a){let r=p("button","fresh-pill");a=p("span"),r.type="button",r.append(vn(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await wn(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function vn(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,s]of Object.entries(o))a.setAttribute(r,s);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function wn(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await x("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=i(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var En=3e5,Qt="photogram:last",Q={badge:[],notification:[],posts:[]},N=null,C=null,tt=[],gt=new Set,te="",z=null,et=null,j=null,Jt=0,ft=0;function I(t,e){
Q[t].push(e)}function ee(t){let{name:e,id:n,data:o}=t;if(n&&(C===null||A(n,C)>0)){C=n;try{sessionStorage.setItem(Qt,`${C} ${Date.now()}`)}catch{}}
if(e!=="posts")for(let a of Q.badge)a(o);if(e==="notification")for(let a of Q.notification)a(o);if(e==="posts")for(let a of Q.posts)a(o)}function bt(t){
N?.postMessage(t),ee(t)}function xn({data:t}){if(t.name!=="top")return ee(t);gt.add(t.data),z&&tt.length>0&&N?.postMessage({name:"posts",data:{
posts:tt}})}function pt(){let t=new URL(te,location.href);C!==null&&t.searchParams.set("last",C);let e=[...gt].sort(A)[0];e&&t.searchParams.
set("top",e);let n=z=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{Jt=0;let r=JSON.parse(a.data);
o==="posts"&&(tt=[...r.posts,...tt].slice(0,100)),bt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("bye",ht),n.addEventListener(
"error",()=>{z?.readyState===EventSource.CLOSED&&(clearTimeout(ft),ft=setTimeout(pt,Math.min(3e5,2e3*2**Jt++)*(.5+Math.random()/2)))})}function ht(){
clearTimeout(ft),z?.close(),z=null,j?.abort(),j=null,et?.(),et=null}function mt(){if(z||j||et)return;if(!navigator.locks||!N){pt();return}let t=j=
new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.aborted)return e(null);j=null,
et=()=>e(null),pt()})).catch(()=>{})}function ne(t,e){te=t,"BroadcastChannel"in window&&(N=new BroadcastChannel("photogram-live"),N.addEventListener(
"message",xn));try{let[o,a]=(sessionStorage.getItem(Qt)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(C=o)}catch{}e&&(gt.add(e),N?.postMessage(
{name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.visibilityState==="visible"?mt():n=
setTimeout(ht,En)}),addEventListener("pagehide",ht),addEventListener("pageshow",o=>{o.persisted&&mt()}),mt()}var oe,Ln={notices:0,mail:0};function _(t){oe??=document.title;let{notices:e,mail:n}=Object.assign(Ln,t),o=e+n;document.title=(o?`(${o>99?"9\
9+":o}) `:"")+oe}function yt(){h("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function ae(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:m(r,"[data-mail-count]")})),e=i(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
B(e,()=>{e.dataset.threads=o,a?.("")});I("badge",({messages:r,newest:s})=>{let d=r>99?"99+":String(r);for(let{link:y,count:E}of t)E.textContent=
d,E.dataset.mailCount=String(r),E.hidden=r===0,y.setAttribute("aria-label",r?`Inbox, ${d} unread`:"Inbox");let g=r>n;if(n=r,_({mail:n}),s===
o||s==="0")return;o=s,a&&A(s,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:g}}))&&g&&!e&&document.visibilityState==="visible"&&yt()}),_({mail:n})}async function W(t,e){let n=await $(t,{upto:e});if(!n.ok)throw new Error;bt({name:"badge",data:await n.json()})}async function re(){let t=i(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await W(t.action,m(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function ie(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),_({notices:n})}function se(){
let t=i(document,"[data-bell]"),e=i(document,"[data-notices]");if(t){let a=m(t,"[data-unread]");ie(t,a,Number(a.dataset.unread||0)),I("badge",
({unread:r})=>ie(t,a,r))}let n=0,o=e&&B(e,()=>{n=0,o?.("");let a=i(e,".notice")?.id.slice(2);a&&e.dataset.notices&&W(e.dataset.notices,a).catch(
()=>{})});I("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&h(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",re),re()}function ce(t){let e=t.dataset.top||"",n=new Set,o=B(t,()=>{for(let a of n)A(a,e)>0&&(e=a);n.clear(),o("")});I("posts",({posts:a})=>{for(let r of a)
A(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function le(){let t=i(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=i(document,"[data-feed][data-top]:\
not([data-top=''])");se(),ae(),e&&ce(e),ne(t,e?.dataset.top||"")}function nt({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var de=()=>i(document,"[data-planner]");function ue(){let t=de();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),wt()}}async function wt(){await x("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&ue()}async function Tn(t,e){let n=de();n&&await x("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await wt()}var v=null,k=null,ot=!1,at=0;function me(t,e){ot=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),v={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},fe(t)}function fe(t){if(!v)return;v.ghost.style.left=t.
clientX+"px",v.ghost.style.top=t.clientY+"px",nt(t);let e=l(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==v.day&&(v.day?.
classList.remove("day-over"),v.day=e&&!e.classList.contains("day-past")?e:null,v.day?.classList.add("day-over"))}function vt(t){if(clearTimeout(
at),k=null,!v)return;let{ghost:e,path:n,day:o}=v;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),v=null,t&&o?.dataset.day&&Tn(n,o.dataset.day)}function kn(t){let e=l(t.target,"[data-plan]");ot=!1,!(!e||t.button!==0)&&(k={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(at),k.touch&&(at=setTimeout(()=>{k&&(me(t,e),navigator.vibrate?.(10))},300)))}
function Mn(t){if(v){t.pointerId===v.pointer&&fe(t);return}if(!k)return;let e=Math.hypot(t.clientX-k.x,t.clientY-k.y);k.touch?e>10&&(clearTimeout(
at),k=null):e>5&&me(t,k.source)}function pe(){ue(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&wt()}),document.
addEventListener("pointerdown",kn),document.addEventListener("pointermove",Mn),document.addEventListener("touchmove",t=>{v&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>vt(!0)),document.addEventListener("pointercancel",()=>vt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&vt(!1)}),document.addEventListener("dragstart",t=>{l(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{v&&t.preventDefault()}),document.addEventListener("click",t=>{!ot||!l(t.target,"[data-plan]")||(ot=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function Sn(t){t.dataset.ready="";let e=m(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=m(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),s=()=>{let u=r();o.textContent=`${u+1}/${a}`;for(let y of n){let E=u+Number(y.dataset.
step);y.disabled=E<0||E>=a}},d=u=>{let y=c(e,":scope > *"),E=y[Math.min(a-1,Math.max(0,r()+u))],R=matchMedia("(prefers-reduced-motion: reduc\
e)").matches;E&&e.scrollTo({left:E.offsetLeft-(y[0]?.offsetLeft??0),behavior:R?"instant":"smooth"})};for(let u of n)u.hidden=!1,u.addEventListener(
"click",()=>d(Number(u.dataset.step)));let g=getComputedStyle(e).direction==="rtl";e.addEventListener("keydown",u=>{let y=new Map([["ArrowRi\
ght",g?-1:1],["ArrowLeft",g?1:-1],["Home",-a],["End",a]]).get(u.key);y!==void 0&&(u.preventDefault(),d(y))}),e.addEventListener("scroll",()=>requestAnimationFrame(
s),{passive:!0}),s()}function he(){w(t=>c(t,"[data-carousel]:not([data-ready])").forEach(Sn))}var An=320,F={time:0,area:null,x:0,y:0};function ge(t){let e=t.closest("[data-post]"),n=e&&i(e,".like");if(!n)return;let o=i(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Hn(t,e),n.dataset.like!=="true"&&i(n,"form",HTMLFormElement)?.requestSubmit()}function Hn(t,e){i(t,".bu\
rst")?.remove();let n=i(e,".heart .icon",Element);if(!n)return;let o=p("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var be=t=>l(t.target,"button, a, summary",Element)?null:l(t.target,"[data-like-area]");function ye(){
document.addEventListener("pointerup",t=>{if(t.pointerType==="mouse")return;let e=be(t),n=Math.hypot(t.clientX-F.x,t.clientY-F.y)<40;if(e&&e===
F.area&&n&&t.timeStamp-F.time<An){F={time:0,area:null,x:0,y:0},ge(e);return}F={time:t.timeStamp,area:e,x:t.clientX,y:t.clientY}}),document.addEventListener(
"dblclick",t=>{if(matchMedia("(hover: none)").matches)return;let e=be(t);e&&(getSelection()?.removeAllRanges(),ge(e))}),document.addEventListener(
"htmx:afterSettle",t=>{if(!t.detail.target?.classList?.contains("like"))return;let e=t.detail.requestConfig?.path,n=e&&i(document,`.like for\
m[action="${CSS.escape(e)}"]`);n&&i(n,'.heart[aria-pressed="true"]')?.classList.add("just")})}function ve(t){let e=t.parentElement,n=e&&i(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,s=Number(n.getAttribute("height"))||1,d=[a.width/r,a.height/s],g=getComputedStyle(n).objectFit==="contain"?Math.
min(...d):Math.max(...d);for(let u of c(t,"[data-x]")){let y=a.left-o.left+(a.width-r*g)/2+Number(u.dataset.x)*r*g,E=a.top-o.top+(a.height-s*
g)/2+Number(u.dataset.y)*s*g,R=u.offsetWidth/2+4,Rt=Math.max(R,Math.min(o.width-R,y));u.style.left=Rt+"px",u.style.top=Math.max(4,Math.min(o.
height-u.offsetHeight-8,E))+"px",u.style.setProperty("--point",Math.max(-R+14,Math.min(R-14,y-Rt))+"px")}}function we(){let t=new ResizeObserver(
e=>{for(let n of e){let o=i(n.target,"[data-people][open]");o&&ve(o)}});document.addEventListener("toggle",e=>{let n=b(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);ve(n),t.
observe(o)}},!0)}var D=new Map,P=null,xe,S=!1,Le=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),Te=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),Cn=()=>Te()||Le().some(t=>t.matches),xt=class{constructor(e){this.
box=e,this.film=m(e,"video",HTMLVideoElement),this.button=m(e,"[data-play]"),this.line=m(e,"[data-line]",HTMLProgressElement),this.switch=i(
e,"[data-sound]"),this.cc=i(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!S,n.tabIndex=-1,o.hidden=this.line.hidden=!1,m(e,"[data-video-tools]").hidden=!1;let a=i(
n,"source[data-small]");a&&Te()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>Ee(!S)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(S)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){P!==this&&P?.film.pause(),
P=this;let{film:e}=this;e.muted=!S,this.wanted=!0,e.play().catch(()=>{this.wanted&&S&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=In(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&l(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)Ee(!S);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function In(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function Ee(t){S=t;for(let e of D.values())e.film.muted=!S,e.switch?.setAttribute("aria-pressed",String(S))}function Et(){for(let[e,n]of D)e.
isConnected||(xe?.unobserve(e),D.delete(e),P===n&&(P=null));for(let e of D.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||Cn())return;let t=[...D.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==P||
t.film.paused)&&t.play()}function ke(){let t=xe=new IntersectionObserver(e=>{for(let n of e){let o=D.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}Et()},{threshold:[0,.25,.5,.75,1]});w(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))D.set(n,new xt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?P?.film.pause():Et()});for(let e of Le())e.addEventListener("change",
Et)}function rt({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=p("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let s=p("button","button quiet dialog-cancel",o);return s.type="button",s.addEventListener("click",()=>r.
close()),r.append(...n,s),r.addEventListener("click",d=>{d.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:s}}var X=null;async function Lt(t,e){let n;try{let s=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!s.ok||s.redirected)throw new Error;
if(n=i(T(await s.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}X?.close();let o=p("h2","",n.dataset.title),a=document.
importNode(n,!0),{box:r}=rt({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(s){X===s&&(X=null),e?.isConnected&&e.focus()}});
X=r,r.showModal(),Nt(a)}function Me(){document.addEventListener("click",t=>{let e=l(t.target,"a[data-dialog]",HTMLAnchorElement);if(!e||t.ctrlKey||
t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute("open"),Lt(
e.href,n&&i(n,"summary")||e)}),document.addEventListener("photogram:collected",()=>{X?.close(),h("Your collections are changed.")})}var Se=(t,e)=>i(t,".bookmark")?.setAttribute("aria-pressed",String(e)),Tt=t=>!i(t,'input[name="_method"]');function Ae(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&Se(e,Tt(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=b(
t.detail.requestConfig?.elt),n=e?.dataset.collections;!e||!n||(t.detail.successful?Tt(e)&&h("Saved.",{action:"Add to collections",run:()=>Lt(
n)}):Se(e,!Tt(e)))})}function He(){document.addEventListener("click",t=>{let e=l(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=l(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function Ce(){let t=i(document,"[data-voice]");if(t)return t;let e=p("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function Y(t){let e=Ce();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function Ie(){Ce(),document.addEventListener(
"photogram:told",t=>Y(t.detail.value))}var Mt=()=>c(document,"[data-arrange] > .arranged");async function De(t,e,{above:n,beside:o},a){try{if(!(await $(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),h("The new place could not be saved. It is back where it was.")}}function Pe(t,e,n){e[n?"before":"after"](t);let o=Mt();
Y(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function Re(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var L=null;
function Dn(t){let e=l(t.target,"[data-grip]"),n=l(t.target,".arranged");!e||!n||t.button!==0||l(t.target,"button")||(t.preventDefault(),L={
row:n,back:Re(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function Pn(t){if(L){nt(t);for(let e of Mt()){
if(e===L.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(L.beside!==e||L.above!==
a)&&(Pe(L.row,e,a),L.beside=e,L.above=a)}}}function kt(t){if(!L)return;let{row:e,back:n,beside:o,above:a}=L;e.classList.remove("dragged"),L=
null,o&&(t?De(e,m(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Rn(t){let e=l(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=Mt(),s=r[r.indexOf(n)+(a?-1:1)];if(!s){i(document,"[data-older]")&&!a&&e.submit();return}let d=Re(n);Pe(n,s,a),o.focus(),De(n,
e,{above:a,beside:s},d)}function $e(){document.addEventListener("submit",Rn),document.addEventListener("pointerdown",Dn),document.addEventListener(
"pointermove",Pn),document.addEventListener("pointerup",()=>kt(!0)),document.addEventListener("pointercancel",()=>kt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&kt(!1)}),w(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function $n(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&O(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(i(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=T(await a.text());for(let s of c(document,o)){let d=r.getElementById(s.id);d&&!s.contains(document.activeElement)&&!i(
s,"details[open]")&&O(s,d)}}catch{}}function qe(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>$n(o))})}function Be(){document.addEventListener("click",t=>{let e=l(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=m(n,".confirm-body"),{box:a,button:r}=rt({title:m(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function St({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>x(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var At=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),Ht=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,qn={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function Ne(){document.addEventListener("htmx:sendError",t=>{At(t)||h(Ht(t,"No conn\
ection. Nothing was changed."),St(t))}),document.addEventListener("htmx:timeout",t=>{At(t)||h(Ht(t,"The site takes too long to answer."),St(
t))}),document.addEventListener("htmx:responseError",t=>{if(At(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}h(Ht(t,qn[e.
status]||"That did not work."),e.status===404||e.status===409?{}:St(t))}})}var ze="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",Ct=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,H=(t,e=ze)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(Ct);function Bn(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),s=!!H(e,"textarea[name]");return()=>{let d=t.id&&document.getElementById(t.id);if(d&&Ct(d))return d;let g=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(u=>H(u,"button"));if(g)return s&&H(g,"textar\
ea")||H(g,"button")||H(g);for(let u of a)if(u?.isConnected&&H(u))return H(u);return r?.isConnected&&H(r)||i(document,"main :is(h1, h2)")}}function Fe(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let s=document.activeElement,d=s&&s!==document.body&&(n?.contains(s)||r.contains(s))?Bn(s):null;setTimeout(()=>{let g=document.activeElement;
if(d&&(!g||g===document.body||!Ct(g))){let y=d();y&&!y.matches(ze)&&(y.tabIndex=-1),y?.focus({preventScroll:!0})}let u=i(T(e.responseText),"\
[data-say]")?.dataset.say;u&&Y(u)})})}function Oe(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=l(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||i(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var Ke="[data-copy], [data-copy-here], [data-share]";async function It(t){try{await navigator.clipboard.writeText(t),h("Link copied.")}catch{
h("The browser did not allow copying. The link is in the address bar of the post.")}}async function Nn({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return It(t||location.href);if(!navigator.share)return It(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await It(e)}}function Ue(){document.addEventListener("click",t=>{let e=l(t.target,Ke);e&&(e.closest("details.menu")?.
removeAttribute("open"),Nn(e))}),w(t=>{for(let e of c(t,Ke))e.hidden=!1})}function je(){document.addEventListener("click",t=>{let e=l(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var _e=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function Dt(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=_e(
e))}}function zn(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=_e(t)}function We(){Dt(),
zn(),setInterval(Dt,3e4),document.addEventListener("htmx:load",Dt)}async function Fn(t,e){let n=i(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){x("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await $(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{h("That could not be undone. Reload the \
page and try again.")}}function Xe(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;h(e,{action:"Undo",
run:()=>Fn(n,o)})})}var Ye="[data-overlay], [data-picture]";function Ve({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let s=(d,g,u)=>a.setProperty(
d,g||u);s("--x",t,".5"),s("--y",e,".5"),s("--s",n,"1"),s("--r",o,"0"),r.add("placed")}function Ze(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function On(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function Je(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=On((Date.parse(t.dateTime)-Date.now())/1e3)}function Ge(t){t instanceof HTMLElement&&t.
matches(Ye)&&Ve(t),c(t,Ye).forEach(Ve),c(t,"[data-slider]",HTMLInputElement).forEach(Ze),Je()}function Qe(){document.addEventListener("input",
t=>{let e=b(t.target,HTMLInputElement);e?.matches("[data-slider]")&&Ze(e)}),document.addEventListener("htmx:load",t=>Ge(t.detail.elt)),Ge(document),
i(document,"[data-canvas], [data-stories]")&&setInterval(Je,1e3)}function tn(){addEventListener("pageshow",t=>{let e=i(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&x("GET","/stories",{target:e,swap:"outerHTML"})})}var Kn=50,Un=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,en=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),Pt=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.asking=null,
this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)return;let e=this.seen=this.newest;await W(this.
path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?after=${this.newest}`,{headers:{"HX-Request":"true"}});
if(!e.ok)return 0;let n=document.createElement("template");n.innerHTML=await e.text();let o=c(n.content,".message").filter(r=>!document.getElementById(
r.id)),a=o.at(-1);if(o.length>=Kn)location.reload();else if(a){let r=Un();c(this.log,".messages").at(-1)?.append(...o),this.newest=a.id.slice(
2),(r||a.classList.contains("message-mine"))&&en(),this.look()}return o.length}refresh(){return this.asking&&(this.again=!0),this.asking??=this.
askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function nn(){
let t=i(document,"[data-conversation]");if(!t)return;let e=new Pt(t);document.addEventListener("photogram:message",a=>{a.preventDefault(),e.
refresh().then(r=>{!r&&a.detail.more&&document.visibilityState==="visible"&&yt()})}),document.addEventListener("visibilitychange",()=>e.look());
let n=m(document,"[data-message-form]",HTMLFormElement),o=m(n,"textarea",HTMLTextAreaElement);n.addEventListener("htmx:afterRequest",a=>{a.detail.
successful&&(n.reset(),o.dispatchEvent(new Event("input",{bubbles:!0})),o.focus({preventScroll:!0}),e.refresh())}),o.addEventListener("keydo\
wn",a=>{a.key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),o.value.trim()&&n.requestSubmit())}),
(!location.hash||location.hash==="#end")&&en()}Xt(Zt,Ie,Ne,Fe,qe,Xe,Oe,Be,Me,je,We,Ue,$e,Ut,Gt,Vt,Yt,Wt,Ft,ye,Ae,he,ke,we,Bt,zt,He,Qe,tn,pe,le,nn);})();
