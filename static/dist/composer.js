"use strict";
(()=>{function d(i,t,e){return m(i.querySelector(t),e)}function h(i,t,e){let s=d(i,t,e);if(!s)throw new Error("the page lacks "+t);return s}function l(i,t,e){
return[...i.querySelectorAll(t)].flatMap(s=>m(s,e)??[])}function p(i,t,e){return i instanceof Element?m(i.closest(t),e):null}function m(i,t){
return i instanceof(t??HTMLElement)?i:null}var g=i=>i instanceof HTMLInputElement||i instanceof HTMLTextAreaElement||i instanceof HTMLSelectElement;function y(i,t="",e=""){let s=document.createElement(i);return t&&(s.className=t),e&&(s.textContent=e),s}var C=i=>new DOMParser().parseFromString(
i,"text/html");var b=class{constructor(t,e){this.now=t,this.restore=e,this.steps=[t()],this.at=0,this.kind="",this.time=0}commit(t){let e=this.now();if(e===
this.steps[this.at])return;let s=t&&t===this.kind&&performance.now()-this.time<800&&this.at>0&&this.at===this.steps.length-1;this.steps.length=
this.at+1,s?this.steps[this.at]=e:this.at=this.steps.push(e)-1,this.steps.length>200&&(this.steps.shift(),this.at--),this.kind=t,this.time=performance.
now()}get back(){return this.at>0}get forth(){return this.at<this.steps.length-1}go(t){if(t<0?!this.back:!this.forth)return!1;let e=this.steps[this.
at]??"",s=this.steps[this.at+=t]??"";return this.kind="",this.restore(s,e),!0}};function E(i){let t=new URLSearchParams;for(let[e,s]of new FormData(i))t.append(e,String(s));return t}function N(i){htmx.process(i),i.dispatchEvent(new CustomEvent("htmx:load",{bubbles:!0,detail:{elt:i}}))}var tt=1200,et=i=>"photogram:unsaved:"+i.getAttribute("action"),st=i=>E(i).toString(),L=class extends Error{constructor(t){super("not saved"),
this.status=t}},k=class{constructor(t){this.form=t,this.note=d(document,"[data-kept]"),this.itself="keeps"in t.dataset,this.leaving=!1,this.
running=null,this.failed="",this.waiting=!1,this.later=this.tries=0,this.seen=this.saved="",this.begin(),t.addEventListener("submit",e=>this.
submit(e)),addEventListener("beforeunload",e=>{this.leaving||!this.dirty()||(!this.itself||this.failed)&&e.preventDefault()}),addEventListener(
"pagehide",()=>this.leave()),addEventListener("pageshow",e=>{e.persisted&&(this.leaving=!1)}),this.itself&&(document.addEventListener("visib\
ilitychange",()=>{document.visibilityState==="hidden"&&this.save().catch(()=>{})}),setInterval(()=>this.look(),tt),addEventListener("online",
()=>{this.later=this.tries=0}))}begin(){this.seen=this.said(),this.saved=d(this.form,".problem")?"":this.seen}said(){return st(this.form)}dirty(){
return this.said()!==this.saved}look(){let t=this.said(),e=t===this.seen;this.seen=t,t===this.saved?this.failed="":e?!this.leaving&&this.failed!==
t&&Date.now()>=this.later&&this.save().catch(()=>{}):this.tell("Saving …")}async save(){for(;this.running;)await this.running.catch(()=>{});
let t=this.said();if(!(this.leaving||t===this.saved)){this.running=this.send(t);try{await this.running,this.saved=t,this.failed="",this.later=
this.tries=0,this.tell("Saved")}catch(e){let s=e instanceof L?e.status:0;this.failed=s>=400&&s<500&&s!==429?t:"",this.failed||(this.later=Date.
now()+Math.min(6e4,1e3*2**this.tries++));let n=s===401?"you are logged out":s===404?"the draft is gone":"something has to be put right";throw this.
tell(this.failed?"Not saved: "+n:"Not saved yet. Trying again"),e}finally{this.running=null}}}async send(t){let e=new URLSearchParams(t);e.set(
"action","keep");let s=await fetch(this.form.getAttribute("action")||"",{method:"POST",body:e,redirect:"manual",keepalive:e.toString().length<
6e4,headers:{"HX-Request":"true"}});if(s.type==="opaqueredirect"||s.status>=400)throw new L(s.status)}submit(t){if(!this.running||t.defaultPrevented){
t.defaultPrevented||(this.leaving=!0);return}if(t.preventDefault(),this.waiting)return;this.waiting=!0;let e=t.submitter;this.running.catch(
()=>{}).then(()=>{this.waiting=!1,this.form.requestSubmit(e)})}leave(){try{if(this.leaving||!this.dirty())return;"edit"in this.form.dataset&&
sessionStorage.setItem(et(this.form),this.said()),this.itself&&this.send(this.said()).catch(()=>{})}catch{}}tell(t){this.note&&(this.note.textContent=
t)}};function it(){let i=d(document,"[data-voice]");if(i)return i;let t=y("p","sr");return t.setAttribute("role","status"),t.dataset.voice="",document.
body.append(t),t}function v(i){let t=it();t.textContent="",setTimeout(()=>{t.textContent=i},50)}function R(i,{action:t,run:e,keep:s=4500}={}){let n=y("div","toast");if(n.append(y("span","",i)),t){let a=y("button","",t);a.type="button",a.
addEventListener("click",()=>{n.remove(),e?.()}),n.append(a)}d(document,"#toasts")?.replaceChildren(n),setTimeout(()=>n.remove(),t?s*2:s)}var H=new WeakMap;function I(i){let t=i.cloneNode(!0);for(let e of["data-x","data-y","data-scale","data-rotation"])t.removeAttribute(e);return t.
outerHTML.replace(/([?&])(until|sig)=[^&"]*/g,"")}function j(i){let t=document.importNode(i,!0);return H.set(t,I(i)),t}function F(i,t){let e=new Map(
l(i,"[data-overlay]").map(o=>[o.dataset.overlay,o])),s=l(t,"[data-overlay]").map(o=>{let r=e.get(o.dataset.overlay);return r&&H.get(r)===I(o)?
r:j(o)}),n=h(i,"[data-overlays]");(s.length!==n.children.length||s.some((o,r)=>o!==n.children[r]))&&n.replaceChildren(...s);for(let o of["[d\
ata-ground]","[data-picture]"]){let r=d(t,o),c=d(i,o);r&&c&&H.get(c)!==I(r)&&c.replaceWith(j(r))}d(i,".stage-note")?.remove();let a=d(t,".st\
age-note");a&&i.append(document.importNode(a,!0)),i.toggleAttribute("data-waits",t.hasAttribute("data-waits"))}var q=[["x",{by:100,usual:50,least:0,most:1}],["y",{by:100,usual:50,least:0,most:1}],["scale",{by:100,usual:100,least:.2,most:5}],["rotation",
{by:1,usual:0,least:-180,most:180}]],nt=i=>String(Number(i.toFixed(3))),M=(i,t,e)=>Math.min(e,Math.max(t,i)),S=i=>((i+180)%360+360)%360-180,
f=i=>l(i,"[data-fields]"),$=class{constructor(t,e,s){this.form=t,this.id=e,this.fields=s,this.isPicture=e==="picture"}field(t){let e=this.form.
elements.namedItem(this.isPicture?`picture.${t}`:`ov.${this.id}.${t}`);return g(e)||e instanceof RadioNodeList?e:null}get place(){let t={x:0,
y:0,scale:1,rotation:0};for(let[e,{by:s,usual:n}]of q){let a=this.field(e)?.value.trim().replace(",",".")??"",o=Number(a);t[e]=(a&&Number.isFinite(
o)?o:n)/s}return t}move(t){for(let[e,{by:s,least:n,most:a}]of q){let o=t[e],r=this.field(e);o!==void 0&&r&&(r.value=nt(M(e==="rotation"?S(o):
o,n,a)*s))}}get label(){if(this.isPicture)return"Picture";let t=h(this.fields,"legend").textContent.trim(),e=["text","username","tag","url"].
map(s=>this.field(s)?.value.trim()).find(Boolean);return e?`${t}: ${e}`:t}};function z(i,t){let e=d(i,t==="picture"?"[data-picture-fields]":
`[data-fields="${CSS.escape(t)}"]`);return e&&new $(i,t,e)}function T(i,t){let e=h(document,`[data-overlay-template="${i}"]`,HTMLTemplateElement),
s=h(document.importNode(e.content,!0),"fieldset");for(let n of[s,...s.querySelectorAll("*")])for(let a of[...n.attributes])a.value.includes(
"new-"+i)&&n.setAttribute(a.name,a.value.replaceAll("new-"+i,t));return s}function O(i,t){(f(i).filter(s=>s!==t).at(-1)||h(i,".toolbox")).after(
t),N(t)}var K="[data-overlay], [data-picture]";function B({dataset:{x:i,y:t,scale:e,rotation:s},style:n,classList:a}){let o=(r,c,u)=>n.setProperty(r,
c||u);o("--x",i,".5"),o("--y",t,".5"),o("--s",e,"1"),o("--r",s,"0"),a.add("placed")}function at(i){i.parentElement?.style.setProperty("--v",
String(Number(i.value)/100))}function ot(i){if(i<=0)return"It is time";let t=Math.floor(i/86400),e=Math.floor(i/3600)%24,s=Math.floor(i/60)%
60,n=Math.floor(i)%60;return t?`${t} d ${e} h`:e?`${e} h ${s} min`:`${s}:${String(n).padStart(2,"0")}`}function rt(){for(let i of l(document,
"time[data-countdown]",HTMLTimeElement))i.textContent=ot((Date.parse(i.dateTime)-Date.now())/1e3)}function U(i){i instanceof HTMLElement&&i.
matches(K)&&B(i),l(i,K).forEach(B),l(i,"[data-slider]",HTMLInputElement).forEach(at),rt()}var X=7,ct=4,_="[data-overlay], [data-picture]";function D(i,t){return t?{at:{x:(i.x+t.x)/2,y:(i.y+t.y)/2},far:Math.max(8,Math.hypot(t.x-i.x,
t.y-i.y)),angle:Math.atan2(t.y-i.y,t.x-i.x)*180/Math.PI}:{at:{...i},far:0,angle:0}}var dt=(i,t)=>({x:i.left+t.x*i.width,y:i.top+t.y*i.height}),
A=class{constructor(t,e){this.page=e,this.canvas=h(t,"[data-stage-canvas]"),this.handle=h(t,"[data-handle]");let s=n=>h(t,`[data-guide="${n}\
"]`);this.guides={x:s("x"),y:s("y"),r:s("r")},this.piece=null,this.pointers=new Map,this.act=null;for(let n of[this.canvas,this.handle])n.addEventListener(
"pointerdown",a=>this.down(a,n)),n.addEventListener("pointermove",a=>this.move(a)),n.addEventListener("pointerup",a=>this.up(a,!1)),n.addEventListener(
"pointercancel",a=>this.up(a,!0));this.canvas.addEventListener("dragstart",n=>n.preventDefault()),this.canvas.addEventListener("contextmenu",
n=>n.preventDefault()),this.canvas.addEventListener("focusin",n=>{let a=this.pieceAt(n.target);a&&!this.act&&e.select(a)}),this.canvas.addEventListener(
"keydown",n=>this.key(n)),new ResizeObserver(()=>this.reach()).observe(this.canvas)}element(t){return t&&d(this.canvas,t.isPicture?"[data-pi\
cture]":`[data-overlay="${CSS.escape(t.id)}"]`)}pieceAt(t){let e=p(t,"[data-overlay]");return e?this.page.piece(e.dataset.overlay||""):d(this.
canvas,"[data-picture]")?this.page.piece("picture"):null}show(t){let e=this.element(t);if(e){for(let[s,n]of Object.entries(t.place))e.dataset[s]=
String(n);U(e),this.reach()}}choose(t){this.piece=t;for(let e of l(this.canvas,_))e.classList.toggle("chosen",e===this.element(t));this.reach()}reach(){
let{piece:t}=this,e=this.element(t);if(this.handle.hidden=!e,!e||!t)return;let s=this.canvas.getBoundingClientRect(),n=t.place,a=n.rotation*
Math.PI/180,o=t.isPicture?n.scale*.5:.5,r=t.isPicture?0:10,c=e.offsetWidth*o+r,u=e.offsetHeight*o+r,x=n.x*s.width+c*Math.cos(a)-u*Math.sin(a),
w=n.y*s.height+c*Math.sin(a)+u*Math.cos(a);this.handle.style.left=M(x,18,s.width-18)+"px",this.handle.style.top=M(w,18,s.height-18)+"px"}spanOf(t,e,s){
let[n={x:0,y:0},a]=this.pointers.values();return a?D(n,a):t?D(dt(e,s),n):D(n)}present({place:t},e){let s=this.canvas.getBoundingClientRect();
return{box:s,from:t,span:this.spanOf(e,s,t)}}down(t,e){if(t.button!==0||this.pointers.size>1)return;t.preventDefault();let s=e===this.handle,
n=this.act?.piece||(s?this.piece:this.pieceAt(t.target));if(!n)return this.page.select(null);let a={x:t.clientX,y:t.clientY};if(this.pointers.
set(t.pointerId,a),e.setPointerCapture(t.pointerId),this.act){Object.assign(this.act,this.present(n,this.act.turns));return}this.act={piece:n,
turns:s,before:this.piece?.id===n.id,moved:!1,start:a,...this.present(n,s)},this.element(n)?.focus({preventScroll:!0}),this.page.select(n),Object.
assign(this.act,this.present(n,s))}move(t){let{act:e}=this;if(!e||!this.pointers.has(t.pointerId)||(this.pointers.set(t.pointerId,{x:t.clientX,
y:t.clientY}),!e.moved&&this.pointers.size<2&&Math.hypot(t.clientX-e.start.x,t.clientY-e.start.y)<4))return;e.moved=!0;let s=this.spanOf(e.turns,
e.box,e.from),n={...e.from};e.span.far&&(n.scale=e.from.scale*s.far/e.span.far,n.rotation=S(e.from.rotation+s.angle-e.span.angle)),e.turns||
(n.x+=(s.at.x-e.span.at.x)/e.box.width,n.y+=(s.at.y-e.span.at.y)/e.box.height),this.snap(n,e),e.piece.move(n),this.show(e.piece)}snap(t,{turns:e,
box:s,span:{far:n}}){let a={x:!e&&Math.abs(t.x-.5)*s.width<X,y:!e&&Math.abs(t.y-.5)*s.height<X,r:!1};if(a.x&&(t.x=.5),a.y&&(t.y=.5),n){let u=Math.
round(t.rotation/90)*90;a.r=Math.abs(t.rotation-u)<ct,a.r&&(t.rotation=S(u))}let{x:o,y:r,r:c}=this.guides;o.hidden=!a.x,r.hidden=!a.y,c.hidden=
!a.r,a.r&&Object.assign(c.style,{left:t.x*100+"%",top:t.y*s.height+"px",rotate:t.rotation+"deg"})}up(t,e){let{act:s}=this;if(!(!this.pointers.
delete(t.pointerId)||!s)){if(this.pointers.size>0){Object.assign(s,this.present(s.piece,s.turns));return}this.act=null;for(let n of Object.values(
this.guides))n.hidden=!0;s.moved?this.page.done(""):s.before&&!e&&!s.turns&&this.page.edit(s.piece)}}get busy(){return this.act!==null}key(t){
if(t.altKey||t.ctrlKey||t.metaKey||!(t.target instanceof Element&&t.target.matches(_)))return;let e=this.pieceAt(t.target),{key:s}=t;if(!e)return;
let n=e.place,a=t.shiftKey?.05:.01,o={way:()=>`${Math.round(e.place.x*100)} % across, ${Math.round(e.place.y*100)} % down`,size:()=>`Size ${Math.
round(e.place.scale*100)} %`,turn:()=>`Turned ${Math.round(e.place.rotation)} degrees`},r=new Map([["ArrowLeft",[{x:n.x-a},o.way]],["ArrowRi\
ght",[{x:n.x+a},o.way]],["ArrowUp",[{y:n.y-a},o.way]],["ArrowDown",[{y:n.y+a},o.way]],["[",[{rotation:n.rotation-5},o.turn]],["]",[{rotation:n.
rotation+5},o.turn]]]);for(let w of"+=")r.set(w,[{scale:n.scale*1.05},o.size]);for(let w of"-_")r.set(w,[{scale:n.scale/1.05},o.size]);let[c,
u]=r.get(s)??[],x=(s==="Delete"||s==="Backspace")&&!e.isPicture;!c&&s!=="Enter"&&!x||(t.preventDefault(),x?this.page.remove(e):!c||!u?this.page.
edit(e):(e.move(c),this.show(e),this.page.done("key "+e.id+s),v(u())))}};var J=i=>l(i,"[name]").filter(g),V=i=>i instanceof HTMLInputElement&&i.type==="radio",W=i=>Object.fromEntries(J(i).filter(t=>!V(t)||t.checked).
map(t=>[t.name,t.value]));function Y(i,t){for(let e of J(i)){let s=t[e.name];s!==void 0&&(V(e)?e.checked=e.value===s:e.value=s)}}function G(i){
let{alt_text:t,...e}=W(h(i,"[data-picture-fields]")),s={picture:e,overlays:f(i).map(n=>({id:n.dataset.fields||"",type:n.dataset.type||"",values:W(
n)}))};return JSON.stringify(s)}function Q(i,t){let{picture:e,overlays:s}=JSON.parse(t);Y(h(i,"[data-picture-fields]"),e);let n=new Map(f(i).
map(a=>[a.dataset.fields,a]));for(let[a,o]of n)s.some(r=>r.id===a&&r.type===o.dataset.type)||(o.remove(),n.delete(a));for(let{id:a,type:o,values:r}of s){
let c=n.get(a)||T(o,a);Y(c,r),O(i,c)}}var P=class{constructor(t){this.root=t,this.form=h(t,"[data-story-form]",HTMLFormElement);let e=s=>h(t,`[data-do="${s}"]`,HTMLButtonElement);
this.doing={undo:e("undo"),redo:e("redo"),remove:e("remove")},this.small=matchMedia("(max-width: 899px)"),this.chosen=null,this.keeper=new k(
this.form),this.soon=this.asked=0,this.stage=new A(h(t,"[data-stage]"),{piece:s=>this.piece(s),select:s=>this.select(s),edit:s=>this.edit(s),
done:s=>this.done(s),remove:s=>this.remove(s)}),this.history=new b(()=>G(this.form),s=>this.restore(s)),this.listen(),this.live()}piece(t){return z(
this.form,t||"")}pieces(){let t=f(this.form).map(s=>this.piece(s.dataset.fields)),e=this.form.elements.namedItem("picture.x")?this.piece("pi\
cture"):null;return[...t,e].flatMap(s=>s??[])}restore(t){Q(this.form,t);let e=this.chosen&&this.piece(this.chosen.id);this.chosen=null;for(let s of f(
this.form))s.hidden=!0;this.select(e);for(let s of this.pieces())this.stage.show(s);this.buttons(),this.draw()}select(t){if(!(t?.id===this.chosen?.
id&&t===null==(this.chosen===null))){this.chosen=t;for(let e of f(this.form))e.hidden=e.dataset.fields!==t?.id;this.stage.choose(t),this.buttons()}}edit(t){
if(this.select(t),!t)return;let{fields:e}=t;(d(e,t.isPicture?"input[type=radio]:checked":"textarea, input:not([type=hidden], [type=radio])")||
h(e,"input")).focus({preventScroll:!0}),requestAnimationFrame(()=>e.scrollIntoView({block:this.small.matches?"start":"nearest"}))}buttons(){
let{undo:t,redo:e,remove:s}=this.doing;t.disabled=!this.history.back,e.disabled=!this.history.forth,s.disabled=!this.chosen||this.chosen.isPicture;
let n=f(this.form).length>=Number(this.root.dataset.max);for(let a of l(this.root,"[data-add-overlay]",HTMLButtonElement))a.disabled=n}done(t){
this.history.commit(t),this.buttons()}dress(){for(let t of l(this.stage.canvas,"[data-overlay], [data-picture]")){let e=this.piece(t.dataset.
overlay||"picture");e&&(t.tabIndex=0,t.setAttribute("role","group"),t.setAttribute("aria-roledescription","movable"),t.setAttribute("aria-la\
bel",e.label),t.setAttribute("aria-describedby","stage-help"))}this.stage.choose(this.chosen)}draw(t=0){clearTimeout(this.soon),this.soon=setTimeout(
()=>this.ask(),t)}async ask(){if(this.stage.busy)return this.draw(200);let t=E(this.form),e=++this.asked;t.set("action","render");try{let s=await fetch(
this.root.dataset.path||"",{method:"POST",body:t,headers:{"HX-Request":"true"}}),n=s.headers.get("HX-Redirect");if(n)return this.keeper.leaving=
!0,location.assign(n);if(!s.ok)throw new Error(String(s.status));let a=C(await s.text());e===this.asked&&!this.stage.busy?this.take(h(a,"[da\
ta-stage-canvas]")):e===this.asked&&this.draw(200)}catch{e===this.asked&&R("The story can't be shown anew just now. What you wrote is still \
here.")}this.stage.canvas.hasAttribute("data-waits")&&this.draw(1500)}take(t){let{canvas:e}=this.stage,s=m(document.activeElement)?.dataset.
overlay;F(e,t),this.dress();for(let n of this.pieces())this.stage.show(n);s&&d(e,`[data-overlay="${CSS.escape(s)}"]`)?.focus({preventScroll:!0})}add(t){
let{form:e}=this,s=f(e).map(c=>c.dataset.fields),n=s.length+1;for(;s.includes("o"+n);)n++;let a=T(t,"o"+n);O(e,a);let o=this.piece("o"+n),r=this.
pieces().filter(c=>c.id!==o?.id&&!c.isPicture).map(c=>c.place.y);o?.move({y:[.5,.22,.78,.36,.64,.1,.9].find(c=>r.every(u=>Math.abs(u-c)>.13))??
.5}),this.history.commit(""),this.edit(o),this.draw(),v(`${h(a,"legend").textContent.trim()} is added.`)}remove(t){let e=f(this.form),s=e.indexOf(
t.fields),n=e[s+1]||e[s-1];t.fields.remove(),this.stage.element(t)?.remove(),this.select(n?this.piece(n.dataset.fields):null),(this.chosen?this.
stage.element(this.chosen):d(this.root,"[data-add-overlay]"))?.focus({preventScroll:!0}),this.done(""),v("Removed. Undo brings it back.")}undo(t){
this.history.go(t)&&v(t<0?"Undone":"Done again")}fit(t){let e=this.piece("picture");e&&(e.move({x:.5,y:.5,rotation:0,scale:t?Number(e.fields.
dataset.fill)/100:1}),this.stage.show(e),this.done(""))}press(t){let e=p(t.target,"button",HTMLButtonElement);if(!e)return;let{addOverlay:s,
removeOverlay:n,fitPicture:a,do:o}=e.dataset;if(s&&this.add(s),n){t.preventDefault();let r=this.piece(n);r&&this.remove(r)}"done"in e.dataset&&
(this.stage.element(this.chosen)?.focus({preventScroll:!0}),this.root.scrollIntoView({block:"start"})),a&&(t.preventDefault(),this.fit(a==="\
fill")),o==="undo"&&this.undo(-1),o==="redo"&&this.undo(1),o==="remove"&&this.chosen&&this.remove(this.chosen)}listen(){let{root:t,form:e}=this;
t.addEventListener("click",s=>this.press(s)),addEventListener("keydown",s=>{p(s.target,"textarea, input:not([type=range], [type=radio], [typ\
e=checkbox]), dialog")||s.altKey||!(s.ctrlKey||s.metaKey)||!/^[zy]$/i.test(s.key)||(s.preventDefault(),this.undo(s.shiftKey||s.key.toLowerCase()===
"y"?1:-1))}),e.addEventListener("input",({target:s})=>{let n=p(s,"[data-fields], [data-picture-fields]");if(!n||!g(s)||!s.name)return;let a=this.
piece(n.dataset.fields||"picture"),o=s.type==="radio";this.done(o?"":"type "+s.name),/\.(x|y|scale|rotation)$/.test(s.name)?a&&this.stage.show(
a):s.name!=="alt_text"&&this.draw(o?0:180)}),e.addEventListener("change",({target:s})=>{m(s)?.matches("[data-complete]")&&this.draw()}),e.addEventListener(
"keydown",s=>{s.key==="Enter"&&m(s.target)?.matches("input:not([type=radio])")&&!s.defaultPrevented&&s.preventDefault()}),e.addEventListener(
"invalid",s=>{let n=p(s.target,"[data-fields]");n&&this.select(this.piece(n.dataset.fields))},!0);for(let s of l(t,"form"))s!==e&&s.addEventListener(
"submit",()=>{this.keeper.leaving=!0});addEventListener("pageshow",s=>{s.persisted&&location.reload()})}live(){let{root:t,form:e}=this;t.classList.
add("composer-live");for(let n of l(t,"[data-only-js], [data-tools], [data-done]"))n.hidden=!1;for(let n of l(t,"[data-overlay-template]",HTMLTemplateElement))
for(let a of l(n.content,"[data-done]"))a.hidden=!1;for(let n of l(t,"[data-without-js]"))n.hidden=!0;this.doing.redo.classList.add("view-re\
do");let s=f(e).find(n=>d(n,".problem"))||p(d(e,"[autofocus]"),"[data-fields]");for(let n of f(e))n.hidden=!0;this.dress(),this.buttons(),this.
keeper.begin(),s&&this.edit(this.piece(s.dataset.fields)),this.stage.canvas.hasAttribute("data-waits")&&this.draw(1e3)}};function Z(...i){for(let t of i)try{t()}catch(e){reportError(e)}}Z(()=>{let i=d(document,"[data-composer]");i&&new P(i)});})();
