import {css} from 'lit';

/** The attached files above the text, and the drop zone. */
export const fileStyles = css`
  .drop {
    position: absolute;
    z-index: 5;
    inset: 8px;
    display: grid;
    place-items: center;
    padding: 16px;
    border: 2px dashed var(--_accent);
    border-radius: calc(var(--_r-panel) - 8px);
    background: color-mix(in oklab, var(--_accent-soft) 94%, transparent);
    color: var(--_accent-ink);
    text-align: center;
    pointer-events: none;

    p { display: grid; justify-items: center; gap: 4px; font-size: var(--_text-small); line-height: 1.3846; }
    strong { font-size: calc(var(--_text) * 1.1334); font-weight: 650; line-height: 1.3; }
  }
  .uploads {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    max-block-size: max(76px, min(236px, 34svh));
    padding: 8px 8px 0;
    overflow-y: auto;
    border-start-start-radius: var(--_r-field);
    border-start-end-radius: var(--_r-field);
  }
  .overfull { padding-inline: 6px; color: var(--_danger); font-size: var(--_text-meta); line-height: 1.3334; }
  .upload {
    position: relative;
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 52px;
    padding: 6px;
    padding-inline-end: 4px;
    overflow: hidden;
    border-radius: calc(var(--_r-field) - 9px);
    background: var(--_surface-sunken);

    .kind {
      display: grid;
      place-items: center;
      inline-size: 40px;
      block-size: 40px;
      border-radius: calc(var(--_r-control) * 0.7);
      background: var(--_accent-soft);
      color: var(--_accent-ink);
      font-size: min(var(--_text-meta), 13px);
      font-weight: 700;
      overflow: hidden;

      > canvas { inline-size: 100%; block-size: 100%; object-fit: cover; }
    }
    .ways { display: flex; gap: 8px; }
    .about { display: grid; min-inline-size: 0; }
    .file-name { justify-self: start; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; padding-inline-end: 2px; font-size: var(--_text-small); font-weight: 500; line-height: 1.3846; }
    .state { color: var(--_muted); font-size: var(--_text-meta); line-height: 1.3334; font-variant-numeric: tabular-nums; }
    .state.bad { color: var(--_danger); }
    .remove { position: relative; display: grid; place-items: center; inline-size: 32px; block-size: 32px; border-radius: var(--_r-control); color: var(--_muted); }
    .remove::after { content: ""; position: absolute; inset: -6px; }
    progress { appearance: none; position: absolute; inset-block-end: 0; inset-inline: 0; inline-size: 100%; block-size: 3px; border: 0; background: var(--_line); color: var(--_accent); }
    progress::-webkit-progress-bar { background: var(--_line); }
    progress::-webkit-progress-value { background: var(--_accent); }
    progress::-moz-progress-bar { background: var(--_accent); }
  }
  @media (forced-colors: active) {
    .upload { border: 1px solid; }
    .upload progress { forced-color-adjust: none; background: Canvas; color: Highlight; }
    .upload progress::-webkit-progress-bar { background: Canvas; }
    .upload progress::-webkit-progress-value { background: Highlight; }
    .upload progress::-moz-progress-bar { background: Highlight; }
  }
`;
