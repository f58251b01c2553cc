"use strict";
(()=>{var r=()=>self,h="Photogram-Viewer";async function c(t,e){return await caches.has(t)?(await caches.open(t)).match(e,{ignoreVary:!0}):void 0}var l="/offline",u=()=>"assets-"+r().photogram.version;async function m(){let t=await caches.open(u());await t.addAll(r().photogram.assets);
let e=await fetch(l,{credentials:"omit",cache:"no-store"});if(!e.ok)throw new Error("no page for being offline");await t.put(l,e)}async function g(){
for(let t of await caches.keys())t.startsWith("assets-")&&t!==u()&&await caches.delete(t)}var y=()=>c(u(),l);async function x(t){let e=await caches.
open(u()),a=await e.match(t,{ignoreVary:!0});if(a)return a;try{let n=await fetch(t);return n.ok&&await e.put(t,n.clone()).catch(()=>{}),n}catch(n){
let o=await c("feed",new URL(t.url).pathname);if(o)return o;throw n}}var s="feed",d="/",C=6048e5,H="0",p=()=>caches.delete(s);async function w(){let t=await c(s,d);if(t&&Date.parse(t.headers.get("Date")||"")>Date.
now()-C)return t;await p()}var k=async()=>await w()!==void 0;async function U(t,e){let a=e.headers.get(h);if(!a)return;let n=await w();n&&n.
headers.get(h)!==a&&await p(),t===d&&e.ok&&a!==H&&await(await caches.open(s)).put(d,e)}async function R(t,e){if((await w())?.headers.get(h)!==
t)return;let a=await caches.open(s),n=new Set([d,...e]);for(let o of await a.keys()){let{pathname:i,search:f}=new URL(o.url);n.delete(i+f)||
await a.delete(o)}for(let o of n)try{let i=await fetch(o);i.status===200&&await a.put(o,i)}catch{}await c(s,d)||await p()}async function L(t){
if(!await caches.has(s))return;let e=await caches.open(s),a=new URL(".",t).pathname,n=(await e.keys()).find(o=>new URL(".",o.url).pathname===
a);return await e.match(t,{ignoreVary:!0})||n&&e.match(n,{ignoreVary:!0})}async function W(){let t=await w();if(!t)return;let e=(await t.text()).
replace(" data-offline-note hidden"," data-offline-note");return new Response(e,{headers:t.headers})}async function N(t){let e=t==="/"&&await W();if(e)return e;let a=await y();return a?await k()?new Response((await a.text()).replace(" data-k\
ept-feed hidden"," data-kept-feed"),{headers:a.headers}):a:Response.error()}async function b(t){let{pathname:e,search:a}=new URL(t.request.url),
n;try{n=await t.preloadResponse||await fetch(t.request)}catch{return N(e+a)}return t.waitUntil(U(e+a,n.clone())),n}async function E(t){let e;try{e=t.data?.json()}catch{return}let{title:a,body:n,navigate:o,lang:i,dir:f,tag:D}=e.notification,{icon:j,badge:v}=r().
photogram;await r().registration.showNotification(a,{body:n,lang:i,dir:f,tag:D,icon:j,badge:v,data:{navigate:o}})}async function P(t){t.notification.
close();let e=new URL(t.notification.data?.navigate||"/",location.origin);if(e.origin!==location.origin)return;let n=(await r().clients.matchAll(
{type:"window",includeUncontrolled:!0})).find(o=>o.url===e.href);n?await n.focus():await r().clients.openWindow(e.href)}async function A(){await(await r().
registration.pushManager?.getSubscription())?.unsubscribe()}var _="/new?shared=1";async function S(t){await caches.delete("shared");try{let e=await t.formData(),a=await caches.open("shared"),n=[...e.getAll(
"text"),...e.getAll("url")].map(String).filter(i=>i.trim());await a.put("/share/words",new Response(n.join(`
`)));let o=0;for(let i of e.getAll("file")){if(typeof i=="string"||!i.size)continue;let f={"Content-Type":i.type,"Photogram-Name":encodeURIComponent(
i.name)};await a.put(`/share/${o++}`,new Response(i,{headers:f}))}}catch{await caches.delete("shared")}return Response.redirect(_,303)}var T=()=>caches.
delete("shared");async function z(t){try{return await fetch(t)}catch(e){let a=await L(t.url);if(a)return a;throw e}}async function G(){await p(),await T()}function I(t){
let{request:e}=t,{origin:a,pathname:n}=new URL(e.url);if(a===location.origin){if(e.method==="POST"){n==="/logout"&&t.waitUntil(Promise.all([
G(),A()])),n==="/share"&&e.mode==="navigate"&&t.respondWith(S(e));return}e.method==="GET"&&(n.startsWith("/static/")?t.respondWith(x(e)):e.mode===
"navigate"?t.respondWith(b(t)):n.startsWith("/media/")&&e.destination==="image"&&t.respondWith(z(e)))}}async function M(){await g(),await r().
registration.navigationPreload?.enable(),await r().clients.claim()}function V(){let t=r();t.addEventListener("install",e=>e.waitUntil(m().then(
()=>t.skipWaiting()))),t.addEventListener("activate",e=>e.waitUntil(M())),t.addEventListener("fetch",I),t.addEventListener("push",e=>e.waitUntil(
E(e))),t.addEventListener("notificationclick",e=>e.waitUntil(P(e))),t.addEventListener("message",e=>{e.data?.feed&&e.waitUntil(R(String(e.data.
feed),e.data.pictures))})}V();})();
