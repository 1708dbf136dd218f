import {css} from 'lit';

export const buttonStyles = css`
  .action {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 10px;
    inline-size: 100%;
    min-block-size: var(--_tap);
    padding: 8px 14px;
    border-block-start: 1px solid var(--_line);
    font-weight: 500;
    line-height: var(--_leading-tight);
    color: var(--_accent-ink);
    text-decoration: none;
    transition: background-color var(--_fast);

    .words {
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .why {
      display: block;
      margin-block-start: 2px;
      font-size: var(--_text-meta);
      font-weight: 400;
    }
    .icon {
      opacity: 0.8;
    }
    &:hover {
      background: var(--_accent-soft);
    }
    &:focus-visible {
      outline-offset: -3px;
    }

    &.foot {
      min-block-size: 48px;
    }
    &.chip {
      display: inline-flex;
      gap: 6px;
      inline-size: auto;
      min-block-size: 32px;
      padding: 4px 12px;
      border: 0;
      border-radius: var(--_r-control);
      font-size: var(--_text-small);
      line-height: 1.2;
      background: var(--_surface-raised);
      box-shadow: inset 0 0 0 1px var(--_line-strong);

      /* A touch target of 44 px. */
      &::after {
        content: '';
        position: absolute;
        inset: -6px -2px;
      }
      &:hover {
        background: var(--_accent-soft);
        box-shadow: inset 0 0 0 1px var(--_accent);
      }
      &:focus-visible {
        outline-offset: 2px;
      }
    }

    &.inert,
    &.inert:hover {
      color: var(--_muted);
      background: none;
      cursor: default;
    }
    &.chosen,
    &.chosen:hover {
      background: var(--_accent-soft);
      cursor: default;
    }
    &.chip.inert,
    &.chip.inert:hover {
      box-shadow: inset 0 0 0 1px var(--_line);
    }
    &.chip.chosen,
    &.chip.chosen:hover {
      font-weight: var(--_weight-strong);
      box-shadow: none;
    }
  }
  @media (forced-colors: active) {
    .action {
      &.chip {
        border: 1px solid;
      }
      &.inert {
        color: GrayText;
      }
      &.chosen {
        forced-color-adjust: none;
        color: HighlightText;
        background: Highlight;
      }
    }
  }
`;
