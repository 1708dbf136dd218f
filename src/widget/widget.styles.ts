import {coreTokens, displayTokens} from '../components/core-tokens.ts';

/**
 * The styles around the launcher, needed as soon as anything is loaded. Before the chat is loaded, the brand colour is set on the dock, so
 * the tokens have to be computed there as well. Whatever appears above the launcher leaves the dock as large as it was: browsers count
 * a fixed box whose origin moves as a layout shift of the page.
 */
export const dockStyles = `
:host, .dock { ${coreTokens} }
${displayTokens}
:host([data-scheme=dark]) .dock { color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
.dock { --_more: inherit; --_moves: inherit; pointer-events: none; font-family: var(--parley-font, system-ui, sans-serif); }
.dock > * { pointer-events: auto; box-sizing: border-box; }
.teaser, p { position: absolute; inset-block-end: calc(100% + 14px); inset-inline-end: 0; inline-size: max-content; }
:host([position="start"]) :is(.teaser, p) { inset-inline: 0 auto; }
p ~ .teaser { display: none; }
.launcher { position: relative; }
.badge {
  position: absolute; inset-block-start: -8px; inset-inline-end: -8px; min-inline-size: 22px; padding-inline: 6px; box-sizing: border-box; text-align: center;
  font-size: 12px; font-weight: 700; line-height: 22px; color: Canvas; background: CanvasText; border-radius: 11px; box-shadow: 0 0 0 2px Canvas; forced-color-adjust: none;
}
p { max-inline-size: 288px; margin: 0; padding: 12px; line-height: 20px; color: CanvasText; border-radius: var(--_round); border-end-end-radius: var(--_r-joint); box-shadow: var(--_e2); }
@media print { p { display: none; } }
`;

/** The launcher's styles with hover and focus effects, once the chat is loaded. */
export const widgetStyles = `
${dockStyles}
.launcher {
  touch-action: manipulation; -webkit-tap-highlight-color: transparent; box-shadow: var(--_e2);
  transition: background-color var(--_fast), transform var(--_fast) var(--_ease-out);
}
.launcher:hover { background-color: var(--_accent-hover); }
.launcher:active { transform: scale(0.96); }
.launcher:focus-visible { outline: 3px solid var(--_focus); outline-offset: 3px; }
i::before, i::after { transition: transform var(--_enter) var(--_ease-out); }
.launcher:hover i::before { transform: translate(1.5px); }
.launcher:hover i::after { transform: translate(-1.5px); }
`;
