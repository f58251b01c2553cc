"use strict";
(()=>{var Nt=new WeakMap;function zt(t){Nt.set(t,t.value)}function st(t,e){let n=t.replace(e,()=>"");return n.trim()&&n}function Ft(t){t.value=st(
t.value,Nt.get(t)??t.value),t.dispatchEvent(new Event("input",{bubbles:!0}))}function i(t,e,n){return b(t.querySelector(e),n)}function d(t,e,n){let o=i(t,e,n);if(!o)throw new Error("the page lacks "+e);return o}function c(t,e,n){
return[...t.querySelectorAll(e)].flatMap(o=>b(o,n)??[])}function l(t,e,n){return t instanceof Element?b(t.closest(e),n):null}function b(t,e){
return t instanceof(e??HTMLElement)?t:null}var Ot=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement||t instanceof HTMLSelectElement,
G=t=>t instanceof HTMLInputElement||t instanceof HTMLTextAreaElement;function p(t,e="",n=""){let o=document.createElement(t);return e&&(o.className=
e),n&&(o.textContent=n),o}var T=t=>new DOMParser().parseFromString(t,"text/html");var O=()=>document.getElementById("comment-form");function Kt(t,e,n,o){let a=d(t,"textarea",HTMLTextAreaElement),r=t.dataset.mention||"";d(t,
"[data-reply-to]",HTMLInputElement).value=e,d(t,"[data-replying]").hidden=!e,d(t,"[data-replying-name]").textContent=n;let s=r&&a.value.startsWith(
r)?a.value.slice(r.length):a.value;t.dataset.mention=o&&!s.startsWith("@"+n)?`@${n} `:"",a.value=t.dataset.mention+s,a.dispatchEvent(new Event(
"input",{bubbles:!0})),a.focus(),a.setSelectionRange(a.value.length,a.value.length)}var ct={reply:"",name:"",text:""};function Ut(t){return{
reply:d(t,"[data-reply-to]",HTMLInputElement).value,name:d(t,"[data-replying-name]").textContent,text:d(t,"textarea",HTMLTextAreaElement).value}}
function jt(){document.addEventListener("click",n=>{let o=l(n.target,"[data-reply], [data-reply-cancel]"),a=o&&O();if(!a||n.ctrlKey||n.metaKey||
n.shiftKey)return;n.preventDefault();let{reply:r="",replyName:s=""}=o.dataset;Kt(a,r,s,"replyMention"in o.dataset)});let t=ct,e=ct;document.
addEventListener("htmx:beforeRequest",n=>{let o=n.detail.elt.id==="comment-form"&&O();o&&(t=Ut(o))}),document.addEventListener("htmx:beforeS\
wap",n=>{let o=n.detail.requestConfig.elt.id==="comment-form"&&n.detail.shouldSwap&&O();o&&(e=Ut(o),e.reply===t.reply&&(e.reply=e.name=""),e.
text=st(e.text,t.text))}),document.addEventListener("htmx:afterSwap",()=>{let n=O(),{reply:o,name:a,text:r}=e;if(e=ct,!n||!o&&!r||i(n,"[aria\
-invalid]"))return;d(n,"textarea",HTMLTextAreaElement).value=r;let s=document.getElementById("c-"+o);Kt(n,s?o:"",s?a:"",!1)}),document.addEventListener(
"htmx:oobAfterSwap",n=>{let o=n.detail.target?.id==="comment-form"&&O();o&&i(o,"textarea")?.focus({preventScroll:!0})}),document.addEventListener(
"toggle",n=>{let o=b(n.target,HTMLDetailsElement);if(!o?.matches(".comment-edit[open]"))return;let a=d(o,"textarea",HTMLTextAreaElement);a.focus(),
a.setSelectionRange(a.value.length,a.value.length)},!0),document.addEventListener("keydown",n=>{let o=n.key==="Escape"&&l(n.target,".comment\
-edit[open]",HTMLDetailsElement);o&&(o.open=!1,i(o,"summary")?.focus())})}var P=(t,e,n)=>fetch(t,{method:"POST",headers:{Accept:"application/json"},body:new URLSearchParams(e),...n}),x=(t,e,n)=>htmx.ajax(t,e,n).then(
()=>!0,()=>!1);function K(t,e){htmx.swap(t,e.outerHTML,{swapStyle:"outerHTML",swapDelay:0,settleDelay:0,ignoreTitle:!0})}function Wt(t){htmx.
process(t),t.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:t}}))}var un=40,Z=[],lt=!1;function mn(t){for(let e of c(t,"article[id], .tile[id], .person[id]")){let n=e.getBoundingClientRect();if(n.bottom>80)
return{id:e.id,top:Math.round(n.top)}}return null}function $(t){if(lt)return;let e={pages:Z.slice(0,un),at:mn(t)};try{history.replaceState({
...history.state,photogram:e},"")}catch{}}async function fn(t,{pages:e,at:n}){lt=!0,history.scrollRestoration="manual";try{for(let a of e){if(!n||
document.getElementById(n.id))break;let r=i(t,"[data-older]");if(!r||r.dataset.older!==a)break;let s=await fetch(a,{headers:{"HX-Request":"t\
rue",Accept:"text/html"},credentials:"same-origin"}),u=s.ok&&i(T(await s.text()),".part");if(!u)break;K(r,u),Z.push(a)}let o=n&&document.getElementById(
n.id);o&&scrollBy({top:o.getBoundingClientRect().top-n.top,behavior:"instant"})}catch{}lt=!1,$(t)}function _t(){let t=i(document,"[data-feed\
]");if(!t)return;let e=0;addEventListener("scroll",()=>{clearTimeout(e),e=setTimeout($,350,t)},{passive:!0}),addEventListener("pagehide",()=>$(
t)),document.addEventListener("click",o=>{l(o.target,"a",Element)&&$(t)},!0),document.addEventListener("htmx:beforeSwap",o=>{let a=b(o.detail.
target)?.dataset.older;a&&o.detail.shouldSwap&&(Z.push(a),$(t))}),document.addEventListener("photogram:fresh",()=>{Z.length=0,$(t)});let n=history.
state?.photogram;n?.at&&(n.pages.length>0||n.at.top<0)&&fn(t,n)}function Xt(){document.addEventListener("change",t=>{let e=l(t.target,"[data-avatar]"),n=b(t.target,HTMLInputElement)?.files?.[0];if(!e||!n)
return;let o=d(e,"[data-avatar-preview] img",HTMLImageElement);o.removeAttribute("srcset"),o.src=URL.createObjectURL(n)})}var U=new Map,f=null,J=null,ut=0,mt=!1,pn,hn=()=>pn??=new RegExp("(?:^|[^\\p{L}\\p{Nd}\\p{M}_@＠#＃]|[ー\\u{FE0F}\\u{20E3}\\p{sc=Han}\\p{sc=Hira}\\p{sc\
=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}])([@＠][a-zA-Z0-9_.]{1,30}|[#＃][\\p{L}\\p{N}\\p{M}_\\u{200C}\\u\
{200D}\\u{B7}\\u{5BE}\\u{5F3}\\u{5F4}・〜～]{1,100})$","u");function ft(t){let e=t.selectionEnd;if(e===null||t.selectionStart!==e)return null;
if(t.dataset.complete==="person"){let o=t.value.trim().replace(/^[@＠]/,"");return o&&e===t.value.length?{start:0,end:e,sign:"",query:"@"+o}:
null}let n=hn().exec(t.value.slice(Math.max(0,e-120),e))?.[1];return n?{start:e-n.length,end:e,sign:n.charAt(0),query:n}:null}async function gn(t){
let e=U.get(t);if(e!==void 0)return e;J?.abort(),J=new AbortController;let n=await fetch("/complete?q="+encodeURIComponent(t),{headers:{Accept:"\
text/html"},signal:J.signal,credentials:"same-origin"});if(!n.ok||n.redirected)return"";let o=await n.text();return U.size>60&&U.clear(),U.set(
t,o),o}async function bn(t){let e=ft(t);if(!e)return M();let n;try{n=await gn(e.query)}catch{return}let o=ft(t);if(document.activeElement!==
t||o?.query!==e.query)return;let a=i(T(n),"[role=listbox]"),r=a?c(a,":scope > *"):[],s=r.length===1&&r[0]?.dataset.insert===o.query.slice(1);
if(!a||r.length===0||s)return M();yn(t,document.importNode(a,!0),o)}function yn(t,e,n){f?.field!==t&&M(),f??=vn(t,n),i(f.box,"[role=listbox]")?.
remove(),e.id="complete-list",f.box.append(e),f.options=c(e,":scope > *"),f.at=n,t.setAttribute("aria-controls",e.id),f.count.textContent=f.
options.length===1?"1 suggestion":`${f.options.length} suggestions`,pt(n.query.startsWith("#")||n.query.startsWith("＃")?null:f.options[0]),
Q()}function vn(t,e){let n=p("div","complete"),o=p("p","sr");return n.dir=getComputedStyle(document.documentElement).direction,"popover"in n&&
(n.popover="manual"),o.setAttribute("role","status"),n.append(o),document.body.append(n),n.showPopover?.(),n.addEventListener("pointerdown",
a=>a.preventDefault()),n.addEventListener("click",a=>{let r=l(a.target,"[role=option]");r&&Vt(r)}),t instanceof HTMLTextAreaElement&&t.setAttribute(
"role","combobox"),t.setAttribute("aria-expanded","true"),{field:t,box:n,count:o,options:[],chosen:null,at:e}}function Q(){if(!f)return;let{
field:t,box:e}=f,n=(t.closest(".comment-form, .control")||t).getBoundingClientRect(),o=Math.min(Math.max(n.width,240),384,innerWidth-16),r=getComputedStyle(
t).direction==="rtl"?n.right-o:n.left,s=(window.visualViewport?.height??innerHeight)-n.bottom,u=s<260&&n.top>s;e.style.inlineSize=o+"px",e.style.
left=Math.max(8,Math.min(r,innerWidth-o-8))+"px",e.style.maxBlockSize=Math.max(96,Math.min(320,(u?n.top:s)-12))+"px",e.style.top=u?"auto":n.
bottom+4+"px",e.style.bottom=u?innerHeight-n.top+4+"px":"auto"}function pt(t){if(f){for(let e of f.options)e.setAttribute("aria-selected",String(
e===t));f.chosen=t??null,t?(f.field.setAttribute("aria-activedescendant",t.id),t.scrollIntoView({block:"nearest"})):f.field.removeAttribute(
"aria-activedescendant")}}function Vt(t){if(!f)return;let{field:e,at:n}=f;M(),e.focus();let o=e.dataset.complete==="person",a=e.value.slice(
n.end),r=n.sign+t.dataset.insert+(o||/^\s/.test(a)?"":" ");mt=!0,e.setSelectionRange(n.start,n.end),document.execCommand("insertText",!1,r)||
(e.setRangeText(r,n.start,n.end,"end"),e.dispatchEvent(new Event("input",{bubbles:!0}))),mt=!1,o&&e.dispatchEvent(new Event("change",{bubbles:!0}))}
function M(){if(clearTimeout(ut),J?.abort(),!f)return;let{field:t,box:e}=f;f=null,e.remove(),t instanceof HTMLTextAreaElement&&t.removeAttribute(
"role");for(let n of["aria-controls","aria-activedescendant","aria-expanded"])t.removeAttribute(n)}var dt=({target:t})=>G(t)&&t.matches("[da\
ta-complete]")?t:null;function Yt(t){clearTimeout(ut);let e=ft(t);if(!e)return M();ut=setTimeout(()=>bn(t),U.has(e.query)?0:120)}function wn(t){
if(!f||t.target!==f.field||t.isComposing||t.keyCode===229||t.ctrlKey||t.metaKey||t.altKey)return;let{options:e,chosen:n}=f,o=n?e.indexOf(n):
-1;switch(t.key){case"ArrowDown":pt(e[(o+1)%e.length]);break;case"ArrowUp":pt(e[o<=0?e.length-1:o-1]);break;case"Enter":case"Tab":if(!n||t.shiftKey)
return M();Vt(n);break;case"Escape":M();break;case"ArrowLeft":case"ArrowRight":case"Home":case"End":return M();default:return}t.preventDefault(),
t.stopPropagation()}function Gt(){document.addEventListener("focusin",t=>{let e=dt(t);e&&(e.setAttribute("aria-autocomplete","list"),e instanceof
HTMLInputElement&&e.setAttribute("role","combobox"))}),document.addEventListener("input",t=>{let e=dt(t);e&&!(t instanceof InputEvent&&t.isComposing)&&
!mt&&Yt(e)}),document.addEventListener("compositionend",t=>{let e=dt(t);e&&Yt(e)}),document.addEventListener("keydown",wn,!0),document.addEventListener(
"focusout",t=>{t.target===f?.field&&M()}),addEventListener("scroll",t=>{t.target instanceof Node&&f?.box.contains(t.target)||Q()},{capture:!0,
passive:!0}),addEventListener("resize",Q),window.visualViewport?.addEventListener("resize",Q)}var Zt;function j(t){Zt??=new Intl.Segmenter(void 0,{granularity:"grapheme"});let e=0;for(let n of Zt.segment(t.normalize("NFC").trim()))e++;
return e}var En={username:t=>!t||/^@?[a-z0-9_.]+$/i.test(t)&&!t.startsWith(".")&&!t.endsWith(".")&&!t.includes("..")?"":"Use letters a to z, digits, \
underscores and single full stops.",password:t=>!t||j(t)>=8?"":`${8-j(t)} more characters, please.`,email:t=>!t||/^[^@\s]+@[^@\s]+\.[^@\s]+$/.
test(t)?"":"An address looks like name@example.org."},Jt=0;function xn(t){let e=En[t.name],n=t.closest(".field");!e||!n||(clearTimeout(Jt),Jt=
setTimeout(()=>{let o=e(t.value.trim()),a=i(n,".problem");a||(a=p("p","problem"),a.id=t.id+"-problem",a.setAttribute("aria-live","polite"),n.
append(a),t.setAttribute("aria-describedby",`${a.id} ${t.getAttribute("aria-describedby")||""}`.trim())),a.textContent=o,o?t.setAttribute("a\
ria-invalid","true"):t.removeAttribute("aria-invalid")},700))}function Qt(){document.addEventListener("input",t=>{Ot(t.target)&&t.target.form?.
hasAttribute("data-hints")&&xn(t.target)})}function te(...t){for(let e of t)try{e()}catch(n){reportError(n)}}function w(t){document.addEventListener("htmx:load",e=>t(e.detail.elt.parentElement||
document)),t(document)}function ee(){document.addEventListener("click",t=>{let e=l(t.target,"[data-reveal]"),n=e&&b(document.getElementById(e.dataset.reveal||""),HTMLInputElement);
if(!e||!n)return;let o=n.type==="password";n.type=o?"text":"password",e.setAttribute("aria-pressed",String(o))}),w(t=>{for(let e of c(t,"[da\
ta-reveal]"))e.hidden=!1})}function ne(){document.addEventListener("input",t=>{let e=b(t.target,HTMLInputElement),n=e?.type==="range"&&e.labels?.[0]?.parentElement,o=n&&
i(n,"output",HTMLOutputElement);e&&o&&(o.value=e.value+(o.dataset.unit||""))}),w(t=>{for(let e of c(t,"[data-tz]",HTMLInputElement))e.value||=
Intl.DateTimeFormat().resolvedOptions().timeZone})}function Ln(t){let e=Number(t.dataset.limit),n=null;return()=>{let o=j(t.value);if(o<=e*.8){n?.remove(),n=null,t.setCustomValidity("");return}
n||(n=p("p","counter"),n.setAttribute("aria-live","polite"),(t.closest(".field, .comment-form")||t.parentElement)?.append(n)),n.textContent=
`${o.toLocaleString()} / ${e.toLocaleString()}`,n.classList.toggle("counter-over",o>e),t.setCustomValidity(o>e?`Please shorten this by ${o-e}\
.`:"")}}function Tn(t){return CSS.supports("field-sizing","content")?()=>{}:()=>{t.style.blockSize="auto",t.style.blockSize=t.scrollHeight+2+
"px"}}function oe(){w(t=>{for(let e of c(t,"[data-limit]:not([data-ready]), [data-grow]:not([data-ready])").filter(G)){e.dataset.ready="";let n=[];
e.dataset.limit&&n.push(Ln(e)),"grow"in e.dataset&&n.push(Tn(e)),e.addEventListener("input",()=>n.forEach(o=>o())),n.forEach(o=>o())}})}function h(t,{action:e,run:n,keep:o=4500}={}){let a=p("div","toast");if(a.append(p("span","",t)),e){let r=p("button","",e);r.type="button",r.
addEventListener("click",()=>{a.remove(),n?.()}),a.append(r)}i(document,"#toasts")?.replaceChildren(a),setTimeout(()=>a.remove(),e?o*2:o)}function ae(){
document.addEventListener("photogram:said",t=>{t.detail?.value&&h(t.detail.value)}),document.addEventListener("photogram:error",t=>{t.detail?.
value&&h(t.detail.value)})}var A=(t,e)=>t.length-e.length||(t<e?-1:t>e?1:0);function B(t,e){let n=p("div","fresh");return n.setAttribute("role","status"),t.before(n),o=>{if(!o){n.replaceChildren();return}let a=i(n,"b\
utton > span");if(!a){let r=p("button","fresh-pill");a=p("span"),r.type="button",r.append(kn(),a),r.addEventListener("click",async()=>{r.disabled=
!0,await Mn(t)?e():r.disabled=!1}),n.append(r)}a.textContent=o}}function kn(){let t=(n,o)=>{let a=document.createElementNS("http://www.w3.or\
g/2000/svg",n);for(let[r,s]of Object.entries(o))a.setAttribute(r,s);return a},e=t("svg",{class:"icon",viewBox:"0 0 24 24","aria-hidden":"tru\
e"});return e.append(t("path",{d:"m5 12 7-7 7 7"}),t("path",{d:"M12 19V5"})),e}async function Mn(t){let e=!1,n=()=>{e=!0};if(t.addEventListener(
"htmx:afterSwap",n),await x("GET",location.pathname+location.search,{target:t,swap:"innerHTML",select:".part"}),t.removeEventListener("htmx:\
afterSwap",n),!e)return!1;document.dispatchEvent(new CustomEvent("photogram:fresh")),scrollTo({top:0,behavior:"instant"});let o=i(t,"article\
, .notice");return o&&(o.tabIndex=-1,o.focus({preventScroll:!0})),!0}var Sn=3e5,ie="photogram:last",tt={badge:[],notification:[],posts:[]},N=null,C=null,et=[],vt=new Set,se="",z=null,nt=null,W=null,re=0,gt=0;function I(t,e){
tt[t].push(e)}function ce(t){let{name:e,id:n,data:o}=t;if(n&&(C===null||A(n,C)>0)){C=n;try{sessionStorage.setItem(ie,`${C} ${Date.now()}`)}catch{}}
if(e!=="posts")for(let a of tt.badge)a(o);if(e==="notification")for(let a of tt.notification)a(o);if(e==="posts")for(let a of tt.posts)a(o)}
function wt(t){N?.postMessage(t),ce(t)}function An({data:t}){if(t.name!=="top")return ce(t);vt.add(t.data),z&&et.length>0&&N?.postMessage({name:"\
posts",data:{posts:et}})}function bt(){let t=new URL(se,location.href);C!==null&&t.searchParams.set("last",C);let e=[...vt].sort(A)[0];e&&t.
searchParams.set("top",e);let n=z=new EventSource(t);for(let o of["notification","badge","posts"])n.addEventListener(o,a=>{re=0;let r=JSON.parse(
a.data);o==="posts"&&(et=[...r.posts,...et].slice(0,100)),wt({name:o,id:o==="posts"?"":a.lastEventId,data:r})});n.addEventListener("bye",yt),
n.addEventListener("error",()=>{z?.readyState===EventSource.CLOSED&&(clearTimeout(gt),gt=setTimeout(bt,Math.min(3e5,2e3*2**re++)*(.5+Math.random()/
2)))})}function yt(){clearTimeout(gt),z?.close(),z=null,W?.abort(),W=null,nt?.(),nt=null}function ht(){if(z||W||nt)return;if(!navigator.locks||
!N){bt();return}let t=W=new AbortController;navigator.locks.request("photogram-live",{signal:t.signal},()=>new Promise(e=>{if(t.signal.aborted)
return e(null);W=null,nt=()=>e(null),bt()})).catch(()=>{})}function le(t,e){se=t,"BroadcastChannel"in window&&(N=new BroadcastChannel("photo\
gram-live"),N.addEventListener("message",An));try{let[o,a]=(sessionStorage.getItem(ie)||"").split(" ");o&&Date.now()-Number(a)<6e4&&(C=o)}catch{}
e&&(vt.add(e),N?.postMessage({name:"top",data:e}));let n=0;document.addEventListener("visibilitychange",()=>{clearTimeout(n),document.visibilityState===
"visible"?ht():n=setTimeout(yt,Sn)}),addEventListener("pagehide",yt),addEventListener("pageshow",o=>{o.persisted&&ht()}),ht()}var de,Hn={notices:0,mail:0};function _(t){de??=document.title;let{notices:e,mail:n}=Object.assign(Hn,t),o=e+n;document.title=(o?`(${o>99?"9\
9+":o}) `:"")+de}function Et(){h("You have a new message.",{action:"View",run:()=>location.assign("/inbox"),keep:3e3})}function ue(){let t=c(document,"[data-\
mail]").map(r=>({link:r,count:d(r,"[data-mail-count]")})),e=i(document,"[data-threads]"),n=Number(t[0]?.count.dataset.mailCount||0),o="",a=e&&
B(e,()=>{e.dataset.threads=o,a?.("")});I("badge",({messages:r,newest:s})=>{let u=r>99?"99+":String(r);for(let{link:y,count:E}of t)E.textContent=
u,E.dataset.mailCount=String(r),E.hidden=r===0,y.setAttribute("aria-label",r?`Inbox, ${u} unread`:"Inbox");let g=r>n;if(n=r,_({mail:n}),s===
o||s==="0")return;o=s,a&&A(s,e.dataset.threads||"")>0&&a("New messages"),document.dispatchEvent(new CustomEvent("photogram:message",{cancelable:!0,
detail:{more:g}}))&&g&&!e&&document.visibilityState==="visible"&&Et()}),_({mail:n})}async function X(t,e){let n=await P(t,{upto:e});if(!n.ok)throw new Error;wt({name:"badge",data:await n.json()})}async function me(){let t=i(document,"form[data-seen]",HTMLFormElement);if(!(!t||t.hidden||document.visibilityState!=="visible")){t.hidden=!0;
try{await X(t.action,d(t,"[name=upto]",HTMLInputElement).value)}catch{t.hidden=!1}}}function fe(t,e,n){let o=n>99?"99+":String(n);e.textContent=
o,e.dataset.unread=String(n),e.hidden=n===0,t.setAttribute("aria-label",n?`Notifications, ${o} new`:"Notifications"),_({notices:n})}function pe(){
let t=i(document,"[data-bell]"),e=i(document,"[data-notices]");if(t){let a=d(t,"[data-unread]");fe(t,a,Number(a.dataset.unread||0)),I("badge",
({unread:r})=>fe(t,a,r))}let n=0,o=e&&B(e,()=>{n=0,o?.("");let a=i(e,".notice")?.id.slice(2);a&&e.dataset.notices&&X(e.dataset.notices,a).catch(
()=>{})});I("notification",({text:a,url:r})=>{o?(n++,o(n===1?"1 new notification":`${n} new notifications`)):document.visibilityState==="vis\
ible"&&h(a,{action:"View",run:()=>location.assign(r),keep:3e3})}),document.addEventListener("visibilitychange",me),me()}function he(t){let e=t.dataset.top||"",n=new Set,o=B(t,()=>{for(let a of n)A(a,e)>0&&(e=a);n.clear(),o("")});I("posts",({posts:a})=>{for(let r of a)
A(r,e)>0&&n.add(r);n.size>0&&o(n.size===1?"1 new post":`${n.size>99?"99+":n.size} new posts`)})}function ge(){let t=i(document,"[data-live]")?.dataset.live;if(!t||!("EventSource"in window))return;let e=i(document,"[data-feed][data-top]:\
not([data-top=''])");pe(),ue(),e&&he(e),le(t,e?.dataset.top||"")}function ot({clientY:t}){t<60?scrollBy(0,-12):t>innerHeight-60&&scrollBy(0,12)}var be=()=>i(document,"[data-planner]");function ye(){let t=be();if(!t)return;for(let n of c(t,"[data-only-js]"))n.hidden=!1;let e=Intl.DateTimeFormat().
resolvedOptions().timeZone;if("zoneUnknown"in t.dataset&&e&&e!=="UTC"&&!new URLSearchParams(location.search).has("time_zone")){let n=new URL(
location.href);n.searchParams.set("time_zone",e),history.replaceState(history.state,"",n),Lt()}}async function Lt(){await x("GET",location.href,
{target:"#planner",select:"#planner",swap:"outerHTML"})&&ye()}async function Cn(t,e){let n=be();n&&await x("POST",t,{source:n,target:n,swap:"\
none",values:{day:e,time_zone:n.dataset.zone||""}})&&await Lt()}var v=null,k=null,at=!1,rt=0;function ve(t,e){at=!0;let n=document.createElement(
"div");n.className="plan-ghost",n.append(...[...e.children].map(o=>o.cloneNode(!0))),document.body.append(n),document.documentElement.classList.
add("plan-dragging"),v={ghost:n,path:e.dataset.plan||"",day:null,pointer:t.pointerId},we(t)}function we(t){if(!v)return;v.ghost.style.left=t.
clientX+"px",v.ghost.style.top=t.clientY+"px",ot(t);let e=l(document.elementFromPoint(t.clientX,t.clientY),"[data-day]");e!==v.day&&(v.day?.
classList.remove("day-over"),v.day=e&&!e.classList.contains("day-past")?e:null,v.day?.classList.add("day-over"))}function xt(t){if(clearTimeout(
rt),k=null,!v)return;let{ghost:e,path:n,day:o}=v;e.remove(),document.documentElement.classList.remove("plan-dragging"),o?.classList.remove("\
day-over"),v=null,t&&o?.dataset.day&&Cn(n,o.dataset.day)}function In(t){let e=l(t.target,"[data-plan]");at=!1,!(!e||t.button!==0)&&(k={source:e,
x:t.clientX,y:t.clientY,touch:t.pointerType!=="mouse"},clearTimeout(rt),k.touch&&(rt=setTimeout(()=>{k&&(ve(t,e),navigator.vibrate?.(10))},300)))}
function Dn(t){if(v){t.pointerId===v.pointer&&we(t);return}if(!k)return;let e=Math.hypot(t.clientX-k.x,t.clientY-k.y);k.touch?e>10&&(clearTimeout(
rt),k=null):e>5&&ve(t,k.source)}function Ee(){ye(),document.addEventListener("photogram:arranged",t=>{t.detail==="planner"&&Lt()}),document.
addEventListener("pointerdown",In),document.addEventListener("pointermove",Dn),document.addEventListener("touchmove",t=>{v&&t.preventDefault()},
{passive:!1}),document.addEventListener("pointerup",()=>xt(!0)),document.addEventListener("pointercancel",()=>xt(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&xt(!1)}),document.addEventListener("dragstart",t=>{l(t.target,"[data-plan], [data-arrange]")&&t.preventDefault()}),
document.addEventListener("contextmenu",t=>{v&&t.preventDefault()}),document.addEventListener("click",t=>{!at||!l(t.target,"[data-plan]")||(at=
!1,t.preventDefault(),t.stopImmediatePropagation())},!0)}function Rn(t){t.dataset.ready="";let e=d(t,".frames"),n=c(t,"[data-step]",HTMLButtonElement),o=d(t,"[data-count]"),a=e.children.length,r=()=>Math.
round(Math.abs(e.scrollLeft)/Math.max(1,e.clientWidth)),s=()=>{let m=r();o.textContent=`${m+1}/${a}`;for(let y of n){let E=m+Number(y.dataset.
step);y.disabled=E<0||E>=a}},u=m=>{let y=c(e,":scope > *"),E=y[Math.min(a-1,Math.max(0,r()+m))],q=matchMedia("(prefers-reduced-motion: reduc\
e)").matches;E&&e.scrollTo({left:E.offsetLeft-(y[0]?.offsetLeft??0),behavior:q?"instant":"smooth"})};for(let m of n)m.hidden=!1,m.addEventListener(
"click",()=>u(Number(m.dataset.step)));let g=getComputedStyle(e).direction==="rtl";e.addEventListener("keydown",m=>{let y=new Map([["ArrowRi\
ght",g?-1:1],["ArrowLeft",g?1:-1],["Home",-a],["End",a]]).get(m.key);y!==void 0&&(m.preventDefault(),u(y))}),e.addEventListener("scroll",()=>requestAnimationFrame(
s),{passive:!0}),s()}function xe(){w(t=>c(t,"[data-carousel]:not([data-ready])").forEach(Rn))}var qn=320,F={time:0,area:null,x:0,y:0};function Le(t){let e=t.closest("[data-post]"),n=e&&i(e,".like");if(!n)return;let o=i(n,"a.heart",HTMLAnchorElement);
if(o){location.assign(o.href);return}Pn(t,e),n.dataset.like!=="true"&&i(n,"form",HTMLFormElement)?.requestSubmit()}function Pn(t,e){i(t,".bu\
rst")?.remove();let n=i(e,".heart .icon",Element);if(!n)return;let o=p("span","burst");o.setAttribute("aria-hidden","true"),o.append(n.cloneNode(
!0)),t.append(o),setTimeout(()=>o.remove(),900)}var Te=t=>l(t.target,"button, a, summary",Element)?null:l(t.target,"[data-like-area]");function ke(){
document.addEventListener("pointerup",t=>{if(t.pointerType==="mouse")return;let e=Te(t),n=Math.hypot(t.clientX-F.x,t.clientY-F.y)<40;if(e&&e===
F.area&&n&&t.timeStamp-F.time<qn){F={time:0,area:null,x:0,y:0},Le(e);return}F={time:t.timeStamp,area:e,x:t.clientX,y:t.clientY}}),document.addEventListener(
"dblclick",t=>{if(matchMedia("(hover: none)").matches)return;let e=Te(t);e&&(getSelection()?.removeAllRanges(),Le(e))}),document.addEventListener(
"htmx:afterSettle",t=>{if(!t.detail.target?.classList?.contains("like"))return;let e=t.detail.requestConfig?.path,n=e&&i(document,`.like for\
m[action="${CSS.escape(e)}"]`);n&&i(n,'.heart[aria-pressed="true"]')?.classList.add("just")})}function Me(t){let e=t.parentElement,n=e&&i(e,"picture img");if(!n)return;let o=e.getBoundingClientRect(),a=n.getBoundingClientRect(),r=Number(
n.getAttribute("width"))||1,s=Number(n.getAttribute("height"))||1,u=[a.width/r,a.height/s],g=getComputedStyle(n).objectFit==="contain"?Math.
min(...u):Math.max(...u);for(let m of c(t,"[data-x]")){let y=a.left-o.left+(a.width-r*g)/2+Number(m.dataset.x)*r*g,E=a.top-o.top+(a.height-s*
g)/2+Number(m.dataset.y)*s*g,q=m.offsetWidth/2+4,Bt=Math.max(q,Math.min(o.width-q,y));m.style.left=Bt+"px",m.style.top=Math.max(4,Math.min(o.
height-m.offsetHeight-8,E))+"px",m.style.setProperty("--point",Math.max(-q+14,Math.min(q-14,y-Bt))+"px")}}function Se(){let t=new ResizeObserver(
e=>{for(let n of e){let o=i(n.target,"[data-people][open]");o&&Me(o)}});document.addEventListener("toggle",e=>{let n=b(e.target,HTMLDetailsElement),
o=n?.parentElement;if(!(!n?.matches("[data-people]")||!o)){if(n.classList.toggle("people-live",n.open),!n.open)return t.unobserve(o);Me(n),t.
observe(o)}},!0)}var D=new Map,R=null,He,S=!1,Ce=()=>["(prefers-reduced-motion: reduce)","(prefers-reduced-data: reduce)"].map(t=>matchMedia(t)),Ie=()=>!!(navigator.
connection?.saveData||matchMedia("(prefers-reduced-data: reduce)").matches),$n=()=>Ie()||Ce().some(t=>t.matches),kt=class{constructor(e){this.
box=e,this.film=d(e,"video",HTMLVideoElement),this.button=d(e,"[data-play]"),this.line=d(e,"[data-line]",HTMLProgressElement),this.switch=i(
e,"[data-sound]"),this.cc=i(e,"[data-captions]"),this.share=0,this.wanted=this.stopped=!1,this.begin()}begin(){let{box:e,film:n,button:o}=this;
e.dataset.ready="",n.removeAttribute("controls"),n.muted=!S,n.tabIndex=-1,o.hidden=this.line.hidden=!1,d(e,"[data-video-tools]").hidden=!1;let a=i(
n,"source[data-small]");a&&Ie()&&(a.removeAttribute("media"),n.load()),n.addEventListener("play",()=>{this.show(),requestAnimationFrame(()=>this.
step())}),n.addEventListener("pause",()=>this.show()),n.addEventListener("click",()=>this.toggle()),o.addEventListener("click",()=>this.toggle()),
this.switch?.addEventListener("click",()=>Ae(!S)),this.cc?.addEventListener("click",()=>this.captions()),n.textTracks.length&&this.captions(
!0),e.addEventListener("keydown",r=>this.key(r)),this.switch?.setAttribute("aria-pressed",String(S)),this.show()}show(){this.box.classList.toggle(
"video-on",!this.film.paused),this.button.setAttribute("aria-label",this.film.paused?"Play":"Pause")}step(){let{film:e}=this;e.duration&&(this.
line.value=1e3*e.currentTime/e.duration),!e.paused&&this.box.isConnected&&requestAnimationFrame(()=>this.step())}play(){R!==this&&R?.film.pause(),
R=this;let{film:e}=this;e.muted=!S,this.wanted=!0,e.play().catch(()=>{this.wanted&&S&&(e.muted=!0,e.play().catch(()=>{}))})}toggle(){this.film.
paused?(this.stopped=!1,this.play()):(this.stopped=!0,this.film.pause())}captions(e=this.cc?.getAttribute("aria-pressed")!=="true"){let n=[...this.
film.textTracks];for(let a of n)a.mode="hidden";let o=Bn(n);e&&o&&(o.mode="showing"),this.cc?.setAttribute("aria-pressed",String(e))}key(e){
if(e.ctrlKey||e.metaKey||e.altKey)return;let n=e.key.toLowerCase();if(!(n===" "&&l(e.target,"[data-sound], [data-captions]"))){if(n===" "||n===
"k")this.toggle();else if(n==="m"&&this.switch)Ae(!S);else if(n==="c"&&this.cc)this.captions();else return;e.preventDefault()}}};function Bn(t){
let e=n=>n.toLowerCase().split("-")[0];for(let n of navigator.languages||[]){let o=t.find(a=>e(a.language)===e(n));if(o)return o}return t[0]}
function Ae(t){S=t;for(let e of D.values())e.film.muted=!S,e.switch?.setAttribute("aria-pressed",String(S))}function Tt(){for(let[e,n]of D)e.
isConnected||(He?.unobserve(e),D.delete(e),R===n&&(R=null));for(let e of D.values())e.share>=.5||(e.wanted=e.stopped=!1,e.film.paused||e.film.
pause());if(document.hidden||$n())return;let t=[...D.values()].filter(e=>e.share>=.5&&!e.stopped).sort((e,n)=>n.share-e.share)[0];t&&(t!==R||
t.film.paused)&&t.play()}function De(){let t=He=new IntersectionObserver(e=>{for(let n of e){let o=D.get(n.target);o&&(o.share=n.isIntersecting?
n.intersectionRatio:0)}Tt()},{threshold:[0,.25,.5,.75,1]});w(e=>{for(let n of c(e,"[data-video]:not([data-ready])"))D.set(n,new kt(n)),t.observe(
n)}),document.addEventListener("visibilitychange",()=>{document.hidden?R?.film.pause():Tt()});for(let e of Ce())e.addEventListener("change",
Tt)}function it({className:t="dialog",title:e,body:n,cancel:o,closed:a}){let r=p("dialog",t);e.id||="dialog-"+Math.random().toString(36).slice(2),
r.setAttribute("aria-labelledby",e.id);let s=p("button","button quiet dialog-cancel",o);return s.type="button",s.addEventListener("click",()=>r.
close()),r.append(...n,s),r.addEventListener("click",u=>{u.target===r&&r.close()}),r.addEventListener("close",()=>{a?.(r),r.remove()}),document.
body.append(r),{box:r,button:s}}var Y=null;async function Mt(t,e){let n;try{let s=await fetch(t,{headers:{"HX-Request":"true",Accept:"text/html"}});if(!s.ok||s.redirected)throw new Error;
if(n=i(T(await s.text()),"[data-title]"),!n)throw new Error}catch{location.assign(t);return}Y?.close();let o=p("h2","",n.dataset.title),a=document.
importNode(n,!0),{box:r}=it({className:"dialog dialog-form",title:o,body:[o,a],cancel:"Close",closed(s){Y===s&&(Y=null),e?.isConnected&&e.focus()}});
Y=r,r.showModal(),Wt(a)}function Re(){document.addEventListener("click",t=>{let e=l(t.target,"a[data-dialog]",HTMLAnchorElement);if(!e||t.ctrlKey||
t.metaKey||t.shiftKey||typeof HTMLDialogElement>"u")return;t.preventDefault();let n=e.closest("details.menu");n?.removeAttribute("open"),Mt(
e.href,n&&i(n,"summary")||e)}),document.addEventListener("photogram:collected",()=>{Y?.close(),h("Your collections are changed.")})}var qe=(t,e)=>i(t,".bookmark")?.setAttribute("aria-pressed",String(e)),St=t=>!i(t,'input[name="_method"]');function Pe(){document.addEventListener(
"htmx:beforeRequest",t=>{let e=t.detail.elt;e.matches?.(".save form")&&qe(e,St(e))}),document.addEventListener("htmx:afterRequest",t=>{let e=b(
t.detail.requestConfig?.elt),n=e?.dataset.collections;!e||!n||(t.detail.successful?St(e)&&h("Saved.",{action:"Add to collections",run:()=>Mt(
n)}):qe(e,!St(e)))})}function $e(){document.addEventListener("click",t=>{let e=l(t.target,"#search-results[data-remember] a"),{remember:n,query:o}=l(e,"#search-r\
esults")?.dataset??{};if(!e||!n||!o)return;let{searched:a,value:r}=e.dataset;e.matches(".person-link")?(a="person",r=e.closest(".person")?.id.
replace("u-","")):e.matches(".tile")&&(a="text",r=o),a&&r&&navigator.sendBeacon(n,new URLSearchParams({kind:a,value:r}))})}function Be(){let t=i(document,"[data-voice]");if(t)return t;let e=p("p","sr");return e.setAttribute("role","status"),e.dataset.voice="",document.
body.append(e),e}function V(t){let e=Be();e.textContent="",setTimeout(()=>{e.textContent=t},50)}function Ne(){Be(),document.addEventListener(
"photogram:told",t=>V(t.detail.value))}var Ht=()=>c(document,"[data-arrange] > .arranged");async function ze(t,e,{above:n,beside:o},a){try{if(!(await P(e.action,{to:n?"above":"bel\
ow",beside:o.dataset.id||""})).ok)throw new Error;document.dispatchEvent(new CustomEvent("photogram:arranged",{detail:t.parentElement?.dataset.
refresh}))}catch{a(),h("The new place could not be saved. It is back where it was.")}}function Fe(t,e,n){e[n?"before":"after"](t);let o=Ht();
V(`Place ${o.indexOf(t)+1} of ${o.length}.`)}function Oe(t){let e=t.parentElement,n=t.nextElementSibling;return()=>{e?.insertBefore(t,n)}}var L=null;
function Nn(t){let e=l(t.target,"[data-grip]"),n=l(t.target,".arranged");!e||!n||t.button!==0||l(t.target,"button")||(t.preventDefault(),L={
row:n,back:Oe(n),beside:null,above:!1},e.setPointerCapture(t.pointerId),n.classList.add("dragged"))}function zn(t){if(L){ot(t);for(let e of Ht()){
if(e===L.row)continue;let n=e.getBoundingClientRect();if(t.clientY<n.top||t.clientY>n.bottom)continue;let o=e.parentElement?.dataset.arrange===
"grid";if(o&&(t.clientX<n.left||t.clientX>n.right))continue;let a=o?t.clientX<n.left+n.width/2:t.clientY<n.top+n.height/2;(L.beside!==e||L.above!==
a)&&(Fe(L.row,e,a),L.beside=e,L.above=a)}}}function At(t){if(!L)return;let{row:e,back:n,beside:o,above:a}=L;e.classList.remove("dragged"),L=
null,o&&(t?ze(e,d(e,"[data-move]",HTMLFormElement),{above:a,beside:o},n):n())}function Fn(t){let e=l(t.target,"[data-move]",HTMLFormElement),
n=e?.closest(".arranged"),o=t.submitter;if(!e||!(n instanceof HTMLElement)||!(o instanceof HTMLButtonElement))return;t.preventDefault();let a=o.
value==="up",r=Ht(),s=r[r.indexOf(n)+(a?-1:1)];if(!s){i(document,"[data-older]")&&!a&&e.submit();return}let u=Oe(n);Fe(n,s,a),o.focus(),ze(n,
e,{above:a,beside:s},u)}function Ke(){document.addEventListener("submit",Fn),document.addEventListener("pointerdown",Nn),document.addEventListener(
"pointermove",zn),document.addEventListener("pointerup",()=>At(!0)),document.addEventListener("pointercancel",()=>At(!1)),document.addEventListener(
"keydown",t=>{t.key==="Escape"&&At(!1)}),w(()=>{for(let t of c(document,"[data-grip]"))t.hidden=!1})}async function On(t){let e=`[data-changes="${CSS.escape(t)}"].follow`,n=document.activeElement?.closest(e);for(let a of n?c(document,e):[])a!==
n&&n&&K(a,n);let o=`[data-shows="${CSS.escape(t)}"][id]`;if(i(document,o))try{let a=await fetch(location.href,{headers:{Accept:"text/html"}});
if(!a.ok)return;let r=T(await a.text());for(let s of c(document,o)){let u=r.getElementById(s.id);u&&!s.contains(document.activeElement)&&!i(
s,"details[open]")&&K(s,u)}}catch{}}function Ue(){document.addEventListener("htmx:beforeSwap",t=>{let{requestConfig:e,shouldSwap:n}=t.detail,
o=e?.elt.getAttribute("data-changes");n&&o&&e.verb!=="get"&&setTimeout(()=>On(o))})}function je(){document.addEventListener("click",t=>{let e=l(t.target,"[data-confirm] > summary"),n=e?.parentElement;if(!e||!n||typeof HTMLDialogElement>
"u")return;t.preventDefault();let o=d(n,".confirm-body"),{box:a,button:r}=it({title:d(o,"p"),body:[o],cancel:"Cancel",closed(){n.isConnected&&
n.append(o),e.isConnected&&e.focus()}});a.addEventListener("submit",()=>setTimeout(()=>a.close())),e.closest("details.menu")?.removeAttribute(
"open"),a.showModal(),r.focus()})}function Ct({detail:{elt:t,requestConfig:e}}){if(!t?.isConnected||!e)return{};if(t instanceof HTMLFormElement)return{action:"Try again",run:()=>t.
requestSubmit()};if(!t.matches("[hx-get], [hx-post]"))return{};let n=o=>t.getAttribute(o)||void 0;return{action:"Try again",run:()=>x(e.verb===
"get"?"GET":"POST",e.path,{source:t,target:e.target,swap:n("hx-swap"),select:n("hx-select")})}}var It=t=>t.detail.elt?.getAttribute?.("hx-tr\
igger")?.startsWith("every"),Dt=(t,e)=>t.detail.elt?.getAttribute?.("data-failed")||e,Kn={403:"That is not allowed.",404:"That is not there \
any more.",409:"Somebody was faster. Reload the page to see.",413:"That is too large.",429:"A little slower, please. Wait a moment, then try\
 again.",503:"The site is busy. Try again in a moment."};function We(){document.addEventListener("htmx:sendError",t=>{It(t)||h(Dt(t,"No conn\
ection. Nothing was changed."),Ct(t))}),document.addEventListener("htmx:timeout",t=>{It(t)||h(Dt(t,"The site takes too long to answer."),Ct(
t))}),document.addEventListener("htmx:responseError",t=>{if(It(t))return;let{xhr:e}=t.detail;if(!e.getResponseHeader("HX-Trigger")?.includes(
"photogram:error")){if(e.status===401){location.assign("/login?next="+encodeURIComponent(location.pathname+location.search));return}h(Dt(t,Kn[e.
status]||"That did not work."),e.status===404||e.status===409?{}:Ct(t))}})}var _e="a[href], button:not([disabled]), summary, textarea, input:not([type=hidden], [disabled]), select",Rt=t=>t.checkVisibility?.({visibilityProperty:!0})??
!0,H=(t,e=_e)=>[...t?.querySelectorAll(e)||[]].filter(n=>n instanceof HTMLElement).find(Rt);function Un(t){let e=t.closest("form"),n=e?.getAttribute(
"action"),o=t.closest("li, article, .comment, .notice"),a=o?[o.nextElementSibling,o.previousElementSibling]:[],r=o?.parentElement?.closest("\
ul, ol, section, main"),s=!!H(e,"textarea[name]");return()=>{let u=t.id&&document.getElementById(t.id);if(u&&Rt(u))return u;let g=e?.id&&document.
getElementById(e.id)||n&&[...document.querySelectorAll(`form[action="${CSS.escape(n)}"]`)].find(m=>H(m,"button"));if(g)return s&&H(g,"textar\
ea")||H(g,"button")||H(g);for(let m of a)if(m?.isConnected&&H(m))return H(m);return r?.isConnected&&H(r)||i(document,"main :is(h1, h2)")}}function Xe(){
document.addEventListener("htmx:beforeSwap",t=>{let{xhr:e,target:n,requestConfig:o,shouldSwap:a}=t.detail,r=o?.elt;if(!a||!r||o.verb==="get")
return;let s=document.activeElement,u=s&&s!==document.body&&(n?.contains(s)||r.contains(s))?Un(s):null;setTimeout(()=>{let g=document.activeElement;
if(u&&(!g||g===document.body||!Rt(g))){let y=u();y&&!y.matches(_e)&&(y.tabIndex=-1),y?.focus({preventScroll:!0})}let m=i(T(e.responseText),"\
[data-say]")?.dataset.say;m&&V(m)})})}function Ye(){document.addEventListener("click",t=>{for(let e of c(document,"details.menu[open]",HTMLDetailsElement))t.target instanceof Node&&
e.contains(t.target)||(e.open=!1)}),document.addEventListener("keydown",t=>{if(t.key!=="Escape")return;let e=l(t.target,"details.menu[open],\
 details.confirm[open]",HTMLDetailsElement)||i(document,"details.menu[open]",HTMLDetailsElement);e&&(e.open=!1,i(e,"summary")?.focus())})}var Ve="[data-copy], [data-copy-here], [data-share]";async function qt(t){try{await navigator.clipboard.writeText(t),h("Link copied.")}catch{
h("The browser did not allow copying. The link is in the address bar of the post.")}}async function jn({dataset:{copy:t,share:e,shareTitle:n}}){
if(!e)return qt(t||location.href);if(!navigator.share)return qt(e);try{await navigator.share({url:e,title:n})}catch(o){o instanceof DOMException&&
o.name==="AbortError"||await qt(e)}}function Ge(){document.addEventListener("click",t=>{let e=l(t.target,Ve);e&&(e.closest("details.menu")?.
removeAttribute("open"),jn(e))}),w(t=>{for(let e of c(t,Ve))e.hidden=!1})}function Ze(){document.addEventListener("click",t=>{let e=l(t.target,"[data-theme-switch] button",HTMLButtonElement);if(!e)return;let n=document.
documentElement;e.value?n.dataset.theme=e.value:delete n.dataset.theme;for(let o of c(document,"[data-theme-switch] button",HTMLButtonElement))
o.setAttribute("aria-pressed",String(o.value===e.value))})}var Je=t=>new Date(t.dateTime).toLocaleString(void 0,{dateStyle:"long",timeStyle:"short"});function Pt(){let t=Date.now();for(let e of c(document,
"time[data-ago]",HTMLTimeElement)){let n=(t-Date.parse(e.dateTime))/1e3,o="";n<60?o="now":n<3600?o=Math.floor(n/60)+" min":n<86400?o=Math.floor(
n/3600)+" h":n<7*86400&&(o=Math.floor(n/86400)+" d"),o&&e.textContent!==o&&(e.textContent=o),e.dataset.local||(e.dataset.local="1",e.title=Je(
e))}}function Wn(){for(let t of c(document,"time[data-local='']",HTMLTimeElement))t.dataset.local="1",t.textContent=Je(t)}function Qe(){Pt(),
Wn(),setInterval(Pt,3e4),document.addEventListener("htmx:load",Pt)}async function _n(t,e){let n=i(document,`.save form[action="${CSS.escape(t)}"]`)?.closest(".save");if(n){x("POST",t,{target:n,swap:"outerHTM\
L",values:e});return}try{if(!(await P(t,e,{headers:{}})).ok)throw new Error;location.reload()}catch{h("That could not be undone. Reload the \
page and try again.")}}function tn(){document.addEventListener("photogram:undo",t=>{let{text:e,path:n,fields:o}=t.detail;h(e,{action:"Undo",
run:()=>_n(n,o)})})}var en="[data-overlay], [data-picture]";function nn({dataset:{x:t,y:e,scale:n,rotation:o},style:a,classList:r}){let s=(u,g,m)=>a.setProperty(
u,g||m);s("--x",t,".5"),s("--y",e,".5"),s("--s",n,"1"),s("--r",o,"0"),r.add("placed")}function an(t){t.parentElement?.style.setProperty("--v",
String(Number(t.value)/100))}function Xn(t){if(t<=0)return"It is time";let e=Math.floor(t/86400),n=Math.floor(t/3600)%24,o=Math.floor(t/60)%
60,a=Math.floor(t)%60;return e?`${e} d ${n} h`:n?`${n} h ${o} min`:`${o}:${String(a).padStart(2,"0")}`}function rn(){for(let t of c(document,
"time[data-countdown]",HTMLTimeElement))t.textContent=Xn((Date.parse(t.dateTime)-Date.now())/1e3)}function on(t){t instanceof HTMLElement&&t.
matches(en)&&nn(t),c(t,en).forEach(nn),c(t,"[data-slider]",HTMLInputElement).forEach(an),rn()}function sn(){document.addEventListener("input",
t=>{let e=b(t.target,HTMLInputElement);e?.matches("[data-slider]")&&an(e)}),document.addEventListener("htmx:load",t=>on(t.detail.elt)),on(document),
i(document,"[data-canvas], [data-stories]")&&setInterval(rn,1e3)}function cn(){addEventListener("pageshow",t=>{let e=i(document,".page-home .tray"),n=performance.getEntriesByType("navigation")[0];(t.persisted||
n instanceof PerformanceNavigationTiming&&n.type==="back_forward")&&e&&x("GET","/stories",{target:e,swap:"outerHTML"})})}var Yn=50,Vn=()=>innerHeight+scrollY>document.documentElement.scrollHeight-160,ln=()=>scrollTo({top:document.documentElement.scrollHeight,behavior:"\
instant"}),$t=class{constructor(e){this.log=e,this.path=e.dataset.conversation||"",this.newest=this.seen=e.dataset.newest||"1",this.asking=null,
this.again=!1}async look(){if(document.visibilityState!=="visible"||this.seen===this.newest)return;let e=this.seen=this.newest;await X(this.
path+"/seen",e).catch(()=>{this.seen="0"})}async ask(){let e=await fetch(`${this.path}?after=${this.newest}`,{headers:{"HX-Request":"true"}});
if(!e.ok)return 0;let n=document.createElement("template");n.innerHTML=await e.text();let o=c(n.content,".message").filter(r=>!document.getElementById(
r.id)),a=o.at(-1);if(o.length>=Yn)location.reload();else if(a){let r=Vn();c(this.log,".messages").at(-1)?.append(...o),this.newest=a.id.slice(
2),(r||a.classList.contains("message-mine"))&&ln(),this.look()}return o.length}refresh(){return this.asking&&(this.again=!0),this.asking??=this.
askAll()}async askAll(){let e=0;do this.again=!1,e+=await this.ask().catch(()=>0);while(this.again);return this.asking=null,e}};function dn(){
let t=i(document,"[data-conversation]");if(!t)return;let e=new $t(t);document.addEventListener("photogram:message",a=>{a.preventDefault(),e.
refresh().then(r=>{!r&&a.detail.more&&document.visibilityState==="visible"&&Et()})}),document.addEventListener("visibilitychange",()=>e.look());
let n=d(document,"[data-message-form]",HTMLFormElement),o=d(n,"textarea",HTMLTextAreaElement);n.addEventListener("htmx:beforeRequest",()=>zt(
o)),n.addEventListener("htmx:afterRequest",a=>{a.detail.successful&&(Ft(o),o.focus({preventScroll:!0}),e.refresh())}),o.addEventListener("ke\
ydown",a=>{a.key!=="Enter"||a.shiftKey||a.isComposing||matchMedia("(pointer: coarse)").matches||(a.preventDefault(),o.value.trim()&&n.requestSubmit())}),
(!location.hash||location.hash==="#end")&&ln()}te(ae,Ne,We,Xe,Ue,tn,Ye,je,Re,Ze,Qe,Ge,Ke,Gt,oe,ne,ee,Qt,Xt,ke,Pe,xe,De,Se,jt,_t,$e,sn,cn,Ee,ge,dn);})();
