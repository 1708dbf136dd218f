import {surfaceTokens} from '../components/core-tokens.ts';

/** The teaser's styles, as plain text, because there is no Lit before the chat is loaded. */
export const teaserStyles = `
.dock { ${surfaceTokens} }
.teaser {
  display: grid; grid-template-columns: auto 1fr; gap: 10px; align-items: start;
  max-inline-size: min(288px, 100vw - 40px); padding: 12px; padding-inline-end: 40px; color: var(--_on-surface); background: var(--_surface-raised);
  border: 1px solid var(--_line); border-radius: var(--_r-bubble); border-end-end-radius: var(--_r-joint); box-shadow: var(--_e2);
  font: 400 var(--_text)/1.4667 var(--_font); animation: parley-tease var(--_enter) var(--_ease-out);

  img { display: block; inline-size: 28px; block-size: 28px; object-fit: cover; border-radius: var(--_r-control); }
  button { margin: 0; padding: 0; border: 0; background: none; font: inherit; color: inherit; text-align: start; cursor: pointer; touch-action: manipulation; }
  .words { grid-column: 2; outline: 0; unicode-bidi: plaintext; text-align: match-parent; font-size: calc(var(--_text) * 0.9333); line-height: 1.4286; overflow-wrap: anywhere; }
  .words::before { content: ""; position: absolute; inset: 0; border-radius: inherit; }
  .dismiss { position: absolute; inset-block-start: 6px; inset-inline-end: 6px; display: grid; place-items: center; inline-size: 28px; block-size: 28px; color: var(--_muted); border-radius: var(--_r-control); }
  .dismiss:hover { background: color-mix(in oklab, currentColor 7%, transparent); color: var(--_on-surface); }
  .dismiss::after { content: ""; position: absolute; inset: -6px; }
  .dismiss:focus-visible, &:has(.words:focus-visible) { outline: 2px solid var(--_focus); outline-offset: 2px; }
  svg { inline-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; }
}
:host([position="start"]) .teaser { border-end-end-radius: var(--_r-bubble); border-end-start-radius: var(--_r-joint); }
@media print { .teaser { display: none; } }
@media (forced-colors: active) { .teaser :focus-visible, .teaser:has(.words:focus-visible) { outline-color: Highlight; } }
@keyframes parley-tease { from { opacity: 0; transform: translateY(8px); } }
`;
