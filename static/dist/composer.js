"use strict";
(()=>{function d(n,t,e){return g(n.querySelector(t),e)}function h(n,t,e){let s=d(n,t,e);if(!s)throw new Error("the page lacks "+t);return s}function u(n,t,e){
return[...n.querySelectorAll(t)].flatMap(s=>g(s,e)??[])}function v(n,t,e){return n instanceof Element?g(n.closest(t),e):null}function g(n,t){
return n instanceof(t??HTMLElement)?n:null}var y=n=>n instanceof HTMLInputElement||n instanceof HTMLTextAreaElement||n instanceof HTMLSelectElement;function f(n,t="",e=""){let s=document.createElement(n);return t&&(s.className=t),e&&(s.textContent=e),s}var $=n=>new DOMParser().parseFromString(
n,"text/html");var L=class{constructor(t,e){this.now=t,this.restore=e,this.steps=[t()],this.at=0,this.kind="",this.time=0}commit(t){let e=this.now();if(e===
this.steps[this.at])return;let s=t&&t===this.kind&&performance.now()-this.time<800&&this.at>0&&this.at===this.steps.length-1;this.steps.length=
this.at+1,s?this.steps[this.at]=e:this.at=this.steps.push(e)-1,this.steps.length>200&&(this.steps.shift(),this.at--),this.kind=t,this.time=performance.
now()}get back(){return this.at>0}get forth(){return this.at<this.steps.length-1}go(t){if(t<0?!this.back:!this.forth)return!1;let e=this.steps[this.
at]??"",s=this.steps[this.at+=t]??"";return this.kind="",this.restore(s,e),!0}};var R;function c(n,t={}){R??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",s=""]=n.split("."),i=R[e]?.[s]??n;return(typeof i==
"string"?i:i[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??i.other??n).replace(/\{\{\.(\w+)\}\}/g,(a,r)=>String(
t[r]??""))}function q({className:n="dialog",title:t,body:e,cancel:s,closed:i}){let o=f("dialog",n);t.id||="dialog-"+Math.random().toString(36).slice(2),
o.setAttribute("aria-labelledby",t.id);let a=f("button","button quiet dialog-cancel",s);return a.type="button",a.addEventListener("click",()=>o.
close()),o.append(...e,a),o.addEventListener("click",r=>{r.target===o&&o.close()}),o.addEventListener("close",()=>{i?.(o),o.remove()}),document.
body.append(o),{box:o,button:a}}function x(n){let t=new URLSearchParams;for(let[e,s]of new FormData(n))t.append(e,String(s));return t}function j(n){htmx.process(n),n.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:n}}))}var it=1200,nt=n=>"photogram:unsaved:"+n.getAttribute("action");function ot(n){let t=x(n);return t.delete("revision"),t.toString()}var k=class extends Error{constructor(t,e=""){
super("not saved"),this.status=t,this.revision=e}},M=class{constructor(t){this.form=t,this.note=d(document,"[data-kept]"),this.revision=d(t,
'[name="revision"]',HTMLInputElement);let e=performance.getEntriesByType("navigation")[0];this.revision&&e instanceof PerformanceNavigationTiming&&
e.type==="back_forward"&&(this.revision.value=""),this.apart=!1,this.itself="keeps"in t.dataset,this.leaving=!1,this.running=null,this.failed=
"",this.waiting=!1,this.later=this.tries=0,this.seen=this.saved="",this.begin(),t.addEventListener("submit",s=>this.submit(s)),addEventListener(
"beforeunload",s=>{this.leaving||!this.dirty()||(!this.itself||this.failed)&&s.preventDefault()}),addEventListener("pagehide",()=>this.leave()),
addEventListener("pageshow",s=>{s.persisted&&(this.leaving=!1)}),this.itself&&(document.addEventListener("visibilitychange",()=>{document.visibilityState===
"hidden"&&this.save().catch(()=>{})}),setInterval(()=>this.look(),it),addEventListener("online",()=>{this.later=this.tries=0}))}begin(){this.
seen=this.said(),this.saved=d(this.form,".problem")?"":this.seen}said(){return ot(this.form)}dirty(){return this.said()!==this.saved}look(){
let t=this.said(),e=t===this.seen;this.seen=t,t===this.saved?this.failed="":e?!this.leaving&&!this.apart&&this.failed!==t&&Date.now()>=this.
later&&this.save().catch(()=>{}):this.tell(c("keeper.saving"))}async save(){for(;this.running;)await this.running.catch(()=>{});let t=this.said();
if(!(this.leaving||t===this.saved)){this.running=this.send(t);try{await this.running,this.saved=t,this.failed="",this.later=this.tries=0,this.
tell(c("keeper.saved"))}catch(e){let s=e instanceof k?e.status:0;this.failed=s>=400&&s<500&&s!==429?t:"",this.failed||(this.later=Date.now()+
Math.min(6e4,1e3*2**this.tries++)),e instanceof k&&s===409&&this.differs(e.revision);let i=s===409?c("keeper.elsewhere"):s===401?c("keeper.l\
ogged-out"):s===404?c("keeper.gone"):c("keeper.wrong");throw this.tell(this.failed?i:c("keeper.again")),e}finally{this.running=null}}}async send(t){
let e=new URLSearchParams(t);e.set("action","keep"),this.revision&&e.set("revision",this.revision.value);let s=await fetch(this.form.getAttribute(
"action")||"",{method:"POST",body:e,redirect:"manual",keepalive:e.toString().length<6e4,headers:{"HX-Request":"true"}}),i=s.headers.get("rev\
ision")||"";if(s.type==="opaqueredirect"||s.status>=400)throw new k(s.status,i);this.revision&&i&&(this.revision.value=i)}differs(t){if(this.
apart)return;this.apart=!0;let e=f("div","confirm-body"),s=f("p","",c("keeper.differs")),i=f("button","button accent",c("keeper.mine")),o=f(
"a","button quiet",c("keeper.theirs"));i.type="button",o.href=location.href,o.target="_blank",e.append(s,i,o);let{box:a}=q({title:s,body:[e],
cancel:c("keeper.later")});i.addEventListener("click",()=>{a.close(),this.revision&&(this.revision.value=t),this.apart=!1,this.save().catch(
()=>{})}),a.showModal()}submit(t){if(!this.running||t.defaultPrevented){t.defaultPrevented||(this.leaving=!0);return}if(t.preventDefault(),this.
waiting)return;this.waiting=!0;let e=t.submitter;this.running.catch(()=>{}).then(()=>{this.waiting=!1,this.form.requestSubmit(e)})}leave(){try{
if(this.leaving||!this.dirty())return;"edit"in this.form.dataset&&sessionStorage.setItem(nt(this.form),x(this.form).toString()),this.itself&&
this.send(this.said()).catch(()=>{})}catch{}}tell(t){this.note&&(this.note.textContent=t)}};function at(){let n=d(document,"[data-voice]");if(n)return n;let t=f("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function w(n){let t=at();t.textContent="",setTimeout(()=>{t.textContent=n},50)}function F(n,{action:t,run:e,keep:s=4500}={}){let i=f("div","toast");if(i.append(f("span","",n)),t){let o=f("button","",t);o.type="button",o.
addEventListener("click",()=>{i.remove(),e?.()}),i.append(o)}d(document,"#toasts")?.replaceChildren(i),setTimeout(()=>i.remove(),t?s*2:s)}var I=new WeakMap;function D(n){let t=n.cloneNode(!0);for(let e of["data-x","data-y","data-scale","data-rotation"])t.removeAttribute(e);return t.
outerHTML.replace(/([?&])(until|sig)=[^&"]*/g,"")}function z(n){let t=document.importNode(n,!0);return I.set(t,D(n)),t}function B(n,t){let e=new Map(
u(n,"[data-overlay]").map(a=>[a.dataset.overlay,a])),s=u(t,"[data-overlay]").map(a=>{let r=e.get(a.dataset.overlay);return r&&I.get(r)===D(a)?
r:z(a)}),i=h(n,"[data-overlays]");(s.length!==i.children.length||s.some((a,r)=>a!==i.children[r]))&&i.replaceChildren(...s);for(let a of["[d\
ata-ground]","[data-picture]"]){let r=d(t,a),l=d(n,a);r&&l&&I.get(l)!==D(r)&&l.replaceWith(z(r))}d(n,".stage-note")?.remove();let o=d(t,".st\
age-note");o&&n.append(document.importNode(o,!0)),n.toggleAttribute("data-waits",t.hasAttribute("data-waits"))}var _=[["x",{by:100,usual:50,least:0,most:1}],["y",{by:100,usual:50,least:0,most:1}],["scale",{by:100,usual:100,least:.2,most:5}],["rotation",
{by:1,usual:0,least:-180,most:180}]],rt=n=>String(Number(n.toFixed(3))),S=(n,t,e)=>Math.min(e,Math.max(t,n)),T=n=>((n+180)%360+360)%360-180,
p=n=>u(n,"[data-fields]"),C=class{constructor(t,e,s){this.form=t,this.id=e,this.fields=s,this.isPicture=e==="picture"}field(t){let e=this.form.
elements.namedItem(this.isPicture?`picture.${t}`:`ov.${this.id}.${t}`);return y(e)||e instanceof RadioNodeList?e:null}get place(){let t={x:0,
y:0,scale:1,rotation:0};for(let[e,{by:s,usual:i}]of _){let o=this.field(e)?.value.trim().replace(",",".")??"",a=Number(o);t[e]=(o&&Number.isFinite(
a)?a:i)/s}return t}move(t){for(let[e,{by:s,least:i,most:o}]of _){let a=t[e],r=this.field(e);a!==void 0&&r&&(r.value=rt(S(e==="rotation"?T(a):
a,i,o)*s))}}get label(){if(this.isPicture)return c("composer.picture");let t=h(this.fields,"legend").textContent.trim(),e=["text","username",
"tag","url"].map(s=>this.field(s)?.value.trim()).find(Boolean);return e?`${t}: ${e}`:t}};function K(n,t){let e=d(n,t==="picture"?"[data-pict\
ure-fields]":`[data-fields="${CSS.escape(t)}"]`);return e&&new C(n,t,e)}function O(n,t){let e=h(document,`[data-overlay-template="${n}"]`,HTMLTemplateElement),
s=h(document.importNode(e.content,!0),"fieldset");for(let i of[s,...s.querySelectorAll("*")])for(let o of[...i.attributes])o.value.includes(
"new-"+n)&&i.setAttribute(o.name,o.value.replaceAll("new-"+n,t));return s}function A(n,t){(p(n).filter(s=>s!==t).at(-1)||h(n,".toolbox")).after(
t),j(t)}var X="[data-overlay], [data-picture]";function U({dataset:{x:n,y:t,scale:e,rotation:s},style:i,classList:o}){let a=(r,l,m)=>i.setProperty(r,
l||m);a("--x",n,".5"),a("--y",t,".5"),a("--s",e,"1"),a("--r",s,"0"),o.add("placed")}function ct(n){n.parentElement?.style.setProperty("--v",
String(Number(n.value)/100))}function dt(n){if(n<=0)return c("app.story-time");let t=Math.floor(n/86400),e=Math.floor(n/3600)%24,s=Math.floor(
n/60)%60,i=Math.floor(n)%60;return t?c("app.story-days",{days:t,hours:e}):e?c("app.story-hours",{hours:e,minutes:s}):`${s}:${String(i).padStart(
2,"0")}`}function lt(){for(let n of u(document,"time[data-countdown]",HTMLTimeElement))n.textContent=dt((Date.parse(n.dateTime)-Date.now())/
1e3)}function J(n){n instanceof HTMLElement&&n.matches(X)&&U(n),u(n,X).forEach(U),u(n,"[data-slider]",HTMLInputElement).forEach(ct),lt()}var V=7,ht=4,W="[data-overlay], [data-picture]";function N(n,t){return t?{at:{x:(n.x+t.x)/2,y:(n.y+t.y)/2},far:Math.max(8,Math.hypot(t.x-n.x,
t.y-n.y)),angle:Math.atan2(t.y-n.y,t.x-n.x)*180/Math.PI}:{at:{...n},far:0,angle:0}}var ut=(n,t)=>({x:n.left+t.x*n.width,y:n.top+t.y*n.height}),
P=class{constructor(t,e){this.page=e,this.canvas=h(t,"[data-stage-canvas]"),this.handle=h(t,"[data-handle]");let s=i=>h(t,`[data-guide="${i}\
"]`);this.guides={x:s("x"),y:s("y"),r:s("r")},this.piece=null,this.pointers=new Map,this.act=null;for(let i of[this.canvas,this.handle])i.addEventListener(
"pointerdown",o=>this.down(o,i)),i.addEventListener("pointermove",o=>this.move(o)),i.addEventListener("pointerup",o=>this.up(o,!1)),i.addEventListener(
"pointercancel",o=>this.up(o,!0));this.canvas.addEventListener("dragstart",i=>i.preventDefault()),this.canvas.addEventListener("contextmenu",
i=>i.preventDefault()),this.canvas.addEventListener("focusin",i=>{let o=this.pieceAt(i.target);o&&!this.act&&e.select(o)}),this.canvas.addEventListener(
"keydown",i=>this.key(i)),new ResizeObserver(()=>this.reach()).observe(this.canvas)}element(t){return t&&d(this.canvas,t.isPicture?"[data-pi\
cture]":`[data-overlay="${CSS.escape(t.id)}"]`)}pieceAt(t){let e=v(t,"[data-overlay]");return e?this.page.piece(e.dataset.overlay||""):d(this.
canvas,"[data-picture]")?this.page.piece("picture"):null}show(t){let e=this.element(t);if(e){for(let[s,i]of Object.entries(t.place))e.dataset[s]=
String(i);J(e),this.reach()}}choose(t){this.piece=t;for(let e of u(this.canvas,W))e.classList.toggle("chosen",e===this.element(t));this.reach()}reach(){
let{piece:t}=this,e=this.element(t);if(this.handle.hidden=!e,!e||!t)return;let s=this.canvas.getBoundingClientRect(),i=t.place,o=i.rotation*
Math.PI/180,a=t.isPicture?i.scale*.5:.5,r=t.isPicture?0:10,l=e.offsetWidth*a+r,m=e.offsetHeight*a+r,E=i.x*s.width+l*Math.cos(o)-m*Math.sin(o),
b=i.y*s.height+l*Math.sin(o)+m*Math.cos(o);this.handle.style.left=S(E,18,s.width-18)+"px",this.handle.style.top=S(b,18,s.height-18)+"px"}spanOf(t,e,s){
let[i={x:0,y:0},o]=this.pointers.values();return o?N(i,o):t?N(ut(e,s),i):N(i)}present({place:t},e){let s=this.canvas.getBoundingClientRect();
return{box:s,from:t,span:this.spanOf(e,s,t)}}down(t,e){if(t.button!==0||this.pointers.size>1)return;t.preventDefault();let s=e===this.handle,
i=this.act?.piece||(s?this.piece:this.pieceAt(t.target));if(!i)return this.page.select(null);let o={x:t.clientX,y:t.clientY};if(this.pointers.
set(t.pointerId,o),e.setPointerCapture(t.pointerId),this.act){Object.assign(this.act,this.present(i,this.act.turns));return}this.act={piece:i,
turns:s,before:this.piece?.id===i.id,moved:!1,start:o,...this.present(i,s)},this.element(i)?.focus({preventScroll:!0}),this.page.select(i),Object.
assign(this.act,this.present(i,s))}move(t){let{act:e}=this;if(!e||!this.pointers.has(t.pointerId)||(this.pointers.set(t.pointerId,{x:t.clientX,
y:t.clientY}),!e.moved&&this.pointers.size<2&&Math.hypot(t.clientX-e.start.x,t.clientY-e.start.y)<4))return;e.moved=!0;let s=this.spanOf(e.turns,
e.box,e.from),i={...e.from};e.span.far&&(i.scale=e.from.scale*s.far/e.span.far,i.rotation=T(e.from.rotation+s.angle-e.span.angle)),e.turns||
(i.x+=(s.at.x-e.span.at.x)/e.box.width,i.y+=(s.at.y-e.span.at.y)/e.box.height),this.snap(i,e),e.piece.move(i),this.show(e.piece)}snap(t,{turns:e,
box:s,span:{far:i}}){let o={x:!e&&Math.abs(t.x-.5)*s.width<V,y:!e&&Math.abs(t.y-.5)*s.height<V,r:!1};if(o.x&&(t.x=.5),o.y&&(t.y=.5),i){let m=Math.
round(t.rotation/90)*90;o.r=Math.abs(t.rotation-m)<ht,o.r&&(t.rotation=T(m))}let{x:a,y:r,r:l}=this.guides;a.hidden=!o.x,r.hidden=!o.y,l.hidden=
!o.r,o.r&&Object.assign(l.style,{left:t.x*100+"%",top:t.y*s.height+"px",rotate:t.rotation+"deg"})}up(t,e){let{act:s}=this;if(!(!this.pointers.
delete(t.pointerId)||!s)){if(this.pointers.size>0){Object.assign(s,this.present(s.piece,s.turns));return}this.act=null;for(let i of Object.values(
this.guides))i.hidden=!0;s.moved?this.page.done(""):s.before&&!e&&!s.turns&&this.page.edit(s.piece)}}get busy(){return this.act!==null}key(t){
if(t.altKey||t.ctrlKey||t.metaKey||!(t.target instanceof Element&&t.target.matches(W)))return;let e=this.pieceAt(t.target),{key:s}=t;if(!e)return;
let i=e.place,o=t.shiftKey?.05:.01,a={way:()=>c("composer.at",{x:Math.round(e.place.x*100),y:Math.round(e.place.y*100)}),size:()=>c("compose\
r.size",{n:Math.round(e.place.scale*100)}),turn:()=>c("composer.turned",{n:Math.round(e.place.rotation)})},r=new Map([["ArrowLeft",[{x:i.x-o},
a.way]],["ArrowRight",[{x:i.x+o},a.way]],["ArrowUp",[{y:i.y-o},a.way]],["ArrowDown",[{y:i.y+o},a.way]],["[",[{rotation:i.rotation-5},a.turn]],
["]",[{rotation:i.rotation+5},a.turn]]]);for(let b of"+=")r.set(b,[{scale:i.scale*1.05},a.size]);for(let b of"-_")r.set(b,[{scale:i.scale/1.05},
a.size]);let[l,m]=r.get(s)??[],E=(s==="Delete"||s==="Backspace")&&!e.isPicture;!l&&s!=="Enter"&&!E||(t.preventDefault(),E?this.page.remove(e):
!l||!m?this.page.edit(e):(e.move(l),this.show(e),this.page.done("key "+e.id+s),w(m())))}};var Q=n=>u(n,"[name]").filter(y),Z=n=>n instanceof HTMLInputElement&&n.type==="radio",Y=n=>Object.fromEntries(Q(n).filter(t=>!Z(t)||t.checked).
map(t=>[t.name,t.value]));function G(n,t){for(let e of Q(n)){let s=t[e.name];s!==void 0&&(Z(e)?e.checked=e.value===s:e.value=s)}}function tt(n){
let{alt_text:t,...e}=Y(h(n,"[data-picture-fields]")),s={picture:e,overlays:p(n).map(i=>({id:i.dataset.fields||"",type:i.dataset.type||"",values:Y(
i)}))};return JSON.stringify(s)}function et(n,t){let{picture:e,overlays:s}=JSON.parse(t);G(h(n,"[data-picture-fields]"),e);let i=new Map(p(n).
map(o=>[o.dataset.fields,o]));for(let[o,a]of i)s.some(r=>r.id===o&&r.type===a.dataset.type)||(a.remove(),i.delete(o));for(let{id:o,type:a,values:r}of s){
let l=i.get(o)||O(a,o);G(l,r),A(n,l)}}var H=class{constructor(t){this.root=t,this.form=h(t,"[data-story-form]",HTMLFormElement);let e=s=>h(t,`[data-do="${s}"]`,HTMLButtonElement);
this.doing={undo:e("undo"),redo:e("redo"),remove:e("remove")},this.small=matchMedia("(max-width: 899px)"),this.chosen=null,this.keeper=new M(
this.form),this.soon=this.asked=0,this.stage=new P(h(t,"[data-stage]"),{piece:s=>this.piece(s),select:s=>this.select(s),edit:s=>this.edit(s),
done:s=>this.done(s),remove:s=>this.remove(s)}),this.history=new L(()=>tt(this.form),s=>this.restore(s)),this.listen(),this.live()}piece(t){
return K(this.form,t||"")}pieces(){let t=p(this.form).map(s=>this.piece(s.dataset.fields)),e=this.form.elements.namedItem("picture.x")?this.
piece("picture"):null;return[...t,e].flatMap(s=>s??[])}restore(t){et(this.form,t);let e=this.chosen&&this.piece(this.chosen.id);this.chosen=
null;for(let s of p(this.form))s.hidden=!0;this.select(e);for(let s of this.pieces())this.stage.show(s);this.buttons(),this.draw()}select(t){
if(!(t?.id===this.chosen?.id&&t===null==(this.chosen===null))){this.chosen=t;for(let e of p(this.form))e.hidden=e.dataset.fields!==t?.id;this.
stage.choose(t),this.buttons()}}edit(t){if(this.select(t),!t)return;let{fields:e}=t;(d(e,t.isPicture?"input[type=radio]:checked":"textarea, \
input:not([type=hidden], [type=radio])")||h(e,"input")).focus({preventScroll:!0}),requestAnimationFrame(()=>e.scrollIntoView({block:this.small.
matches?"start":"nearest"}))}buttons(){let{undo:t,redo:e,remove:s}=this.doing;t.disabled=!this.history.back,e.disabled=!this.history.forth,s.
disabled=!this.chosen||this.chosen.isPicture;let i=p(this.form).length>=Number(this.root.dataset.max);for(let o of u(this.root,"[data-add-ov\
erlay]",HTMLButtonElement))o.disabled=i}done(t){this.history.commit(t),this.buttons()}dress(){for(let t of u(this.stage.canvas,"[data-overla\
y], [data-picture]")){let e=this.piece(t.dataset.overlay||"picture");e&&(t.tabIndex=0,t.setAttribute("role","group"),t.setAttribute("aria-ro\
ledescription","movable"),t.setAttribute("aria-label",e.label),t.setAttribute("aria-describedby","stage-help"))}this.stage.choose(this.chosen)}draw(t=0){
clearTimeout(this.soon),this.soon=setTimeout(()=>this.ask(),t)}async ask(){if(this.stage.busy)return this.draw(200);let t=x(this.form),e=++this.
asked;t.set("action","render");try{let s=await fetch(this.root.dataset.path||"",{method:"POST",body:t,headers:{"HX-Request":"true"}}),i=s.headers.
get("HX-Redirect");if(i)return this.keeper.leaving=!0,location.assign(i);if(!s.ok)throw new Error(String(s.status));let o=$(await s.text());
e===this.asked&&!this.stage.busy?this.take(h(o,"[data-stage-canvas]")):e===this.asked&&this.draw(200)}catch{e===this.asked&&F(c("composer.st\
ale"))}this.stage.canvas.hasAttribute("data-waits")&&this.draw(1500)}take(t){let{canvas:e}=this.stage,s=g(document.activeElement)?.dataset.overlay;
B(e,t),this.dress();for(let i of this.pieces())this.stage.show(i);s&&d(e,`[data-overlay="${CSS.escape(s)}"]`)?.focus({preventScroll:!0})}add(t){
let{form:e}=this,s=p(e).map(l=>l.dataset.fields),i=s.length+1;for(;s.includes("o"+i);)i++;let o=O(t,"o"+i);A(e,o);let a=this.piece("o"+i),r=this.
pieces().filter(l=>l.id!==a?.id&&!l.isPicture).map(l=>l.place.y);a?.move({y:[.5,.22,.78,.36,.64,.1,.9].find(l=>r.every(m=>Math.abs(m-l)>.13))??
.5}),this.history.commit(""),this.edit(a),this.draw(),w(c("composer.added",{name:h(o,"legend").textContent.trim()}))}remove(t){let e=p(this.
form),s=e.indexOf(t.fields),i=e[s+1]||e[s-1];t.fields.remove(),this.stage.element(t)?.remove(),this.select(i?this.piece(i.dataset.fields):null),
(this.chosen?this.stage.element(this.chosen):d(this.root,"[data-add-overlay]"))?.focus({preventScroll:!0}),this.done(""),w(c("composer.remov\
ed"))}undo(t){this.history.go(t)&&w(t<0?c("composer.undone"):c("composer.redone"))}fit(t){let e=this.piece("picture");e&&(e.move({x:.5,y:.5,
rotation:0,scale:t?Number(e.fields.dataset.fill)/100:1}),this.stage.show(e),this.done(""))}press(t){let e=v(t.target,"button",HTMLButtonElement);
if(!e)return;let{addOverlay:s,removeOverlay:i,fitPicture:o,do:a}=e.dataset;if(s&&this.add(s),i){t.preventDefault();let r=this.piece(i);r&&this.
remove(r)}"done"in e.dataset&&(this.stage.element(this.chosen)?.focus({preventScroll:!0}),this.root.scrollIntoView({block:"start"})),o&&(t.preventDefault(),
this.fit(o==="fill")),a==="undo"&&this.undo(-1),a==="redo"&&this.undo(1),a==="remove"&&this.chosen&&this.remove(this.chosen)}listen(){let{root:t,
form:e}=this;t.addEventListener("click",s=>this.press(s)),addEventListener("keydown",s=>{v(s.target,"textarea, input:not([type=range], [type\
=radio], [type=checkbox]), dialog")||s.altKey||!(s.ctrlKey||s.metaKey)||!/^[zy]$/i.test(s.key)||(s.preventDefault(),this.undo(s.shiftKey||s.
key.toLowerCase()==="y"?1:-1))}),e.addEventListener("input",({target:s})=>{let i=v(s,"[data-fields], [data-picture-fields]");if(!i||!y(s)||!s.
name)return;let o=this.piece(i.dataset.fields||"picture"),a=s.type==="radio";this.done(a?"":"type "+s.name),/\.(x|y|scale|rotation)$/.test(s.
name)?o&&this.stage.show(o):s.name!=="alt_text"&&this.draw(a?0:180)}),e.addEventListener("change",({target:s})=>{g(s)?.matches("[data-comple\
te]")&&this.draw()}),e.addEventListener("keydown",s=>{s.key==="Enter"&&g(s.target)?.matches("input:not([type=radio])")&&!s.defaultPrevented&&
s.preventDefault()}),e.addEventListener("invalid",s=>{let i=v(s.target,"[data-fields]");i&&this.select(this.piece(i.dataset.fields))},!0);for(let s of u(
t,"form"))s!==e&&s.addEventListener("submit",()=>{this.keeper.leaving=!0});addEventListener("pageshow",s=>{s.persisted&&location.reload()})}live(){
let{root:t,form:e}=this;t.classList.add("composer-live");for(let i of u(t,"[data-only-js], [data-tools], [data-done]"))i.hidden=!1;for(let i of u(
t,"[data-overlay-template]",HTMLTemplateElement))for(let o of u(i.content,"[data-done]"))o.hidden=!1;for(let i of u(t,"[data-without-js]"))i.
hidden=!0;this.doing.redo.classList.add("view-redo");let s=p(e).find(i=>d(i,".problem"))||v(d(e,"[autofocus]"),"[data-fields]");for(let i of p(
e))i.hidden=!0;this.dress(),this.buttons(),this.keeper.begin(),s&&this.edit(this.piece(s.dataset.fields)),this.stage.canvas.hasAttribute("da\
ta-waits")&&this.draw(1e3)}};function st(...n){for(let t of n)try{t()}catch(e){reportError(e)}}st(()=>{let n=d(document,"[data-composer]");n&&new H(n)});})();
