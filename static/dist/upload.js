"use strict";
(()=>{function x(...n){for(let t of n)try{t()}catch(e){reportError(e)}}function c(n,t,e){return F(n.querySelector(t),e)}function l(n,t,e){let a=c(n,t,e);if(!a)throw new Error("the page lacks "+t);return a}function F(n,t){return n instanceof(t??HTMLElement)?n:null}function h(n,t="",e=""){let a=document.createElement(n);return t&&(a.className=t),e&&(a.textContent=e),a}function O(){let n=c(document,"[data-voice]");if(n)return n;let t=h("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function f(n){let t=O();t.textContent="",setTimeout(()=>{t.textContent=n},50)}function w(n,{action:t,run:e,keep:a=4500}={}){let s=h("div","toast");if(s.append(h("span","",n)),t){let i=h("button","",t);i.type="button",i.
addEventListener("click",()=>{s.remove(),e?.()}),s.append(i)}c(document,"#toasts")?.replaceChildren(s),setTimeout(()=>s.remove(),t?a*2:a)}var E;function r(n,t={}){E??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",a=""]=n.split("."),s=E[e]?.[a]??n;return(typeof s==
"string"?s:s[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??s.other??n).replace(/\{\{\.(\w+)\}\}/g,(o,d)=>String(
t[d]??""))}var R=n=>n.isFile,L=n=>n.isDirectory;async function k(n){if(R(n))return[await new Promise((s,i)=>{n.file(s,i)})];if(!L(n))return[];let t=n.createReader(),
e=[];for(;;){let s=await new Promise((i,o)=>{t.readEntries(i,o)});if(s.length===0||e.length>200)break;e.push(...s)}e.sort((s,i)=>s.name.localeCompare(
i.name,void 0,{numeric:!0}));let a=[];for(let s of e.filter(i=>!i.name.startsWith(".")))a.push(...await k(s));return a}async function z(n){let t=[
...n.files],e=[...n.items].flatMap(s=>s.webkitGetAsEntry?.()??[]);if(!e.some(L))return t;let a=[];try{for(let s of e)a.push(...await k(s))}catch{}
return a}function T(n,t){let e=0,a=s=>[...s.dataTransfer?.types||[]].includes("Files");addEventListener("dragenter",s=>{a(s)&&(e++,n.classList.
add("over"))}),addEventListener("dragleave",s=>{a(s)&&--e<=0&&(e=0,n.classList.remove("over"))}),addEventListener("dragover",s=>{a(s)&&s.preventDefault()}),
addEventListener("drop",s=>{!s.dataTransfer||!a(s)||(s.preventDefault(),e=0,n.classList.remove("over"),z(s.dataTransfer).then(t))}),addEventListener(
"paste",s=>{s.clipboardData?.files.length&&t([...s.clipboardData.files])})}var p=n=>n<1<<20?r("upload.kilobytes",{n:Math.max(1,Math.round(n/1024))}):r("upload.megabytes",{n:(n/(1<<20)).toFixed(1)});function M(n){try{
return JSON.parse(n||"").error.message}catch{return""}}var b=["pause","resume","retry"],v=class{constructor(t,e,{batch:a,place:s,entry:i,sent:o=0}){this.view=l(document.importNode(l(document,"#up\
load-item",HTMLTemplateElement).content,!0),".upload-item"),this.name=t,this.bytes=e,this.batch=a,this.place=s,this.sent=o,this.state="",this.
file=null,this.upload=null,this.entry=i??null,this.id=this.outcome="",this.tries=this.timer=this.status=0,this.duplicate=this.final=!1,this.
part("name").textContent=t;let d={remove:r("upload.remove-name",{name:t}),pause:r("upload.pause-name",{name:t}),resume:r("upload.resume-name",
{name:t}),retry:r("upload.retry-name",{name:t})};for(let[u,m]of Object.entries(d))this.part(u).setAttribute("aria-label",m)}part(t){return l(
this.view,`[data-${t}]`)}get busy(){return this.state==="sending"||this.state==="checking"||this.state==="offline"}get url(){return this.upload?.
url||this.entry?.uploadUrl||""}set(t,e){this.state=t,this.view.dataset.state=t,this.part("note").textContent=e||this.usual(t);let a={pause:t===
"waiting"||this.busy,resume:t==="paused",retry:t==="failed"&&!this.final},s=b.find(i=>this.part(i)===document.activeElement);for(let i of b)
this.part(i).hidden=!a[i];s&&!a[s]&&this.part(b.find(i=>a[i])||"remove").focus(),this.progress()}usual(t){switch(t){case"waiting":return r("\
upload.waiting",{size:p(this.bytes)});case"sending":return r("upload.starting");case"checking":return r("upload.checking");case"done":return r(
"upload.done");case"paused":return r("upload.paused-at",{sent:p(this.sent),size:p(this.bytes)});case"unfinished":return r("upload.unfinished",
{sent:p(this.sent),size:p(this.bytes)});default:return""}}progress(){l(this.view,"[data-progress]",HTMLProgressElement).value=this.state==="\
done"?100:Math.round(100*this.sent/this.bytes)}arrived(t){this.state==="sending"&&(t>this.sent&&(this.tries=0),this.sent=t,this.progress(),t>=
this.bytes?this.set("checking"):this.part("note").textContent=r("upload.sent-of",{sent:p(t),size:p(this.bytes)}))}preview(t){if(!/^image\/(jpeg|png|gif|webp|avif)$/.
test(t.type))return;let e=h("img"),a=URL.createObjectURL(t);e.alt="",e.width=e.height=64,e.addEventListener("load",()=>{this.part("thumb").replaceChildren(
e),URL.revokeObjectURL(a)}),e.addEventListener("error",()=>URL.revokeObjectURL(a)),e.src=a}before({path:t,text:e}){this.duplicate=!0;let a=l(
this.view,"[data-earlier]",HTMLAnchorElement);a.href=t,a.textContent=e,this.part("duplicate").hidden=!1}drop(t){let e=this.view.nextElementSibling||
this.view.previousElementSibling;this.view.remove(),(e&&c(e,"[data-remove]")||t).focus()}};async function H(){if(!("caches"in window)||!await caches.has("shared"))return{files:[],words:""};let n=await caches.open("shared"),t=[],e=await(await n.
match("/share/words"))?.text()||"";for(let a=0;;a++){let s=await n.match(`/share/${a}`);if(!s)break;let i=await s.blob(),o=decodeURIComponent(
s.headers.get("Photogram-Name")||"shared");t.push(new File([i],o,{type:i.type}))}return await caches.delete("shared"),{files:t,words:e}}function P(n,t,e){
let a=h("div","shared-files"),s=h("button","button",r("upload.add-to-post")),i=h("button","button quiet",r("upload.leave-out"));a.setAttribute(
"role","group"),a.setAttribute("aria-label",r("upload.shared-files"));let o=t.map(d=>d.name).join(", ");a.append(h("p","",t.length===1?r("up\
load.shared-one",{name:o}):r("upload.shared-many",{n:t.length,names:o})),s,i);for(let d of[s,i])d.type="button",d.addEventListener("click",()=>a.
remove());s.addEventListener("click",e),n.before(a),s.focus()}async function S(n,t){if(!new URLSearchParams(location.search).has("shared"))return;
history.replaceState(history.state,"",location.pathname);let{files:e,words:a}=await H();e.length===0?(w(r("upload.shared-none")),l(n,"input[\
type=file]").focus()):matchMedia("(display-mode: standalone)").matches?t(e,a):P(n,e,()=>t(e,a))}var C=4194304,j=3,D=3e4,g={Accept:"application/json"};function N(n,t){return n?t?r("upload.no-answer-in",{n:t}):r("upload.no-answer"):t?r("u\
pload.offline-in",{n:t}):r("upload.offline")}var y=class{constructor(t){let{draft:e="",edit:a="",maxBytes:s,maxFiles:i,maxVideoBytes:o,taken:d,
viewer:u}=t.dataset;this.form=t,this.input=l(t,"input[type=file]",HTMLInputElement),this.list=l(t,"[data-list]"),this.go=l(t,"[data-continue\
]",HTMLAnchorElement),this.pauseAll=l(t,"[data-pause-all]"),this.begins=c(document,"form[data-upload-start]",HTMLFormElement),this.storage=tus.
defaultOptions.urlStorage,this.added=e,this.draft={id:e,edit:a},this.maxBytes=Number(s)||1/0,this.maxVideoBytes=Number(o),this.maxFiles=Number(
i),this.taken=Number(d||0),this.mine=`photogram-${u}-`,this.batch=[...crypto.getRandomValues(new Uint8Array(12))].map(m=>m.toString(16).padStart(
2,"0")).join(""),this.lastPlace=0,this.caption="",this.items=[],this.leaving=!1,t.classList.add("upload-live"),l(t,"[data-without-js]").hidden=
!0,l(t,"[data-only-js]").hidden=!1,this.input.required=!1,this.listen(),this.restore(),S(t,(m,A)=>{this.caption=A,this.add(m)})}isVideo(t){return this.
maxVideoBytes>0&&t.type.startsWith("video/")}fingerprint(t){return this.mine+[t.name,t.type,t.size,t.lastModified].join("-")}row(t,e,a){this.
lastPlace=Math.max(this.lastPlace+1,Date.now()*32);let s=new v(t,e,{batch:this.batch,place:this.lastPlace,...a}),i=(o,d)=>s.part(o).addEventListener(
"click",d);return i("remove",()=>this.remove(s)),i("pause",()=>this.pause(s)),i("resume",()=>this.resume(s)),i("retry",()=>this.resume(s)),i(
"keep",()=>this.keep(s)),i("drop-duplicate",()=>this.remove(s)),this.list.append(s.view),this.items.push(s),s}add(t){let e=this.items.filter(
s=>s.state==="unfinished"),a=this.maxFiles-this.taken-this.items.filter(s=>s.state!=="failed"&&s.state!=="unfinished").length;for(let s of t){
let i=e.find(u=>u.state==="unfinished"&&u.entry?.urlStorageKey.startsWith(`tus::${this.fingerprint(s)}::`));if(a--<=0){w(this.begins?r("uplo\
ad.most-files",{n:this.maxFiles}):r("upload.most-photos",{n:this.maxFiles}));break}let o=i||this.row(s.name,s.size),d=this.refused(s);o.file=
s,o.preview(s),d?this.fail(o,d,!1):o.set("waiting")}this.pump()}refused(t){let e=this.isVideo(t),a=e?this.maxVideoBytes:this.maxBytes,s={size:p(
t.size),limit:p(a)};return t.size>a?e?r("upload.over-video",s):r("upload.over-photo",s):t.size===0?r("upload.empty"):t.type&&!t.type.startsWith(
"image/")&&!e?this.maxVideoBytes>0?r("upload.no-photo-video"):r("upload.no-photo"):""}fail(t,e,a=!0){clearTimeout(t.timer),t.final=!a,t.set(
"failed",e),f(r("upload.said",{name:t.name,text:e})),a||this.forget(t),this.pump()}pump(){let t=j-this.items.filter(e=>e.state==="sending"||
e.state==="checking").length;for(let e of this.items.filter(a=>a.state==="waiting").slice(0,Math.max(0,t)))this.send(e);this.settle()}send(t){
if(clearTimeout(t.timer),t.status=0,t.set("sending",t.sent?r("upload.sent-of",{sent:p(t.sent),size:p(t.bytes)}):""),t.outcome)return this.ask(
t);t.upload??=this.upload(t),t.upload?.start()}upload(t){let{file:e}=t;if(!e)return null;let a=new tus.Upload(e,{endpoint:this.form.dataset.
upload||"",chunkSize:C,retryDelays:null,headers:g,removeFingerprintOnSuccess:!0,fingerprint:()=>Promise.resolve(this.fingerprint(e)),metadata:{
filename:t.name,batch:t.batch,place:String(t.place),...this.added?{draft:this.added}:{}},onAfterResponse:(s,i)=>{if(t.status=i.getStatus(),s.
getMethod()==="HEAD"&&t.status>299&&t.status!==404&&t.status!==410)throw new Error("not now")},onProgress:s=>t.arrived(s),onSuccess:()=>{t.outcome=
a.url||"",this.ask(t)},onError:s=>this.wrong(t,t.status,"originalResponse"in s?s.originalResponse?.getBody():void 0)});return t.entry&&a.resumeFromPreviousUpload(
t.entry),a}async ask(t){t.set("checking");let e;try{let a=await fetch(t.outcome,{headers:g}),s=await a.text();if(!a.ok)return this.wrong(t,a.
status,s);e=JSON.parse(s)}catch{return this.wrong(t,0)}if(t.state==="checking"){if(e.state==="refused")return this.fail(t,e.message,!1);if(e.
state==="open")return t.outcome="",this.wrong(t,0);this.done(t,e),this.pump()}}done(t,e){this.draft.id=e.draft||this.draft.id,this.draft.edit=
e.edit||this.draft.edit,t.id=e.item,t.sent=t.bytes,t.set("done"),e.duplicate&&(t.before(e.duplicate),f(r("upload.said",{name:t.name,text:e.duplicate.
text})))}keep(t){t.duplicate=!1,t.part("duplicate").hidden=!0,t.part("remove").focus(),this.settle()}wrong(t,e,a){if(!t.busy)return;let s=M(
a);if(e===401)this.fail(t,r("upload.logged-out"));else if(e===429||e===507)this.fail(t,s||r("upload.full"));else if(e===404||e===410)this.anew(
t);else if(e>=400&&e<500&&e!==409&&e!==423&&e!==408)this.fail(t,s||(e===413?r("upload.too-large"):r("upload.not-taken")),!1);else{let i=Math.
min(D,500*2**t.tries++);t.set("offline",N(e>0,i>2e3?Math.round(i/1e3):0)),t.tries===2&&f(r("upload.offline-said",{name:t.name})),t.timer=setTimeout(
()=>{t.state==="offline"&&(t.set("waiting"),this.pump())},i),this.pump()}}anew(t){if(this.forget(t),t.upload=t.entry=null,t.outcome="",t.sent=
0,t.tries++>3)return this.fail(t,r("upload.lost"));t.set("waiting"),this.pump()}forget({url:t}){t&&this.storage.findAllUploads().then(e=>e.filter(
a=>a.uploadUrl===t).forEach(a=>this.storage.removeUpload(a.urlStorageKey)))}pause(t){clearTimeout(t.timer),t.upload?.abort(),t.set("paused"),
this.pump()}resume(t){t.tries=0,t.set("waiting"),this.pump()}async remove(t){clearTimeout(t.timer);let e=t.state;t.state="removed",this.items=
this.items.filter(a=>a!==t),t.drop(this.input),f(r("upload.removed",{name:t.name})),t.upload?.abort(),this.forget(t),this.pump(),e==="done"?
await this.takeOut(t):await this.terminate(t),this.settle()}async terminate(t){let e=t.outcome||t.url;if(e)try{if((await fetch(e,{method:"DE\
LETE",headers:{...g,"Tus-Resumable":"1.0.0"}})).status!==409)return;let s=await(await fetch(e,{headers:g})).json();if(s.state!=="done")return;
t.id=s.item,this.draft.edit=s.edit||this.draft.edit,await this.takeOut(t)}catch{}}async takeOut(t){let{draft:e}=this;!t.id||!e.edit||(await fetch(
e.edit.replace(/edit$/,`items/${t.id}/delete`),{method:"POST",headers:{"HX-Request":"true"},redirect:"manual"}).catch(()=>{}),!this.items.some(
a=>a.id)&&this.taken===0&&(e.id=e.edit=""))}get pausable(){return this.items.filter(t=>t.state==="waiting"||t.busy)}get next(){return this.caption?
`${this.draft.edit}?caption=${encodeURIComponent(this.caption)}`:this.draft.edit}settle(){let{draft:t,go:e,items:a,pauseAll:s}=this,i=a.filter(
u=>u.state==="done").length,o=a.filter(u=>u.state==="failed"||u.state==="unfinished").length,d=a.length-i-o;s.hidden=d<2,s.textContent=this.
pausable.length?r("upload.pause-all"):r("upload.resume-all"),e.hidden=!t.edit||i+this.taken===0,t.edit&&!this.begins&&(e.href=this.next),e.textContent=
o>0&&d===0?r("upload.go-on-without",{n:o}):r("upload.go-on"),!(i===0||d>0||o>0||a.some(u=>u.duplicate)||!t.edit||this.leaving)&&(this.leaving=
!0,f(r("upload.all-done")),this.begins?this.begin(this.begins):location.assign(this.next))}begin(t){this.leaving=!0,l(t,"[name=draft]",HTMLInputElement).
value=this.draft.id,t.submit()}async restore(){let e=(await this.storage.findAllUploads()).filter(a=>a.urlStorageKey.startsWith(`tus::${this.
mine}`)&&a.uploadUrl&&(a.metadata?.draft||"")===this.added);e.sort((a,s)=>Number(a.metadata?.place||0)-Number(s.metadata?.place||0));for(let a of e)
await this.restoreOne(a);this.items.some(a=>a.state==="unfinished")&&f(r("upload.some-unfinished")),this.settle()}async restoreOne(t){let e=0,
a=null;try{let i=await fetch(t.uploadUrl||"",{headers:g});e=i.status,a=await i.json()}catch{}if(e===404&&this.storage.removeUpload(t.urlStorageKey),
e!==200||!a||this.items.some(i=>i.upload?.url===t.uploadUrl)||(a.state!=="open"&&this.storage.removeUpload(t.urlStorageKey),a.state==="done"))
return;let s=this.row(a.name,a.size,{entry:t,batch:a.batch,place:Number(t.metadata?.place)||0,sent:a.offset});if(a.state==="refused")return this.
fail(s,a.message,!1);this.batch=a.batch,a.edit&&(this.draft.id=a.draft||"",this.draft.edit=a.edit,this.added||(this.taken=a.taken)),s.set("u\
nfinished")}listen(){let{begins:t,form:e,input:a}=this;t&&this.go.addEventListener("click",s=>{s.preventDefault(),this.begin(t)}),this.pauseAll.
addEventListener("click",()=>{let{pausable:s}=this;s.length?s.forEach(i=>this.pause(i)):this.items.filter(i=>i.state==="paused").forEach(i=>this.
resume(i)),f(s.length?r("upload.all-paused"):r("upload.all-go-on"))}),a.addEventListener("change",()=>{this.add([...a.files||[]]),a.value=""}),
e.addEventListener("submit",s=>s.preventDefault()),addEventListener("online",()=>{this.items.filter(s=>s.state==="offline").forEach(s=>{clearTimeout(
s.timer),s.tries=0,s.set("waiting")}),this.pump()}),T(l(e,"[data-drop]"),s=>this.add(s)),addEventListener("pageshow",s=>{s.persisted&&location.
reload()}),addEventListener("beforeunload",s=>{!this.leaving&&this.pausable.length&&s.preventDefault()})}};function U(){let n=c(document,"fo\
rm[data-upload]",HTMLFormElement);n&&"tus"in window&&tus.isSupported&&new y(n)}x(U);})();
