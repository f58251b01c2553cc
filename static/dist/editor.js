"use strict";
(()=>{function b(i,t,e){return W(i.querySelector(t),e)}function g(i,t,e){let r=b(i,t,e);if(!r)throw new Error("the page lacks "+t);return r}function k(i,t,e){
return[...i.querySelectorAll(t)].flatMap(r=>W(r,e)??[])}function _(i,t,e){return i instanceof Element?W(i.closest(t),e):null}function W(i,t){
return i instanceof(t??HTMLElement)?i:null}var R=i=>i instanceof HTMLInputElement||i instanceof HTMLTextAreaElement||i instanceof HTMLSelectElement;function T(i,t="",e=""){let r=document.createElement(i);return t&&(r.className=t),e&&(r.textContent=e),r}var et=class{constructor(t,e){this.now=t,this.restore=e,this.steps=[t()],this.at=0,this.kind="",this.time=0}commit(t){let e=this.now();if(e===
this.steps[this.at])return;let r=t&&t===this.kind&&performance.now()-this.time<800&&this.at>0&&this.at===this.steps.length-1;this.steps.length=
this.at+1,r?this.steps[this.at]=e:this.at=this.steps.push(e)-1,this.steps.length>200&&(this.steps.shift(),this.at--),this.kind=t,this.time=performance.
now()}get back(){return this.at>0}get forth(){return this.at<this.steps.length-1}go(t){if(t<0?!this.back:!this.forth)return!1;let e=this.steps[this.
at]??"",r=this.steps[this.at+=t]??"";return this.kind="",this.restore(r,e),!0}};function Ft(i){let t=new URLSearchParams;for(let[e,r]of new FormData(i))t.append(e,String(r));return t}var Pt;function f(i,t={}){Pt??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",r=""]=i.split("."),s=Pt[e]?.[r]??i;return(typeof s==
"string"?s:s[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??s.other??i).replace(/\{\{\.(\w+)\}\}/g,(o,a)=>String(
t[a]??""))}var Ie=1200,wt=i=>"photogram:unsaved:"+i.getAttribute("action"),bt=i=>Ft(i).toString(),it=class extends Error{constructor(t){super("not save\
d"),this.status=t}},rt=class{constructor(t){this.form=t,this.note=b(document,"[data-kept]"),this.itself="keeps"in t.dataset,this.leaving=!1,
this.running=null,this.failed="",this.waiting=!1,this.later=this.tries=0,this.seen=this.saved="",this.begin(),t.addEventListener("submit",e=>this.
submit(e)),addEventListener("beforeunload",e=>{this.leaving||!this.dirty()||(!this.itself||this.failed)&&e.preventDefault()}),addEventListener(
"pagehide",()=>this.leave()),addEventListener("pageshow",e=>{e.persisted&&(this.leaving=!1)}),this.itself&&(document.addEventListener("visib\
ilitychange",()=>{document.visibilityState==="hidden"&&this.save().catch(()=>{})}),setInterval(()=>this.look(),Ie),addEventListener("online",
()=>{this.later=this.tries=0}))}begin(){this.seen=this.said(),this.saved=b(this.form,".problem")?"":this.seen}said(){return bt(this.form)}dirty(){
return this.said()!==this.saved}look(){let t=this.said(),e=t===this.seen;this.seen=t,t===this.saved?this.failed="":e?!this.leaving&&this.failed!==
t&&Date.now()>=this.later&&this.save().catch(()=>{}):this.tell(f("keeper.saving"))}async save(){for(;this.running;)await this.running.catch(
()=>{});let t=this.said();if(!(this.leaving||t===this.saved)){this.running=this.send(t);try{await this.running,this.saved=t,this.failed="",this.
later=this.tries=0,this.tell(f("keeper.saved"))}catch(e){let r=e instanceof it?e.status:0;this.failed=r>=400&&r<500&&r!==429?t:"",this.failed||
(this.later=Date.now()+Math.min(6e4,1e3*2**this.tries++));let s=r===401?f("keeper.logged-out"):r===404?f("keeper.gone"):f("keeper.wrong");throw this.
tell(this.failed?s:f("keeper.again")),e}finally{this.running=null}}}async send(t){let e=new URLSearchParams(t);e.set("action","keep");let r=await fetch(
this.form.getAttribute("action")||"",{method:"POST",body:e,redirect:"manual",keepalive:e.toString().length<6e4,headers:{"HX-Request":"true"}});
if(r.type==="opaqueredirect"||r.status>=400)throw new it(r.status)}submit(t){if(!this.running||t.defaultPrevented){t.defaultPrevented||(this.
leaving=!0);return}if(t.preventDefault(),this.waiting)return;this.waiting=!0;let e=t.submitter;this.running.catch(()=>{}).then(()=>{this.waiting=
!1,this.form.requestSubmit(e)})}leave(){try{if(this.leaving||!this.dirty())return;"edit"in this.form.dataset&&sessionStorage.setItem(wt(this.
form),this.said()),this.itself&&this.send(this.said()).catch(()=>{})}catch{}}tell(t){this.note&&(this.note.textContent=t)}};function Xt(i){let t=null;
try{t=sessionStorage.getItem(wt(i)),sessionStorage.removeItem(wt(i))}catch{}if(t===null||b(i,".problem"))return!1;let e=bt(i),r=new URLSearchParams(
t);for(let s of i.elements){if(!R(s)||!s.name||s.type==="submit"||s.type==="file")continue;let n=r.getAll(s.name);s instanceof HTMLInputElement&&
(s.type==="checkbox"||s.type==="radio")?s.checked=n.includes(s.value):n.length===1&&(s.value=n[0]??"")}return bt(i)!==e}function H(i){switch(i){case"ArrowLeft":return[-1,0];case"ArrowRight":return[1,0];case"ArrowUp":return[0,-1];case"ArrowDown":return[0,1];default:
return[0,0]}}function Se(){let i=b(document,"[data-voice]");if(i)return i;let t=T("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function F(i){let t=Se();t.textContent="",setTimeout(()=>{t.textContent=i},50)}function qt({className:i="dialog",title:t,body:e,cancel:r,closed:s}){let n=T("dialog",i);t.id||="dialog-"+Math.random().toString(36).slice(2),
n.setAttribute("aria-labelledby",t.id);let o=T("button","button quiet dialog-cancel",r);return o.type="button",o.addEventListener("click",()=>n.
close()),n.append(...e,o),n.addEventListener("click",a=>{a.target===n&&n.close()}),n.addEventListener("close",()=>{s?.(n),n.remove()}),document.
body.append(n),{box:n,button:o}}function xt(i,t){return new Promise(e=>{let r=T("div","confirm-body"),s=T("p","",i),n=T("button","button dan\
ger",t);n.type="button",r.append(s,n);let{box:o,button:a}=qt({title:s,body:[r],cancel:f("app.cancel"),closed:()=>e(o.returnValue==="yes")});
n.addEventListener("click",()=>o.close("yes")),o.showModal(),a.focus()})}var Oe="photogram-single-keys";function Bt(){try{return localStorage.getItem(Oe)!=="off"}catch{return!0}}function P(i,{action:t,run:e,keep:r=4500}={}){let s=T("div","toast");if(s.append(T("span","",i)),t){let n=T("button","",t);n.type="button",n.
addEventListener("click",()=>{s.remove(),e?.()}),s.append(n)}b(document,"#toasts")?.replaceChildren(s),setTimeout(()=>s.remove(),t?r*2:r)}var jt=i=>g(i,"input",HTMLInputElement);function Y(i){let t=jt(i),e=g(i,"output",HTMLOutputElement),r=b(i,"[data-reset]",HTMLButtonElement),
s=Number(t.min),n=Number(t.max),o=h=>(h-s)/(n-s),a=t.hasAttribute("data-centre")?o(0):0,c=o(Number(t.value));t.style.setProperty("--from",String(
Math.min(a,c))),t.style.setProperty("--to",String(Math.max(a,c))),e.value=t.value+(e.dataset.unit||"");let l=Number(t.value)!==Number(i.dataset.
slider);i.toggleAttribute("data-changed",l),r&&(r.disabled=!l)}function Ut(i,t){let e=jt(i),r=g(i,"output"),s=g(i,"label").textContent.trim(),
n=T("button","slider-reset");n.type="button",n.dataset.reset="",n.title=f("editor.reset"),n.setAttribute("aria-label",f("editor.reset-name",
{name:s})),r.replaceWith(n),n.append(r);let o=()=>{Number(e.value)!==Number(i.dataset.slider)&&(e.value=i.dataset.slider||"",Y(i),e.focus(),
t())};n.addEventListener("click",o),e.addEventListener("dblclick",o),e.addEventListener("input",()=>Y(i)),Y(i)}var C=["brightness","contrast","saturation","warmth","tint","highlights","shadows","fade","vignette","sharpen","structure"],Ae=i=>Number(i.toPrecision(
6)),S={filter:"Normal",strength:100,ratio:"original",crop:null,rotate:0,flip_h:!1,flip_v:!1,straighten:0,perspective_v:0,perspective_h:0,brightness:0,
contrast:0,saturation:0,warmth:0,tint:0,highlights:0,shadows:0,fade:0,vignette:0,sharpen:0,structure:0},st=class{constructor(t,e){this.root=
t,this.form=e,this.id=t.dataset.item||"",this.preview=t.dataset.preview||"",this.width=Number(t.dataset.width),this.height=Number(t.dataset.
height),this.blob=null,this.bitmap=null,this.mini=null,this.stripKey=this.stampKey=""}field(t){let e=this.form.elements.namedItem(`i${this.id}\
.${t}`);if(!R(e)&&!(e instanceof RadioNodeList))throw new Error("the form lacks "+t);return e}get recipe(){let t=h=>this.field(h).value,e=h=>Number(
t(h))||0,r=h=>{let d=this.field(h);return d instanceof HTMLInputElement&&d.checked},[s=NaN,n=NaN,o=NaN,a=NaN,...c]=t("crop").split(",").map(
Number),l={...S,filter:t("filter"),strength:Number(t("strength")),ratio:t("ratio")||"original",crop:c.length===0&&[s,n,o,a].every(Number.isFinite)?
{x:s,y:n,w:o,h:a}:null,rotate:e("rotate"),flip_h:r("flip_h"),flip_v:r("flip_v"),straighten:e("straighten"),perspective_v:e("perspective_v"),
perspective_h:e("perspective_h")};for(let h of C)l[h]=e(h);return l}change(t){for(let[e,r]of Object.entries(t)){let s=this.field(e);e==="cro\
p"?s.value=t.crop?[t.crop.x,t.crop.y,t.crop.w,t.crop.h].map(Ae).join():"":typeof r!="boolean"?s.value=String(r):s instanceof HTMLInputElement&&
(s.checked=r);let n=R(s)&&s.type==="range"&&_(s,"[data-slider]");n&&Y(n)}}};var zt="photogram.edit";function nt(i){let{crop:t,ratio:e,rotate:r,flip_h:s,flip_v:n,straighten:o,perspective_h:a,perspective_v:c,...l}=i;return l}
var Kt=i=>localStorage.setItem(zt,JSON.stringify(i));function yt(i){try{let t=JSON.parse(localStorage.getItem(zt)||"null"),e=nt(S);if(!t||typeof t!=
"object"||t.filter!=="Normal"&&!i[t.filter])return null;e.filter=t.filter;for(let r of["strength",...C]){let s=Math.round(Number(t[r]));Number.
isFinite(s)&&(e[r]=s)}return e}catch{return null}}function Wt(i,t,e,r){function s(o){e.before!==o&&(e.before=o,g(i,"[data-view-before]").hidden=!o,t.classList.toggle("held",o),e.draw())}t.addEventListener(
"pointerdown",o=>{t.setPointerCapture(o.pointerId),s(!0)});for(let o of["pointerup","pointercancel","lostpointercapture","blur"])t.addEventListener(
o,()=>s(!1));t.addEventListener("keydown",o=>{(o.key===" "||o.key==="Enter")&&(o.preventDefault(),s(!0))}),t.addEventListener("keyup",()=>s(
!1));let n=0;e.canvas.addEventListener("pointerdown",o=>{o.button===0&&r()&&(n=setTimeout(()=>s(!0),160))});for(let o of["pointerup","pointe\
rcancel"])addEventListener(o,()=>{clearTimeout(n),n&&s(!1),n=0});return e.stage.addEventListener("contextmenu",o=>o.preventDefault()),addEventListener(
"keyup",o=>{o.key.toLowerCase()==="b"&&s(!1)}),addEventListener("blur",()=>s(!1)),s}var ot=[.2126,.7152,.0722],O=i=>Math.min(1,Math.max(0,i)),B=i=>i;function Yt(i=[]){let t=i.length/2;if(t===0)return B;let e=[],r=[];for(let o=0;o<
t;o++)e.push(i[2*o]),r.push(i[2*o+1]);let s=[],n=[];for(let o=0;o<t-1;o++)s.push((r[o+1]-r[o])/(e[o+1]-e[o]));for(let o=0;o<t;o++)t===1?n.push(
0):o===0?n.push(s[0]):o===t-1?n.push(s[t-2]):n.push(s[o-1]*s[o]>0?(s[o-1]+s[o])/2:0);return s.forEach((o,a)=>{if(o===0){n[a]=n[a+1]=0;return}
let c=n[a]/o,l=n[a+1]/o,h=c*c+l*l;if(h>9){let d=3/Math.sqrt(h);n[a]=d*c*o,n[a+1]=d*l*o}}),o=>{let a=o*255;if(a<=e[0])return r[0]/255;for(let c=0;c<
t-1;c++){if(a>e[c+1])continue;let l=e[c+1]-e[c],h=(a-e[c])/l,d=h*h,u=h*h*h,m=(2*u-3*d+1)*r[c]+(u-2*d+h)*l*n[c]+(3*d-2*u)*r[c+1]+(u-d)*l*n[c+
1];return O(m/255)}return r[t-1]/255}}function Gt(i){if(!i)return B;let t=Math.pow(2,-.8*i);return e=>Math.pow(e,t)}function Ne(i,t){return!i&&
!t?B:e=>{let r=1-e;return O(e+.945*i*e*r*r+.945*t*e*e*r)}}function Zt(i){return i>0?t=>{let e=3*t*t-2*t*t*t;return O(t+.7*i*(e-t))}:i<0?t=>.5+
(t-.5)*(1+.5*i):B}var Re=i=>i?t=>t*(1-.24*i)+.15*i:B,He={screen:(i,t)=>i+t-i*t,multiply:(i,t)=>i*t,lighten:(i,t)=>Math.max(i,t),"soft-light"(i,t){
if(t<=.5)return i-(1-2*t)*i*(1-i);let e=i<=.25?((16*i-12)*i+4)*i:Math.sqrt(i);return i+(2*t-1)*(e-i)}};function Ce({blend:i,color:t,amount:e},r){
let s=t[r]/255;return n=>O(n+e*(He[i](n,s)-n))}var Et=(...i)=>t=>i.reduce((e,r)=>r(e),t);function Vt(i,t){return t===0?B:t===1?i:e=>e+t*(i(e)-
e)}function $t(i){let t=new Uint8Array(256);for(let e=0;e<256;e++)t[e]=Math.round(O(i(e/255))*255);return t}var Jt=[1,0,0,0,1,0,0,0,1];function X(i,t){
let e=[0,0,0,0,0,0,0,0,0];for(let r=0;r<3;r++)for(let s=0;s<3;s++)for(let n=0;n<3;n++)e[3*r+s]+=t[3*r+n]*i[3*n+s];return e}var Qt=(i,t)=>i.map(
(e,r)=>Jt[r]+t*(e-Jt[r]));function te(i){let[t,e,r]=ot.map(s=>s*(1-i));return[t+i,e,r,t,e+i,r,t,e,r+i]}function ee(i,t,e){let r=ot[0]*i+ot[1]*
t+ot[2]*e;return[i/r,0,0,0,t/r,0,0,0,e/r]}var ie=i=>ee(1+.11*i,1+.015*i,1-.14*i),Fe=i=>ee(1+.06*i,1-.08*i,1+.06*i),Pe=i=>Qt([.393,.769,.189,
.349,.686,.168,.272,.534,.131],i);function Xe(i){let t=i*Math.PI/180,e=Math.sin(t),r=Math.cos(t),s=(n,o,a)=>n+r*o+e*a;return[s(.213,.787,-.213),
s(.715,-.715,-.715),s(.072,-.072,.928),s(.213,-.213,.143),s(.715,.285,.14),s(.072,-.072,-.283),s(.213,-.213,-.787),s(.715,-.715,.715),s(.072,
.928,.072)]}function qe(i){let t=te(i.saturation);return i.sepia&&(t=X(t,Pe(i.sepia))),i.hue&&(t=X(t,Xe(i.hue))),i.warmth&&(t=X(t,ie(i.warmth))),
t}var Be=(i,t)=>Et(Zt(i.contrast||0),Yt(i.rgb),Yt([i.red,i.green,i.blue][t]),...(i.tints||[]).map(e=>Ce(e,t)));function j(i,t){let e=t[i.filter??
""],r=e||{saturation:1},s=e?(i.strength??100)/100:0,n=l=>(i[l]||0)/100,o=$t(Et(Vt(Gt(r.brightness||0),s),Gt(n("brightness")),Ne(n("shadows"),
n("highlights")))),a=Qt(qe(r),s);a=X(a,te(1+n("saturation"))),a=X(a,ie(2*n("warmth"))),a=X(a,Fe(2*n("tint")));let c=[0,1,2].map(l=>$t(Et(Vt(
Be(r,l),s),Zt(n("contrast")),Re(n("fade")))));return{pre:[o,o,o],matrix:a,offset:[0,0,0],post:c,vignette:1-(1-s*(r.vignette||0))*(1-.75*n("v\
ignette")),structure:n("structure"),sharpen:n("sharpen")}}var q=2048;function kt(i){let t=new Int32Array(3072);for(let e=0;e<3;e++)for(let r=0;r<
256;r++)for(let s=0;s<3;s++){let n=Math.fround(i.matrix[3*s+e])*i.pre[e][r];e===0&&(n+=Math.fround(i.offset[s])+.5+q),t[4*(256*e+r)+s]=Math.
floor(n*65536+.5)}return t}function Mt(i,t,e,r){let s=kt(e),[n,o,a]=e.post,c=l=>l<0?0:l>255?255:l;for(let l=0;l<i.length;l+=4){let h=4*i[l],
d=4*(256+i[l+1]),u=4*(512+i[l+2]);i[l]=n[c((s[h]+s[d]+s[u]>>16)-q)],i[l+1]=o[c((s[h+1]+s[d+1]+s[u+1]>>16)-q)],i[l+2]=a[c((s[h+2]+s[d+2]+s[u+
2]>>16)-q)]}if(e.vignette>0)for(let l=0,h=0;l<i.length;l+=4,h++){let d=h%t+.5-r.x,u=Math.floor(h/t)+.5-r.y,m=O((Math.sqrt(d*d+u*u)/r.half-.35)/
.65);if(m===0)continue;let x=1-e.vignette*m*m*(3-2*m);for(let y=0;y<3;y++)i[l+y]=Math.floor(i[l+y]*x+.5)}}function Tt(i,t){let e=i.mirror?4-t.quarters:t.quarters;return{quarters:(i.quarters+e)%4,mirror:i.mirror!==t.mirror}}function Lt(i){let t={quarters:0,
mirror:!1};return i.flip_h&&(t=Tt(t,{quarters:0,mirror:!0})),i.flip_v&&(t=Tt(t,{quarters:2,mirror:!0})),Tt(t,{quarters:(i.rotate||0)/90%4,mirror:!1})}
var ct=(i,t,e)=>i.quarters%2?[e,t]:[t,e];function je(i,t,e){let[r]=ct(i,t,e),s=i.mirror?-1:1,n=i.mirror?r-1:0;return[[s,0,n,0,1,0],[0,1,0,-s,
0,e-1-n],[-s,0,t-1-n,0,-1,e-1],[0,-1,t-1,s,0,n]][i.quarters]??[]}function Ue(i,t,e){if(!i)return{x:0,y:0,w:t,h:e};let r=(c,l,h)=>{let d=Math.
min(Math.round(O(c)*h),h-1);return[d,Math.max(Math.round(O(c+l)*h),d+1)-d]},[s,n]=r(i.x,i.w,t),[o,a]=r(i.y,i.h,e);return{x:s,y:o,w:n,h:a}}var re=.35;
function U(i,t,e,r){let s=Lt(i),[n,o]=ct(s,t,e),a=Ue(i.crop,n,o),c=r?{x:0,y:0,w:n,h:o}:a,l={width:c.w,height:c.h,frameW:n,frameH:o,map:je(s,
t,e),left:c.x,top:c.y,warp:null,flat:!0,key:"",draft:!1,crop:{x:a.x-c.x,y:a.y-c.y,w:a.w,h:a.h}},h=(i.perspective_h||0)/100*re,d=(i.perspective_v||
0)/100*re;if(i.straighten||h||d){let u=(i.straighten||0)*Math.PI/180,m=n/2,x=o/2,y=Math.sin(u),p=Math.cos(u),w=0;for(let M of[-1,1])for(let D of[
-1,1]){let I=1+h*M+d*D,L=M*m/I,N=D*x/I;w=Math.max(w,Math.abs(L*p+N*y)/m,Math.abs(N*p-L*y)/x)}y/=w,p/=w;let v=[h/m,d/x,1-h-d],E=l.warp=[m*v[0]+
p,m*v[1]+y,m*v[2]-p*m-y*x,x*v[0]-y,x*v[1]+p,x*v[2]+y*m-p*x,...v];for(let M=0;M<9;M+=3)E[M+2]+=E[M]*c.x+E[M+1]*c.y;l.flat=!h&&!d}return l.key=
[l.width,l.height,l.left,l.top,l.map,i.straighten||0,h,d].join(),l}var at=.05,A=()=>({x:0,y:0,w:1,h:1}),G=i=>!i||i.w>.9999&&i.h>.9999;function V(i,t){
if(i==="free")return null;if(i==="original")return 1;let[e=1,r=1]=i.split(":").map(Number);return e/r/t}function _t(i,t){let e=i||A(),r=Math.
sqrt(e.w*e.h/t),s=r*t,n=Math.min(1,1/s,1/r);return s*=n,r*=n,z({x:e.x+e.w/2-s/2,y:e.y+e.h/2-r/2,w:s,h:r})}var se=i=>i>1?{x:0,y:(1-1/i)/2,w:1,
h:1/i}:{x:(1-i)/2,y:0,w:i,h:1};function z(i){let t=Math.min(1,i.w),e=Math.min(1,i.h);return{x:Math.min(Math.max(0,i.x),1-t),y:Math.min(Math.
max(0,i.y),1-e),w:t,h:e}}function Dt(i,t,e,r,s,n){let o=i.x,a=i.y,c=i.x+i.w,l=i.y+i.h,h=t<0?c:t>0?1-o:1,d=e<0?l:e>0?1-a:1,u=t?Math.min(h,Math.
max(at,i.w+t*r)):i.w,m=e?Math.min(d,Math.max(at,i.h+e*s)):i.h;if(n){let x=i.x+i.w/2,y=i.y+i.h/2,p=t?h:2*Math.min(x,1-x),w=e?d:2*Math.min(y,1-
y);!e||t&&Math.abs(u-i.w)/i.w>=Math.abs(m-i.h)/i.h?m=u/n:u=m*n;let v=Math.max(1,at/u,at/m),E=Math.min(1,p/(u*v),w/(m*v));u*=v*E,m*=v*E}return z(
{x:t<0?c-u:t>0?o:i.x+i.w/2-u/2,y:e<0?l-m:e>0?a:i.y+i.h/2-m/2,w:u,h:m})}var ne=(i,t)=>t?{x:1-i.y-i.h,y:i.x,w:i.h,h:i.w}:{x:i.y,y:1-i.x-i.w,w:i.
h,h:i.w},oe=(i,t)=>t?{...i,x:1-i.x-i.w}:{...i,y:1-i.y-i.h};var ze=i=>[i.includes("e")?1:i.includes("w")?-1:0,i.includes("s")?1:i.includes("n")?-1:0],lt=class{constructor(t,{get:e,set:r,done:s}){this.
frame=t,this.box=g(t,"[data-crop-box]"),this.get=e,this.set=r,this.done=s,this.handle="",this.pointers=new Map,this.start=this.present(),t.addEventListener(
"pointerdown",n=>this.down(n)),t.addEventListener("pointermove",n=>this.move(n));for(let n of["pointerup","pointercancel","lostpointercaptur\
e"])t.addEventListener(n,o=>this.up(o));this.box.addEventListener("keydown",n=>this.key(n))}show(t){let e=t||A(),r=s=>(100*s).toFixed(4)+"%";
Object.assign(this.box.style,{left:r(e.x),top:r(e.y),width:r(e.w),height:r(e.h)});for(let[s,n]of Object.entries({x0:e.x,y0:e.y,x1:e.x+e.w,y1:e.
y+e.h}))this.frame.style.setProperty("--"+s,r(n))}present(){return{size:this.frame.getBoundingClientRect(),crop:A(),aspect:null,points:[...this.
pointers.values()].map(t=>({...t}))}}begin(){let{crop:t,aspect:e}=this.get();this.start={...this.present(),crop:t||A(),aspect:e}}down(t){t.button>
0||this.pointers.size>1||this.pointers.size===0&&t.target===this.frame||(t.preventDefault(),this.box.focus({preventScroll:!0}),this.pointers.
size===0&&(this.handle=W(t.target)?.dataset.handle||""),this.pointers.set(t.pointerId,{x:t.clientX,y:t.clientY}),this.frame.setPointerCapture(
t.pointerId),this.frame.toggleAttribute("data-dragging",!0),this.begin())}move(t){let e=this.pointers.get(t.pointerId);if(!e)return;e.x=t.clientX,
e.y=t.clientY;let{crop:r,aspect:s,size:n,points:o}=this.start,[a,c]=this.pointers.values(),[l,h]=o;if(!a||!l)return;let d=(a.x-l.x)/n.width,
u=(a.y-l.y)/n.height;if(c&&h){let m=(E,M)=>Math.hypot(E.x-M.x,E.y-M.y)||1,x=Math.min(1/r.w,1/r.h),y=Math.max(.05/r.w,.05/r.h),p=Math.min(x,Math.
max(y,m(a,c)/m(l,h))),w=(a.x+c.x-l.x-h.x)/2/n.width,v=(a.y+c.y-l.y-h.y)/2/n.height;this.set(z({x:r.x+r.w*(1-p)/2+w,y:r.y+r.h*(1-p)/2+v,w:r.w*
p,h:r.h*p}))}else this.handle?this.set(Dt(r,...ze(this.handle),d,u,s)):this.set(z({...r,x:r.x+d,y:r.y+u}))}up(t){if(this.pointers.delete(t.pointerId)){
if(this.pointers.size>0){this.handle="",this.begin();return}this.frame.removeAttribute("data-dragging"),this.done("")}}key(t){let[e,r]=H(t.key);
if(!e&&!r||t.ctrlKey||t.metaKey)return;t.preventDefault();let s=t.altKey?.002:.01,{crop:n,aspect:o}=this.get(),a=n||A();t.shiftKey?this.set(
Dt(a,Math.abs(e),Math.abs(r),e*s,r*s,o)):this.set(z({...a,x:a.x+e*s,y:a.y+r*s})),this.done("crop keys")}};function ae(i,t,e,r){async function s(n){if(!("shared"in i.dataset&&t.dirty()&&!await xt(f("editor.save-first"),f("editor.save-go"))))try{await t.
save(),t.leaving=!0,n()}catch{P(f("editor.not-saved"))}}for(let n of r)n.addEventListener("click",o=>{!t.dirty()||o.ctrlKey||o.metaKey||o.shiftKey||
(o.preventDefault(),s(()=>location.assign(n.href)))});for(let n of k(i,"[data-remove-item]"))n.addEventListener("click",async o=>{t.leaving||
(o.preventDefault(),await xt(e.length>1?f("editor.remove-photo"):f("editor.remove-draft"),f("editor.remove"))&&s(()=>i.requestSubmit(n)))})}var It=i=>createImageBitmap(i,{colorSpaceConversion:"none",premultiplyAlpha:"none"}),Ke=i=>new Promise(t=>{setTimeout(t,i)});async function ce(i){
for(let t=350,e=0;;e++,t=Math.min(t*1.5,5e3)){let r;try{let s=await fetch(i,{cache:e?"reload":"default",credentials:"same-origin"});if(s.ok&&
(s.headers.get("Content-Type")||"").startsWith("image/"))return await s.blob();r=s.status}catch(s){r=s instanceof Error?s.message:String(s)}
if(e>=30||r===401||r===403)throw new Error("the preview did not come: "+r);await Ke(t)}}function ht(i,t){let e=i.getContext("2d",t);if(!e)throw new Error(
"no 2D context");return e}function We({canvas:i,ctx:t,plan:e,k:r},s,n,o,{x:a,y:c}){let{rotate:l,flip_h:h,flip_v:d}=n,u=Math.min(1,400/Math.max(
e.frameW,e.frameH)),m=$(s,{rotate:l,flip_h:h,flip_v:d},Math.max(e.frameW,e.frameH)*u),x=m.ctx.getImageData(0,0,m.canvas.width,m.canvas.height),
y=t.createImageData(i.width,i.height),p=new Uint32Array(x.data.buffer),w=new Uint32Array(y.data.buffer),v=(E,M)=>Math.min(M-1,Math.max(0,Math.
floor(E)));for(let E=0,M=0;E<y.height;E++)for(let D=0;D<y.width;D++,M++){let I=(D+.5)/r+a,L=(E+.5)/r+c,N=o[6]*I+o[7]*L+o[8],Q=v((o[0]*I+o[1]*
L+o[2])/N*m.k,x.width);w[M]=p[v((o[3]*I+o[4]*L+o[5])/N*m.k,x.height)*x.width+Q]}t.setTransform(1,0,0,1,0,0),t.putImageData(y,0,0)}function $(i,t,e,{
square:r=!1,whole:s=!1}={}){let n=U(t,i.width,i.height,s),o=document.createElement("canvas"),{x:a,y:c,w:l,h}={x:0,y:0,w:n.width,h:n.height};
r&&([a,c,l,h]=[(l-Math.min(l,h))/2,(h-Math.min(l,h))/2,Math.min(l,h),Math.min(l,h)]);let d=Math.min(1,e/(r?l:Math.max(l,h)));o.width=Math.max(
1,Math.round(l*d)),o.height=Math.max(1,Math.round(h*d));let u=ht(o,{willReadFrequently:!0});if(u.imageSmoothingQuality="high",u.scale(d,d),u.
translate(-n.left-a,-n.top-c),n.warp&&n.flat){let[I,L,,N,Q]=n.warp,tt=I*Q-L*N;u.translate(n.frameW/2,n.frameH/2),u.transform(Q/tt,-N/tt,-L/tt,
I/tt,0,0),u.translate(-n.frameW/2,-n.frameH/2)}let[m,x,y,p,w,v]=n.map,E=y+(1-m-x)/2,M=v+(1-p-w)/2;u.transform(m,x,p,w,-(m*E+p*M),-(x*E+w*M)),
u.drawImage(i,0,0);let D={canvas:o,ctx:u,plan:n,k:d};return n.warp&&!n.flat&&We(D,i,t,n.warp,{x:a,y:c}),D}async function le(i){i.blob??=ce(i.preview);try{return await i.blob}catch(t){throw i.blob=null,t}}var he=i=>createImageBitmap(i,{resizeWidth:Math.
ceil(i.width/4),resizeHeight:Math.ceil(i.height/4),resizeQuality:"medium"});async function de(i,t,e){let r=await It(await le(i));if(!e())return r.
close();i.bitmap=r,i.mini??=await he(r);for(let s of t)s!==i&&s.bitmap&&(s.bitmap.close(),s.bitmap=null)}var St=!1;async function ue(i,t){if(!St){
St=!0;for(let e of i)try{if(!e.mini){let r=await It(await le(e));e.mini=await he(r),r.close()}t(e)}catch{}St=!1}}var Ye=()=>new Promise(i=>{"requestIdleCallback"in window?requestIdleCallback(i,{timeout:200}):requestAnimationFrame(i)});function fe({canvas:i,
ctx:t,plan:e,k:r},s,n){Mt(n.data,i.width,s,{x:i.width/2,y:i.height/2,half:Math.sqrt(e.crop.w**2+e.crop.h**2)/2*r}),t.putImageData(n,0,0)}function pe(i,t,e,r){
let s=$(i,t,r,{square:!0});return fe(s,j(t,e),s.ctx.getImageData(0,0,s.canvas.width,s.canvas.height)),s.canvas}var dt=class{constructor(t){this.
looks=t,this.turn=0}async draw(t,e){let r=t.recipe,s=JSON.stringify({...r,filter:"",strength:0,sharpen:0,structure:0}),n=++this.turn;if(t.stripKey===
s)return;let o=$(e,r,160,{square:!0}),a=o.ctx.getImageData(0,0,o.canvas.width,o.canvas.height);for(let c of k(t.root,"[data-look-thumb]",Element)){
if(await Ye(),n!==this.turn)return;let l=c.getAttribute("data-look-thumb")||"",h=c.parentElement&&b(c.parentElement,"canvas",HTMLCanvasElement);
h||(h=T("canvas","look-thumb"),c.after(h),c.setAttribute("hidden","")),Object.assign(h,{width:a.width,height:a.height}),fe({...o,canvas:h,ctx:ht(
h)},j({...r,filter:l,strength:100},this.looks),new ImageData(a.data.slice(),a.width,a.height))}t.stripKey=s}},ut=class{constructor(t){this.canvas=
t,this.ctx=ht(t),this.bitmap=null,this.draft=null,this.slow=!1,this.key="",this.from=new ImageData(1,1),this.k=1}load(t){this.bitmap=t,this.
key=""}measure(){}render(t,e,r,s){if(this.key!==t.key&&this.bitmap){let{ctx:d,canvas:u,k:m}=$(this.bitmap,r,1e3,{whole:s});this.from=d.getImageData(
0,0,u.width,u.height),this.k=m,this.key=t.key}let{width:n,height:o,data:a}=this.from,{k:c}=this,l=t.crop;(this.canvas.width!==n||this.canvas.
height!==o)&&Object.assign(this.canvas,{width:n,height:o});let h=new ImageData(a.slice(),n,o);Mt(h.data,n,e,{x:(l.x+l.w/2)*c,y:(l.y+l.h/2)*c,
half:Math.sqrt(l.w**2+l.h**2)/2*c}),this.ctx.putImageData(h,0,0)}};function me(i,t,e){let r=()=>k(i,"[data-for]"),s=a=>t.find(c=>c.id===a.dataset.for),n=null,o=0;i.addEventListener("pointerdown",a=>{let c=_(
a.target,"[data-for]");!c||a.button!==0||(n={link:c,x:a.clientX,moved:!1,held:a.pointerType==="mouse",id:a.pointerId},n.held||(o=setTimeout(
()=>{n&&(n.held=!0,c.classList.add("dragged"))},250)))}),i.addEventListener("pointermove",a=>{if(!n)return;let c=Math.abs(a.clientX-n.x)>6;if(!n.
held){c&&(clearTimeout(o),n=null);return}if(!c&&!n.moved)return;n.moved||(n.moved=!0,n.link.classList.add("dragged"),i.setPointerCapture(n.id));
let l=s(n.link),h=r().findIndex(d=>{let u=d.getBoundingClientRect();return a.clientX>=u.left&&a.clientX<u.right});l&&h>=0&&h!==t.indexOf(l)&&
e(l,h)});for(let a of["pointerup","pointercancel"])i.addEventListener(a,()=>{clearTimeout(o),n?.link.classList.remove("dragged"),n?.moved&&i.
addEventListener("click",c=>{c.preventDefault(),c.stopImmediatePropagation()},{once:!0,capture:!0}),n=null});i.addEventListener("touchmove",
a=>{n?.held&&a.preventDefault()},{passive:!1}),i.addEventListener("dragstart",a=>a.preventDefault()),i.addEventListener("keydown",a=>{let[c]=H(
a.key),l=_(a.target,"[data-for]"),h=l&&s(l);!c||!a.altKey||!h||(a.preventDefault(),e(h,t.indexOf(h)+c),l.focus())})}function J(i,t=i.recipe){let[e,r]=ct(Lt(t),i.width||i.bitmap?.width||1,i.height||i.bitmap?.height||1);return{w:e,h:r,ratio:e/r}}function Ot(i){
let{w:t,h:e}=J(i),r=i.recipe.crop||A();return{w:Math.round(r.w*t),h:Math.round(r.h*e)}}function ge(i,t){let{crop:e}=i.recipe,r=V(t,J(i).ratio);
if(t==="original")i.change({crop:null});else if(r){let s=e?_t(e,r):se(r);i.change({crop:G(s)?null:s})}}function ve(i,t){let e=i.recipe,r=e.crop||
A(),s={};if(t==="left"||t==="right"){s.rotate=(e.rotate+(t==="right"?90:270))%360,s.crop=ne(r,t==="right");let o=t==="right"?1:-1;Object.assign(
s,{perspective_v:o*e.perspective_h,perspective_h:-o*e.perspective_v})}else{let o=t==="mirror",a=o===(e.rotate%180===0)?"flip_h":"flip_v";s[a]=
!e[a],s.crop=oe(r,o),e.straighten&&(s.straighten=-e.straighten),Object.assign(s,o?{perspective_h:-e.perspective_h}:{perspective_v:-e.perspective_v})}
G(s.crop)&&(s.crop=null),i.change(s);let n=s.rotate!==void 0&&e.ratio!=="original"?V(e.ratio,J(i).ratio):null;s.crop&&n&&i.change({crop:_t(s.
crop,n)})}var we=`#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0, 1); }`,be=`#version 300 es
precision highp float; precision highp int; precision highp sampler2D; precision highp isampler2D;
out vec4 result;
vec3 texel(sampler2D s, ivec2 p) { return floor(texelFetch(s, p, 0).rgb * 255. + .5); }
float luma(vec3 v) { return dot(v, vec3(.2126, .7152, .0722)); }
// A level with 16 bits behind the point, in three bytes.
vec4 pack(float v) { int i = int(v * 65536. + .5); return vec4(i >> 16 & 255, i >> 8 & 255, i & 255, 255) / 255.; }
float unpack(sampler2D s, ivec2 p) { return dot(texel(s, p), vec3(65536, 256, 1)) / 65536.; }
vec4 shift(vec3 v, float gain) { return vec4(clamp(floor(v + gain + .5), 0., 255.) / 255., 1); }
`,At={geometry:`uniform sampler2D image; uniform ivec3 mapX, mapY; uniform ivec2 turned, corner; uniform vec3 warpX, warpY, warpZ; uniform i\
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
    }`};var Ge=640,Ve=7,ft=class{constructor(t){let e=t.getContext("webgl2",{alpha:!1,antialias:!1,depth:!1,stencil:!1,powerPreference:"high-perform\
ance"});if(!e)throw new Error("no WebGL 2");this.canvas=t,this.gl=e,this.bitmap=null,this.onrestore=null,this.programs={},this.full=this.layer=
this.sourceLayer(),this.draft=null,this.slow=!1,this.grade=null,this.mixing=this.post=this.full.source,t.addEventListener("webglcontextlost",
r=>r.preventDefault()),t.addEventListener("webglcontextrestored",()=>{this.start(),this.bitmap&&this.load(this.bitmap),this.onrestore?.()}),
this.start()}start(){let t=this.gl;if(this.programs={},this.draft=null,this.slow=!1,this.grade=null,t.disable(t.DITHER),t.pixelStorei(t.UNPACK_COLORSPACE_CONVERSION_WEBGL,
t.NONE),t.bindVertexArray(t.createVertexArray()),this.full=this.layer=this.sourceLayer(),this.mixing=this.texture(),this.post=this.texture(),
t.getParameter(t.MAX_TEXTURE_SIZE)<2048)throw new Error("small textures only");for(let e of Object.keys(At))this.program(e)}sourceLayer(){return{
source:this.texture(),width:0,height:0,targets:{},done:{}}}texture(){let t=this.gl,e=t.createTexture();t.bindTexture(t.TEXTURE_2D,e);for(let r of[
t.TEXTURE_MIN_FILTER,t.TEXTURE_MAG_FILTER])t.texParameteri(t.TEXTURE_2D,r,t.NEAREST);for(let r of[t.TEXTURE_WRAP_S,t.TEXTURE_WRAP_T])t.texParameteri(
t.TEXTURE_2D,r,t.CLAMP_TO_EDGE);return e}program(t){let e=this.programs[t];if(e)return e;let r=this.gl,s=r.createProgram(),n=(o,a)=>{let c=r.
createShader(o);c&&(r.shaderSource(c,a),r.compileShader(c),r.attachShader(s,c))};return n(r.VERTEX_SHADER,we),n(r.FRAGMENT_SHADER,`${be}cons\
t int LOW = ${q};
${At[t]}`),r.linkProgram(s),this.programs[t]={program:s,places:{},linked:!1}}target(t,e,r){let s=this.gl,n=this.layer.targets[t]??={texture:this.
texture(),frame:s.createFramebuffer(),width:0,height:0};return(n.width!==e||n.height!==r)&&(s.bindTexture(s.TEXTURE_2D,n.texture),s.texImage2D(
s.TEXTURE_2D,0,s.RGBA8,e,r,0,s.RGBA,s.UNSIGNED_BYTE,null),s.bindFramebuffer(s.FRAMEBUFFER,n.frame),s.framebufferTexture2D(s.FRAMEBUFFER,s.COLOR_ATTACHMENT0,
s.TEXTURE_2D,n.texture,0),Object.assign(n,{width:e,height:r})),n}draw(t,e,r,s){let n=this.gl,o=this.program(t);if(!o.linked){if(!n.isContextLost()&&
!n.getProgramParameter(o.program,n.LINK_STATUS))throw new Error(t+": "+n.getProgramInfoLog(o.program));o.linked=!0}let a=c=>o.places[c]??=n.
getUniformLocation(o.program,c);n.useProgram(o.program),Object.entries(r).forEach(([c,l],h)=>{n.activeTexture(n.TEXTURE0+h),n.bindTexture(n.
TEXTURE_2D,l),n.uniform1i(a(c),h)});for(let[c,l]of Object.entries(s))this.set(a(c),l);n.activeTexture(n.TEXTURE0),n.bindFramebuffer(n.FRAMEBUFFER,
e?e.frame:null),n.viewport(0,0,e?e.width:this.canvas.width,e?e.height:this.canvas.height),n.drawArrays(n.TRIANGLES,0,3)}set(t,[e,...r]){let s=this.
gl;switch(e){case"1i":s.uniform1iv(t,r);break;case"2i":s.uniform2iv(t,r);break;case"3i":s.uniform3iv(t,r);break;case"1f":s.uniform1fv(t,r);break;case"\
3f":s.uniform3fv(t,r);break}}load(t){let e=this.gl,{width:r,height:s}=this.bitmap=t;Object.assign(this.full,{width:r,height:s,done:{}}),e.bindTexture(
e.TEXTURE_2D,this.full.source),e.texImage2D(e.TEXTURE_2D,0,e.RGBA8,e.RGBA,e.UNSIGNED_BYTE,t);let n=Ge/Math.max(r,s);if(n>=1){this.draft=null;
return}let o=this.layer=this.draft||={source:this.full.source,width:0,height:0,targets:{},done:{}};Object.assign(o,{width:Math.round(r*n),height:Math.
round(s*n),done:{}});let a=this.target("source",o.width,o.height);o.source=a.texture,this.draw("shrink",a,{image:this.full.source},{size:["2\
i",r,s],into:["2i",a.width,a.height]})}measure(t,e){let r=this.gl,s=new Uint8Array(4),n=()=>r.readPixels(0,0,1,1,r.RGBA,r.UNSIGNED_BYTE,s);this.
render(t,e),n();let o=performance.now();this.render(t,e),n(),this.slow=performance.now()-o>Ve}render(t,e){this.renderInto(null,t,e)}renderInto(t,e,r){
let s=["2i",e.width,e.height],n=this.gl,{width:o,height:a}=e,c=Math.max(e.crop.w,e.crop.h);if(n.isContextLost())return;this.layer=e.draft&&this.
draft||this.full;let l=this.layer.done,h=this.target("base",o,a);if(l.base!==e.key){let p=e.warp||[0,0,0,0,0,0,0,0,1],w=e.map;this.draw("geo\
metry",h,{image:this.layer.source},{mapX:["3i",w[0],w[1],w[2]],mapY:["3i",w[3],w[4],w[5]],turned:["2i",e.frameW,e.frameH],corner:["2i",e.left,
e.top],warpX:["3f",p[0],p[1],p[2]],warpY:["3f",p[3],p[4],p[5]],warpZ:["3f",p[6],p[7],p[8]],warped:["1i",e.warp?e.draft?2:1:0]}),Object.assign(
l,{base:e.key,cells:0,structure:0,blur:0,sharpen:0})}let d=h;if(r.structure>0){let p=Math.ceil(c/96),w=Math.ceil(o/p),v=Math.ceil(a/p),E=this.
target("cells",w,v),M=this.target("cells2",w,v),D=["2i",w,v];l.cells!==p&&(this.draw("cells",E,{image:h.texture},{size:s,cell:["1i",p]}),this.
draw("smoothing",M,{image:E.texture},{size:D}),this.draw("smoothing",E,{image:M.texture},{size:D}),l.cells=p,l.structure=0),d=this.target("s\
tructure",o,a),l.structure!==r.structure&&(this.draw("structure",d,{image:h.texture,cells:E.texture},{count:D,cell:["1i",p],amount:["1f",r.structure*
1.1]}),l.structure=r.structure,l.blur=l.sharpen=0)}else l.structure&&(l.structure=l.blur=l.sharpen=0);if(r.sharpen>0){let p=this.target("blu\
r",o,a),w=this.target("sharp",o,a),v=Math.max(.5,c/1600),E=Math.min(8,Math.ceil(2.5*v)),M=new Float32Array(9),D=0;for(let L=-E;L<=E;L++)D+=M[Math.
abs(L)]=Math.exp(-L*L/(2*v*v));for(let L=0;L<=E;L++)M[L]/=D;let I={size:s,radius:["1i",E],"kernel[0]":["1f",...M]};l.blur!==v&&(this.draw("b\
lur",p,{image:d.texture},I),l.blur=v,l.sharpen=0),l.sharpen!==r.sharpen&&(this.draw("sharpen",w,{image:d.texture,blurred:p.texture},{...I,amount:[
"1f",r.sharpen*1.4]}),l.sharpen=r.sharpen),d=w}if(this.grade!==r){let p=new Uint8Array(1024);for(let w=0;w<256;w++)for(let v=0;v<3;v++)p[4*w+
v]=r.post[v][w];n.bindTexture(n.TEXTURE_2D,this.post),n.texImage2D(n.TEXTURE_2D,0,n.RGBA8,256,1,0,n.RGBA,n.UNSIGNED_BYTE,p),n.bindTexture(n.
TEXTURE_2D,this.mixing),n.texImage2D(n.TEXTURE_2D,0,n.RGBA32I,256,3,0,n.RGBA_INTEGER,n.INT,kt(r)),this.grade=r}!t&&(this.canvas.width!==o||this.
canvas.height!==a)&&Object.assign(this.canvas,{width:o,height:a});let{x:u,y:m,w:x,h:y}=e.crop;this.draw("colour",t,{image:d.texture,post:this.
post,mixing:this.mixing},{size:s,frame:["3f",u+x/2,m+y/2,Math.sqrt(x*x+y*y)/2],vignette:["1f",r.vignette],upsideDown:["1i",t?0:1]})}};var pt=class{constructor(t,e,r){this.looks=e,this.page=r,this.stage=g(t,"[data-stage]"),this.fitBox=g(t,"[data-fit]"),this.note=g(t,"[data-v\
iew-note]"),this.canvas=g(t,"[data-canvas]",HTMLCanvasElement),this.nothing=j(S,{}),this.compiled=this.nothing,this.key="",this.before=!1,this.
frame=this.moving=0,this.painter=this.choose(t),new ResizeObserver(()=>this.draw()).observe(this.stage)}choose(t){try{let e=new ft(this.canvas);
return e.load(new ImageData(1,1)),e.render(U(S,1,1,!1),{...this.nothing,structure:1,sharpen:1}),e.onrestore=()=>this.draw(),e}catch{let e=this.
canvas.cloneNode();this.canvas.replaceWith(e),this.canvas=e;for(let r of k(t,"[data-software]"))r.hidden=!1;return new ut(e)}}gradeOf(t){if(this.
before)return this.nothing;let e=[t.filter,t.strength,...C.map(r=>t[r])].join();return e!==this.key&&([this.compiled,this.key]=[j(t,this.looks),
e]),this.compiled}move(){clearTimeout(this.moving),this.moving=setTimeout(()=>{this.moving=0,this.draw()},200),this.draw()}draw(){this.frame||=
requestAnimationFrame(()=>this.paint())}paint(){this.frame=0;let{painter:t}=this,{item:e,whole:r}=this.page.shown(),{bitmap:s,recipe:n}=e;if(!s)
return;t.bitmap!==s&&t.load(s);let o=this.moving&&t.slow?t.draft:null,a=o||s,c=U(n,a.width,a.height,r);c.draft=!!o,t.render(c,this.gradeOf(n),
n,r),this.place(c.width,c.height),this.page.painted(e,r)}measure(){let{item:{bitmap:t,recipe:e},whole:r}=this.page.shown();t&&this.painter.measure(
U(e,t.width,t.height,r),this.gradeOf(e))}place(t,e){let r=getComputedStyle(this.stage),s=Math.min((this.stage.clientWidth-parseFloat(r.paddingLeft)*
2)/t,(this.stage.clientHeight-parseFloat(r.paddingTop)*2)/e);this.fitBox.style.width=Math.max(1,t*s)+"px",this.fitBox.style.height=Math.max(
1,e*s)+"px"}tell(t,e=!1){this.note.hidden=!t,g(this.note,"[data-view-words]").textContent=t,g(this.note,".spinner",Element).toggleAttribute(
"hidden",!e)}};var Z=()=>["filter",...C],xe=["crop","rotate","flip_h","flip_v","straighten","perspective_v","perspective_h"],$e={look:["filter"],adjust:C,crop:xe},
Je={left:()=>f("editor.turned-left"),right:()=>f("editor.turned-right"),mirror:()=>f("editor.mirrored"),flip:()=>f("editor.flipped")},K=(i,t)=>t.
some(e=>JSON.stringify(i[e])!==JSON.stringify(S[e])),Nt=class{constructor(t,e,r,s,n){this.form=t,this.items=e,this.looks=r,this.current=e[0],
this.tab="look",this.thumbs=0,this.strip=g(t,"[data-strip]"),this.add=b(this.strip,"[data-add]",HTMLAnchorElement),this.words=g(t,"[data-wor\
ds]"),this.panels=g(t,"[data-panels]"),this.tabs=k(t,"[data-tab]",HTMLButtonElement),this.cropFrame=g(t,"[data-crop-frame]"),this.remover=b(
t,"[data-delete]");let o=a=>g(t,`[data-do="${a}"]`,HTMLButtonElement);this.doing={undo:o("undo"),redo:o("redo"),reset:o("reset"),before:o("b\
efore"),take:o("take"),paste:o("paste"),copy:b(t,'[data-do="copy"]',HTMLButtonElement)},this.strips=new dt(r),this.view=new pt(t,r,{shown:()=>({
item:this.current,whole:this.tab==="crop"}),painted:(a,c)=>{c&&this.showCrop(a)}}),this.history=new et(()=>JSON.stringify(Object.fromEntries(
e.map(a=>[a.id,a.recipe]))),(a,c)=>this.restore(a,c)),this.cropper=new lt(this.cropFrame,{get:()=>({crop:this.current.recipe.crop,aspect:V(this.
current.recipe.ratio,J(this.current).ratio)}),set:a=>{this.current.change({crop:G(a)?null:a}),this.view.move()},done:a=>{this.changed(a);let{
w:c,h:l}=Ot(this.current);a&&F(f("editor.crop",{w:c,h:l}))}}),me(this.strip,e,(a,c)=>this.arrange(a,c)),this.live(),this.listen(),this.compare=
Wt(t,this.doing.before,this.view,()=>this.tab!=="crop"),this.keys(),ae(t,s,e,[...this.add?[this.add]:[],...k(t,"[data-leave]",HTMLAnchorElement)]),
this.begin(),n?P(f("editor.back")):s.begin()}showCrop(t){this.cropper.show(t.recipe.crop);let{w:e,h:r}=Ot(t);g(t.root,"[data-crop-size]",HTMLOutputElement).
value=`${e} × ${r}`}changed(t){this.history.commit(t),this.follow()}follow(){this.view.draw(),this.buttons(),clearTimeout(this.thumbs),this.
thumbs=setTimeout(()=>this.small(),160)}small(){let{bitmap:t}=this.current;t&&(this.tab==="look"&&this.strips.draw(this.current,t),this.stamp(
this.current))}linkOf(t){return b(this.strip,`[data-for="${t.id}"]`)}stamp(t){let e=this.linkOf(t),r=JSON.stringify(t.recipe);!e||!t.mini||t.
stampKey===r||(t.stampKey=r,e.replaceChildren(pe(t.mini,t.recipe,this.looks,112)))}buttons(){let{current:{recipe:t,root:e},doing:r,history:s,
items:n}=this;r.undo.disabled=!s.back,r.redo.disabled=!s.forth,r.reset.disabled=!K(t,[...Z(),...xe]),r.before.disabled=!K(t,Z()),r.take.disabled=
!K(t,Z()),r.paste.disabled=!yt(this.looks),r.copy&&(r.copy.disabled=!K(t,Z())&&n.every(o=>!K(o.recipe,Z())));for(let o of this.tabs)o.toggleAttribute(
"data-changed",K(t,$e[o.dataset.tab||""]||[]));g(e,"[data-strength]").toggleAttribute("data-off",t.filter==="Normal")}restore(t,e){let[r={},
s={}]=[JSON.parse(t),JSON.parse(e)],n=this.items.filter(({id:a})=>JSON.stringify(r[a])!==JSON.stringify(s[a])),[o]=n;for(let a of n)a.change(
r[a.id]??{});o&&!n.includes(this.current)&&this.select(o);for(let a of n)this.stamp(a);this.follow()}step(t,e){this.history.go(t)&&F(e)}async open(t){
let{view:e}=this,r=()=>this.current===t;if(e.fitBox.hidden=!t.bitmap,e.tell(""),t.bitmap){e.draw(),this.small();return}let s=setTimeout(()=>{
r()&&!t.bitmap&&e.tell(f("editor.preparing"),!0)},250);try{if(await de(t,this.items,r),!r())return;e.tell(""),e.fitBox.hidden=!1,e.paint(),e.
measure(),this.small(),ue(this.items,n=>this.stamp(n))}catch{r()&&e.tell(f("editor.not-shown"))}finally{clearTimeout(s)}}select(t){let{items:e}=this;
this.current=t;for(let r of e)r.root.hidden=r!==t;for(let r of k(this.strip,"[data-for]")){let s=r.dataset.for===t.id;s?r.setAttribute("aria\
-current","true"):r.removeAttribute("aria-current"),s&&r.scrollIntoView({block:"nearest",inline:"nearest"})}this.view.canvas.setAttribute("a\
ria-label",e.length>1?f("editor.photo-of-edited",{n:e.indexOf(t)+1,of:e.length}):f("editor.photo-edited")),this.showTab(this.tab),this.buttons(),
this.shifts(),this.open(t),b(t.root,"[data-looks] input:checked")?.parentElement?.scrollIntoView({block:"nearest",inline:"center"})}arrange(t,e){
let{items:r}=this,s=r.indexOf(t);if(e<0||e>=r.length||e===s)return;r.splice(e,0,...r.splice(s,1));let n=this.linkOf(t),o=k(this.strip,"[data\
-for]").filter(c=>c!==n),a=o[e];n&&a?a.before(n):n&&o.at(-1)?.after(n),r.forEach((c,l)=>{g(c.root,"[data-pos]",HTMLInputElement).value=String(
l+1),this.linkOf(c)?.setAttribute("aria-label",f("editor.photo",{n:l+1}))}),this.shifts(),F(f("editor.photo-of",{n:e+1,of:r.length}))}shifts(){
let t=this.items.indexOf(this.current);for(let e of k(this.current.root,"[data-shift]",HTMLButtonElement))e.disabled=Number(e.dataset.shift)<
0?t===0:t===this.items.length-1}go(t){let e=this.items[this.items.indexOf(this.current)+t];e&&(this.select(e),F(f("editor.photo-of",{n:this.
items.indexOf(e)+1,of:this.items.length})))}showTab(t){this.tab=t,this.form.dataset.tool=t;for(let e of this.tabs){let r=e.dataset.tab===t;e.
setAttribute("aria-selected",String(r)),e.tabIndex=r?0:-1;let s=g(this.current.root,`[data-tool="${e.dataset.tab}"]`);e.setAttribute("aria-c\
ontrols",e.dataset.tab==="text"?"edit-words "+s.id:s.id)}for(let e of k(this.current.root,".tool"))e.hidden=e.dataset.tool!==t;this.words.hidden=
t!=="text",this.remover&&(this.remover.hidden=t!=="text"),this.cropFrame.hidden=t!=="crop",this.panels.scrollTop=0,this.view.draw(),this.small()}live(){
let{add:t,form:e,panels:r,remover:s,strip:n,view:o,words:a}=this,c=g(e,"[data-view]");e.classList.add("edit-live"),c.hidden=g(e,"[data-tabs]").
hidden=!1,r.prepend(a),s&&b(document,".edit-after summary")&&r.append(s),this.doing.redo.classList.add("view-redo");for(let l of k(e,"[data-\
turns]"))l.hidden=!1;for(let l of k(e,"[data-plain-turns], [data-without-js], .item-side, .edit-foot"))l.hidden=!0;for(let l of[...k(e,".too\
l"),a])l.setAttribute("role","tabpanel"),l.setAttribute("aria-labelledby","tab-"+(l.dataset.tool||"text"));for(let l of k(e,"[data-slider]"))
Ut(l,()=>this.changed(""));if(this.items.length>1){o.stage.after(n);return}n.hidden=!0,t&&(t.className="view-button",g(t,"span").className="\
view-words",g(c,".view-gap").after(t))}listen(){let{cropFrame:t,form:e,items:r,tabs:s}=this;for(let o of s)o.addEventListener("click",()=>this.
showTab(o.dataset.tab||"")),o.addEventListener("keydown",a=>{let[c,l]=H(a.key),h=c||l,d=s[a.key==="Home"?0:a.key==="End"?s.length-1:h?(s.indexOf(
o)+h+s.length)%s.length:-1];d&&(a.preventDefault(),d.focus(),this.showTab(d.dataset.tab||""))});this.strip.addEventListener("click",o=>{let a=_(
o.target,"[data-for]"),c=r.find(({id:l})=>l===a?.dataset.for);a&&(o.preventDefault(),c&&c!==this.current&&this.select(c))});let n=o=>{let a=R(
o)&&o.name&&r.find(c=>c.root.contains(o));return a?{item:a,field:o,name:o.name.split(".")[1]||""}:null};e.addEventListener("input",({target:o})=>{
let a=n(o);a?.field.type==="range"&&this.view.move(),a&&(a.name==="straighten"||a.name.startsWith("perspective"))&&t.toggleAttribute("data-s\
traightening",!0)}),e.addEventListener("change",({target:o})=>{let a=n(o);if(!a||a.name==="alt_text")return;let{field:c,item:l,name:h}=a;t.removeAttribute(
"data-straightening"),h==="ratio"&&ge(l,c.value),h==="filter"&&(l.change({strength:100}),c.parentElement?.scrollIntoView({block:"nearest",inline:"\
center"})),this.changed(c.type==="range"?h:"")}),e.addEventListener("click",o=>{let a=_(o.target,"[data-turn], [data-do], [data-delete], [da\
ta-shift]");a&&this.press(a)}),e.addEventListener("invalid",({target:o})=>{let a=r.find(c=>o instanceof Node&&c.root.contains(o));a&&a!==this.
current&&this.select(a),this.showTab(_(o,"[data-tool]:not(form)")?.dataset.tool||"text")},!0)}press(t){let{shift:e,turn:r,do:s}=t.dataset,{current:n,
items:o}=this,a={action:f("editor.undo"),run:()=>{this.history.go(-1)}};if(e&&(this.arrange(n,o.indexOf(n)+Number(e)),t.focus()),(r==="left"||
r==="right"||r==="mirror"||r==="flip")&&(ve(n,r),this.changed(""),F(Je[r]())),"delete"in t.dataset&&b(document,".edit-after summary")?.click(),
s==="undo")this.step(-1,f("editor.undone"));else if(s==="redo")this.step(1,f("editor.redone"));else if(s==="reset")n.change(S),this.changed(
""),F(f("editor.reset-done"));else if(s==="take")Kt(nt(n.recipe)),this.buttons(),P(f("editor.copied"));else if(s==="paste"){let c=yt(this.looks);
if(!c)return;n.change(c),this.changed(""),P(f("editor.pasted"),a)}else if(s==="copy"){let c=nt(n.recipe);for(let l of o)l.change(c);this.changed(
"");for(let l of o)this.stamp(l);P(f("editor.copied-all",{n:o.length}),a)}}keys(){addEventListener("keydown",t=>{_(t.target,"textarea, input\
:not([type=range], [type=radio], [type=checkbox]), dialog")||t.altKey||((t.ctrlKey||t.metaKey)&&/^[zy]$/i.test(t.key)?(t.preventDefault(),t.
shiftKey||t.key.toLowerCase()==="y"?this.step(1,f("editor.redone")):this.step(-1,f("editor.undone"))):!t.ctrlKey&&!t.metaKey&&Bt()&&(t.key.toLowerCase()===
"b"&&!t.repeat&&!this.doing.before.disabled&&this.compare(!0),t.key==="["&&this.go(-1),t.key==="]"&&this.go(1)))})}begin(){let{form:t,items:e}=this,
r=e.find(s=>b(s.root,".problem"));(b(this.words,".problem")||b(t,"[data-tool=text] .problem"))&&(this.tab="text"),this.select(r||e.find(s=>"\
#item-"+s.id===location.hash)||this.current)}};function ye(){let i=b(document,"form[data-edit]",HTMLFormElement);if(!i)return;let t=JSON.parse(
document.getElementById("looks")?.textContent||"{}"),e=new rt(i),r=Xt(i),s=k(i,"[data-item]").map(n=>new st(n,i));s.length>0&&"createImageBi\
tmap"in window&&new Nt(i,s,t,e,r)}var Rt=i=>String(Math.round(Math.min(100,Math.max(0,i))*10)/10);function Ee(i,{name:t,where:e,put:r,remove:s}){let n=T("button","people-mark");
n.type="button",n.textContent=t;let o=()=>{let{x:a,y:c}=e();n.style.left=a+"%",n.style.top=c+"%",n.setAttribute("aria-label",f("mark.at",{name:t,
x:Math.round(a),y:Math.round(c)}))};return o(),n.addEventListener("keydown",a=>{let[c,l]=H(a.key);if(a.key==="Delete"||a.key==="Backspace")s();else if(c||
l){let{x:h,y:d}=e(),u=a.shiftKey?10:1;r(h+c*u,d+l*u),o()}else return;a.preventDefault(),a.stopPropagation()}),n.addEventListener("pointerdow\
n",a=>{if(a.button!==0)return;a.stopPropagation(),n.setPointerCapture(a.pointerId);let c=e(),l=i.getBoundingClientRect(),h=u=>{r(c.x+(u.clientX-
a.clientX)/l.width*100,c.y+(u.clientY-a.clientY)/l.height*100),o()};n.addEventListener("pointermove",h);let d=()=>n.removeEventListener("poi\
ntermove",h);n.addEventListener("pointerup",d,{once:!0}),n.addEventListener("pointercancel",d,{once:!0})}),n}function ke(i,t,e){let r=null;i.
addEventListener("pointerdown",s=>{r=s.target===i?{x:s.clientX,y:s.clientY}:null}),i.addEventListener("click",s=>{if(s.target!==i||!r||Math.
hypot(s.clientX-r.x,s.clientY-r.y)>8)return;let n=t.getBoundingClientRect();e((s.clientX-n.left)/n.width*100,(s.clientY-n.top)/n.height*100)})}var mt=i=>k(i,"[data-person]"),vt=i=>g(i,"input",HTMLInputElement),gt=i=>vt(i).value.trim().replace(/^[@＠]/,""),Te=i=>g(i,"[data-person-at\
]",HTMLSelectElement),Ht=i=>g(i,"[data-add-person]",HTMLButtonElement);function Ze(i){let[t=50,e=50]=Te(i).value.split(",").map(Number);return{
x:t,y:e}}function Me(i,t,e){let r=Te(i),s=`${Rt(t)},${Rt(e)}`;if(![...r.options].some(n=>n.value===s)){let n=b(r,"[data-own]",HTMLOptionElement);
n||(n=new Option,n.dataset.own="",r.prepend(n)),n.value=s,n.textContent=f("editor.here")}r.value=s}var Ct=class{constructor(t,e){this.form=t,
this.fit=e,this.layer=T("div","people-layer"),this.marks=new Map,e.append(this.layer);for(let r of k(t,"[data-people-field]"))this.prepare(r);
this.listen(),new MutationObserver(r=>{r.some(({target:s})=>s===t||s instanceof Element&&s.matches("[data-item]"))&&this.draw()}).observe(t,
{attributes:!0,subtree:!0,attributeFilter:["hidden","data-tool"]}),this.draw()}get field(){return b(this.form,"[data-item]:not([hidden]) [da\
ta-people-field]")}draw(){let t=this.form.dataset.tool==="text"?this.field:null;this.layer.hidden=!t;let e=document.activeElement&&this.marks.
get(document.activeElement);if(this.layer.replaceChildren(),this.marks.clear(),!!t){for(let r of mt(t)){if(r.hidden||!gt(r))continue;let s=this.
mark(r);this.marks.set(s,r),this.layer.append(s),r===e&&s.focus()}Ht(t).disabled=mt(t).filter(r=>!r.hidden).length>=Number(t.dataset.most)}}mark(t){
let e=Ee(this.fit,{name:gt(t),where:()=>Ze(t),put:(r,s)=>Me(t,r,s),remove:()=>this.remove(t)});return e.dir="ltr",e}add(t,e=50,r=50){let s=mt(
t),n=s.find(c=>c.hidden||!gt(c))||this.another(t,s);if(!n)return;vt(n).value="",n.hidden=!1,Me(n,e,r),this.draw(),vt(n).focus({preventScroll:!0});
let o=_(t,"[data-panels]");if(!o)return;let a=n.getBoundingClientRect().bottom-o.getBoundingClientRect().bottom+64;a>0&&(o.scrollTop+=a)}another(t,e){
let[r]=e,s=e.length;if(!r||s>=Number(t.dataset.most))return null;let n=r.cloneNode(!0);for(let o of k(n,"[id]")){let a=b(n,`label[for="${o.id}\
"]`,HTMLLabelElement);o.id=o.id.replace(/person-\d+/,`person-${s}`),a&&(a.htmlFor=o.id)}return b(n,".hint")?.remove(),g(t,"[data-people-rows\
]").append(n),n}remove(t){let e=_(t,"[data-people-field]");vt(t).value="",t.hidden=!0,this.draw(),e&&Ht(e).focus()}prepare(t){Ht(t).hidden=g(
t,"[data-people-help]").hidden=!1;for(let e of mt(t))g(e,"[data-remove-person]").hidden=!1,e.hidden=!gt(e);t.addEventListener("click",e=>{_(
e.target,"[data-add-person]")&&this.add(t);let r=_(_(e.target,"[data-remove-person]"),"[data-person]");r&&this.remove(r)}),t.addEventListener(
"change",()=>this.draw()),t.addEventListener("keydown",e=>{e.target instanceof HTMLSelectElement&&e.stopPropagation(),e.key==="Enter"&&e.target instanceof
HTMLInputElement&&e.preventDefault()})}listen(){ke(this.layer,this.fit,(t,e)=>{let r=this.field;r&&this.add(r,t,e)})}};function Le(){for(let i of k(
document,"form[data-edit]",HTMLFormElement)){let t=b(i,"[data-fit]");i.classList.contains("edit-live")&&t&&new Ct(i,t)}}function Qe(i){let t=g(i,"[data-poster-film]",HTMLVideoElement),e=g(i,"[data-poster-range]",HTMLInputElement),r=g(i,"[data-poster-seconds]",
HTMLInputElement);e.hidden=!1,e.addEventListener("input",()=>{r.value=e.value,r.dispatchEvent(new Event("input",{bubbles:!0}))}),r.addEventListener(
"input",()=>{e.value!==r.value&&(e.value=r.value),i.dataset.film&&(t.hidden&&(t.hidden=!1,t.preload="auto",t.src=i.dataset.film),t.currentTime=
Number(r.value)||0)})}function _e(){k(document,"[data-poster]").forEach(Qe)}function De(...i){for(let t of i)try{t()}catch(e){reportError(e)}}De(ye,Le,_e);})();
