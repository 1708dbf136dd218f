import {css} from 'lit';

/** The menu and the dialogs. */
export const overlayStyles = css`
  .menu {
    position: absolute;
    z-index: 3;
    grid-row: 2 / -1; /* Below the header, however tall large text or a notch makes it. */
    inset-block-start: -5px;
    inset-inline-end: 8px;
    inline-size: min(292px, 100% - 16px);
    max-block-size: calc(100% - 12px);
    padding: 6px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);
    background: var(--_surface-raised);
    box-shadow: var(--_e2);
  }
  .menu-row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: var(--_tap);
    padding: 4px 8px;
    border-radius: calc(var(--_r-card) - 6px);
    font-size: calc(var(--_text) * 0.9667);
    line-height: var(--_leading-tight);

    .icon { color: var(--_muted); }
    &:hover { background: var(--_bubble-bot); }
    &:focus-visible { outline-offset: -3px; }
    &.danger, &.danger .icon { color: var(--_danger); }
  }
  .scrim {
    position: absolute;
    z-index: 4;
    inset: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    align-items: end;
    --_scrim: var(--parley-scrim, light-dark(
      oklch(from var(--_neutral) 0.25 0.02 h / 0.34),
      oklch(from var(--_neutral) 0.1 0.01 h / 0.62)));
    background: var(--_scrim);
  }
  .confirm {
    max-block-size: calc(100% - 16px);
    margin: 8px;
    overflow: auto;
    scroll-padding-block-end: calc(var(--_text) * 1.3334 + 60px); /* Keeps focused controls clear of the sticky button. */
    padding: 20px 18px max(14px, env(safe-area-inset-bottom));
    border-radius: calc(var(--_r-panel) - 8px);
    border-end-end-radius: var(--_r-joint);
    background: var(--_surface-raised);
    box-shadow: var(--_e2);

    h2 { font-size: calc(var(--_text) * 1.1334); font-weight: 650; line-height: 1.3; }
    p { margin-block: 6px 16px; color: var(--_muted); }
    .answers { display: grid; gap: 8px; }
    .ways { margin: 8px -8px 0; }
    .outcome { min-block-size: 1.3846em; margin-block: 4px 8px; font-size: var(--_text-small); line-height: 1.3846; }
  }

  /* The display settings: an outlined switch is off, a filled one is on. */
  .settings {
    display: grid;
    margin: 8px -8px 0;
    line-height: var(--_leading-tight);
  }
  .setting {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    inline-size: 100%;
    min-block-size: var(--_tap);
    padding: 4px 8px;
    border-radius: var(--_r-control);

    > .what { min-inline-size: 0; overflow-wrap: anywhere; }
    &:focus-visible { outline-offset: -3px; }
  }
  .steps { display: flex; flex: none; align-items: center; margin-inline-end: -5px; }
  .size { min-inline-size: 3.2em; font-variant-numeric: tabular-nums; text-align: center; }
  .step {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--_tap);
    block-size: var(--_tap);
    border-radius: var(--_r-control);
    color: var(--_accent-ink);

    &::before { content: ""; position: absolute; inset: 5px; border-radius: var(--_r-control); box-shadow: inset 0 0 0 1px var(--_line-strong); }
    &:hover::before { background: var(--_accent-soft); }
    .icon { position: relative; }
    &:focus-visible { outline-offset: -3px; }
    &[aria-disabled="true"] { color: var(--_muted); cursor: default; }
    &[aria-disabled="true"]::before { background: none; box-shadow: inset 0 0 0 1px var(--_line); }
  }
  .switch {
    .track {
      flex: none;
      inline-size: 46px;
      block-size: 28px;
      padding: 5px;
      border: 1px solid var(--_line-strong);
      border-radius: 14px;
      transition: background-color var(--_base), border-color var(--_base);
    }
    .track::before {
      content: "";
      display: block;
      inline-size: 16px;
      block-size: 16px;
      border-radius: 8px;
      background: var(--_line-strong);
      transition: margin-inline-start var(--_base) var(--_ease-both);
    }
    &:hover .track { background: var(--_accent-soft); }
    &[aria-checked="true"] .track { border-color: var(--_accent); background: var(--_accent); }
    &[aria-checked="true"] .track::before { margin-inline-start: 18px; background: var(--_on-accent); }
  }
  .levels {
    display: grid;
    padding-block-start: 10px;

    > .what { padding-inline: 8px; color: var(--_muted); font-size: var(--_text-small); line-height: 1.3846; }
  }
  .level {
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    align-items: center;
    gap: 12px;
    min-block-size: var(--_tap);
    padding: 4px 8px;
    border-radius: var(--_r-control);
    cursor: pointer;

    &:hover { background: var(--_accent-soft); }
    &:has(:focus-visible) { outline: 2px solid var(--_focus); outline-offset: -3px; }
    > input {
      appearance: none;
      inline-size: 20px;
      block-size: 20px;
      border: 1px solid var(--_line-strong);
      border-radius: 50%;
      outline: none;
      cursor: inherit;
    }
    > input:checked { border: 6px solid var(--_accent); background: var(--_on-accent); }
  }
  /* Sticky, so that it stays in reach however long the content is. */
  .answers.held {
    position: sticky;
    inset-block-end: calc(-1 * max(14px, env(safe-area-inset-bottom)));
    margin: 8px -18px calc(-1 * max(14px, env(safe-area-inset-bottom)));
    padding: 8px 18px max(14px, env(safe-area-inset-bottom));
    background: var(--_surface-raised);
  }
  @container parley-chat (max-inline-size: 19em) {
    .setting:has(.steps) { flex-wrap: wrap; }
    .menu { inline-size: calc(100% - 16px); }
    .menu, .confirm { --_icon: 1.4; }
  }
  @media (forced-colors: active) {
    .confirm { border: 1px solid; }
    .step::before, .answers.held { border: 1px solid; }
    .answers.held { border-width: 1px 0 0; }
    .switch .track::before, .level > input:checked { forced-color-adjust: none; background: CanvasText; }
    .switch[aria-checked="true"] .track { forced-color-adjust: none; border-color: Highlight; background: Highlight; }
    .switch[aria-checked="true"] .track::before { background: HighlightText; }
    .level > input:checked { border-color: Highlight; background: HighlightText; }
  }
`;
