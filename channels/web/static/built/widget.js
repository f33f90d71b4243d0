"use strict";(()=>{var l=`
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
`;var m=AZIMUT_TEXTS,i=document.currentScript,d=i?new URL(i.src).origin:location.origin,u="(max-width: 520px), (max-height: 480px)",p="http://www.w3.org/2000/svg";function c(n){return(n||document.documentElement.lang||navigator.language||"fr").toLowerCase().startsWith("nl")?"nl":"fr"}function g(){let n=document.createElementNS(p,"svg");n.setAttribute("viewBox","0 0 40 40"),n.setAttribute("aria-hidden","true");let t=[["circle",{cx:20,cy:20,r:16,fill:"none",stroke:"currentColor","stroke-opacity":.5,"stroke-width":1.6}],["path",{d:"M29.5 10.5 22.8 22.8 17.2 17.2z",fill:"#ffb648"}],["path",{d:"M10.5 29.5 17.2 17.2 22.8 22.8z",fill:"currentColor"}]];for(let[e,a]of t){let o=document.createElementNS(p,e);for(let[s,r]of Object.entries(a))o.setAttribute(s,String(r));n.append(o)}return n}var h=class{constructor(){this.options=i?i.dataset:{},this.language=c(this.options.language),this.host=document.createElement("azimut-chat");let t=this.host.attachShadow({mode:"closed"}),e=new CSSStyleSheet;e.replaceSync(l),t.adoptedStyleSheets=[e],this.button=document.createElement("button"),this.button.type="button",this.words=document.createElement("span"),this.badge=document.createElement("span"),this.badge.className="badge",this.badge.hidden=!0,this.button.append(g(),this.words,this.badge),this.panel=document.createElement("div"),this.panel.className="panel",this.panel.hidden=!0,t.append(this.button,this.panel),this.frame=null,this.loaded=!1,this.name(),this.button.addEventListener("click",()=>this.open()),addEventListener("message",a=>this.heard(a)),document.documentElement.append(this.host),"popover"in this.host&&(this.host.popover="manual",this.host.showPopover())}name(t=0){let e=m[this.language],a=e["launcher.unread"].replace("{count}",String(t));this.host.lang=this.language,this.words.textContent=e["launcher.open"];let o=`${e["launcher.open"]} ${e["launcher.label"]}`;this.button.setAttribute("aria-label",t?`${o}. ${a}`:o),this.badge.textContent=t?String(t):"",this.badge.hidden=!t,this.frame&&(this.frame.title=e["launcher.frame"])}open(){this.frame||this.load(),this.panel.hidden=!1,this.button.hidden=!0,this.name(),this.cover(matchMedia(u).matches),this.frame?.focus(),this.tell("open")}close(){this.panel.hidden=!0,this.button.hidden=!1,this.cover(!1),this.button.focus(),this.tell("hidden")}cover(t){document.body&&"inert"in document.body&&(document.body.inert=t)}load(){let t=new URL("/widget",d);t.searchParams.set("language",this.language);let e=document.createElement("iframe");e.src=t.href,e.allow="clipboard-write",e.referrerPolicy="origin",e.addEventListener("load",()=>{this.loaded=!0,this.tell("open")}),this.frame=e,this.panel.append(e),this.name()}tell(t){if(!this.loaded)return;let e=getComputedStyle(this.host),a={};for(let s of["accent","on-accent"]){let r=e.getPropertyValue(`--azimut-${s}`).trim();r&&(a[s]=r)}let o={azimut:t,theme:a,scheme:this.options.theme||""};this.frame?.contentWindow?.postMessage(o,d)}heard(t){if(!this.frame||t.origin!==d||t.source!==this.frame.contentWindow)return;let e=t.data&&t.data.azimut;e==="close"&&this.close(),e==="unread"&&this.panel.hidden&&this.name(Number(t.data.count)||0),e==="language"&&(this.language=c(t.data.language),this.name()),e==="leave"&&this.leave(String(t.data.to))}leave(t){this.host.remove(),location.replace(/^https:\/\//.test(t)?t:"about:blank")}};function x(n){return document.querySelector("azimut-chat")?!1:!!n&&"adoptedStyleSheets"in document}if(i&&x(i.src)){let n=new h;window.azimut={open:()=>n.open(),close:()=>n.close()}}})();
