import {accent, brand, onAccent, round} from '../components/launcher-tokens.ts';

/**
 * The closed launcher's styles, as plain text, because there is no Lit here. Nothing depends on the host's own box, so the launcher stays
 * in its corner whatever the page's CSS applies to every element. The icon consists of borders, which remain visible in forced colours.
 * Styles for the chat, or for anything next to the launcher, are in `widget.styles.ts`. The order of declarations is chosen to compress
 * well wherever it does not matter.
 */
export const launcherStyles = `
:host(:not([hidden])) { display: contents; }
.dock {
  all: initial; --_more: 0; z-index: var(--parley-z-index, 99999); position: fixed; inset-inline-end: var(--parley-offset-inline, 20px);
  inset-block-end: max(var(--parley-offset-block, 20px), env(safe-area-inset-bottom)); --_brand: ${brand};
}
@media (prefers-contrast: more) { .dock { --_more: 1; } }
:host([position=start]) .dock { inset-inline: var(--parley-offset-inline, 20px) auto; }
.launcher {
  display: grid; place-items: center; cursor: pointer; color: ${onAccent};
  width: 60px; border: 2px solid transparent; padding: 0; box-shadow: 0 10px 28px -4px #0004; background: ${accent}; height: 60px;
  border-radius: calc(${round} * 1.2); border-end-end-radius: calc(${round} * 0.25);
}
:host([position=start]) .launcher { border-radius: calc(${round} * 1.2); border-end-start-radius: calc(${round} * 0.25); }
[aria-busy] { opacity: 0.7; }
i::before, i::after {
  display: block; width: 9.9px; border: 5.1px solid; opacity: 0.66; translate: -2.5px; border-radius: 5.1px 5.1px 5.1px 1px; content: "";
}
i::after { translate: 2.5px; margin-top: 2.6px; border-radius: 5.1px 5.1px 1px; opacity: 1; }
p { background: Canvas; }
@media print { .launcher { display: none; } }
`;
