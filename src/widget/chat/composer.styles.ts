import {css} from 'lit';

/** The composer. */
export const composerStyles = css`
  .below { grid-row: 4; overflow: auto; overscroll-behavior: contain; }
  .composer {
    position: sticky;
    inset-block-end: 0;
    padding-block: 8px max(10px, env(safe-area-inset-bottom));
    padding-inline: 12px;
    background: var(--_surface);
  }
  .field {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: end;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_r-field);
    border-end-end-radius: calc(var(--_r-joint) + 5px);
    background: var(--_surface-raised);
    transition: border-color var(--_fast), box-shadow var(--_fast);

    &:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); transition: none; }
    .input {
      grid-column: 2;
      display: block;
      inline-size: 100%;
      min-block-size: 46px;
      max-block-size: max(46px, 0.4 * var(--_block, (var(--_text-input) * 18.75 + 105px)) - 20px);
      padding: 11px 2px;
      border: 0;
      outline: 0;
      background: none;
      font-size: var(--_text-input);
      line-height: 1.5;
      resize: none;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      scroll-padding-block: 11px;
      field-sizing: content;
    }
    &:not(:has(.add)) .input { grid-column: 1 / 3; padding-inline-start: 18px; }
    .input::placeholder { color: var(--_muted); opacity: 1; }
  }
  .field-button {
    display: grid;
    place-items: center;
    inline-size: 46px;
    block-size: max(46px, var(--_text-input) * 1.5 + 22px);
    border-radius: calc(var(--_r-field) - 1px);
    color: var(--_muted);

    &:hover { color: var(--_on-surface); }
    &:focus-visible { outline-offset: -4px; }
    &.send > span {
      display: grid;
      place-items: center;
      inline-size: 36px;
      block-size: 36px;
      border-radius: calc(var(--_r-field) - 5px);
      border-end-end-radius: var(--_r-joint);
      transition: background-color var(--_base), color var(--_base);
    }
    &.send.ready > span { background: var(--_accent); color: var(--_on-accent); }
    &.send.ready:hover > span { background: var(--_accent-hover); }
    &[aria-disabled="true"] { cursor: default; }
  }
  .foot {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding-inline: 6px;
    color: var(--_muted);
    font-size: var(--_text-meta);
    line-height: 1.3334;
    font-variant-numeric: tabular-nums;

    ::slotted(*) { padding-block-start: 6px; }
    /* Without the composer, nothing else keeps the line from the edges. */
    &::slotted(*) { padding: 0 12px max(10px, env(safe-area-inset-bottom)); }
    .left { margin-inline-start: auto; padding-block-start: 6px; }
    .over { color: var(--_danger); font-weight: var(--_weight-strong); }
  }

  @container parley-chat (max-inline-size: 19em) {
    .composer { --_icon: 1.4; }
  }
  @media (forced-colors: active) {
    .field:focus-within { outline: 2px solid Highlight; }
    .field-button.send.ready > span { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`;
