import {phone} from './close-signal.ts';

/**
 * The layout of the open chat in the launcher's root, as plain text, because that root has no Lit. The chat itself defines what the panel
 * looks like.
 */
export const frameStyles = `
.dock { inset-block-start: 20px; grid-template-rows: minmax(0, max-content); align-content: end; }
.panel {
  --_block: min(640px, 100dvh - 114px);
  inline-size: min(400px, 100vw - 40px); block-size: var(--_block); max-block-size: 100%; outline: 0;
  transition: opacity var(--_base), display var(--_base) allow-discrete;
}
output { position: absolute; clip-path: inset(50%); }
.panel[hidden] { opacity: 0; pointer-events: none; }
.dock.open slot[name="launcher"] { display: none; }
.dock:not(.open) .chevron { display: none; }
.chevron { display: block; inline-size: 24px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
@media ${phone} {
  .dock.open .launcher { display: none; }
  .panel { position: fixed; inset: var(--_top, 0) 0 auto; inline-size: auto; --_block: var(--_height, 100dvh); }
}
@media print {
  .dock.open { position: static; display: block; }
  .panel { inline-size: 100%; block-size: auto; }
}
`;
