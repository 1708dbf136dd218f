import {launcherTokens} from '../components/launcher-tokens.ts';

/**
 * The closed launcher's style, as text: there is no Lit here. Nothing depends on the host's own box, so whatever a page's CSS
 * says about every element, the launcher stands in its corner. The mark is made of borders, which forced colours keep.
 */
export const launcherStyles = `
:host { display: contents; ${launcherTokens} }
@media (prefers-contrast: more) { :host { --_more: var(--_contrast, 1); } }
:host([hidden]), [hidden] { display: none !important; }
.dock {
  all: initial; position: fixed; z-index: var(--parley-z-index, 99999);
  inset-block-end: max(var(--parley-offset-block, 20px), env(safe-area-inset-bottom)); inset-inline-end: var(--parley-offset-inline, 20px);
}
:host([data-scheme=dark]) .dock { color-scheme: dark; }
:host([position=start]) .dock { inset-inline: var(--parley-offset-inline, 20px) auto; }
.launcher {
  position: relative; display: grid; place-items: center; width: 60px; height: 60px; border: 2px solid transparent; padding: 0; cursor: pointer;
  color: var(--_on-accent); background: var(--_accent) border-box; box-shadow: 0 10px 28px -4px #0004;
  border-radius: calc(var(--_round) * 1.2); border-end-end-radius: calc(var(--_round) * 0.25);
}
:host([position=start]) .launcher { border-radius: calc(var(--_round) * 1.2); border-end-start-radius: calc(var(--_round) * 0.25); }
.launcher:focus-visible { outline: 3px solid var(--parley-focus, var(--_accent)); outline-offset: 3px; }
[aria-busy] { opacity: 0.7; }
i::before, i::after { content: ""; display: block; width: 9.9px; border: 5.1px solid; border-radius: 5.1px; }
i::before { translate: -2.5px; border-bottom-left-radius: 1px; opacity: 0.66; }
i::after { translate: 2.5px; margin-top: 2.6px; border-bottom-right-radius: 1px; }
p { font: 14px system-ui; background: Canvas; }
@media print { .launcher { display: none; } }
`;
