import {fullScreenQuery} from './close-request.ts';

/**
 * The layout of the open chat in the launcher's root, as plain text, because that root has no Lit. The chat itself defines what the panel
 * looks like.
 */
export const panelStyles = `
.panel {
  --_block: min(640px, 100dvh - 114px);
  --_below: calc(var(--_tall) + 14px + max(var(--parley-offset-block, 20px), env(safe-area-inset-bottom)));
  position: fixed; inset-block-end: var(--_below); inset-inline-end: var(--parley-offset-inline, 20px);
  inline-size: min(400px, 100vw - 40px); block-size: var(--_block); max-block-size: calc(100% - 20px - var(--_below)); outline: 0;
  transition: opacity var(--_base), display var(--_base) allow-discrete;
}
:host([position="start"]) .panel { inset-inline: var(--parley-offset-inline, 20px) auto; }
output { position: absolute; clip-path: inset(50%); }
.panel[hidden] { opacity: 0; pointer-events: none; }
.dock.open slot[name="launcher"] { display: none; }
.dock:not(.open) .chevron { display: none; }
.chevron { display: block; inline-size: 24px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
@media ${fullScreenQuery} {
  .dock.open .launcher { display: none; }
  .panel { inset: var(--_top, 0) 0 auto !important; inline-size: auto; max-block-size: none; --_block: var(--_height, 100dvh); }
}
@media print {
  .dock.open { position: static; display: block; }
  .panel { position: static; inline-size: 100%; block-size: auto; max-block-size: none; }
}
`;
