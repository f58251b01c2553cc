"use strict";
(()=>{function y(...n){for(let t of n)try{t()}catch(e){reportError(e)}}function c(n,t,e){return S(n.querySelector(t),e)}function h(n,t,e){let i=c(n,t,e);if(!i)throw new Error("the page lacks "+t);return i}function S(n,t){return n instanceof(t??HTMLElement)?n:null}function l(n,t="",e=""){let i=document.createElement(n);return t&&(i.className=t),e&&(i.textContent=e),i}function A(){let n=c(document,"[data-voice]");if(n)return n;let t=l("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function f(n){let t=A();t.textContent="",setTimeout(()=>{t.textContent=n},50)}function m(n,{action:t,run:e,keep:i=4500}={}){let s=l("div","toast");if(s.append(l("span","",n)),t){let a=l("button","",t);a.type="button",a.
addEventListener("click",()=>{s.remove(),e?.()}),s.append(a)}c(document,"#toasts")?.replaceChildren(s),setTimeout(()=>s.remove(),t?i*2:i)}var U=n=>n.isFile,x=n=>n.isDirectory;async function E(n){if(U(n))return[await new Promise((s,a)=>{n.file(s,a)})];if(!x(n))return[];let t=n.createReader(),
e=[];for(;;){let s=await new Promise((a,r)=>{t.readEntries(a,r)});if(s.length===0||e.length>200)break;e.push(...s)}e.sort((s,a)=>s.name.localeCompare(
a.name,void 0,{numeric:!0}));let i=[];for(let s of e.filter(a=>!a.name.startsWith(".")))i.push(...await E(s));return i}async function R(n){let t=[
...n.files],e=[...n.items].flatMap(s=>s.webkitGetAsEntry?.()??[]);if(!e.some(x))return t;let i=[];try{for(let s of e)i.push(...await E(s))}catch{}
return i}function k(n,t){let e=0,i=s=>[...s.dataTransfer?.types||[]].includes("Files");addEventListener("dragenter",s=>{i(s)&&(e++,n.classList.
add("over"))}),addEventListener("dragleave",s=>{i(s)&&--e<=0&&(e=0,n.classList.remove("over"))}),addEventListener("dragover",s=>{i(s)&&s.preventDefault()}),
addEventListener("drop",s=>{!s.dataTransfer||!i(s)||(s.preventDefault(),e=0,n.classList.remove("over"),R(s.dataTransfer).then(t))}),addEventListener(
"paste",s=>{s.clipboardData?.files.length&&t([...s.clipboardData.files])})}var u=n=>n<1048576?Math.max(1,Math.round(n/1024))+" kB":(n/1048576).toFixed(1)+" MB";function L(n){try{return JSON.parse(n||"").error.message}catch{
return""}}var v=["pause","resume","retry"],g=class{constructor(t,e,{batch:i,place:s,entry:a,sent:r=0}){this.view=h(document.importNode(h(document,"#up\
load-item",HTMLTemplateElement).content,!0),".upload-item"),this.name=t,this.bytes=e,this.batch=i,this.place=s,this.sent=r,this.state="",this.
file=null,this.upload=null,this.entry=a??null,this.id=this.outcome="",this.tries=this.timer=this.status=0,this.duplicate=this.final=!1,this.
part("name").textContent=t;for(let[o,d]of Object.entries({remove:"Remove",pause:"Pause",resume:"Resume",retry:"Try again:"}))this.part(o).setAttribute(
"aria-label",`${d} ${t}`)}part(t){return h(this.view,`[data-${t}]`)}get busy(){return this.state==="sending"||this.state==="checking"||this.
state==="offline"}get url(){return this.upload?.url||this.entry?.uploadUrl||""}set(t,e){this.state=t,this.view.dataset.state=t,this.part("no\
te").textContent=e||this.usual(t);let i={pause:t==="waiting"||this.busy,resume:t==="paused",retry:t==="failed"&&!this.final},s=v.find(a=>this.
part(a)===document.activeElement);for(let a of v)this.part(a).hidden=!i[a];s&&!i[s]&&this.part(v.find(a=>i[a])||"remove").focus(),this.progress()}usual(t){
switch(t){case"waiting":return"Waiting, "+u(this.bytes);case"sending":return"Starting";case"checking":return"Checking the file";case"done":return"\
Uploaded";case"paused":return`Paused at ${u(this.sent)} of ${u(this.bytes)}`;case"unfinished":return`${u(this.sent)} of ${u(this.bytes)} are\
 here. Choose the same file again to go on.`;default:return""}}progress(){h(this.view,"[data-progress]",HTMLProgressElement).value=this.state===
"done"?100:Math.round(100*this.sent/this.bytes)}arrived(t){this.state==="sending"&&(t>this.sent&&(this.tries=0),this.sent=t,this.progress(),
t>=this.bytes?this.set("checking"):this.part("note").textContent=`${u(t)} of ${u(this.bytes)}`)}preview(t){if(!/^image\/(jpeg|png|gif|webp|avif)$/.
test(t.type))return;let e=l("img"),i=URL.createObjectURL(t);e.alt="",e.width=e.height=64,e.addEventListener("load",()=>{this.part("thumb").replaceChildren(
e),URL.revokeObjectURL(i)}),e.addEventListener("error",()=>URL.revokeObjectURL(i)),e.src=i}before({path:t,text:e}){this.duplicate=!0;let i=h(
this.view,"[data-earlier]",HTMLAnchorElement);i.href=t,i.textContent=e,this.part("duplicate").hidden=!1}drop(t){let e=this.view.nextElementSibling||
this.view.previousElementSibling;this.view.remove(),(e&&c(e,"[data-remove]")||t).focus()}};async function C(){if(!("caches"in window)||!await caches.has("shared"))return{files:[],words:""};let n=await caches.open("shared"),t=[],e=await(await n.
match("/share/words"))?.text()||"";for(let i=0;;i++){let s=await n.match(`/share/${i}`);if(!s)break;let a=await s.blob(),r=decodeURIComponent(
s.headers.get("Photogram-Name")||"shared");t.push(new File([a],r,{type:a.type}))}return await caches.delete("shared"),{files:t,words:e}}function P(n,t,e){
let i=l("div","shared-files"),s=l("button","button","Add to a new post"),a=l("button","button quiet","Leave out");i.setAttribute("role","gro\
up"),i.setAttribute("aria-label","Shared files");let r=t.map(o=>o.name).join(", ");i.append(l("p","",t.length===1?`Another app shared ${r} w\
ith you.`:`Another app shared ${t.length} files with you: ${r}`),s,a);for(let o of[s,a])o.type="button",o.addEventListener("click",()=>i.remove());
s.addEventListener("click",e),n.before(i),s.focus()}async function T(n,t){if(!new URLSearchParams(location.search).has("shared"))return;history.
replaceState(history.state,"",location.pathname);let{files:e,words:i}=await C();e.length===0?(m("Nothing came with what you shared. Choose t\
he photos here."),h(n,"input[type=file]").focus()):matchMedia("(display-mode: standalone)").matches?t(e,i):P(n,e,()=>t(e,i))}var F=4194304,H=3,O=3e4,p={Accept:"application/json"},b=class{constructor(t){let{draft:e="",edit:i="",maxBytes:s,maxFiles:a,maxVideoBytes:r,
taken:o,viewer:d}=t.dataset;this.form=t,this.input=h(t,"input[type=file]",HTMLInputElement),this.list=h(t,"[data-list]"),this.go=h(t,"[data-\
continue]",HTMLAnchorElement),this.pauseAll=h(t,"[data-pause-all]"),this.begins=c(document,"form[data-upload-start]",HTMLFormElement),this.storage=
tus.defaultOptions.urlStorage,this.added=e,this.draft={id:e,edit:i},this.maxBytes=Number(s)||1/0,this.maxVideoBytes=Number(r),this.maxFiles=
Number(a),this.taken=Number(o||0),this.mine=`photogram-${d}-`,this.batch=[...crypto.getRandomValues(new Uint8Array(12))].map(w=>w.toString(16).
padStart(2,"0")).join(""),this.lastPlace=0,this.caption="",this.items=[],this.leaving=!1,t.classList.add("upload-live"),h(t,"[data-without-j\
s]").hidden=!0,h(t,"[data-only-js]").hidden=!1,this.input.required=!1,this.listen(),this.restore(),T(t,(w,M)=>{this.caption=M,this.add(w)})}isVideo(t){
return this.maxVideoBytes>0&&t.type.startsWith("video/")}fingerprint(t){return this.mine+[t.name,t.type,t.size,t.lastModified].join("-")}row(t,e,i){
this.lastPlace=Math.max(this.lastPlace+1,Date.now()*32);let s=new g(t,e,{batch:this.batch,place:this.lastPlace,...i}),a=(r,o)=>s.part(r).addEventListener(
"click",o);return a("remove",()=>this.remove(s)),a("pause",()=>this.pause(s)),a("resume",()=>this.resume(s)),a("retry",()=>this.resume(s)),a(
"keep",()=>this.keep(s)),a("drop-duplicate",()=>this.remove(s)),this.list.append(s.view),this.items.push(s),s}add(t){let e=this.items.filter(
s=>s.state==="unfinished"),i=this.maxFiles-this.taken-this.items.filter(s=>s.state!=="failed"&&s.state!=="unfinished").length;for(let s of t){
let a=e.find(d=>d.state==="unfinished"&&d.entry?.urlStorageKey.startsWith(`tus::${this.fingerprint(s)}::`));if(i--<=0){m(this.begins?`At mos\
t ${this.maxFiles} files at a time.`:`A post has at most ${this.maxFiles} photos.`);break}let r=a||this.row(s.name,s.size),o=this.refused(s);
r.file=s,r.preview(s),o?this.fail(r,o,!1):r.set("waiting")}this.pump()}refused(t){let e=this.isVideo(t),i=e?this.maxVideoBytes:this.maxBytes;
return t.size>i?`This is ${u(t.size)}, and ${u(i)} is the limit${e?" for a video":""}.`:t.size===0?"The file is empty.":t.type&&!t.type.startsWith(
"image/")&&!e?this.maxVideoBytes>0?"This is neither a photo nor a video.":"This is not a photo.":""}fail(t,e,i=!0){clearTimeout(t.timer),t.final=
!i,t.set("failed",e),f(`${t.name}: ${e}`),i||this.forget(t),this.pump()}pump(){let t=H-this.items.filter(e=>e.state==="sending"||e.state==="\
checking").length;for(let e of this.items.filter(i=>i.state==="waiting").slice(0,Math.max(0,t)))this.send(e);this.settle()}send(t){if(clearTimeout(
t.timer),t.status=0,t.set("sending",t.sent?`${u(t.sent)} of ${u(t.bytes)}`:""),t.outcome)return this.ask(t);t.upload??=this.upload(t),t.upload?.
start()}upload(t){let{file:e}=t;if(!e)return null;let i=new tus.Upload(e,{endpoint:this.form.dataset.upload||"",chunkSize:F,retryDelays:null,
headers:p,removeFingerprintOnSuccess:!0,fingerprint:()=>Promise.resolve(this.fingerprint(e)),metadata:{filename:t.name,batch:t.batch,place:String(
t.place),...this.added?{draft:this.added}:{}},onAfterResponse:(s,a)=>{if(t.status=a.getStatus(),s.getMethod()==="HEAD"&&t.status>299&&t.status!==
404&&t.status!==410)throw new Error("not now")},onProgress:s=>t.arrived(s),onSuccess:()=>{t.outcome=i.url||"",this.ask(t)},onError:s=>this.wrong(
t,t.status,"originalResponse"in s?s.originalResponse?.getBody():void 0)});return t.entry&&i.resumeFromPreviousUpload(t.entry),i}async ask(t){
t.set("checking");let e;try{let i=await fetch(t.outcome,{headers:p}),s=await i.text();if(!i.ok)return this.wrong(t,i.status,s);e=JSON.parse(
s)}catch{return this.wrong(t,0)}if(t.state==="checking"){if(e.state==="refused")return this.fail(t,e.message,!1);if(e.state==="open")return t.
outcome="",this.wrong(t,0);this.done(t,e),this.pump()}}done(t,e){this.draft.id=e.draft||this.draft.id,this.draft.edit=e.edit||this.draft.edit,
t.id=e.item,t.sent=t.bytes,t.set("done"),e.duplicate&&(t.before(e.duplicate),f(`${t.name}: ${e.duplicate.text}.`))}keep(t){t.duplicate=!1,t.
part("duplicate").hidden=!0,t.part("remove").focus(),this.settle()}wrong(t,e,i){if(!t.busy)return;let s=L(i);if(e===401)this.fail(t,"You are\
 logged out. Log in in another tab, then try again.");else if(e===429||e===507)this.fail(t,s||"The site takes no more just now. Try again la\
ter.");else if(e===404||e===410)this.anew(t);else if(e>=400&&e<500&&e!==409&&e!==423&&e!==408)this.fail(t,s||(e===413?"This file is too larg\
e.":"The site could not take this file."),!1);else{let a=Math.min(O,500*2**t.tries++);t.set("offline",`${e?"The site does not answer":"No co\
nnection"}. What has arrived is kept; trying again${a>2e3?` in ${Math.round(a/1e3)} s`:""}.`),t.tries===2&&f(`${t.name}: no connection, tryi\
ng again.`),t.timer=setTimeout(()=>{t.state==="offline"&&(t.set("waiting"),this.pump())},a),this.pump()}}anew(t){if(this.forget(t),t.upload=
t.entry=null,t.outcome="",t.sent=0,t.tries++>3)return this.fail(t,"The site lost this file. Try again.");t.set("waiting"),this.pump()}forget({
url:t}){t&&this.storage.findAllUploads().then(e=>e.filter(i=>i.uploadUrl===t).forEach(i=>this.storage.removeUpload(i.urlStorageKey)))}pause(t){
clearTimeout(t.timer),t.upload?.abort(),t.set("paused"),this.pump()}resume(t){t.tries=0,t.set("waiting"),this.pump()}async remove(t){clearTimeout(
t.timer);let e=t.state;t.state="removed",this.items=this.items.filter(i=>i!==t),t.drop(this.input),f(`${t.name} is removed.`),t.upload?.abort(),
this.forget(t),this.pump(),e==="done"?await this.takeOut(t):await this.terminate(t),this.settle()}async terminate(t){let e=t.outcome||t.url;
if(e)try{if((await fetch(e,{method:"DELETE",headers:{...p,"Tus-Resumable":"1.0.0"}})).status!==409)return;let s=await(await fetch(e,{headers:p})).
json();if(s.state!=="done")return;t.id=s.item,this.draft.edit=s.edit||this.draft.edit,await this.takeOut(t)}catch{}}async takeOut(t){let{draft:e}=this;
!t.id||!e.edit||(await fetch(e.edit.replace(/edit$/,`items/${t.id}/delete`),{method:"POST",headers:{"HX-Request":"true"},redirect:"manual"}).
catch(()=>{}),!this.items.some(i=>i.id)&&this.taken===0&&(e.id=e.edit=""))}get pausable(){return this.items.filter(t=>t.state==="waiting"||t.
busy)}get next(){return this.caption?`${this.draft.edit}?caption=${encodeURIComponent(this.caption)}`:this.draft.edit}settle(){let{draft:t,go:e,
items:i,pauseAll:s}=this,a=i.filter(d=>d.state==="done").length,r=i.filter(d=>d.state==="failed"||d.state==="unfinished").length,o=i.length-
a-r;s.hidden=o<2,s.textContent=this.pausable.length?"Pause all":"Resume all",e.hidden=!t.edit||a+this.taken===0,t.edit&&!this.begins&&(e.href=
this.next),e.textContent=r>0&&o===0?`Go on without ${r===1?"it":"them"}`:"Go on",!(a===0||o>0||r>0||i.some(d=>d.duplicate)||!t.edit||this.leaving)&&
(this.leaving=!0,f("All files are uploaded."),this.begins?this.begin(this.begins):location.assign(this.next))}begin(t){this.leaving=!0,h(t,"\
[name=draft]",HTMLInputElement).value=this.draft.id,t.submit()}async restore(){let e=(await this.storage.findAllUploads()).filter(i=>i.urlStorageKey.
startsWith(`tus::${this.mine}`)&&i.uploadUrl&&(i.metadata?.draft||"")===this.added);e.sort((i,s)=>Number(i.metadata?.place||0)-Number(s.metadata?.
place||0));for(let i of e)await this.restoreOne(i);this.items.some(i=>i.state==="unfinished")&&f("Some uploads are not finished. Choose the \
same files again to go on."),this.settle()}async restoreOne(t){let e=0,i=null;try{let a=await fetch(t.uploadUrl||"",{headers:p});e=a.status,
i=await a.json()}catch{}if(e===404&&this.storage.removeUpload(t.urlStorageKey),e!==200||!i||this.items.some(a=>a.upload?.url===t.uploadUrl)||
(i.state!=="open"&&this.storage.removeUpload(t.urlStorageKey),i.state==="done"))return;let s=this.row(i.name,i.size,{entry:t,batch:i.batch,place:Number(
t.metadata?.place)||0,sent:i.offset});if(i.state==="refused")return this.fail(s,i.message,!1);this.batch=i.batch,i.edit&&(this.draft.id=i.draft||
"",this.draft.edit=i.edit,this.added||(this.taken=i.taken)),s.set("unfinished")}listen(){let{begins:t,form:e,input:i}=this;t&&this.go.addEventListener(
"click",s=>{s.preventDefault(),this.begin(t)}),this.pauseAll.addEventListener("click",()=>{let{pausable:s}=this;s.length?s.forEach(a=>this.pause(
a)):this.items.filter(a=>a.state==="paused").forEach(a=>this.resume(a)),f(s.length?"All uploads are paused.":"All uploads go on.")}),i.addEventListener(
"change",()=>{this.add([...i.files||[]]),i.value=""}),e.addEventListener("submit",s=>s.preventDefault()),addEventListener("online",()=>{this.
items.filter(s=>s.state==="offline").forEach(s=>{clearTimeout(s.timer),s.tries=0,s.set("waiting")}),this.pump()}),k(h(e,"[data-drop]"),s=>this.
add(s)),addEventListener("pageshow",s=>{s.persisted&&location.reload()}),addEventListener("beforeunload",s=>{!this.leaving&&this.pausable.length&&
s.preventDefault()})}};function $(){let n=c(document,"form[data-upload]",HTMLFormElement);n&&"tus"in window&&tus.isSupported&&new b(n)}y($);})();
