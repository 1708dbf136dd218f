import {css} from 'lit';

/** The days of a time picker. */
export const dayButtonStyles = css`
  .time-picker {
    .days {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: minmax(max(52px, 3.4em), 25%);
      gap: 6px;
      margin: -4px;
      padding: 4px;
      overflow-x: auto;
      scrollbar-width: none;

      /* A wheel turns the page: whoever has a mouse needs something to drag. */
      @media (pointer: fine) {
        scrollbar-width: thin;
      }
      /* More than fit: the last one in view is cut in half, so that nobody takes it for the last of all. */
      &:has(> :nth-child(6)) {
        grid-auto-columns: max(52px, 3.4em, (100% - 18px) / 3.5);
      }
    }
    .day {
      position: relative;
      display: grid;
      justify-items: center;
      align-content: center;
      min-block-size: 56px;
      padding-block: 4px;
      font-size: var(--_text-meta);
      line-height: 1.25;
      text-align: center;
      color: var(--_muted);
      border-radius: var(--_r-control);

      > b {
        font-size: var(--_text-title);
        font-weight: var(--_weight-strong);
        font-variant-numeric: tabular-nums;
        color: var(--_on-surface);
      }
      &:hover {
        background: var(--_bubble-bot);
      }
      &[aria-pressed='true'] {
        color: var(--_accent-ink);
        background: var(--_accent-soft);
        box-shadow: inset 0 0 0 1.5px var(--_accent);

        > b {
          color: inherit;
        }
      }
      &[aria-disabled='true'] {
        cursor: default;

        &:not([aria-pressed='true']) {
          background: none;

          > b {
            color: inherit;
          }
        }
        &[aria-pressed='true'] {
          box-shadow: none;
        }
      }
    }
  }
  @container (max-inline-size: 22em) {
    .time-picker .days:has(> :nth-child(5)) {
      grid-auto-columns: max(52px, 3.4em, (100% - 18px) / 3.5);
    }
  }
  @container (max-inline-size: 19em) {
    .time-picker .days:has(> :nth-child(3)) {
      grid-auto-columns: calc((100% - 12px) / 2.5);
    }
  }
  @media (forced-colors: active) {
    .time-picker .day[aria-pressed='true'] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`;
