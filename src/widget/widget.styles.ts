import {coreTokens, readerTokens} from '../components/core-tokens.ts';

/**
 * The closed launcher's style, as text: there is no Lit here. Nothing depends on the host's own box, so whatever a page's CSS
 * says about every element, the launcher stands in its corner.
 */
export const widgetStyles = `
:host { display: contents; ${coreTokens} }
${readerTokens}
:host([hidden]), [hidden] { display: none !important; }
.dock {
  all: initial; position: fixed; z-index: var(--parley-z-index, 99999); pointer-events: none; color-scheme: light dark;
  inset-block-end: max(var(--parley-offset-block, 20px), env(safe-area-inset-bottom)); inset-inline-end: var(--parley-offset-inline, 20px);
  display: grid; justify-items: end; gap: 14px; font-family: var(--parley-font, system-ui, sans-serif);
}
.dock > * { pointer-events: auto; box-sizing: border-box; }
:host([data-scheme="light"]) .dock { color-scheme: light; }
:host([data-scheme="dark"]) .dock { color-scheme: dark; }
:host([position="start"]) .dock { inset-inline: var(--parley-offset-inline, 20px) auto; justify-items: start; }
.launcher {
  position: relative; display: grid; place-items: center; inline-size: 60px; block-size: 60px; margin: 0; padding: 0; border: 0; font: inherit; cursor: pointer;
  color: var(--_on-accent); background: var(--_accent); border-radius: var(--_r-launcher); border-end-end-radius: var(--_r-joint); box-shadow: var(--_e2);
  touch-action: manipulation; -webkit-tap-highlight-color: transparent;
  transition: background-color var(--_fast), transform var(--_fast) var(--_ease-out);
}
:host([position="start"]) .launcher { border-end-end-radius: var(--_r-launcher); border-end-start-radius: var(--_r-joint); }
.launcher:hover { background: var(--_accent-hover); }
.launcher:active { transform: scale(0.96); }
.launcher:focus-visible { outline: 3px solid var(--_focus); outline-offset: 3px; }
.launcher[aria-busy="true"] { opacity: 0.7; }
svg { display: block; inline-size: 32px; fill: currentColor; }
slot path { transition: translate var(--_enter) var(--_ease-out); }
slot path:first-child { opacity: 0.66; }
.launcher:hover slot path:first-child { translate: 1.5px 0; }
.launcher:hover slot path:last-child { translate: -1.5px 0; }
.badge {
  position: absolute; inset-block-start: -6px; inset-inline-end: -6px; min-inline-size: 22px; padding-inline: 6px; box-sizing: border-box; text-align: center;
  font-size: 12px; font-weight: 700; line-height: 22px; color: Canvas; background: CanvasText; border-radius: 11px; box-shadow: 0 0 0 2px Canvas;
}
.note { max-inline-size: 288px; margin: 0; padding: 12px; font-size: 14px; line-height: 20px; color: CanvasText; background: Canvas; border-radius: var(--_round); border-end-end-radius: var(--_r-joint); box-shadow: var(--_e2); }
@media print { .launcher, .note { display: none; } }
@media (forced-colors: active) { .launcher, .launcher:hover { forced-color-adjust: none; color: HighlightText; background: Highlight; outline-color: Highlight !important; } }
`;
