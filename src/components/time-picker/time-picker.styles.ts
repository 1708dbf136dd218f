import {css} from 'lit';
import {dayButtonStyles} from './day-buttons.styles.ts';
import {slotStyles} from './slots.styles.ts';

export const timePickerStyles = css`
  ${dayButtonStyles}
  ${slotStyles}
  .time-picker {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    align-self: stretch;
    max-inline-size: 46ch;
    padding: 12px;
    overflow: hidden;
    background: var(--_surface-raised);
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);

    > .picture {
      inline-size: calc(100% + 24px);
      margin-block-start: -12px;
      margin-inline: -12px;
    }
    .title {
      font-weight: var(--_weight-strong);
      line-height: var(--_leading-tight);
      overflow-wrap: anywhere;
    }
    .subtitle {
      font-size: var(--_text-small);
      line-height: 1.3846;
      color: var(--_muted);
      overflow-wrap: anywhere;
    }
    .title + .subtitle {
      margin-block-start: 3px;
    }
    .where {
      position: relative;
      display: flex;
      align-items: center;
      gap: 8px;
      min-block-size: var(--_tap);
      margin-block: -6px;
      line-height: var(--_leading-tight);
      text-decoration: none;
      border-radius: var(--_r-control);

      .words {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .name {
        font-weight: 500;
      }
      .address {
        display: block;
        font-size: var(--_text-small);
        color: var(--_muted);
      }
      &[href] {
        color: var(--_accent-ink);
      }
      &[href]:hover .name {
        text-decoration: underline;
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }
    }
    .zone {
      font-size: var(--_text-meta);
      line-height: 1.3334;
      color: var(--_muted);
    }
  }
`;
