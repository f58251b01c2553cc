"use strict";
(()=>{function w(...n){for(let t of n)try{t()}catch(e){reportError(e)}}function u(n,t,e){return $(n.querySelector(t),e)}function o(n,t,e){let i=u(n,t,e);if(!i)throw new Error("the page lacks "+t);return i}function $(n,t){return n instanceof(t??HTMLElement)?n:null}function f(n,t="",e=""){let i=document.createElement(n);return t&&(i.className=t),e&&(i.textContent=e),i}function M(){let n=u(document,"[data-voice]");if(n)return n;let t=f("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function c(n){let t=M();t.textContent="",setTimeout(()=>{t.textContent=n},50)}function b(n,{action:t,run:e,keep:i=4500}={}){let s=f("div","toast");if(s.append(f("span","",n)),t){let a=f("button","",t);a.type="button",a.
addEventListener("click",()=>{s.remove(),e?.()}),s.append(a)}u(document,"#toasts")?.replaceChildren(s),setTimeout(()=>s.remove(),t?i*2:i)}var S=n=>n.isFile,y=n=>n.isDirectory;async function x(n){if(S(n))return[await new Promise((s,a)=>{n.file(s,a)})];if(!y(n))return[];let t=n.createReader(),
e=[];for(;;){let s=await new Promise((a,r)=>{t.readEntries(a,r)});if(s.length===0||e.length>200)break;e.push(...s)}e.sort((s,a)=>s.name.localeCompare(
a.name,void 0,{numeric:!0}));let i=[];for(let s of e.filter(a=>!a.name.startsWith(".")))i.push(...await x(s));return i}async function A(n){let t=[
...n.files],e=[...n.items].flatMap(s=>s.webkitGetAsEntry?.()??[]);if(!e.some(y))return t;let i=[];try{for(let s of e)i.push(...await x(s))}catch{}
return i}function E(n,t){let e=0,i=s=>[...s.dataTransfer?.types||[]].includes("Files");addEventListener("dragenter",s=>{i(s)&&(e++,n.classList.
add("over"))}),addEventListener("dragleave",s=>{i(s)&&--e<=0&&(e=0,n.classList.remove("over"))}),addEventListener("dragover",s=>{i(s)&&s.preventDefault()}),
addEventListener("drop",s=>{!s.dataTransfer||!i(s)||(s.preventDefault(),e=0,n.classList.remove("over"),A(s.dataTransfer).then(t))}),addEventListener(
"paste",s=>{s.clipboardData?.files.length&&t([...s.clipboardData.files])})}var d=n=>n<1048576?Math.max(1,Math.round(n/1024))+" kB":(n/1048576).toFixed(1)+" MB";function L(n){try{return JSON.parse(n||"").error.message}catch{
return""}}var g=["pause","resume","retry"],m=class{constructor(t,e,{batch:i,place:s,entry:a,sent:r=0}){this.view=o(document.importNode(o(document,"#up\
load-item",HTMLTemplateElement).content,!0),".upload-item"),this.name=t,this.bytes=e,this.batch=i,this.place=s,this.sent=r,this.state="",this.
file=null,this.upload=null,this.entry=a??null,this.id=this.outcome="",this.tries=this.timer=this.status=0,this.duplicate=this.final=!1,this.
part("name").textContent=t;for(let[h,l]of Object.entries({remove:"Remove",pause:"Pause",resume:"Resume",retry:"Try again:"}))this.part(h).setAttribute(
"aria-label",`${l} ${t}`)}part(t){return o(this.view,`[data-${t}]`)}get busy(){return this.state==="sending"||this.state==="checking"||this.
state==="offline"}get url(){return this.upload?.url||this.entry?.uploadUrl||""}set(t,e){this.state=t,this.view.dataset.state=t,this.part("no\
te").textContent=e||this.usual(t);let i={pause:t==="waiting"||this.busy,resume:t==="paused",retry:t==="failed"&&!this.final},s=g.find(a=>this.
part(a)===document.activeElement);for(let a of g)this.part(a).hidden=!i[a];s&&!i[s]&&this.part(g.find(a=>i[a])||"remove").focus(),this.progress()}usual(t){
switch(t){case"waiting":return"Waiting, "+d(this.bytes);case"sending":return"Starting";case"checking":return"Checking the file";case"done":return"\
Uploaded";case"paused":return`Paused at ${d(this.sent)} of ${d(this.bytes)}`;case"unfinished":return`${d(this.sent)} of ${d(this.bytes)} are\
 here. Choose the same file again to go on.`;default:return""}}progress(){o(this.view,"[data-progress]",HTMLProgressElement).value=this.state===
"done"?100:Math.round(100*this.sent/this.bytes)}arrived(t){this.state==="sending"&&(t>this.sent&&(this.tries=0),this.sent=t,this.progress(),
t>=this.bytes?this.set("checking"):this.part("note").textContent=`${d(t)} of ${d(this.bytes)}`)}preview(t){if(!/^image\/(jpeg|png|gif|webp|avif)$/.
test(t.type))return;let e=f("img"),i=URL.createObjectURL(t);e.alt="",e.width=e.height=64,e.addEventListener("load",()=>{this.part("thumb").replaceChildren(
e),URL.revokeObjectURL(i)}),e.addEventListener("error",()=>URL.revokeObjectURL(i)),e.src=i}before({path:t,text:e}){this.duplicate=!0;let i=o(
this.view,"[data-earlier]",HTMLAnchorElement);i.href=t,i.textContent=e,this.part("duplicate").hidden=!1}drop(t){let e=this.view.nextElementSibling||
this.view.previousElementSibling;this.view.remove(),(e&&u(e,"[data-remove]")||t).focus()}};var U=4194304,F=3,H=3e4,p={Accept:"application/json"},v=class{constructor(t){let{draft:e="",edit:i="",maxBytes:s,maxFiles:a,maxVideoBytes:r,
taken:h,viewer:l}=t.dataset;this.form=t,this.input=o(t,"input[type=file]",HTMLInputElement),this.list=o(t,"[data-list]"),this.go=o(t,"[data-\
continue]",HTMLAnchorElement),this.pauseAll=o(t,"[data-pause-all]"),this.begins=u(document,"form[data-upload-start]",HTMLFormElement),this.storage=
tus.defaultOptions.urlStorage,this.added=e,this.draft={id:e,edit:i},this.maxBytes=Number(s)||1/0,this.maxVideoBytes=Number(r),this.maxFiles=
Number(a),this.taken=Number(h||0),this.mine=`photogram-${l}-`,this.batch=[...crypto.getRandomValues(new Uint8Array(12))].map(k=>k.toString(16).
padStart(2,"0")).join(""),this.lastPlace=0,this.items=[],this.leaving=!1,t.classList.add("upload-live"),o(t,"[data-without-js]").hidden=!0,o(
t,"[data-only-js]").hidden=!1,this.input.required=!1,this.listen(),this.restore()}isVideo(t){return this.maxVideoBytes>0&&t.type.startsWith(
"video/")}fingerprint(t){return this.mine+[t.name,t.type,t.size,t.lastModified].join("-")}row(t,e,i){this.lastPlace=Math.max(this.lastPlace+
1,Date.now()*32);let s=new m(t,e,{batch:this.batch,place:this.lastPlace,...i}),a=(r,h)=>s.part(r).addEventListener("click",h);return a("remo\
ve",()=>this.remove(s)),a("pause",()=>this.pause(s)),a("resume",()=>this.resume(s)),a("retry",()=>this.resume(s)),a("keep",()=>this.keep(s)),
a("drop-duplicate",()=>this.remove(s)),this.list.append(s.view),this.items.push(s),s}add(t){let e=this.items.filter(s=>s.state==="unfinished"),
i=this.maxFiles-this.taken-this.items.filter(s=>s.state!=="failed"&&s.state!=="unfinished").length;for(let s of t){let a=e.find(l=>l.state===
"unfinished"&&l.entry?.urlStorageKey.startsWith(`tus::${this.fingerprint(s)}::`));if(i--<=0){b(this.begins?`At most ${this.maxFiles} files a\
t a time.`:`A post has at most ${this.maxFiles} photos.`);break}let r=a||this.row(s.name,s.size),h=this.refused(s);r.file=s,r.preview(s),h?this.
fail(r,h,!1):r.set("waiting")}this.pump()}refused(t){let e=this.isVideo(t),i=e?this.maxVideoBytes:this.maxBytes;return t.size>i?`This is ${d(
t.size)}, and ${d(i)} is the limit${e?" for a video":""}.`:t.size===0?"The file is empty.":t.type&&!t.type.startsWith("image/")&&!e?this.maxVideoBytes>
0?"This is neither a photo nor a video.":"This is not a photo.":""}fail(t,e,i=!0){clearTimeout(t.timer),t.final=!i,t.set("failed",e),c(`${t.
name}: ${e}`),i||this.forget(t),this.pump()}pump(){let t=F-this.items.filter(e=>e.state==="sending"||e.state==="checking").length;for(let e of this.
items.filter(i=>i.state==="waiting").slice(0,Math.max(0,t)))this.send(e);this.settle()}send(t){if(clearTimeout(t.timer),t.status=0,t.set("se\
nding",t.sent?`${d(t.sent)} of ${d(t.bytes)}`:""),t.outcome)return this.ask(t);t.upload??=this.upload(t),t.upload?.start()}upload(t){let{file:e}=t;
if(!e)return null;let i=new tus.Upload(e,{endpoint:this.form.dataset.upload||"",chunkSize:U,retryDelays:null,headers:p,removeFingerprintOnSuccess:!0,
fingerprint:()=>Promise.resolve(this.fingerprint(e)),metadata:{filename:t.name,batch:t.batch,place:String(t.place),...this.added?{draft:this.
added}:{}},onAfterResponse:(s,a)=>{if(t.status=a.getStatus(),s.getMethod()==="HEAD"&&t.status>299&&t.status!==404&&t.status!==410)throw new Error(
"not now")},onProgress:s=>t.arrived(s),onSuccess:()=>{t.outcome=i.url||"",this.ask(t)},onError:s=>this.wrong(t,t.status,"originalResponse"in
s?s.originalResponse?.getBody():void 0)});return t.entry&&i.resumeFromPreviousUpload(t.entry),i}async ask(t){t.set("checking");let e;try{let i=await fetch(
t.outcome,{headers:p}),s=await i.text();if(!i.ok)return this.wrong(t,i.status,s);e=JSON.parse(s)}catch{return this.wrong(t,0)}if(t.state==="\
checking"){if(e.state==="refused")return this.fail(t,e.message,!1);if(e.state==="open")return t.outcome="",this.wrong(t,0);this.done(t,e),this.
pump()}}done(t,e){this.draft.id=e.draft||this.draft.id,this.draft.edit=e.edit||this.draft.edit,t.id=e.item,t.sent=t.bytes,t.set("done"),e.duplicate&&
(t.before(e.duplicate),c(`${t.name}: ${e.duplicate.text}.`))}keep(t){t.duplicate=!1,t.part("duplicate").hidden=!0,t.part("remove").focus(),this.
settle()}wrong(t,e,i){if(!t.busy)return;let s=L(i);if(e===401)this.fail(t,"You are logged out. Log in in another tab, then try again.");else if(e===
429||e===507)this.fail(t,s||"The site takes no more just now. Try again later.");else if(e===404||e===410)this.anew(t);else if(e>=400&&e<500&&
e!==409&&e!==423&&e!==408)this.fail(t,s||(e===413?"This file is too large.":"The site could not take this file."),!1);else{let a=Math.min(H,
500*2**t.tries++);t.set("offline",`${e?"The site does not answer":"No connection"}. What has arrived is kept; trying again${a>2e3?` in ${Math.
round(a/1e3)} s`:""}.`),t.tries===2&&c(`${t.name}: no connection, trying again.`),t.timer=setTimeout(()=>{t.state==="offline"&&(t.set("waiti\
ng"),this.pump())},a),this.pump()}}anew(t){if(this.forget(t),t.upload=t.entry=null,t.outcome="",t.sent=0,t.tries++>3)return this.fail(t,"The\
 site lost this file. Try again.");t.set("waiting"),this.pump()}forget({url:t}){t&&this.storage.findAllUploads().then(e=>e.filter(i=>i.uploadUrl===
t).forEach(i=>this.storage.removeUpload(i.urlStorageKey)))}pause(t){clearTimeout(t.timer),t.upload?.abort(),t.set("paused"),this.pump()}resume(t){
t.tries=0,t.set("waiting"),this.pump()}async remove(t){clearTimeout(t.timer);let e=t.state;t.state="removed",this.items=this.items.filter(i=>i!==
t),t.drop(this.input),c(`${t.name} is removed.`),t.upload?.abort(),this.forget(t),this.pump(),e==="done"?await this.takeOut(t):await this.terminate(
t),this.settle()}async terminate(t){let e=t.outcome||t.url;if(e)try{if((await fetch(e,{method:"DELETE",headers:{...p,"Tus-Resumable":"1.0.0"}})).
status!==409)return;let s=await(await fetch(e,{headers:p})).json();if(s.state!=="done")return;t.id=s.item,this.draft.edit=s.edit||this.draft.
edit,await this.takeOut(t)}catch{}}async takeOut(t){let{draft:e}=this;!t.id||!e.edit||(await fetch(e.edit.replace(/edit$/,`items/${t.id}/del\
ete`),{method:"POST",headers:{"HX-Request":"true"},redirect:"manual"}).catch(()=>{}),!this.items.some(i=>i.id)&&this.taken===0&&(e.id=e.edit=
""))}get pausable(){return this.items.filter(t=>t.state==="waiting"||t.busy)}settle(){let{draft:t,go:e,items:i,pauseAll:s}=this,a=i.filter(l=>l.
state==="done").length,r=i.filter(l=>l.state==="failed"||l.state==="unfinished").length,h=i.length-a-r;s.hidden=h<2,s.textContent=this.pausable.
length?"Pause all":"Resume all",e.hidden=!t.edit||a+this.taken===0,t.edit&&!this.begins&&(e.href=t.edit),e.textContent=r>0&&h===0?`Go on wit\
hout ${r===1?"it":"them"}`:"Go on",!(a===0||h>0||r>0||i.some(l=>l.duplicate)||!t.edit||this.leaving)&&(this.leaving=!0,c("All files are uplo\
aded."),this.begins?this.begin(this.begins):location.assign(t.edit))}begin(t){this.leaving=!0,o(t,"[name=draft]",HTMLInputElement).value=this.
draft.id,t.submit()}async restore(){let e=(await this.storage.findAllUploads()).filter(i=>i.urlStorageKey.startsWith(`tus::${this.mine}`)&&i.
uploadUrl&&(i.metadata?.draft||"")===this.added);e.sort((i,s)=>Number(i.metadata?.place||0)-Number(s.metadata?.place||0));for(let i of e)await this.
restoreOne(i);this.items.some(i=>i.state==="unfinished")&&c("Some uploads are not finished. Choose the same files again to go on."),this.settle()}async restoreOne(t){
let e=0,i=null;try{let a=await fetch(t.uploadUrl||"",{headers:p});e=a.status,i=await a.json()}catch{}if(e===404&&this.storage.removeUpload(t.
urlStorageKey),e!==200||!i||this.items.some(a=>a.upload?.url===t.uploadUrl)||(i.state!=="open"&&this.storage.removeUpload(t.urlStorageKey),i.
state==="done"))return;let s=this.row(i.name,i.size,{entry:t,batch:i.batch,place:Number(t.metadata?.place)||0,sent:i.offset});if(i.state==="\
refused")return this.fail(s,i.message,!1);this.batch=i.batch,i.edit&&(this.draft.id=i.draft||"",this.draft.edit=i.edit,this.added||(this.taken=
i.taken)),s.set("unfinished")}listen(){let{begins:t,form:e,input:i}=this;t&&this.go.addEventListener("click",s=>{s.preventDefault(),this.begin(
t)}),this.pauseAll.addEventListener("click",()=>{let{pausable:s}=this;s.length?s.forEach(a=>this.pause(a)):this.items.filter(a=>a.state==="p\
aused").forEach(a=>this.resume(a)),c(s.length?"All uploads are paused.":"All uploads go on.")}),i.addEventListener("change",()=>{this.add([...i.
files||[]]),i.value=""}),e.addEventListener("submit",s=>s.preventDefault()),addEventListener("online",()=>{this.items.filter(s=>s.state==="o\
ffline").forEach(s=>{clearTimeout(s.timer),s.tries=0,s.set("waiting")}),this.pump()}),E(o(e,"[data-drop]"),s=>this.add(s)),addEventListener(
"pageshow",s=>{s.persisted&&location.reload()}),addEventListener("beforeunload",s=>{!this.leaving&&this.pausable.length&&s.preventDefault()})}};
function T(){let n=u(document,"form[data-upload]",HTMLFormElement);n&&"tus"in window&&tus.isSupported&&new v(n)}w(T);})();
