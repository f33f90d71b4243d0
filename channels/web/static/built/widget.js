"use strict";(()=>{var c=`
:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483000!important;
inset:auto 0 0 auto!important;margin:0!important;padding:0!important;width:0!important;height:0!important;
font:600 16px/1.3 system-ui,-apple-system,"Segoe UI",sans-serif!important;color-scheme:light dark!important}
@media print{:host{display:none!important}}
button{all:unset;box-sizing:border-box;position:fixed;right:max(20px,env(safe-area-inset-right));
bottom:max(20px,env(safe-area-inset-bottom));display:flex;align-items:center;gap:10px;min-height:56px;
max-width:calc(100vw - 40px);padding:8px 20px 8px 10px;border-radius:28px;cursor:pointer;
background:var(--azimut-accent,#0b5a62);color:var(--azimut-on-accent,#fff);
box-shadow:0 2px 4px rgb(0 0 0/.18),0 8px 28px rgb(0 0 0/.22);transition:transform .15s,box-shadow .15s}
button:hover{transform:translateY(-2px);box-shadow:0 4px 8px rgb(0 0 0/.18),0 14px 34px rgb(0 0 0/.26)}
button:focus-visible{outline:3px solid #ffb648;outline-offset:3px;box-shadow:0 0 0 3px #15262b}
button[hidden]{display:none}
svg{width:38px;height:38px;flex:none}
.badge{position:absolute;top:-6px;left:-6px;min-width:24px;height:24px;padding:0 6px;border-radius:12px;
box-sizing:border-box;background:#b3261e;color:#fff;font-size:14px;line-height:24px;text-align:center}
.badge[hidden]{display:none}
.panel{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:max(20px,env(safe-area-inset-bottom));
width:min(420px,calc(100vw - 40px));height:min(720px,calc(100vh - 40px));height:min(720px,calc(100dvh - 40px));
border-radius:20px;overflow:hidden;background:Canvas;
box-shadow:0 0 0 1px rgb(0 0 0/.08),0 12px 48px rgb(0 0 0/.28);transform-origin:100% 100%;animation:in .18s ease-out}
.panel[hidden]{display:none}
iframe{display:block;width:100%;height:100%;border:0;background:Canvas;color-scheme:normal}
@media (max-width:520px),(max-height:480px){
.panel{inset:0;width:100vw;height:100vh;height:100dvh;border-radius:0;box-shadow:none}}
@media (max-width:360px){button{padding-right:16px;gap:8px}}
@keyframes in{from{opacity:0;transform:translateY(12px) scale(.98)}}
@media (prefers-reduced-motion:reduce){button,.panel{transition:none;animation:none}}
@media (forced-colors:active){button{border:2px solid ButtonText}.panel{border:1px solid CanvasText}}
`;var m=AZIMUT_TEXTS,a=document.currentScript,d=a?new URL(a.src).origin:location.origin,u="(max-width: 520px), (max-height: 480px)",p="http://www.w3.org/2000/svg";function l(n){return(n||document.documentElement.lang||navigator.language||"fr").toLowerCase().startsWith("nl")?"nl":"fr"}function x(){let n=document.createElementNS(p,"svg");n.setAttribute("viewBox","0 0 40 40"),n.setAttribute("aria-hidden","true");let t=[["circle",{cx:20,cy:20,r:16,fill:"none",stroke:"currentColor","stroke-opacity":.5,"stroke-width":1.6}],["path",{d:"M29.5 10.5 22.8 22.8 17.2 17.2z",fill:"#ffb648"}],["path",{d:"M10.5 29.5 17.2 17.2 22.8 22.8z",fill:"currentColor"}]];for(let[e,i]of t){let o=document.createElementNS(p,e);for(let[s,r]of Object.entries(i))o.setAttribute(s,String(r));n.append(o)}return n}var h=class{#d=a?a.dataset:{};#o;#t=document.createElement("azimut-chat");#e=document.createElement("button");#h=document.createElement("span");#a=document.createElement("span");#i=document.createElement("div");#n=null;#c=!1;constructor(){this.#o=l(this.#d.language);let t=this.#t.attachShadow({mode:"closed"}),e=new CSSStyleSheet;e.replaceSync(c),t.adoptedStyleSheets=[e],this.#e.type="button",this.#a.className="badge",this.#a.hidden=!0,this.#e.append(x(),this.#h,this.#a),this.#i.className="panel",this.#i.hidden=!0,t.append(this.#e,this.#i),this.#s(),this.#e.addEventListener("click",()=>this.open()),addEventListener("message",i=>this.#m(i)),document.documentElement.append(this.#t),"popover"in this.#t&&(this.#t.popover="manual",this.#t.showPopover())}#s(t=0){let e=m[this.#o],i=e["launcher.unread"].replace("{count}",String(t));this.#t.lang=this.#o,this.#h.textContent=e["launcher.open"];let o=`${e["launcher.open"]} ${e["launcher.label"]}`;this.#e.setAttribute("aria-label",t?`${o}. ${i}`:o),this.#a.textContent=t?String(t):"",this.#a.hidden=!t,this.#n&&(this.#n.title=e["launcher.frame"])}open(){this.#n||this.#l(),this.#i.hidden=!1,this.#e.hidden=!0,this.#s(),this.#p(matchMedia(u).matches),this.#n?.focus(),this.#r("open")}close(){this.#i.hidden=!0,this.#e.hidden=!1,this.#p(!1),this.#e.focus(),this.#r("hidden")}#p(t){document.body&&"inert"in document.body&&(document.body.inert=t)}#l(){let t=new URL("/widget",d);t.searchParams.set("language",this.#o);let e=document.createElement("iframe");e.src=t.href,e.allow="clipboard-write",e.referrerPolicy="origin",e.addEventListener("load",()=>{this.#c=!0,this.#r("open")}),this.#n=e,this.#i.append(e),this.#s()}#r(t){if(!this.#c)return;let e=getComputedStyle(this.#t),i={};for(let s of["accent","on-accent"]){let r=e.getPropertyValue(`--azimut-${s}`).trim();r&&(i[s]=r)}let o={azimut:t,theme:i,scheme:this.#d.theme||""};this.#n?.contentWindow?.postMessage(o,d)}#m(t){if(!this.#n||t.origin!==d||t.source!==this.#n.contentWindow)return;let e=t.data&&t.data.azimut;e==="close"&&this.close(),e==="unread"&&this.#i.hidden&&this.#s(Number(t.data.count)||0),e==="language"&&(this.#o=l(t.data.language),this.#s()),e==="leave"&&this.#u(String(t.data.to))}#u(t){this.#t.remove(),location.replace(/^https:\/\//.test(t)?t:"about:blank")}};function g(n){return document.querySelector("azimut-chat")?!1:!!n&&"adoptedStyleSheets"in document}if(a&&g(a.src)){let n=new h;window.azimut={open:()=>n.open(),close:()=>n.close()}}})();
