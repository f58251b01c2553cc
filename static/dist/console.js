"use strict";
(()=>{function u(e,t,n){return L(e.querySelector(t),n)}function a(e,t,n){let r=u(e,t,n);if(!r)throw new Error("the page lacks "+t);return r}function L(e,t){return e instanceof(t??HTMLElement)?e:null}var p;function d(e,t={}){p??=JSON.parse(document.getElementById("words")?.textContent||"{}");let[n="",r=""]=e.split("."),o=p[n]?.[r]??e;return(typeof o==
"string"?o:o[new Intl.PluralRules(document.documentElement.lang).select(Number(t.n))]??o.other??e).replace(/\{\{\.(\w+)\}\}/g,(i,l)=>String(
t[l]??""))}var h=e=>"'"+e.replaceAll("'","'\\''")+"'",m=class{constructor(t){this.form=t,this.token=a(t,"#f-token",HTMLInputElement),this.call=a(t,"#f-\
call",HTMLSelectElement),this.path=a(t,"#f-path",HTMLInputElement),this.parameters=a(t,"#f-parameters",HTMLTextAreaElement),a(t,"[data-with-\
js]").hidden=!1,this.call.addEventListener("change",()=>{this.path.value=this.called().pattern}),t.addEventListener("input",()=>this.showCurl()),
t.addEventListener("change",()=>this.showCurl()),t.addEventListener("submit",n=>{n.preventDefault(),this.showCurl(),this.send()})}called(){let[
t="",n=""]=this.call.value.split(" ");return{method:t,pattern:n}}request(){let{method:t,pattern:n}=this.called(),r=new URLSearchParams;for(let i of this.
parameters.value.split(`
`)){let l=i.indexOf("=");l>0&&r.append(i.slice(0,l).trim(),i.slice(l+1).trim())}let o="/v1"+(this.path.value.trim()||n),c=t==="GET"||t==="DE\
LETE";return c&&r.size>0&&(o+="?"+r),{method:t,to:o,body:c||r.size===0?null:r}}showCurl(){let{method:t,to:n,body:r}=this.request(),o='curl -\
H "Authorization: Bearer $TOKEN"';t!=="GET"&&(o+=" -X "+t),r&&(o+=" -d "+h(r.toString())),a(document,"[data-curl] code").textContent=o+" "+h(
this.form.dataset.console+n)}async send(){let{method:t,to:n,body:r}=this.request(),o=a(document,"[data-status]"),c=a(document,"[data-headers\
]"),i=a(document,"[data-body]");a(document,"[data-answer]").hidden=!1,o.textContent=d("console.calling"),c.textContent=i.textContent="";let l=performance.
now();try{let s=await fetch(n,{method:t,body:r,credentials:"omit",headers:{Authorization:"Bearer "+this.token.value.trim()}}),E=await s.text();
o.textContent=`${s.status} ${s.statusText}, ${Math.round(performance.now()-l)} ms`,c.textContent=[...s.headers].map(([w,T])=>`${w}: ${T}`).join(
`
`),i.textContent=M(E)}catch(s){o.textContent=d("console.failed",{why:s instanceof Error?s.message:String(s)})}}};function M(e){try{return JSON.
stringify(JSON.parse(e),null,2)}catch{return e}}function f(){let e=u(document,"[data-console]",HTMLFormElement);e&&new m(e)}function x(...e){for(let t of e)try{t()}catch(n){reportError(n)}}x(f);})();
