import {css} from 'lit';

/** The times of a day, and the button that confirms one. */
export const slotStyles = css`
  .time-picker {
    .slots {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(max(72px, 5.2em), 1fr));
      gap: 8px;
    }
    .slot {
      display: grid;
      place-items: center;
      min-block-size: var(--_tap);
      font-weight: 500;
      font-variant-numeric: tabular-nums;
      color: var(--_accent-ink);
      border-radius: var(--_r-control);
      box-shadow: inset 0 0 0 1px var(--_line-strong);
      transition:
        background-color var(--_fast),
        color var(--_fast);

      &:hover {
        background: var(--_accent-soft);
      }
      &[aria-pressed='true'] {
        color: var(--_on-accent);
        background: var(--_accent);
        box-shadow: none;
      }
      &.inert {
        color: var(--_muted);
        background: none;
        box-shadow: inset 0 0 0 1px var(--_line);
        cursor: default;
      }
      &.past {
        text-decoration: line-through;
      }
      &.chosen {
        font-weight: var(--_weight-strong);
        color: var(--_accent-ink);
        background: var(--_accent-soft);
        box-shadow: none;
        cursor: default;
      }
    }
    .confirm {
      position: relative;
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      min-block-size: var(--_tap);
      padding: 8px 18px;
      font-weight: var(--_weight-strong);
      line-height: var(--_leading-tight);
      text-align: center;
      color: var(--_on-accent);
      background: var(--_accent);
      border-radius: var(--_r-control);
      transition:
        background-color var(--_fast),
        transform var(--_fast);

      &:hover {
        background: var(--_accent-hover);
      }
      &:active {
        transform: scale(0.985);
      }
      &.inert {
        font-weight: 500;
        color: var(--_muted);
        background: none;
        box-shadow: inset 0 0 0 1px var(--_line);
        transform: none;
        cursor: default;
      }
      &.chosen {
        color: var(--_accent-ink);
        background: var(--_accent-soft);
        transform: none;
        cursor: default;
      }
    }
  }
  @media (forced-colors: active) {
    .time-picker {
      .slot,
      .confirm {
        border: 1px solid;
      }
      .confirm:not(.inert),
      .slot[aria-pressed='true'] {
        forced-color-adjust: none;
        color: HighlightText;
        background: Highlight;
        border-color: Highlight;
      }
      :is(.slot, .confirm).inert {
        color: GrayText;
      }
    }
  }
`;
