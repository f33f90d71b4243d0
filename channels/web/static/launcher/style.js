/** The launcher's looks. A constructable style sheet: no CSP of the host page stops it, and with
 * `!important` on `:host` no rule of the host page overrules it. */
export const STYLE = `
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
`;
