"use strict";
(()=>{function d(i,t,e){return g(i.querySelector(t),e)}function l(i,t,e){let s=d(i,t,e);if(!s)throw new Error("the page lacks "+t);return s}function u(i,t,e){
return[...i.querySelectorAll(t)].flatMap(s=>g(s,e)??[])}function m(i,t,e){return i instanceof Element?g(i.closest(t),e):null}function g(i,t){
return i instanceof(t??HTMLElement)?i:null}var y=i=>i instanceof HTMLInputElement||i instanceof HTMLTextAreaElement||i instanceof HTMLSelectElement;function v(i,t="",e=""){let s=document.createElement(i);return t&&(s.className=t),e&&(s.textContent=e),s}var $=i=>new DOMParser().parseFromString(
i,"text/html");var E=class{constructor(t,e){this.now=t,this.restore=e,this.steps=[t()],this.at=0,this.kind="",this.time=0}commit(t){let e=this.now();if(e===
this.steps[this.at])return;let s=t&&t===this.kind&&performance.now()-this.time<800&&this.at>0&&this.at===this.steps.length-1;this.steps.length=
this.at+1,s?this.steps[this.at]=e:this.at=this.steps.push(e)-1,this.steps.length>200&&(this.steps.shift(),this.at--),this.kind=t,this.time=performance.
now()}get back(){return this.at>0}get forth(){return this.at<this.steps.length-1}go(t){if(t<0?!this.back:!this.forth)return!1;let e=this.steps[this.
at]??"",s=this.steps[this.at+=t]??"";return this.kind="",this.restore(s,e),!0}};function k(i){let t=new URLSearchParams;for(let[e,s]of new FormData(i))t.append(e,String(s));return t}function R(i){htmx.process(i),i.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:i}}))}var j;function h(i,t={}){j??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[e="",s=""]=i.split("."),n=j[e]?.[s]??i;return(typeof n==
"string"?n:n[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??n.other??i).replace(/\{\{\.(\w+)\}\}/g,(a,r)=>String(
t[r]??""))}var st=1200,it=i=>"photogram:unsaved:"+i.getAttribute("action"),nt=i=>k(i).toString(),L=class extends Error{constructor(t){super("not saved"),
this.status=t}},M=class{constructor(t){this.form=t,this.note=d(document,"[data-kept]"),this.itself="keeps"in t.dataset,this.leaving=!1,this.
running=null,this.failed="",this.waiting=!1,this.later=this.tries=0,this.seen=this.saved="",this.begin(),t.addEventListener("submit",e=>this.
submit(e)),addEventListener("beforeunload",e=>{this.leaving||!this.dirty()||(!this.itself||this.failed)&&e.preventDefault()}),addEventListener(
"pagehide",()=>this.leave()),addEventListener("pageshow",e=>{e.persisted&&(this.leaving=!1)}),this.itself&&(document.addEventListener("visib\
ilitychange",()=>{document.visibilityState==="hidden"&&this.save().catch(()=>{})}),setInterval(()=>this.look(),st),addEventListener("online",
()=>{this.later=this.tries=0}))}begin(){this.seen=this.said(),this.saved=d(this.form,".problem")?"":this.seen}said(){return nt(this.form)}dirty(){
return this.said()!==this.saved}look(){let t=this.said(),e=t===this.seen;this.seen=t,t===this.saved?this.failed="":e?!this.leaving&&this.failed!==
t&&Date.now()>=this.later&&this.save().catch(()=>{}):this.tell(h("keeper.saving"))}async save(){for(;this.running;)await this.running.catch(
()=>{});let t=this.said();if(!(this.leaving||t===this.saved)){this.running=this.send(t);try{await this.running,this.saved=t,this.failed="",this.
later=this.tries=0,this.tell(h("keeper.saved"))}catch(e){let s=e instanceof L?e.status:0;this.failed=s>=400&&s<500&&s!==429?t:"",this.failed||
(this.later=Date.now()+Math.min(6e4,1e3*2**this.tries++));let n=s===401?h("keeper.logged-out"):s===404?h("keeper.gone"):h("keeper.wrong");throw this.
tell(this.failed?n:h("keeper.again")),e}finally{this.running=null}}}async send(t){let e=new URLSearchParams(t);e.set("action","keep");let s=await fetch(
this.form.getAttribute("action")||"",{method:"POST",body:e,redirect:"manual",keepalive:e.toString().length<6e4,headers:{"HX-Request":"true"}});
if(s.type==="opaqueredirect"||s.status>=400)throw new L(s.status)}submit(t){if(!this.running||t.defaultPrevented){t.defaultPrevented||(this.
leaving=!0);return}if(t.preventDefault(),this.waiting)return;this.waiting=!0;let e=t.submitter;this.running.catch(()=>{}).then(()=>{this.waiting=
!1,this.form.requestSubmit(e)})}leave(){try{if(this.leaving||!this.dirty())return;"edit"in this.form.dataset&&sessionStorage.setItem(it(this.
form),this.said()),this.itself&&this.send(this.said()).catch(()=>{})}catch{}}tell(t){this.note&&(this.note.textContent=t)}};function ot(){let i=d(document,"[data-voice]");if(i)return i;let t=v("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function w(i){let t=ot();t.textContent="",setTimeout(()=>{t.textContent=i},50)}function F(i,{action:t,run:e,keep:s=4500}={}){let n=v("div","toast");if(n.append(v("span","",i)),t){let o=v("button","",t);o.type="button",o.
addEventListener("click",()=>{n.remove(),e?.()}),n.append(o)}d(document,"#toasts")?.replaceChildren(n),setTimeout(()=>n.remove(),t?s*2:s)}var I=new WeakMap;function D(i){let t=i.cloneNode(!0);for(let e of["data-x","data-y","data-scale","data-rotation"])t.removeAttribute(e);return t.
outerHTML.replace(/([?&])(until|sig)=[^&"]*/g,"")}function q(i){let t=document.importNode(i,!0);return I.set(t,D(i)),t}function z(i,t){let e=new Map(
u(i,"[data-overlay]").map(a=>[a.dataset.overlay,a])),s=u(t,"[data-overlay]").map(a=>{let r=e.get(a.dataset.overlay);return r&&I.get(r)===D(a)?
r:q(a)}),n=l(i,"[data-overlays]");(s.length!==n.children.length||s.some((a,r)=>a!==n.children[r]))&&n.replaceChildren(...s);for(let a of["[d\
ata-ground]","[data-picture]"]){let r=d(t,a),c=d(i,a);r&&c&&I.get(c)!==D(r)&&c.replaceWith(q(r))}d(i,".stage-note")?.remove();let o=d(t,".st\
age-note");o&&i.append(document.importNode(o,!0)),i.toggleAttribute("data-waits",t.hasAttribute("data-waits"))}var B=[["x",{by:100,usual:50,least:0,most:1}],["y",{by:100,usual:50,least:0,most:1}],["scale",{by:100,usual:100,least:.2,most:5}],["rotation",
{by:1,usual:0,least:-180,most:180}]],at=i=>String(Number(i.toFixed(3))),S=(i,t,e)=>Math.min(e,Math.max(t,i)),T=i=>((i+180)%360+360)%360-180,
f=i=>u(i,"[data-fields]"),C=class{constructor(t,e,s){this.form=t,this.id=e,this.fields=s,this.isPicture=e==="picture"}field(t){let e=this.form.
elements.namedItem(this.isPicture?`picture.${t}`:`ov.${this.id}.${t}`);return y(e)||e instanceof RadioNodeList?e:null}get place(){let t={x:0,
y:0,scale:1,rotation:0};for(let[e,{by:s,usual:n}]of B){let o=this.field(e)?.value.trim().replace(",",".")??"",a=Number(o);t[e]=(o&&Number.isFinite(
a)?a:n)/s}return t}move(t){for(let[e,{by:s,least:n,most:o}]of B){let a=t[e],r=this.field(e);a!==void 0&&r&&(r.value=at(S(e==="rotation"?T(a):
a,n,o)*s))}}get label(){if(this.isPicture)return h("composer.picture");let t=l(this.fields,"legend").textContent.trim(),e=["text","username",
"tag","url"].map(s=>this.field(s)?.value.trim()).find(Boolean);return e?`${t}: ${e}`:t}};function K(i,t){let e=d(i,t==="picture"?"[data-pict\
ure-fields]":`[data-fields="${CSS.escape(t)}"]`);return e&&new C(i,t,e)}function O(i,t){let e=l(document,`[data-overlay-template="${i}"]`,HTMLTemplateElement),
s=l(document.importNode(e.content,!0),"fieldset");for(let n of[s,...s.querySelectorAll("*")])for(let o of[...n.attributes])o.value.includes(
"new-"+i)&&n.setAttribute(o.name,o.value.replaceAll("new-"+i,t));return s}function A(i,t){(f(i).filter(s=>s!==t).at(-1)||l(i,".toolbox")).after(
t),R(t)}var _="[data-overlay], [data-picture]";function X({dataset:{x:i,y:t,scale:e,rotation:s},style:n,classList:o}){let a=(r,c,p)=>n.setProperty(r,
c||p);a("--x",i,".5"),a("--y",t,".5"),a("--s",e,"1"),a("--r",s,"0"),o.add("placed")}function rt(i){i.parentElement?.style.setProperty("--v",
String(Number(i.value)/100))}function ct(i){if(i<=0)return h("app.story-time");let t=Math.floor(i/86400),e=Math.floor(i/3600)%24,s=Math.floor(
i/60)%60,n=Math.floor(i)%60;return t?h("app.story-days",{days:t,hours:e}):e?h("app.story-hours",{hours:e,minutes:s}):`${s}:${String(n).padStart(
2,"0")}`}function dt(){for(let i of u(document,"time[data-countdown]",HTMLTimeElement))i.textContent=ct((Date.parse(i.dateTime)-Date.now())/
1e3)}function U(i){i instanceof HTMLElement&&i.matches(_)&&X(i),u(i,_).forEach(X),u(i,"[data-slider]",HTMLInputElement).forEach(rt),dt()}var J=7,ht=4,W="[data-overlay], [data-picture]";function N(i,t){return t?{at:{x:(i.x+t.x)/2,y:(i.y+t.y)/2},far:Math.max(8,Math.hypot(t.x-i.x,
t.y-i.y)),angle:Math.atan2(t.y-i.y,t.x-i.x)*180/Math.PI}:{at:{...i},far:0,angle:0}}var lt=(i,t)=>({x:i.left+t.x*i.width,y:i.top+t.y*i.height}),
P=class{constructor(t,e){this.page=e,this.canvas=l(t,"[data-stage-canvas]"),this.handle=l(t,"[data-handle]");let s=n=>l(t,`[data-guide="${n}\
"]`);this.guides={x:s("x"),y:s("y"),r:s("r")},this.piece=null,this.pointers=new Map,this.act=null;for(let n of[this.canvas,this.handle])n.addEventListener(
"pointerdown",o=>this.down(o,n)),n.addEventListener("pointermove",o=>this.move(o)),n.addEventListener("pointerup",o=>this.up(o,!1)),n.addEventListener(
"pointercancel",o=>this.up(o,!0));this.canvas.addEventListener("dragstart",n=>n.preventDefault()),this.canvas.addEventListener("contextmenu",
n=>n.preventDefault()),this.canvas.addEventListener("focusin",n=>{let o=this.pieceAt(n.target);o&&!this.act&&e.select(o)}),this.canvas.addEventListener(
"keydown",n=>this.key(n)),new ResizeObserver(()=>this.reach()).observe(this.canvas)}element(t){return t&&d(this.canvas,t.isPicture?"[data-pi\
cture]":`[data-overlay="${CSS.escape(t.id)}"]`)}pieceAt(t){let e=m(t,"[data-overlay]");return e?this.page.piece(e.dataset.overlay||""):d(this.
canvas,"[data-picture]")?this.page.piece("picture"):null}show(t){let e=this.element(t);if(e){for(let[s,n]of Object.entries(t.place))e.dataset[s]=
String(n);U(e),this.reach()}}choose(t){this.piece=t;for(let e of u(this.canvas,W))e.classList.toggle("chosen",e===this.element(t));this.reach()}reach(){
let{piece:t}=this,e=this.element(t);if(this.handle.hidden=!e,!e||!t)return;let s=this.canvas.getBoundingClientRect(),n=t.place,o=n.rotation*
Math.PI/180,a=t.isPicture?n.scale*.5:.5,r=t.isPicture?0:10,c=e.offsetWidth*a+r,p=e.offsetHeight*a+r,b=n.x*s.width+c*Math.cos(o)-p*Math.sin(o),
x=n.y*s.height+c*Math.sin(o)+p*Math.cos(o);this.handle.style.left=S(b,18,s.width-18)+"px",this.handle.style.top=S(x,18,s.height-18)+"px"}spanOf(t,e,s){
let[n={x:0,y:0},o]=this.pointers.values();return o?N(n,o):t?N(lt(e,s),n):N(n)}present({place:t},e){let s=this.canvas.getBoundingClientRect();
return{box:s,from:t,span:this.spanOf(e,s,t)}}down(t,e){if(t.button!==0||this.pointers.size>1)return;t.preventDefault();let s=e===this.handle,
n=this.act?.piece||(s?this.piece:this.pieceAt(t.target));if(!n)return this.page.select(null);let o={x:t.clientX,y:t.clientY};if(this.pointers.
set(t.pointerId,o),e.setPointerCapture(t.pointerId),this.act){Object.assign(this.act,this.present(n,this.act.turns));return}this.act={piece:n,
turns:s,before:this.piece?.id===n.id,moved:!1,start:o,...this.present(n,s)},this.element(n)?.focus({preventScroll:!0}),this.page.select(n),Object.
assign(this.act,this.present(n,s))}move(t){let{act:e}=this;if(!e||!this.pointers.has(t.pointerId)||(this.pointers.set(t.pointerId,{x:t.clientX,
y:t.clientY}),!e.moved&&this.pointers.size<2&&Math.hypot(t.clientX-e.start.x,t.clientY-e.start.y)<4))return;e.moved=!0;let s=this.spanOf(e.turns,
e.box,e.from),n={...e.from};e.span.far&&(n.scale=e.from.scale*s.far/e.span.far,n.rotation=T(e.from.rotation+s.angle-e.span.angle)),e.turns||
(n.x+=(s.at.x-e.span.at.x)/e.box.width,n.y+=(s.at.y-e.span.at.y)/e.box.height),this.snap(n,e),e.piece.move(n),this.show(e.piece)}snap(t,{turns:e,
box:s,span:{far:n}}){let o={x:!e&&Math.abs(t.x-.5)*s.width<J,y:!e&&Math.abs(t.y-.5)*s.height<J,r:!1};if(o.x&&(t.x=.5),o.y&&(t.y=.5),n){let p=Math.
round(t.rotation/90)*90;o.r=Math.abs(t.rotation-p)<ht,o.r&&(t.rotation=T(p))}let{x:a,y:r,r:c}=this.guides;a.hidden=!o.x,r.hidden=!o.y,c.hidden=
!o.r,o.r&&Object.assign(c.style,{left:t.x*100+"%",top:t.y*s.height+"px",rotate:t.rotation+"deg"})}up(t,e){let{act:s}=this;if(!(!this.pointers.
delete(t.pointerId)||!s)){if(this.pointers.size>0){Object.assign(s,this.present(s.piece,s.turns));return}this.act=null;for(let n of Object.values(
this.guides))n.hidden=!0;s.moved?this.page.done(""):s.before&&!e&&!s.turns&&this.page.edit(s.piece)}}get busy(){return this.act!==null}key(t){
if(t.altKey||t.ctrlKey||t.metaKey||!(t.target instanceof Element&&t.target.matches(W)))return;let e=this.pieceAt(t.target),{key:s}=t;if(!e)return;
let n=e.place,o=t.shiftKey?.05:.01,a={way:()=>h("composer.at",{x:Math.round(e.place.x*100),y:Math.round(e.place.y*100)}),size:()=>h("compose\
r.size",{n:Math.round(e.place.scale*100)}),turn:()=>h("composer.turned",{n:Math.round(e.place.rotation)})},r=new Map([["ArrowLeft",[{x:n.x-o},
a.way]],["ArrowRight",[{x:n.x+o},a.way]],["ArrowUp",[{y:n.y-o},a.way]],["ArrowDown",[{y:n.y+o},a.way]],["[",[{rotation:n.rotation-5},a.turn]],
["]",[{rotation:n.rotation+5},a.turn]]]);for(let x of"+=")r.set(x,[{scale:n.scale*1.05},a.size]);for(let x of"-_")r.set(x,[{scale:n.scale/1.05},
a.size]);let[c,p]=r.get(s)??[],b=(s==="Delete"||s==="Backspace")&&!e.isPicture;!c&&s!=="Enter"&&!b||(t.preventDefault(),b?this.page.remove(e):
!c||!p?this.page.edit(e):(e.move(c),this.show(e),this.page.done("key "+e.id+s),w(p())))}};var G=i=>u(i,"[name]").filter(y),Q=i=>i instanceof HTMLInputElement&&i.type==="radio",Y=i=>Object.fromEntries(G(i).filter(t=>!Q(t)||t.checked).
map(t=>[t.name,t.value]));function V(i,t){for(let e of G(i)){let s=t[e.name];s!==void 0&&(Q(e)?e.checked=e.value===s:e.value=s)}}function Z(i){
let{alt_text:t,...e}=Y(l(i,"[data-picture-fields]")),s={picture:e,overlays:f(i).map(n=>({id:n.dataset.fields||"",type:n.dataset.type||"",values:Y(
n)}))};return JSON.stringify(s)}function tt(i,t){let{picture:e,overlays:s}=JSON.parse(t);V(l(i,"[data-picture-fields]"),e);let n=new Map(f(i).
map(o=>[o.dataset.fields,o]));for(let[o,a]of n)s.some(r=>r.id===o&&r.type===a.dataset.type)||(a.remove(),n.delete(o));for(let{id:o,type:a,values:r}of s){
let c=n.get(o)||O(a,o);V(c,r),A(i,c)}}var H=class{constructor(t){this.root=t,this.form=l(t,"[data-story-form]",HTMLFormElement);let e=s=>l(t,`[data-do="${s}"]`,HTMLButtonElement);
this.doing={undo:e("undo"),redo:e("redo"),remove:e("remove")},this.small=matchMedia("(max-width: 899px)"),this.chosen=null,this.keeper=new M(
this.form),this.soon=this.asked=0,this.stage=new P(l(t,"[data-stage]"),{piece:s=>this.piece(s),select:s=>this.select(s),edit:s=>this.edit(s),
done:s=>this.done(s),remove:s=>this.remove(s)}),this.history=new E(()=>Z(this.form),s=>this.restore(s)),this.listen(),this.live()}piece(t){return K(
this.form,t||"")}pieces(){let t=f(this.form).map(s=>this.piece(s.dataset.fields)),e=this.form.elements.namedItem("picture.x")?this.piece("pi\
cture"):null;return[...t,e].flatMap(s=>s??[])}restore(t){tt(this.form,t);let e=this.chosen&&this.piece(this.chosen.id);this.chosen=null;for(let s of f(
this.form))s.hidden=!0;this.select(e);for(let s of this.pieces())this.stage.show(s);this.buttons(),this.draw()}select(t){if(!(t?.id===this.chosen?.
id&&t===null==(this.chosen===null))){this.chosen=t;for(let e of f(this.form))e.hidden=e.dataset.fields!==t?.id;this.stage.choose(t),this.buttons()}}edit(t){
if(this.select(t),!t)return;let{fields:e}=t;(d(e,t.isPicture?"input[type=radio]:checked":"textarea, input:not([type=hidden], [type=radio])")||
l(e,"input")).focus({preventScroll:!0}),requestAnimationFrame(()=>e.scrollIntoView({block:this.small.matches?"start":"nearest"}))}buttons(){
let{undo:t,redo:e,remove:s}=this.doing;t.disabled=!this.history.back,e.disabled=!this.history.forth,s.disabled=!this.chosen||this.chosen.isPicture;
let n=f(this.form).length>=Number(this.root.dataset.max);for(let o of u(this.root,"[data-add-overlay]",HTMLButtonElement))o.disabled=n}done(t){
this.history.commit(t),this.buttons()}dress(){for(let t of u(this.stage.canvas,"[data-overlay], [data-picture]")){let e=this.piece(t.dataset.
overlay||"picture");e&&(t.tabIndex=0,t.setAttribute("role","group"),t.setAttribute("aria-roledescription","movable"),t.setAttribute("aria-la\
bel",e.label),t.setAttribute("aria-describedby","stage-help"))}this.stage.choose(this.chosen)}draw(t=0){clearTimeout(this.soon),this.soon=setTimeout(
()=>this.ask(),t)}async ask(){if(this.stage.busy)return this.draw(200);let t=k(this.form),e=++this.asked;t.set("action","render");try{let s=await fetch(
this.root.dataset.path||"",{method:"POST",body:t,headers:{"HX-Request":"true"}}),n=s.headers.get("HX-Redirect");if(n)return this.keeper.leaving=
!0,location.assign(n);if(!s.ok)throw new Error(String(s.status));let o=$(await s.text());e===this.asked&&!this.stage.busy?this.take(l(o,"[da\
ta-stage-canvas]")):e===this.asked&&this.draw(200)}catch{e===this.asked&&F(h("composer.stale"))}this.stage.canvas.hasAttribute("data-waits")&&
this.draw(1500)}take(t){let{canvas:e}=this.stage,s=g(document.activeElement)?.dataset.overlay;z(e,t),this.dress();for(let n of this.pieces())
this.stage.show(n);s&&d(e,`[data-overlay="${CSS.escape(s)}"]`)?.focus({preventScroll:!0})}add(t){let{form:e}=this,s=f(e).map(c=>c.dataset.fields),
n=s.length+1;for(;s.includes("o"+n);)n++;let o=O(t,"o"+n);A(e,o);let a=this.piece("o"+n),r=this.pieces().filter(c=>c.id!==a?.id&&!c.isPicture).
map(c=>c.place.y);a?.move({y:[.5,.22,.78,.36,.64,.1,.9].find(c=>r.every(p=>Math.abs(p-c)>.13))??.5}),this.history.commit(""),this.edit(a),this.
draw(),w(h("composer.added",{name:l(o,"legend").textContent.trim()}))}remove(t){let e=f(this.form),s=e.indexOf(t.fields),n=e[s+1]||e[s-1];t.
fields.remove(),this.stage.element(t)?.remove(),this.select(n?this.piece(n.dataset.fields):null),(this.chosen?this.stage.element(this.chosen):
d(this.root,"[data-add-overlay]"))?.focus({preventScroll:!0}),this.done(""),w(h("composer.removed"))}undo(t){this.history.go(t)&&w(t<0?h("co\
mposer.undone"):h("composer.redone"))}fit(t){let e=this.piece("picture");e&&(e.move({x:.5,y:.5,rotation:0,scale:t?Number(e.fields.dataset.fill)/
100:1}),this.stage.show(e),this.done(""))}press(t){let e=m(t.target,"button",HTMLButtonElement);if(!e)return;let{addOverlay:s,removeOverlay:n,
fitPicture:o,do:a}=e.dataset;if(s&&this.add(s),n){t.preventDefault();let r=this.piece(n);r&&this.remove(r)}"done"in e.dataset&&(this.stage.element(
this.chosen)?.focus({preventScroll:!0}),this.root.scrollIntoView({block:"start"})),o&&(t.preventDefault(),this.fit(o==="fill")),a==="undo"&&
this.undo(-1),a==="redo"&&this.undo(1),a==="remove"&&this.chosen&&this.remove(this.chosen)}listen(){let{root:t,form:e}=this;t.addEventListener(
"click",s=>this.press(s)),addEventListener("keydown",s=>{m(s.target,"textarea, input:not([type=range], [type=radio], [type=checkbox]), dialo\
g")||s.altKey||!(s.ctrlKey||s.metaKey)||!/^[zy]$/i.test(s.key)||(s.preventDefault(),this.undo(s.shiftKey||s.key.toLowerCase()==="y"?1:-1))}),
e.addEventListener("input",({target:s})=>{let n=m(s,"[data-fields], [data-picture-fields]");if(!n||!y(s)||!s.name)return;let o=this.piece(n.
dataset.fields||"picture"),a=s.type==="radio";this.done(a?"":"type "+s.name),/\.(x|y|scale|rotation)$/.test(s.name)?o&&this.stage.show(o):s.
name!=="alt_text"&&this.draw(a?0:180)}),e.addEventListener("change",({target:s})=>{g(s)?.matches("[data-complete]")&&this.draw()}),e.addEventListener(
"keydown",s=>{s.key==="Enter"&&g(s.target)?.matches("input:not([type=radio])")&&!s.defaultPrevented&&s.preventDefault()}),e.addEventListener(
"invalid",s=>{let n=m(s.target,"[data-fields]");n&&this.select(this.piece(n.dataset.fields))},!0);for(let s of u(t,"form"))s!==e&&s.addEventListener(
"submit",()=>{this.keeper.leaving=!0});addEventListener("pageshow",s=>{s.persisted&&location.reload()})}live(){let{root:t,form:e}=this;t.classList.
add("composer-live");for(let n of u(t,"[data-only-js], [data-tools], [data-done]"))n.hidden=!1;for(let n of u(t,"[data-overlay-template]",HTMLTemplateElement))
for(let o of u(n.content,"[data-done]"))o.hidden=!1;for(let n of u(t,"[data-without-js]"))n.hidden=!0;this.doing.redo.classList.add("view-re\
do");let s=f(e).find(n=>d(n,".problem"))||m(d(e,"[autofocus]"),"[data-fields]");for(let n of f(e))n.hidden=!0;this.dress(),this.buttons(),this.
keeper.begin(),s&&this.edit(this.piece(s.dataset.fields)),this.stage.canvas.hasAttribute("data-waits")&&this.draw(1e3)}};function et(...i){for(let t of i)try{t()}catch(e){reportError(e)}}et(()=>{let i=d(document,"[data-composer]");i&&new H(i)});})();
