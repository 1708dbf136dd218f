import {css} from 'lit';

export const videoPlayerStyles = css`
  .film {
    position: relative;
    inline-size: min(100%, 264px);
    aspect-ratio: 16 / 9;
    overflow: hidden;
    background: var(--_bubble-bot);
    border-radius: var(--_r-card);

    &.failed {
      align-content: center;
      overflow: visible; /* Grows with large text. */
      padding: 12px;
    }
    > .shown {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      object-fit: contain;
      border-radius: inherit;

      &:focus-visible {
        outline-offset: -3px;
      }
    }
    > .starter {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
      inline-size: 100%;
      border-radius: inherit;

      &:focus-visible {
        outline: none;
      }
      &:focus-visible::after {
        content: '';
        position: absolute;
        inset: 4px;
        border: 2px solid oklch(1 0 0);
        border-radius: max(0px, var(--_r-card) - 4px);
        outline: 2px solid oklch(0.2 0 0);
      }
    }
    .disc {
      display: grid;
      place-items: center;
      inline-size: 52px;
      block-size: 52px;
      color: oklch(0.24 0.02 60);
      background: oklch(1 0 0 / 0.94);
      border-radius: 50%;
      box-shadow: 0 2px 12px oklch(0.1 0 0 / 0.3);
    }
    .disc > .icon {
      fill: currentColor;
    }
    .length {
      position: absolute;
      inset-block-end: 8px;
      inset-inline-end: 8px;
      padding: 2px 7px;
      font-size: var(--_text-meta);
      line-height: 1.4;
      font-weight: 500;
      font-variant-numeric: tabular-nums;
      color: oklch(1 0 0);
      background: oklch(0.2 0.02 60 / 0.78);
      border-radius: var(--_r-tag);
    }
  }
  @media (forced-colors: active) {
    .film {
      > .starter:focus-visible::after {
        border-color: Canvas;
        outline-color: Highlight;
      }
      .disc,
      .length {
        border: 1px solid;
      }
    }
  }
`;
