"use strict";
(()=>{function w(i,t,e){return W(i.querySelector(t),e)}function g(i,t,e){let r=w(i,t,e);if(!r)throw new Error("the page lacks "+t);return r}function k(i,t,e){
return[...i.querySelectorAll(t)].flatMap(r=>W(r,e)??[])}function _(i,t,e){return i instanceof Element?W(i.closest(t),e):null}function W(i,t){
return i instanceof(t??HTMLElement)?i:null}var R=i=>i instanceof HTMLInputElement||i instanceof HTMLTextAreaElement||i instanceof HTMLSelectElement;function T(i,t="",e=""){let r=document.createElement(i);return t&&(r.className=t),e&&(r.textContent=e),r}var it=class{constructor(t,e){this.now=t,this.restore=e,this.steps=[t()],this.at=0,this.kind="",this.time=0}commit(t){let e=this.now();if(e===
this.steps[this.at])return;let r=t&&t===this.kind&&performance.now()-this.time<800&&this.at>0&&this.at===this.steps.length-1;this.steps.length=
this.at+1,r?this.steps[this.at]=e:this.at=this.steps.push(e)-1,this.steps.length>200&&(this.steps.shift(),this.at--),this.kind=t,this.time=performance.
now()}get back(){return this.at>0}get forth(){return this.at<this.steps.length-1}go(t){if(t<0?!this.back:!this.forth)return!1;let e=this.steps[this.
at]??"",r=this.steps[this.at+=t]??"";return this.kind="",this.restore(r,e),!0}};var Xt;function u(i,t={}){Xt??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",r=""]=i.split("."),n=Xt[e]?.[r]??i;return(typeof n==
"string"?n:n[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??n.other??i).replace(/\{\{\.(\w+)\}\}/g,(o,a)=>String(
t[a]??""))}function rt({className:i="dialog",title:t,body:e,cancel:r,closed:n}){let s=T("dialog",i);t.id||="dialog-"+Math.random().toString(36).slice(2),
s.setAttribute("aria-labelledby",t.id);let o=T("button","button quiet dialog-cancel",r);return o.type="button",o.addEventListener("click",()=>s.
close()),s.append(...e,o),s.addEventListener("click",a=>{a.target===s&&s.close()}),s.addEventListener("close",()=>{n?.(s),s.remove()}),document.
body.append(s),{box:s,button:o}}function bt(i,t){return new Promise(e=>{let r=T("div","confirm-body"),n=T("p","",i),s=T("button","button dan\
ger",t);s.type="button",r.append(n,s);let{box:o,button:a}=rt({title:n,body:[r],cancel:u("app.cancel"),closed:()=>e(o.returnValue==="yes")});
s.addEventListener("click",()=>o.close("yes")),o.showModal(),a.focus()})}function yt(i){let t=new URLSearchParams;for(let[e,r]of new FormData(i))t.append(e,String(r));return t}var De=1200,xt=i=>"photogram:unsaved:"+i.getAttribute("action");function Et(i){let t=yt(i);return t.delete("revision"),t.toString()}var Y=class extends Error{constructor(t,e=""){
super("not saved"),this.status=t,this.revision=e}},st=class{constructor(t){this.form=t,this.note=w(document,"[data-kept]"),this.revision=w(t,
'[name="revision"]',HTMLInputElement);let e=performance.getEntriesByType("navigation")[0];this.revision&&e instanceof PerformanceNavigationTiming&&
e.type==="back_forward"&&(this.revision.value=""),this.apart=!1,this.itself="keeps"in t.dataset,this.leaving=!1,this.running=null,this.failed=
"",this.waiting=!1,this.later=this.tries=0,this.seen=this.saved="",this.begin(),t.addEventListener("submit",r=>this.submit(r)),addEventListener(
"beforeunload",r=>{this.leaving||!this.dirty()||(!this.itself||this.failed)&&r.preventDefault()}),addEventListener("pagehide",()=>this.leave()),
addEventListener("pageshow",r=>{r.persisted&&(this.leaving=!1)}),this.itself&&(document.addEventListener("visibilitychange",()=>{document.visibilityState===
"hidden"&&this.save().catch(()=>{})}),setInterval(()=>this.look(),De),addEventListener("online",()=>{this.later=this.tries=0}))}begin(){this.
seen=this.said(),this.saved=w(this.form,".problem")?"":this.seen}said(){return Et(this.form)}dirty(){return this.said()!==this.saved}look(){
let t=this.said(),e=t===this.seen;this.seen=t,t===this.saved?this.failed="":e?!this.leaving&&!this.apart&&this.failed!==t&&Date.now()>=this.
later&&this.save().catch(()=>{}):this.tell(u("keeper.saving"))}async save(){for(;this.running;)await this.running.catch(()=>{});let t=this.said();
if(!(this.leaving||t===this.saved)){this.running=this.send(t);try{await this.running,this.saved=t,this.failed="",this.later=this.tries=0,this.
tell(u("keeper.saved"))}catch(e){let r=e instanceof Y?e.status:0;this.failed=r>=400&&r<500&&r!==429?t:"",this.failed||(this.later=Date.now()+
Math.min(6e4,1e3*2**this.tries++)),e instanceof Y&&r===409&&this.differs(e.revision);let n=r===409?u("keeper.elsewhere"):r===401?u("keeper.l\
ogged-out"):r===404?u("keeper.gone"):u("keeper.wrong");throw this.tell(this.failed?n:u("keeper.again")),e}finally{this.running=null}}}async send(t){
let e=new URLSearchParams(t);e.set("action","keep"),this.revision&&e.set("revision",this.revision.value);let r=await fetch(this.form.getAttribute(
"action")||"",{method:"POST",body:e,redirect:"manual",keepalive:e.toString().length<6e4,headers:{"HX-Request":"true"}}),n=r.headers.get("rev\
ision")||"";if(r.type==="opaqueredirect"||r.status>=400)throw new Y(r.status,n);this.revision&&n&&(this.revision.value=n)}differs(t){if(this.
apart)return;this.apart=!0;let e=T("div","confirm-body"),r=T("p","",u("keeper.differs")),n=T("button","button accent",u("keeper.mine")),s=T(
"a","button quiet",u("keeper.theirs"));n.type="button",s.href=location.href,s.target="_blank",e.append(r,n,s);let{box:o}=rt({title:r,body:[e],
cancel:u("keeper.later")});n.addEventListener("click",()=>{o.close(),this.revision&&(this.revision.value=t),this.apart=!1,this.save().catch(
()=>{})}),o.showModal()}submit(t){if(!this.running||t.defaultPrevented){t.defaultPrevented||(this.leaving=!0);return}if(t.preventDefault(),this.
waiting)return;this.waiting=!0;let e=t.submitter;this.running.catch(()=>{}).then(()=>{this.waiting=!1,this.form.requestSubmit(e)})}leave(){try{
if(this.leaving||!this.dirty())return;"edit"in this.form.dataset&&sessionStorage.setItem(xt(this.form),yt(this.form).toString()),this.itself&&
this.send(this.said()).catch(()=>{})}catch{}}tell(t){this.note&&(this.note.textContent=t)}};function qt(i){let t=null;try{t=sessionStorage.getItem(
xt(i)),sessionStorage.removeItem(xt(i))}catch{}if(t===null||w(i,".problem"))return!1;let e=Et(i),r=new URLSearchParams(t);for(let s of i.elements){
if(!R(s)||!s.name||s.name==="revision"||s.type==="submit"||s.type==="file")continue;let o=r.getAll(s.name);s instanceof HTMLInputElement&&(s.
type==="checkbox"||s.type==="radio")?s.checked=o.includes(s.value):o.length===1&&(s.value=o[0]??"")}if(Et(i)===e)return!1;let n=w(i,'[name="\
revision"]',HTMLInputElement);return n&&(n.value=r.get("revision")||n.value),!0}function H(i){switch(i){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}function Se(){let i=w(document,"[data-voice]");if(i)return i;let t=T("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function F(i){let t=Se();t.textContent="",setTimeout(()=>{t.textContent=i},50)}var Oe="photogram-single-keys";function Bt(){try{return localStorage.getItem(Oe)!=="off"}catch{return!0}}function P(i,{action:t,run:e,keep:r=4500}={}){let n=T("div","toast");if(n.append(T("span","",i)),t){let s=T("button","",t);s.type="button",s.
addEventListener("click",()=>{n.remove(),e?.()}),n.append(s)}w(document,"#toasts")?.replaceChildren(n),setTimeout(()=>n.remove(),t?r*2:r)}var jt=i=>g(i,"input",HTMLInputElement);function G(i){let t=jt(i),e=g(i,"output",HTMLOutputElement),r=w(i,"[data-reset]",HTMLButtonElement),
n=Number(t.min),s=Number(t.max),o=h=>(h-n)/(s-n),a=t.hasAttribute("data-centre")?o(0):0,c=o(Number(t.value));t.style.setProperty("--from",String(
Math.min(a,c))),t.style.setProperty("--to",String(Math.max(a,c))),e.value=t.value+(e.dataset.unit||"");let l=Number(t.value)!==Number(i.dataset.
slider);i.toggleAttribute("data-changed",l),r&&(r.disabled=!l)}function Ut(i,t){let e=jt(i),r=g(i,"output"),n=g(i,"label").textContent.trim(),
s=T("button","slider-reset");s.type="button",s.dataset.reset="",s.title=u("editor.reset"),r.replaceWith(s),s.append(r,T("span","sr"," "+u("e\
ditor.reset-name",{name:n})));let o=()=>{Number(e.value)!==Number(i.dataset.slider)&&(e.value=i.dataset.slider||"",G(i),e.focus(),t())};s.addEventListener(
"click",o),e.addEventListener("dblclick",o),e.addEventListener("input",()=>G(i)),G(i)}var C=["brightness","contrast","saturation","warmth","tint","highlights","shadows","fade","vignette","sharpen","structure"],Ae=i=>Number(i.toPrecision(
6)),S={filter:"Normal",strength:100,ratio:"original",crop:null,rotate:0,flip_h:!1,flip_v:!1,straighten:0,perspective_v:0,perspective_h:0,brightness:0,
contrast:0,saturation:0,warmth:0,tint:0,highlights:0,shadows:0,fade:0,vignette:0,sharpen:0,structure:0},nt=class{constructor(t,e){this.root=
t,this.form=e,this.id=t.dataset.item||"",this.preview=t.dataset.preview||"",this.width=Number(t.dataset.width),this.height=Number(t.dataset.
height),this.blob=null,this.bitmap=null,this.mini=null,this.stripKey=this.stampKey=""}field(t){let e=this.form.elements.namedItem(`i${this.id}\
.${t}`);if(!R(e)&&!(e instanceof RadioNodeList))throw new Error("the form lacks "+t);return e}get recipe(){let t=h=>this.field(h).value,e=h=>Number(
t(h))||0,r=h=>{let d=this.field(h);return d instanceof HTMLInputElement&&d.checked},[n=NaN,s=NaN,o=NaN,a=NaN,...c]=t("crop").split(",").map(
Number),l={...S,filter:t("filter"),strength:Number(t("strength")),ratio:t("ratio")||"original",crop:c.length===0&&[n,s,o,a].every(Number.isFinite)?
{x:n,y:s,w:o,h:a}:null,rotate:e("rotate"),flip_h:r("flip_h"),flip_v:r("flip_v"),straighten:e("straighten"),perspective_v:e("perspective_v"),
perspective_h:e("perspective_h")};for(let h of C)l[h]=e(h);return l}change(t){for(let[e,r]of Object.entries(t)){let n=this.field(e);e==="cro\
p"?n.value=t.crop?[t.crop.x,t.crop.y,t.crop.w,t.crop.h].map(Ae).join():"":typeof r!="boolean"?n.value=String(r):n instanceof HTMLInputElement&&
(n.checked=r);let s=R(n)&&n.type==="range"&&_(n,"[data-slider]");s&&G(s)}}};var zt="photogram.edit";function ot(i){let{crop:t,ratio:e,rotate:r,flip_h:n,flip_v:s,straighten:o,perspective_h:a,perspective_v:c,...l}=i;return l}
var Kt=i=>localStorage.setItem(zt,JSON.stringify(i));function kt(i){try{let t=JSON.parse(localStorage.getItem(zt)||"null"),e=ot(S);if(!t||typeof t!=
"object"||t.filter!=="Normal"&&!i[t.filter])return null;e.filter=t.filter;for(let r of["strength",...C]){let n=Math.round(Number(t[r]));Number.
isFinite(n)&&(e[r]=n)}return e}catch{return null}}function Wt(i,t,e,r){function n(o){e.before!==o&&(e.before=o,g(i,"[data-view-before]").hidden=!o,t.classList.toggle("held",o),e.draw())}t.addEventListener(
"pointerdown",o=>{t.setPointerCapture(o.pointerId),n(!0)});for(let o of["pointerup","pointercancel","lostpointercapture","blur"])t.addEventListener(
o,()=>n(!1));t.addEventListener("keydown",o=>{(o.key===" "||o.key==="Enter")&&(o.preventDefault(),n(!0))}),t.addEventListener("keyup",()=>n(
!1));let s=0;e.canvas.addEventListener("pointerdown",o=>{o.button===0&&r()&&(s=setTimeout(()=>n(!0),160))});for(let o of["pointerup","pointe\
rcancel"])addEventListener(o,()=>{clearTimeout(s),s&&n(!1),s=0});return e.stage.addEventListener("contextmenu",o=>o.preventDefault()),addEventListener(
"keyup",o=>{o.key.toLowerCase()==="b"&&n(!1)}),addEventListener("blur",()=>n(!1)),n}var at=[.2126,.7152,.0722],O=i=>Math.min(1,Math.max(0,i)),B=i=>i;function Yt(i=[]){let t=i.length/2;if(t===0)return B;let e=[],r=[];for(let o=0;o<
t;o++)e.push(i[2*o]),r.push(i[2*o+1]);let n=[],s=[];for(let o=0;o<t-1;o++)n.push((r[o+1]-r[o])/(e[o+1]-e[o]));for(let o=0;o<t;o++)t===1?s.push(
0):o===0?s.push(n[0]):o===t-1?s.push(n[t-2]):s.push(n[o-1]*n[o]>0?(n[o-1]+n[o])/2:0);return n.forEach((o,a)=>{if(o===0){s[a]=s[a+1]=0;return}
let c=s[a]/o,l=s[a+1]/o,h=c*c+l*l;if(h>9){let d=3/Math.sqrt(h);s[a]=d*c*o,s[a+1]=d*l*o}}),o=>{let a=o*255;if(a<=e[0])return r[0]/255;for(let c=0;c<
t-1;c++){if(a>e[c+1])continue;let l=e[c+1]-e[c],h=(a-e[c])/l,d=h*h,f=h*h*h,m=(2*f-3*d+1)*r[c]+(f-2*d+h)*l*s[c]+(3*d-2*f)*r[c+1]+(f-d)*l*s[c+
1];return O(m/255)}return r[t-1]/255}}function Gt(i){if(!i)return B;let t=Math.pow(2,-.8*i);return e=>Math.pow(e,t)}function Ne(i,t){return!i&&
!t?B:e=>{let r=1-e;return O(e+.945*i*e*r*r+.945*t*e*e*r)}}function Zt(i){return i>0?t=>{let e=3*t*t-2*t*t*t;return O(t+.7*i*(e-t))}:i<0?t=>.5+
(t-.5)*(1+.5*i):B}var Re=i=>i?t=>t*(1-.24*i)+.15*i:B,He={screen:(i,t)=>i+t-i*t,multiply:(i,t)=>i*t,lighten:(i,t)=>Math.max(i,t),"soft-light"(i,t){
if(t<=.5)return i-(1-2*t)*i*(1-i);let e=i<=.25?((16*i-12)*i+4)*i:Math.sqrt(i);return i+(2*t-1)*(e-i)}};function Ce({blend:i,color:t,amount:e},r){
let n=t[r]/255;return s=>O(s+e*(He[i](s,n)-s))}var Mt=(...i)=>t=>i.reduce((e,r)=>r(e),t);function Vt(i,t){return t===0?B:t===1?i:e=>e+t*(i(e)-
e)}function $t(i){let t=new Uint8Array(256);for(let e=0;e<256;e++)t[e]=Math.round(O(i(e/255))*255);return t}var Jt=[1,0,0,0,1,0,0,0,1];function X(i,t){
let e=[0,0,0,0,0,0,0,0,0];for(let r=0;r<3;r++)for(let n=0;n<3;n++)for(let s=0;s<3;s++)e[3*r+n]+=t[3*r+s]*i[3*s+n];return e}var Qt=(i,t)=>i.map(
(e,r)=>Jt[r]+t*(e-Jt[r]));function te(i){let[t,e,r]=at.map(n=>n*(1-i));return[t+i,e,r,t,e+i,r,t,e,r+i]}function ee(i,t,e){let r=at[0]*i+at[1]*
t+at[2]*e;return[i/r,0,0,0,t/r,0,0,0,e/r]}var ie=i=>ee(1+.11*i,1+.015*i,1-.14*i),Fe=i=>ee(1+.06*i,1-.08*i,1+.06*i),Pe=i=>Qt([.393,.769,.189,
.349,.686,.168,.272,.534,.131],i);function Xe(i){let t=i*Math.PI/180,e=Math.sin(t),r=Math.cos(t),n=(s,o,a)=>s+r*o+e*a;return[n(.213,.787,-.213),
n(.715,-.715,-.715),n(.072,-.072,.928),n(.213,-.213,.143),n(.715,.285,.14),n(.072,-.072,-.283),n(.213,-.213,-.787),n(.715,-.715,.715),n(.072,
.928,.072)]}function qe(i){let t=te(i.saturation);return i.sepia&&(t=X(t,Pe(i.sepia))),i.hue&&(t=X(t,Xe(i.hue))),i.warmth&&(t=X(t,ie(i.warmth))),
t}var Be=(i,t)=>Mt(Zt(i.contrast||0),Yt(i.rgb),Yt([i.red,i.green,i.blue][t]),...(i.tints||[]).map(e=>Ce(e,t)));function j(i,t){let e=t[i.filter??
""],r=e||{saturation:1},n=e?(i.strength??100)/100:0,s=l=>(i[l]||0)/100,o=$t(Mt(Vt(Gt(r.brightness||0),n),Gt(s("brightness")),Ne(s("shadows"),
s("highlights")))),a=Qt(qe(r),n);a=X(a,te(1+s("saturation"))),a=X(a,ie(2*s("warmth"))),a=X(a,Fe(2*s("tint")));let c=[0,1,2].map(l=>$t(Mt(Vt(
Be(r,l),n),Zt(s("contrast")),Re(s("fade")))));return{pre:[o,o,o],matrix:a,offset:[0,0,0],post:c,vignette:1-(1-n*(r.vignette||0))*(1-.75*s("v\
ignette")),structure:s("structure"),sharpen:s("sharpen")}}var q=2048;function Tt(i){let t=new Int32Array(3072);for(let e=0;e<3;e++)for(let r=0;r<
256;r++)for(let n=0;n<3;n++){let s=Math.fround(i.matrix[3*n+e])*i.pre[e][r];e===0&&(s+=Math.fround(i.offset[n])+.5+q),t[4*(256*e+r)+n]=Math.
floor(s*65536+.5)}return t}function Lt(i,t,e,r){let n=Tt(e),[s,o,a]=e.post,c=l=>l<0?0:l>255?255:l;for(let l=0;l<i.length;l+=4){let h=4*i[l],
d=4*(256+i[l+1]),f=4*(512+i[l+2]);i[l]=s[c((n[h]+n[d]+n[f]>>16)-q)],i[l+1]=o[c((n[h+1]+n[d+1]+n[f+1]>>16)-q)],i[l+2]=a[c((n[h+2]+n[d+2]+n[f+
2]>>16)-q)]}if(e.vignette>0)for(let l=0,h=0;l<i.length;l+=4,h++){let d=h%t+.5-r.x,f=Math.floor(h/t)+.5-r.y,m=O((Math.sqrt(d*d+f*f)/r.half-.35)/
.65);if(m===0)continue;let y=1-e.vignette*m*m*(3-2*m);for(let x=0;x<3;x++)i[l+x]=Math.floor(i[l+x]*y+.5)}}function _t(i,t){let e=i.mirror?4-t.quarters:t.quarters;return{quarters:(i.quarters+e)%4,mirror:i.mirror!==t.mirror}}function It(i){let t={quarters:0,
mirror:!1};return i.flip_h&&(t=_t(t,{quarters:0,mirror:!0})),i.flip_v&&(t=_t(t,{quarters:2,mirror:!0})),_t(t,{quarters:(i.rotate||0)/90%4,mirror:!1})}
var lt=(i,t,e)=>i.quarters%2?[e,t]:[t,e];function je(i,t,e){let[r]=lt(i,t,e),n=i.mirror?-1:1,s=i.mirror?r-1:0;return[[n,0,s,0,1,0],[0,1,0,-n,
0,e-1-s],[-n,0,t-1-s,0,-1,e-1],[0,-1,t-1,n,0,s]][i.quarters]??[]}function Ue(i,t,e){if(!i)return{x:0,y:0,w:t,h:e};let r=(c,l,h)=>{let d=Math.
min(Math.round(O(c)*h),h-1);return[d,Math.max(Math.round(O(c+l)*h),d+1)-d]},[n,s]=r(i.x,i.w,t),[o,a]=r(i.y,i.h,e);return{x:n,y:o,w:s,h:a}}var re=.35;
function U(i,t,e,r){let n=It(i),[s,o]=lt(n,t,e),a=Ue(i.crop,s,o),c=r?{x:0,y:0,w:s,h:o}:a,l={width:c.w,height:c.h,frameW:s,frameH:o,map:je(n,
t,e),left:c.x,top:c.y,warp:null,flat:!0,key:"",draft:!1,crop:{x:a.x-c.x,y:a.y-c.y,w:a.w,h:a.h}},h=(i.perspective_h||0)/100*re,d=(i.perspective_v||
0)/100*re;if(i.straighten||h||d){let f=(i.straighten||0)*Math.PI/180,m=s/2,y=o/2,x=Math.sin(f),p=Math.cos(f),b=0;for(let M of[-1,1])for(let I of[
-1,1]){let D=1+h*M+d*I,L=M*m/D,N=I*y/D;b=Math.max(b,Math.abs(L*p+N*x)/m,Math.abs(N*p-L*x)/y)}x/=b,p/=b;let v=[h/m,d/y,1-h-d],E=l.warp=[m*v[0]+
p,m*v[1]+x,m*v[2]-p*m-x*y,y*v[0]-x,y*v[1]+p,y*v[2]+x*m-p*y,...v];for(let M=0;M<9;M+=3)E[M+2]+=E[M]*c.x+E[M+1]*c.y;l.flat=!h&&!d}return l.key=
[l.width,l.height,l.left,l.top,l.map,i.straighten||0,h,d].join(),l}var ct=.05,A=()=>({x:0,y:0,w:1,h:1}),V=i=>!i||i.w>.9999&&i.h>.9999;function $(i,t){
if(i==="free")return null;if(i==="original")return 1;let[e=1,r=1]=i.split(":").map(Number);return e/r/t}function Dt(i,t){let e=i||A(),r=Math.
sqrt(e.w*e.h/t),n=r*t,s=Math.min(1,1/n,1/r);return n*=s,r*=s,z({x:e.x+e.w/2-n/2,y:e.y+e.h/2-r/2,w:n,h:r})}var se=i=>i>1?{x:0,y:(1-1/i)/2,w:1,
h:1/i}:{x:(1-i)/2,y:0,w:i,h:1};function z(i){let t=Math.min(1,i.w),e=Math.min(1,i.h);return{x:Math.min(Math.max(0,i.x),1-t),y:Math.min(Math.
max(0,i.y),1-e),w:t,h:e}}function St(i,t,e,r,n,s){let o=i.x,a=i.y,c=i.x+i.w,l=i.y+i.h,h=t<0?c:t>0?1-o:1,d=e<0?l:e>0?1-a:1,f=t?Math.min(h,Math.
max(ct,i.w+t*r)):i.w,m=e?Math.min(d,Math.max(ct,i.h+e*n)):i.h;if(s){let y=i.x+i.w/2,x=i.y+i.h/2,p=t?h:2*Math.min(y,1-y),b=e?d:2*Math.min(x,1-
x);!e||t&&Math.abs(f-i.w)/i.w>=Math.abs(m-i.h)/i.h?m=f/s:f=m*s;let v=Math.max(1,ct/f,ct/m),E=Math.min(1,p/(f*v),b/(m*v));f*=v*E,m*=v*E}return z(
{x:t<0?c-f:t>0?o:i.x+i.w/2-f/2,y:e<0?l-m:e>0?a:i.y+i.h/2-m/2,w:f,h:m})}var ne=(i,t)=>t?{x:1-i.y-i.h,y:i.x,w:i.h,h:i.w}:{x:i.y,y:1-i.x-i.w,w:i.
h,h:i.w},oe=(i,t)=>t?{...i,x:1-i.x-i.w}:{...i,y:1-i.y-i.h};var ze=i=>[i.includes("e")?1:i.includes("w")?-1:0,i.includes("s")?1:i.includes("n")?-1:0],ht=class{constructor(t,{get:e,set:r,done:n}){this.
frame=t,this.box=g(t,"[data-crop-box]"),this.get=e,this.set=r,this.done=n,this.handle="",this.pointers=new Map,this.start=this.present(),t.addEventListener(
"pointerdown",s=>this.down(s)),t.addEventListener("pointermove",s=>this.move(s));for(let s of["pointerup","pointercancel","lostpointercaptur\
e"])t.addEventListener(s,o=>this.up(o));this.box.addEventListener("keydown",s=>this.key(s))}show(t){let e=t||A(),r=n=>(100*n).toFixed(4)+"%";
Object.assign(this.box.style,{left:r(e.x),top:r(e.y),width:r(e.w),height:r(e.h)});for(let[n,s]of Object.entries({x0:e.x,y0:e.y,x1:e.x+e.w,y1:e.
y+e.h}))this.frame.style.setProperty("--"+n,r(s))}present(){return{size:this.frame.getBoundingClientRect(),crop:A(),aspect:null,points:[...this.
pointers.values()].map(t=>({...t}))}}begin(){let{crop:t,aspect:e}=this.get();this.start={...this.present(),crop:t||A(),aspect:e}}down(t){t.button>
0||this.pointers.size>1||this.pointers.size===0&&t.target===this.frame||(t.preventDefault(),this.box.focus({preventScroll:!0}),this.pointers.
size===0&&(this.handle=W(t.target)?.dataset.handle||""),this.pointers.set(t.pointerId,{x:t.clientX,y:t.clientY}),this.frame.setPointerCapture(
t.pointerId),this.frame.toggleAttribute("data-dragging",!0),this.begin())}move(t){let e=this.pointers.get(t.pointerId);if(!e)return;e.x=t.clientX,
e.y=t.clientY;let{crop:r,aspect:n,size:s,points:o}=this.start,[a,c]=this.pointers.values(),[l,h]=o;if(!a||!l)return;let d=(a.x-l.x)/s.width,
f=(a.y-l.y)/s.height;if(c&&h){let m=(E,M)=>Math.hypot(E.x-M.x,E.y-M.y)||1,y=Math.min(1/r.w,1/r.h),x=Math.max(.05/r.w,.05/r.h),p=Math.min(y,Math.
max(x,m(a,c)/m(l,h))),b=(a.x+c.x-l.x-h.x)/2/s.width,v=(a.y+c.y-l.y-h.y)/2/s.height;this.set(z({x:r.x+r.w*(1-p)/2+b,y:r.y+r.h*(1-p)/2+v,w:r.w*
p,h:r.h*p}))}else this.handle?this.set(St(r,...ze(this.handle),d,f,n)):this.set(z({...r,x:r.x+d,y:r.y+f}))}up(t){if(this.pointers.delete(t.pointerId)){
if(this.pointers.size>0){this.handle="",this.begin();return}this.frame.removeAttribute("data-dragging"),this.done("")}}key(t){let[e,r]=H(t.key);
if(!e&&!r||t.ctrlKey||t.metaKey)return;t.preventDefault();let n=t.altKey?.002:.01,{crop:s,aspect:o}=this.get(),a=s||A();t.shiftKey?this.set(
St(a,Math.abs(e),Math.abs(r),e*n,r*n,o)):this.set(z({...a,x:a.x+e*n,y:a.y+r*n})),this.done("crop keys")}};function ae(i,t,e,r){async function n(s){if(!("shared"in i.dataset&&t.dirty()&&!await bt(u("editor.save-first"),u("editor.save-go"))))try{await t.
save(),t.leaving=!0,s()}catch{P(u("editor.not-saved"))}}for(let s of r)s.addEventListener("click",o=>{!t.dirty()||o.ctrlKey||o.metaKey||o.shiftKey||
(o.preventDefault(),n(()=>location.assign(s.href)))});for(let s of k(i,"[data-remove-item]"))s.addEventListener("click",async o=>{t.leaving||
(o.preventDefault(),await bt(e.length>1?u("editor.remove-photo"):u("editor.remove-draft"),u("editor.remove"))&&n(()=>i.requestSubmit(s)))})}var Ot=i=>createImageBitmap(i,{colorSpaceConversion:"none",premultiplyAlpha:"none"}),Ke=i=>new Promise(t=>{setTimeout(t,i)});async function ce(i){
for(let t=350,e=0;;e++,t=Math.min(t*1.5,5e3)){let r;try{let n=await fetch(i,{cache:e?"reload":"default",credentials:"same-origin"});if(n.ok&&
(n.headers.get("Content-Type")||"").startsWith("image/"))return await n.blob();r=n.status}catch(n){r=n instanceof Error?n.message:String(n)}
if(e>=30||r===401||r===403)throw new Error("the preview did not come: "+r);await Ke(t)}}function dt(i,t){let e=i.getContext("2d",t);if(!e)throw new Error(
"no 2D context");return e}function We({canvas:i,ctx:t,plan:e,k:r},n,s,o,{x:a,y:c}){let{rotate:l,flip_h:h,flip_v:d}=s,f=Math.min(1,400/Math.max(
e.frameW,e.frameH)),m=J(n,{rotate:l,flip_h:h,flip_v:d},Math.max(e.frameW,e.frameH)*f),y=m.ctx.getImageData(0,0,m.canvas.width,m.canvas.height),
x=t.createImageData(i.width,i.height),p=new Uint32Array(y.data.buffer),b=new Uint32Array(x.data.buffer),v=(E,M)=>Math.min(M-1,Math.max(0,Math.
floor(E)));for(let E=0,M=0;E<x.height;E++)for(let I=0;I<x.width;I++,M++){let D=(I+.5)/r+a,L=(E+.5)/r+c,N=o[6]*D+o[7]*L+o[8],tt=v((o[0]*D+o[1]*
L+o[2])/N*m.k,y.width);b[M]=p[v((o[3]*D+o[4]*L+o[5])/N*m.k,y.height)*y.width+tt]}t.setTransform(1,0,0,1,0,0),t.putImageData(x,0,0)}function J(i,t,e,{
square:r=!1,whole:n=!1}={}){let s=U(t,i.width,i.height,n),o=document.createElement("canvas"),{x:a,y:c,w:l,h}={x:0,y:0,w:s.width,h:s.height};
r&&([a,c,l,h]=[(l-Math.min(l,h))/2,(h-Math.min(l,h))/2,Math.min(l,h),Math.min(l,h)]);let d=Math.min(1,e/(r?l:Math.max(l,h)));o.width=Math.max(
1,Math.round(l*d)),o.height=Math.max(1,Math.round(h*d));let f=dt(o,{willReadFrequently:!0});if(f.imageSmoothingQuality="high",f.scale(d,d),f.
translate(-s.left-a,-s.top-c),s.warp&&s.flat){let[D,L,,N,tt]=s.warp,et=D*tt-L*N;f.translate(s.frameW/2,s.frameH/2),f.transform(tt/et,-N/et,-L/
et,D/et,0,0),f.translate(-s.frameW/2,-s.frameH/2)}let[m,y,x,p,b,v]=s.map,E=x+(1-m-y)/2,M=v+(1-p-b)/2;f.transform(m,y,p,b,-(m*E+p*M),-(y*E+b*
M)),f.drawImage(i,0,0);let I={canvas:o,ctx:f,plan:s,k:d};return s.warp&&!s.flat&&We(I,i,t,s.warp,{x:a,y:c}),I}async function le(i){i.blob??=ce(i.preview);try{return await i.blob}catch(t){throw i.blob=null,t}}var he=i=>createImageBitmap(i,{resizeWidth:Math.
ceil(i.width/4),resizeHeight:Math.ceil(i.height/4),resizeQuality:"medium"});async function de(i,t,e){let r=await Ot(await le(i));if(!e())return r.
close();i.bitmap=r,i.mini??=await he(r);for(let n of t)n!==i&&n.bitmap&&(n.bitmap.close(),n.bitmap=null)}var At=!1;async function fe(i,t){if(!At){
At=!0;for(let e of i)try{if(!e.mini){let r=await Ot(await le(e));e.mini=await he(r),r.close()}t(e)}catch{}At=!1}}var Ye=()=>new Promise(i=>{"requestIdleCallback"in window?requestIdleCallback(i,{timeout:200}):requestAnimationFrame(i)});function ue({canvas:i,
ctx:t,plan:e,k:r},n,s){Lt(s.data,i.width,n,{x:i.width/2,y:i.height/2,half:Math.sqrt(e.crop.w**2+e.crop.h**2)/2*r}),t.putImageData(s,0,0)}function pe(i,t,e,r){
let n=J(i,t,r,{square:!0});return ue(n,j(t,e),n.ctx.getImageData(0,0,n.canvas.width,n.canvas.height)),n.canvas}var ft=class{constructor(t){this.
looks=t,this.turn=0}async draw(t,e){let r=t.recipe,n=JSON.stringify({...r,filter:"",strength:0,sharpen:0,structure:0}),s=++this.turn;if(t.stripKey===
n)return;let o=J(e,r,160,{square:!0}),a=o.ctx.getImageData(0,0,o.canvas.width,o.canvas.height);for(let c of k(t.root,"[data-look-thumb]",Element)){
if(await Ye(),s!==this.turn)return;let l=c.getAttribute("data-look-thumb")||"",h=c.parentElement&&w(c.parentElement,"canvas",HTMLCanvasElement);
h||(h=T("canvas","look-thumb"),c.after(h),c.setAttribute("hidden","")),Object.assign(h,{width:a.width,height:a.height}),ue({...o,canvas:h,ctx:dt(
h)},j({...r,filter:l,strength:100},this.looks),new ImageData(a.data.slice(),a.width,a.height))}t.stripKey=n}},ut=class{constructor(t){this.canvas=
t,this.ctx=dt(t),this.bitmap=null,this.draft=null,this.slow=!1,this.key="",this.from=new ImageData(1,1),this.k=1}load(t){this.bitmap=t,this.
key=""}measure(){}render(t,e,r,n){if(this.key!==t.key&&this.bitmap){let{ctx:d,canvas:f,k:m}=J(this.bitmap,r,1e3,{whole:n});this.from=d.getImageData(
0,0,f.width,f.height),this.k=m,this.key=t.key}let{width:s,height:o,data:a}=this.from,{k:c}=this,l=t.crop;(this.canvas.width!==s||this.canvas.
height!==o)&&Object.assign(this.canvas,{width:s,height:o});let h=new ImageData(a.slice(),s,o);Lt(h.data,s,e,{x:(l.x+l.w/2)*c,y:(l.y+l.h/2)*c,
half:Math.sqrt(l.w**2+l.h**2)/2*c}),this.ctx.putImageData(h,0,0)}};function me(i,t,e){let r=()=>k(i,"[data-for]"),n=a=>t.find(c=>c.id===a.dataset.for),s=null,o=0;i.addEventListener("pointerdown",a=>{let c=_(
a.target,"[data-for]");!c||a.button!==0||(s={link:c,x:a.clientX,moved:!1,held:a.pointerType==="mouse",id:a.pointerId},s.held||(o=setTimeout(
()=>{s&&(s.held=!0,c.classList.add("dragged"))},250)))}),i.addEventListener("pointermove",a=>{if(!s)return;let c=Math.abs(a.clientX-s.x)>6;if(!s.
held){c&&(clearTimeout(o),s=null);return}if(!c&&!s.moved)return;s.moved||(s.moved=!0,s.link.classList.add("dragged"),i.setPointerCapture(s.id));
let l=n(s.link),h=r().findIndex(d=>{let f=d.getBoundingClientRect();return a.clientX>=f.left&&a.clientX<f.right});l&&h>=0&&h!==t.indexOf(l)&&
e(l,h)});for(let a of["pointerup","pointercancel"])i.addEventListener(a,()=>{clearTimeout(o),s?.link.classList.remove("dragged"),s?.moved&&i.
addEventListener("click",c=>{c.preventDefault(),c.stopImmediatePropagation()},{once:!0,capture:!0}),s=null});i.addEventListener("touchmove",
a=>{s?.held&&a.preventDefault()},{passive:!1}),i.addEventListener("dragstart",a=>a.preventDefault()),i.addEventListener("keydown",a=>{let[c]=H(
a.key),l=_(a.target,"[data-for]"),h=l&&n(l);!c||!a.altKey||!h||(a.preventDefault(),e(h,t.indexOf(h)+c),l.focus())})}function Z(i,t=i.recipe){let[e,r]=lt(It(t),i.width||i.bitmap?.width||1,i.height||i.bitmap?.height||1);return{w:e,h:r,ratio:e/r}}function Nt(i){
let{w:t,h:e}=Z(i),r=i.recipe.crop||A();return{w:Math.round(r.w*t),h:Math.round(r.h*e)}}function ge(i,t){let{crop:e}=i.recipe,r=$(t,Z(i).ratio);
if(t==="original")i.change({crop:null});else if(r){let n=e?Dt(e,r):se(r);i.change({crop:V(n)?null:n})}}function ve(i,t){let e=i.recipe,r=e.crop||
A(),n={};if(t==="left"||t==="right"){n.rotate=(e.rotate+(t==="right"?90:270))%360,n.crop=ne(r,t==="right");let o=t==="right"?1:-1;Object.assign(
n,{perspective_v:o*e.perspective_h,perspective_h:-o*e.perspective_v})}else{let o=t==="mirror",a=o===(e.rotate%180===0)?"flip_h":"flip_v";n[a]=
!e[a],n.crop=oe(r,o),e.straighten&&(n.straighten=-e.straighten),Object.assign(n,o?{perspective_h:-e.perspective_h}:{perspective_v:-e.perspective_v})}
V(n.crop)&&(n.crop=null),i.change(n);let s=n.rotate!==void 0&&e.ratio!=="original"?$(e.ratio,Z(i).ratio):null;n.crop&&s&&i.change({crop:Dt(n.
crop,s)})}var we=`#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1); }`,be=`#version 300 es
precision highp float; precision highp int; precision highp sampler2D; precision highp isampler2D;
out vec4 result;
vec3 texel(sampler2D s, ivec2 p) { return floor(texelFetch(s, p, 0).rgb * 255. + .5); }
float luma(vec3 v) { return dot(v, vec3(.2126, .7152, .0722)); }
// A level with 16 bits behind the point, in three bytes.
vec4 pack(float v) { int i = int(v * 65536. + .5); return vec4(i >> 16 & 255, i >> 8 & 255, i & 255, 255) / 255.; }
float unpack(sampler2D s, ivec2 p) { return dot(texel(s, p), vec3(65536, 256, 1)) / 65536.; }
vec4 shift(vec3 v, float gain) { return vec4(clamp(floor(v + gain + .5), 0., 255.) / 255., 1); }
`,Rt={geometry:`uniform sampler2D image; uniform ivec3 mapX, mapY; uniform ivec2 turned, corner; uniform vec3 warpX, warpY, warpZ; uniform i\
nt warped;
    vec3 at(ivec2 p) { ivec3 q = ivec3(clamp(p, ivec2(0), turned - 1), 1); return texel(image, ivec2(mapX.x * q.x + mapX.y * q.y + mapX.z, m\
apY.x * q.x + mapY.y * q.y + mapY.z)); }
    vec4 weights(float t) { return vec4(((-.5 * t + 1.) * t - .5) * t, (1.5 * t - 2.5) * t * t + 1., ((-1.5 * t + 2.) * t + .5) * t, (.5 * t\
 - .5) * t * t); }
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      if (warped == 0) { result = vec4(at(p + corner) / 255., 1); return; }
      vec3 c = vec3(vec2(p) + .5, 1);
      vec2 s = vec2(dot(warpX, c), dot(warpY, c)) / dot(warpZ, c) - .5, base = floor(s);
      ivec2 i = ivec2(base);
      if (warped == 2) {
        vec2 t = s - base;
        result = shift(mix(mix(at(i), at(i + ivec2(1, 0)), t.x), mix(at(i + ivec2(0, 1)), at(i + ivec2(1, 1)), t.x), t.y), 0.);
        return;
      }
      vec4 kx = weights(s.x - base.x), ky = weights(s.y - base.y);
      vec3 sum = vec3(0);
      for (int j = 0; j < 4; j++) {
        vec3 line = vec3(0);
        for (int k = 0; k < 4; k++) line += kx[k] * at(i + ivec2(k - 1, j - 1));
        sum += ky[j] * line;
      }
      result = shift(sum, 0.);
    }`,shrink:`uniform sampler2D image; uniform ivec2 size, into;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy), from = p * size / into, to = max(from + 1, (p + 1) * size / into);
      vec3 sum = vec3(0);
      for (int y = from.y; y < to.y; y++) for (int x = from.x; x < to.x; x++) sum += texel(image, ivec2(x, y));
      ivec2 n = to - from;
      result = shift(sum / float(n.x * n.y), 0.);
    }`,cells:`uniform sampler2D image; uniform ivec2 size; uniform int cell;
    void main() {
      ivec2 from = ivec2(gl_FragCoord.xy) * cell, to = min(from + cell, size);
      float sum = 0.;
      for (int y = from.y; y < to.y; y++) {
        float line = 0.;
        for (int x = from.x; x < to.x; x++) line += luma(texel(image, ivec2(x, y)));
        sum += line;
      }
      ivec2 n = to - from;
      result = pack(sum / float(n.x * n.y));
    }`,smoothing:`uniform sampler2D image; uniform ivec2 size;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int j = -1; j < 2; j++) for (int i = -1; i < 2; i++)
        sum += float((2 - abs(i)) * (2 - abs(j))) * unpack(image, clamp(p + ivec2(i, j), ivec2(0), size - 1));
      result = pack(sum / 16.);
    }`,structure:`uniform sampler2D image, cells; uniform ivec2 count; uniform int cell; uniform float amount;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      vec2 f = clamp((vec2(p) + .5) / float(cell) - .5, vec2(0), vec2(count - 1));
      ivec2 a = ivec2(f), b = min(a + 1, count - 1);
      vec2 t = f - vec2(a);
      float left = mix(unpack(cells, a), unpack(cells, ivec2(a.x, b.y)), t.y), right = mix(unpack(cells, ivec2(b.x, a.y)), unpack(cells, b),\
 t.y);
      vec3 v = texel(image, p);
      float y = luma(v), weight = 4. * y * (255. - y) / 65025.;
      result = shift(v, clamp(amount * (y - mix(left, right, t.x)) * weight, -48., 48.));
    }`,blur:`uniform sampler2D image; uniform ivec2 size; uniform int radius; uniform float kernel[9];
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int i = -radius; i <= radius; i++) sum += kernel[abs(i)] * luma(texel(image, ivec2(clamp(p.x + i, 0, size.x - 1), p.y)));
      result = pack(sum);
    }`,sharpen:`uniform sampler2D image, blurred; uniform ivec2 size; uniform int radius; uniform float kernel[9], amount;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      float sum = 0.;
      for (int i = -radius; i <= radius; i++) sum += kernel[abs(i)] * unpack(blurred, ivec2(p.x, clamp(p.y + i, 0, size.y - 1)));
      vec3 v = texel(image, p);
      result = shift(v, clamp(amount * (luma(v) - sum), -40., 40.));
    }`,colour:`uniform sampler2D image, post; uniform isampler2D mixing; uniform ivec2 size; uniform vec3 frame; uniform float vignette; uni\
form bool upsideDown;
    void main() {
      ivec2 p = ivec2(gl_FragCoord.xy);
      if (upsideDown) p.y = size.y - 1 - p.y;
      ivec3 c = ivec3(texel(image, p));
      ivec3 v = (texelFetch(mixing, ivec2(c.r, 0), 0) + texelFetch(mixing, ivec2(c.g, 1), 0) + texelFetch(mixing, ivec2(c.b, 2), 0)).rgb >> \
16;
      v = clamp(v - LOW, 0, 255);
      vec3 q = vec3(texel(post, ivec2(v.r, 0)).r, texel(post, ivec2(v.g, 0)).g, texel(post, ivec2(v.b, 0)).b);
      if (vignette > 0.) {
        vec2 d = vec2(p) + .5 - frame.xy;
        float t = clamp((sqrt(d.x * d.x + d.y * d.y) / frame.z - .35) / .65, 0., 1.);
        q = floor(q * (1. - vignette * t * t * (3. - 2. * t)) + .5);
      }
      result = vec4(q / 255., 1);
    }`};var Ge=640,Ve=7,pt=class{constructor(t){let e=t.getContext("webgl2",{alpha:!1,antialias:!1,depth:!1,stencil:!1,powerPreference:"high-perform\
ance"});if(!e)throw new Error("no WebGL 2");this.canvas=t,this.gl=e,this.bitmap=null,this.onrestore=null,this.programs={},this.full=this.layer=
this.sourceLayer(),this.draft=null,this.slow=!1,this.grade=null,this.mixing=this.post=this.full.source,t.addEventListener("webglcontextlost",
r=>r.preventDefault()),t.addEventListener("webglcontextrestored",()=>{this.start(),this.bitmap&&this.load(this.bitmap),this.onrestore?.()}),
this.start()}start(){let t=this.gl;if(this.programs={},this.draft=null,this.slow=!1,this.grade=null,t.disable(t.DITHER),t.pixelStorei(t.UNPACK_COLORSPACE_CONVERSION_WEBGL,
t.NONE),t.bindVertexArray(t.createVertexArray()),this.full=this.layer=this.sourceLayer(),this.mixing=this.texture(),this.post=this.texture(),
t.getParameter(t.MAX_TEXTURE_SIZE)<2048)throw new Error("small textures only");for(let e of Object.keys(Rt))this.program(e)}sourceLayer(){return{
source:this.texture(),width:0,height:0,targets:{},done:{}}}texture(){let t=this.gl,e=t.createTexture();t.bindTexture(t.TEXTURE_2D,e);for(let r of[
t.TEXTURE_MIN_FILTER,t.TEXTURE_MAG_FILTER])t.texParameteri(t.TEXTURE_2D,r,t.NEAREST);for(let r of[t.TEXTURE_WRAP_S,t.TEXTURE_WRAP_T])t.texParameteri(
t.TEXTURE_2D,r,t.CLAMP_TO_EDGE);return e}program(t){let e=this.programs[t];if(e)return e;let r=this.gl,n=r.createProgram(),s=(o,a)=>{let c=r.
createShader(o);c&&(r.shaderSource(c,a),r.compileShader(c),r.attachShader(n,c))};return s(r.VERTEX_SHADER,we),s(r.FRAGMENT_SHADER,`${be}cons\
t int LOW = ${q};
${Rt[t]}`),r.linkProgram(n),this.programs[t]={program:n,places:{},linked:!1}}target(t,e,r){let n=this.gl,s=this.layer.targets[t]??={texture:this.
texture(),frame:n.createFramebuffer(),width:0,height:0};return(s.width!==e||s.height!==r)&&(n.bindTexture(n.TEXTURE_2D,s.texture),n.texImage2D(
n.TEXTURE_2D,0,n.RGBA8,e,r,0,n.RGBA,n.UNSIGNED_BYTE,null),n.bindFramebuffer(n.FRAMEBUFFER,s.frame),n.framebufferTexture2D(n.FRAMEBUFFER,n.COLOR_ATTACHMENT0,
n.TEXTURE_2D,s.texture,0),Object.assign(s,{width:e,height:r})),s}draw(t,e,r,n){let s=this.gl,o=this.program(t);if(!o.linked){if(!s.isContextLost()&&
!s.getProgramParameter(o.program,s.LINK_STATUS))throw new Error(t+": "+s.getProgramInfoLog(o.program));o.linked=!0}let a=c=>o.places[c]??=s.
getUniformLocation(o.program,c);s.useProgram(o.program),Object.entries(r).forEach(([c,l],h)=>{s.activeTexture(s.TEXTURE0+h),s.bindTexture(s.
TEXTURE_2D,l),s.uniform1i(a(c),h)});for(let[c,l]of Object.entries(n))this.set(a(c),l);s.activeTexture(s.TEXTURE0),s.bindFramebuffer(s.FRAMEBUFFER,
e?e.frame:null),s.viewport(0,0,e?e.width:this.canvas.width,e?e.height:this.canvas.height),s.drawArrays(s.TRIANGLES,0,3)}set(t,[e,...r]){let n=this.
gl;switch(e){case"1i":n.uniform1iv(t,r);break;case"2i":n.uniform2iv(t,r);break;case"3i":n.uniform3iv(t,r);break;case"1f":n.uniform1fv(t,r);break;case"\
3f":n.uniform3fv(t,r);break}}load(t){let e=this.gl,{width:r,height:n}=this.bitmap=t;Object.assign(this.full,{width:r,height:n,done:{}}),e.bindTexture(
e.TEXTURE_2D,this.full.source),e.texImage2D(e.TEXTURE_2D,0,e.RGBA8,e.RGBA,e.UNSIGNED_BYTE,t);let s=Ge/Math.max(r,n);if(s>=1){this.draft=null;
return}let o=this.layer=this.draft||={source:this.full.source,width:0,height:0,targets:{},done:{}};Object.assign(o,{width:Math.round(r*s),height:Math.
round(n*s),done:{}});let a=this.target("source",o.width,o.height);o.source=a.texture,this.draw("shrink",a,{image:this.full.source},{size:["2\
i",r,n],into:["2i",a.width,a.height]})}measure(t,e){let r=this.gl,n=new Uint8Array(4),s=()=>r.readPixels(0,0,1,1,r.RGBA,r.UNSIGNED_BYTE,n);this.
render(t,e),s();let o=performance.now();this.render(t,e),s(),this.slow=performance.now()-o>Ve}render(t,e){this.renderInto(null,t,e)}renderInto(t,e,r){
let n=["2i",e.width,e.height],s=this.gl,{width:o,height:a}=e,c=Math.max(e.crop.w,e.crop.h);if(s.isContextLost())return;this.layer=e.draft&&this.
draft||this.full;let l=this.layer.done,h=this.target("base",o,a);if(l.base!==e.key){let p=e.warp||[0,0,0,0,0,0,0,0,1],b=e.map;this.draw("geo\
metry",h,{image:this.layer.source},{mapX:["3i",b[0],b[1],b[2]],mapY:["3i",b[3],b[4],b[5]],turned:["2i",e.frameW,e.frameH],corner:["2i",e.left,
e.top],warpX:["3f",p[0],p[1],p[2]],warpY:["3f",p[3],p[4],p[5]],warpZ:["3f",p[6],p[7],p[8]],warped:["1i",e.warp?e.draft?2:1:0]}),Object.assign(
l,{base:e.key,cells:0,structure:0,blur:0,sharpen:0})}let d=h;if(r.structure>0){let p=Math.ceil(c/96),b=Math.ceil(o/p),v=Math.ceil(a/p),E=this.
target("cells",b,v),M=this.target("cells2",b,v),I=["2i",b,v];l.cells!==p&&(this.draw("cells",E,{image:h.texture},{size:n,cell:["1i",p]}),this.
draw("smoothing",M,{image:E.texture},{size:I}),this.draw("smoothing",E,{image:M.texture},{size:I}),l.cells=p,l.structure=0),d=this.target("s\
tructure",o,a),l.structure!==r.structure&&(this.draw("structure",d,{image:h.texture,cells:E.texture},{count:I,cell:["1i",p],amount:["1f",r.structure*
1.1]}),l.structure=r.structure,l.blur=l.sharpen=0)}else l.structure&&(l.structure=l.blur=l.sharpen=0);if(r.sharpen>0){let p=this.target("blu\
r",o,a),b=this.target("sharp",o,a),v=Math.max(.5,c/1600),E=Math.min(8,Math.ceil(2.5*v)),M=new Float32Array(9),I=0;for(let L=-E;L<=E;L++)I+=M[Math.
abs(L)]=Math.exp(-L*L/(2*v*v));for(let L=0;L<=E;L++)M[L]/=I;let D={size:n,radius:["1i",E],"kernel[0]":["1f",...M]};l.blur!==v&&(this.draw("b\
lur",p,{image:d.texture},D),l.blur=v,l.sharpen=0),l.sharpen!==r.sharpen&&(this.draw("sharpen",b,{image:d.texture,blurred:p.texture},{...D,amount:[
"1f",r.sharpen*1.4]}),l.sharpen=r.sharpen),d=b}if(this.grade!==r){let p=new Uint8Array(1024);for(let b=0;b<256;b++)for(let v=0;v<3;v++)p[4*b+
v]=r.post[v][b];s.bindTexture(s.TEXTURE_2D,this.post),s.texImage2D(s.TEXTURE_2D,0,s.RGBA8,256,1,0,s.RGBA,s.UNSIGNED_BYTE,p),s.bindTexture(s.
TEXTURE_2D,this.mixing),s.texImage2D(s.TEXTURE_2D,0,s.RGBA32I,256,3,0,s.RGBA_INTEGER,s.INT,Tt(r)),this.grade=r}!t&&(this.canvas.width!==o||this.
canvas.height!==a)&&Object.assign(this.canvas,{width:o,height:a});let{x:f,y:m,w:y,h:x}=e.crop;this.draw("colour",t,{image:d.texture,post:this.
post,mixing:this.mixing},{size:n,frame:["3f",f+y/2,m+x/2,Math.sqrt(y*y+x*x)/2],vignette:["1f",r.vignette],upsideDown:["1i",t?0:1]})}};var mt=class{constructor(t,e,r){this.looks=e,this.page=r,this.stage=g(t,"[data-stage]"),this.fitBox=g(t,"[data-fit]"),this.note=g(t,"[data-v\
iew-note]"),this.canvas=g(t,"[data-canvas]",HTMLCanvasElement),this.nothing=j(S,{}),this.compiled=this.nothing,this.key="",this.before=!1,this.
frame=this.moving=0,this.painter=this.choose(t),new ResizeObserver(()=>this.draw()).observe(this.stage)}choose(t){try{let e=new pt(this.canvas);
return e.load(new ImageData(1,1)),e.render(U(S,1,1,!1),{...this.nothing,structure:1,sharpen:1}),e.onrestore=()=>this.draw(),e}catch{let e=this.
canvas.cloneNode();this.canvas.replaceWith(e),this.canvas=e;for(let r of k(t,"[data-software]"))r.hidden=!1;return new ut(e)}}gradeOf(t){if(this.
before)return this.nothing;let e=[t.filter,t.strength,...C.map(r=>t[r])].join();return e!==this.key&&([this.compiled,this.key]=[j(t,this.looks),
e]),this.compiled}move(){clearTimeout(this.moving),this.moving=setTimeout(()=>{this.moving=0,this.draw()},200),this.draw()}draw(){this.frame||=
requestAnimationFrame(()=>this.paint())}paint(){this.frame=0;let{painter:t}=this,{item:e,whole:r}=this.page.shown(),{bitmap:n,recipe:s}=e;if(!n)
return;t.bitmap!==n&&t.load(n);let o=this.moving&&t.slow?t.draft:null,a=o||n,c=U(s,a.width,a.height,r);c.draft=!!o,t.render(c,this.gradeOf(s),
s,r),this.place(c.width,c.height),this.page.painted(e,r)}measure(){let{item:{bitmap:t,recipe:e},whole:r}=this.page.shown();t&&this.painter.measure(
U(e,t.width,t.height,r),this.gradeOf(e))}place(t,e){let r=getComputedStyle(this.stage),n=Math.min((this.stage.clientWidth-parseFloat(r.paddingLeft)*
2)/t,(this.stage.clientHeight-parseFloat(r.paddingTop)*2)/e);this.fitBox.style.width=Math.max(1,t*n)+"px",this.fitBox.style.height=Math.max(
1,e*n)+"px"}tell(t,e=!1){this.note.hidden=!t,g(this.note,"[data-view-words]").textContent=t,g(this.note,".spinner",Element).toggleAttribute(
"hidden",!e)}};var Q=()=>["filter",...C],ye=["crop","rotate","flip_h","flip_v","straighten","perspective_v","perspective_h"],$e={look:["filter"],adjust:C,crop:ye},
Je={left:()=>u("editor.turned-left"),right:()=>u("editor.turned-right"),mirror:()=>u("editor.mirrored"),flip:()=>u("editor.flipped")},K=(i,t)=>t.
some(e=>JSON.stringify(i[e])!==JSON.stringify(S[e])),Ht=class{constructor(t,e,r,n,s){this.form=t,this.items=e,this.looks=r,this.current=e[0],
this.tab="look",this.thumbs=0,this.strip=g(t,"[data-strip]"),this.add=w(this.strip,"[data-add]",HTMLAnchorElement),this.words=g(t,"[data-wor\
ds]"),this.panels=g(t,"[data-panels]"),this.tabs=k(t,"[data-tab]",HTMLButtonElement),this.cropFrame=g(t,"[data-crop-frame]"),this.remover=w(
t,"[data-delete]");let o=a=>g(t,`[data-do="${a}"]`,HTMLButtonElement);this.doing={undo:o("undo"),redo:o("redo"),reset:o("reset"),before:o("b\
efore"),take:o("take"),paste:o("paste"),copy:w(t,'[data-do="copy"]',HTMLButtonElement)},this.strips=new ft(r),this.view=new mt(t,r,{shown:()=>({
item:this.current,whole:this.tab==="crop"}),painted:(a,c)=>{c&&this.showCrop(a)}}),this.history=new it(()=>JSON.stringify(Object.fromEntries(
e.map(a=>[a.id,a.recipe]))),(a,c)=>this.restore(a,c)),this.cropper=new ht(this.cropFrame,{get:()=>({crop:this.current.recipe.crop,aspect:$(this.
current.recipe.ratio,Z(this.current).ratio)}),set:a=>{this.current.change({crop:V(a)?null:a}),this.view.move()},done:a=>{this.changed(a);let{
w:c,h:l}=Nt(this.current);a&&F(u("editor.crop",{w:c,h:l}))}}),me(this.strip,e,(a,c)=>this.arrange(a,c)),this.live(),this.listen(),this.compare=
Wt(t,this.doing.before,this.view,()=>this.tab!=="crop"),this.keys(),ae(t,n,e,[...this.add?[this.add]:[],...k(t,"[data-leave]",HTMLAnchorElement)]),
this.begin(),s&&n.itself&&n.save().catch(()=>{}),s?P(u("editor.back")):n.begin()}showCrop(t){this.cropper.show(t.recipe.crop);let{w:e,h:r}=Nt(
t);g(t.root,"[data-crop-size]",HTMLOutputElement).value=`${e} × ${r}`}changed(t){this.history.commit(t),this.follow()}follow(){this.view.draw(),
this.buttons(),clearTimeout(this.thumbs),this.thumbs=setTimeout(()=>this.small(),160)}small(){let{bitmap:t}=this.current;t&&(this.tab==="loo\
k"&&this.strips.draw(this.current,t),this.stamp(this.current))}linkOf(t){return w(this.strip,`[data-for="${t.id}"]`)}stamp(t){let e=this.linkOf(
t),r=JSON.stringify(t.recipe);!e||!t.mini||t.stampKey===r||(t.stampKey=r,e.replaceChildren(pe(t.mini,t.recipe,this.looks,112)))}buttons(){let{
current:{recipe:t,root:e},doing:r,history:n,items:s}=this;r.undo.disabled=!n.back,r.redo.disabled=!n.forth,r.reset.disabled=!K(t,[...Q(),...ye]),
r.before.disabled=!K(t,Q()),r.take.disabled=!K(t,Q()),r.paste.disabled=!kt(this.looks),r.copy&&(r.copy.disabled=!K(t,Q())&&s.every(o=>!K(o.recipe,
Q())));for(let o of this.tabs)o.toggleAttribute("data-changed",K(t,$e[o.dataset.tab||""]||[]));g(e,"[data-strength]").toggleAttribute("data-\
off",t.filter==="Normal")}restore(t,e){let[r={},n={}]=[JSON.parse(t),JSON.parse(e)],s=this.items.filter(({id:a})=>JSON.stringify(r[a])!==JSON.
stringify(n[a])),[o]=s;for(let a of s)a.change(r[a.id]??{});o&&!s.includes(this.current)&&this.select(o);for(let a of s)this.stamp(a);this.follow()}step(t,e){
this.history.go(t)&&F(e)}async open(t){let{view:e}=this,r=()=>this.current===t;if(e.fitBox.hidden=!t.bitmap,e.tell(""),t.bitmap){e.draw(),this.
small();return}let n=setTimeout(()=>{r()&&!t.bitmap&&e.tell(u("editor.preparing"),!0)},250);try{if(await de(t,this.items,r),!r())return;e.tell(
""),e.fitBox.hidden=!1,e.paint(),e.measure(),this.small(),fe(this.items,s=>this.stamp(s))}catch{r()&&e.tell(u("editor.not-shown"))}finally{clearTimeout(
n)}}select(t){let{items:e}=this;this.current=t;for(let r of e)r.root.hidden=r!==t;for(let r of k(this.strip,"[data-for]")){let n=r.dataset.for===
t.id;n?r.setAttribute("aria-current","true"):r.removeAttribute("aria-current"),n&&r.scrollIntoView({block:"nearest",inline:"nearest"})}this.
view.canvas.setAttribute("aria-label",e.length>1?u("editor.photo-of-edited",{n:e.indexOf(t)+1,of:e.length}):u("editor.photo-edited")),this.showTab(
this.tab),this.buttons(),this.shifts(),this.open(t),w(t.root,"[data-looks] input:checked")?.parentElement?.scrollIntoView({block:"nearest",inline:"\
center"})}arrange(t,e){let{items:r}=this,n=r.indexOf(t);if(e<0||e>=r.length||e===n)return;r.splice(e,0,...r.splice(n,1));let s=this.linkOf(t),
o=k(this.strip,"[data-for]").filter(c=>c!==s),a=o[e];s&&a?a.before(s):s&&o.at(-1)?.after(s),r.forEach((c,l)=>{g(c.root,"[data-pos]",HTMLInputElement).
value=String(l+1),this.linkOf(c)?.setAttribute("aria-label",u("editor.photo",{n:l+1}))}),this.shifts(),F(u("editor.photo-of",{n:e+1,of:r.length}))}shifts(){
let t=this.items.indexOf(this.current);for(let e of k(this.current.root,"[data-shift]",HTMLButtonElement))e.disabled=Number(e.dataset.shift)<
0?t===0:t===this.items.length-1}go(t){let e=this.items[this.items.indexOf(this.current)+t];e&&(this.select(e),F(u("editor.photo-of",{n:this.
items.indexOf(e)+1,of:this.items.length})))}showTab(t){this.tab=t,this.form.dataset.tool=t;for(let e of this.tabs){let r=e.dataset.tab===t;e.
setAttribute("aria-selected",String(r)),e.tabIndex=r?0:-1;let n=g(this.current.root,`[data-tool="${e.dataset.tab}"]`);e.setAttribute("aria-c\
ontrols",e.dataset.tab==="text"?"edit-words "+n.id:n.id)}for(let e of k(this.current.root,".tool"))e.hidden=e.dataset.tool!==t;this.words.hidden=
t!=="text",this.remover&&(this.remover.hidden=t!=="text"),this.cropFrame.hidden=t!=="crop",this.panels.scrollTop=0,this.view.draw(),this.small()}live(){
let{add:t,form:e,panels:r,remover:n,strip:s,view:o,words:a}=this,c=g(e,"[data-view]");e.classList.add("edit-live"),c.hidden=g(e,"[data-tabs]").
hidden=!1,r.prepend(a),n&&w(document,".edit-after summary")&&r.append(n),this.doing.redo.classList.add("view-redo");for(let l of k(e,"[data-\
turns]"))l.hidden=!1;for(let l of k(e,"[data-plain-turns], [data-without-js], .item-side, .edit-foot"))l.hidden=!0;for(let l of[...k(e,".too\
l"),a])l.setAttribute("role","tabpanel"),l.setAttribute("aria-labelledby","tab-"+(l.dataset.tool||"text"));for(let l of k(e,"[data-slider]"))
Ut(l,()=>this.changed(""));if(this.items.length>1){o.stage.after(s);return}s.hidden=!0,t&&(t.className="view-button",g(t,"span").className="\
view-words",g(c,".view-gap").after(t))}listen(){let{cropFrame:t,form:e,items:r,tabs:n}=this;for(let o of n)o.addEventListener("click",()=>this.
showTab(o.dataset.tab||"")),o.addEventListener("keydown",a=>{let[c,l]=H(a.key),h=c||l,d=n[a.key==="Home"?0:a.key==="End"?n.length-1:h?(n.indexOf(
o)+h+n.length)%n.length:-1];d&&(a.preventDefault(),d.focus(),this.showTab(d.dataset.tab||""))});this.strip.addEventListener("click",o=>{let a=_(
o.target,"[data-for]"),c=r.find(({id:l})=>l===a?.dataset.for);a&&(o.preventDefault(),c&&c!==this.current&&this.select(c))});let s=o=>{let a=R(
o)&&o.name&&r.find(c=>c.root.contains(o));return a?{item:a,field:o,name:o.name.split(".")[1]||""}:null};e.addEventListener("input",({target:o})=>{
let a=s(o);a?.field.type==="range"&&this.view.move(),a&&(a.name==="straighten"||a.name.startsWith("perspective"))&&t.toggleAttribute("data-s\
traightening",!0)}),e.addEventListener("change",({target:o})=>{let a=s(o);if(!a||a.name==="alt_text")return;let{field:c,item:l,name:h}=a;t.removeAttribute(
"data-straightening"),h==="ratio"&&ge(l,c.value),h==="filter"&&(l.change({strength:100}),c.parentElement?.scrollIntoView({block:"nearest",inline:"\
center"})),this.changed(c.type==="range"?h:"")}),e.addEventListener("click",o=>{let a=_(o.target,"[data-turn], [data-do], [data-delete], [da\
ta-shift]");a&&this.press(a)}),e.addEventListener("invalid",({target:o})=>{let a=r.find(c=>o instanceof Node&&c.root.contains(o));a&&a!==this.
current&&this.select(a),this.showTab(_(o,"[data-tool]:not(form)")?.dataset.tool||"text")},!0)}press(t){let{shift:e,turn:r,do:n}=t.dataset,{current:s,
items:o}=this,a={action:u("editor.undo"),run:()=>{this.history.go(-1)}};if(e&&(this.arrange(s,o.indexOf(s)+Number(e)),t.focus()),(r==="left"||
r==="right"||r==="mirror"||r==="flip")&&(ve(s,r),this.changed(""),F(Je[r]())),"delete"in t.dataset&&w(document,".edit-after summary")?.click(),
n==="undo")this.step(-1,u("editor.undone"));else if(n==="redo")this.step(1,u("editor.redone"));else if(n==="reset")s.change(S),this.changed(
""),F(u("editor.reset-done"));else if(n==="take")Kt(ot(s.recipe)),this.buttons(),P(u("editor.copied"));else if(n==="paste"){let c=kt(this.looks);
if(!c)return;s.change(c),this.changed(""),P(u("editor.pasted"),a)}else if(n==="copy"){let c=ot(s.recipe);for(let l of o)l.change(c);this.changed(
"");for(let l of o)this.stamp(l);P(u("editor.copied-all",{n:o.length}),a)}}keys(){addEventListener("keydown",t=>{_(t.target,"textarea, input\
:not([type=range], [type=radio], [type=checkbox]), dialog")||t.altKey||((t.ctrlKey||t.metaKey)&&/^[zy]$/i.test(t.key)?(t.preventDefault(),t.
shiftKey||t.key.toLowerCase()==="y"?this.step(1,u("editor.redone")):this.step(-1,u("editor.undone"))):!t.ctrlKey&&!t.metaKey&&Bt()&&(t.key.toLowerCase()===
"b"&&!t.repeat&&!this.doing.before.disabled&&this.compare(!0),t.key==="["&&this.go(-1),t.key==="]"&&this.go(1)))})}begin(){let{form:t,items:e}=this,
r=e.find(n=>w(n.root,".problem"));(w(this.words,".problem")||w(t,"[data-tool=text] .problem"))&&(this.tab="text"),this.select(r||e.find(n=>"\
#item-"+n.id===location.hash)||this.current)}};function xe(){let i=w(document,"form[data-edit]",HTMLFormElement);if(!i)return;let t=JSON.parse(
document.getElementById("looks")?.textContent||"{}"),e=new st(i),r=qt(i),n=k(i,"[data-item]").map(s=>new nt(s,i));n.length>0&&"createImageBi\
tmap"in window&&new Ht(i,n,t,e,r)}var Ct=i=>String(Math.round(Math.min(100,Math.max(0,i))*10)/10);function Ee(i,{name:t,where:e,put:r,remove:n}){let s=T("button","people-mark");
s.type="button",s.textContent=t;let o=()=>{let{x:a,y:c}=e();s.style.left=a+"%",s.style.top=c+"%",s.setAttribute("aria-label",u("mark.at",{name:t,
x:Math.round(a),y:Math.round(c)}))};return o(),s.addEventListener("keydown",a=>{let[c,l]=H(a.key);if(a.key==="Delete"||a.key==="Backspace")n();else if(c||
l){let{x:h,y:d}=e(),f=a.shiftKey?10:1;r(h+c*f,d+l*f),o()}else return;a.preventDefault(),a.stopPropagation()}),s.addEventListener("pointerdow\
n",a=>{if(a.button!==0)return;a.stopPropagation(),s.setPointerCapture(a.pointerId);let c=e(),l=i.getBoundingClientRect(),h=f=>{r(c.x+(f.clientX-
a.clientX)/l.width*100,c.y+(f.clientY-a.clientY)/l.height*100),o()};s.addEventListener("pointermove",h);let d=()=>s.removeEventListener("poi\
ntermove",h);s.addEventListener("pointerup",d,{once:!0}),s.addEventListener("pointercancel",d,{once:!0})}),s}function ke(i,t,e){let r=null;i.
addEventListener("pointerdown",n=>{r=n.target===i?{x:n.clientX,y:n.clientY}:null}),i.addEventListener("click",n=>{if(n.target!==i||!r||Math.
hypot(n.clientX-r.x,n.clientY-r.y)>8)return;let s=t.getBoundingClientRect();e((n.clientX-s.left)/s.width*100,(n.clientY-s.top)/s.height*100)})}var gt=i=>k(i,"[data-person]"),wt=i=>g(i,"input",HTMLInputElement),vt=i=>wt(i).value.trim().replace(/^[@＠]/,""),Te=i=>g(i,"[data-person-at\
]",HTMLSelectElement),Ft=i=>g(i,"[data-add-person]",HTMLButtonElement);function Ze(i){let[t=50,e=50]=Te(i).value.split(",").map(Number);return{
x:t,y:e}}function Me(i,t,e){let r=Te(i),n=`${Ct(t)},${Ct(e)}`;if(![...r.options].some(s=>s.value===n)){let s=w(r,"[data-own]",HTMLOptionElement);
s||(s=new Option,s.dataset.own="",r.prepend(s)),s.value=n,s.textContent=u("editor.here")}r.value=n}var Pt=class{constructor(t,e){this.form=t,
this.fit=e,this.layer=T("div","people-layer"),this.marks=new Map,e.append(this.layer);for(let r of k(t,"[data-people-field]"))this.prepare(r);
this.listen(),new MutationObserver(r=>{r.some(({target:n})=>n===t||n instanceof Element&&n.matches("[data-item]"))&&this.draw()}).observe(t,
{attributes:!0,subtree:!0,attributeFilter:["hidden","data-tool"]}),this.draw()}get field(){return w(this.form,"[data-item]:not([hidden]) [da\
ta-people-field]")}draw(){let t=this.form.dataset.tool==="text"?this.field:null;this.layer.hidden=!t;let e=document.activeElement&&this.marks.
get(document.activeElement);if(this.layer.replaceChildren(),this.marks.clear(),!!t){for(let r of gt(t)){if(r.hidden||!vt(r))continue;let n=this.
mark(r);this.marks.set(n,r),this.layer.append(n),r===e&&n.focus()}Ft(t).disabled=gt(t).filter(r=>!r.hidden).length>=Number(t.dataset.most)}}mark(t){
let e=Ee(this.fit,{name:vt(t),where:()=>Ze(t),put:(r,n)=>Me(t,r,n),remove:()=>this.remove(t)});return e.dir="ltr",e}add(t,e=50,r=50){let n=gt(
t),s=n.find(c=>c.hidden||!vt(c))||this.another(t,n);if(!s)return;wt(s).value="",s.hidden=!1,Me(s,e,r),this.draw(),wt(s).focus({preventScroll:!0});
let o=_(t,"[data-panels]");if(!o)return;let a=s.getBoundingClientRect().bottom-o.getBoundingClientRect().bottom+64;a>0&&(o.scrollTop+=a)}another(t,e){
let[r]=e,n=e.length;if(!r||n>=Number(t.dataset.most))return null;let s=r.cloneNode(!0);for(let o of k(s,"[id]")){let a=w(s,`label[for="${o.id}\
"]`,HTMLLabelElement);o.id=o.id.replace(/person-\d+/,`person-${n}`),a&&(a.htmlFor=o.id)}return w(s,".hint")?.remove(),g(t,"[data-people-rows\
]").append(s),s}remove(t){let e=_(t,"[data-people-field]");wt(t).value="",t.hidden=!0,this.draw(),e&&Ft(e).focus()}prepare(t){Ft(t).hidden=g(
t,"[data-people-help]").hidden=!1;for(let e of gt(t))g(e,"[data-remove-person]").hidden=!1,e.hidden=!vt(e);t.addEventListener("click",e=>{_(
e.target,"[data-add-person]")&&this.add(t);let r=_(_(e.target,"[data-remove-person]"),"[data-person]");r&&this.remove(r)}),t.addEventListener(
"change",()=>this.draw()),t.addEventListener("keydown",e=>{e.target instanceof HTMLSelectElement&&e.stopPropagation(),e.key==="Enter"&&e.target instanceof
HTMLInputElement&&e.preventDefault()})}listen(){ke(this.layer,this.fit,(t,e)=>{let r=this.field;r&&this.add(r,t,e)})}};function Le(){for(let i of k(
document,"form[data-edit]",HTMLFormElement)){let t=w(i,"[data-fit]");i.classList.contains("edit-live")&&t&&new Pt(i,t)}}function Qe(i){let t=g(i,"[data-poster-film]",HTMLVideoElement),e=g(i,"[data-poster-range]",HTMLInputElement),r=g(i,"[data-poster-seconds]",
HTMLInputElement);e.hidden=!1,e.addEventListener("input",()=>{r.value=e.value,r.dispatchEvent(new Event("input",{bubbles:!0}))}),r.addEventListener(
"input",()=>{e.value!==r.value&&(e.value=r.value),i.dataset.film&&(t.hidden&&(t.hidden=!1,t.preload="auto",t.src=i.dataset.film),t.currentTime=
Number(r.value)||0)})}function _e(){k(document,"[data-poster]").forEach(Qe)}function Ie(...i){for(let t of i)try{t()}catch(e){reportError(e)}}Ie(xe,Le,_e);})();
