import {css} from 'lit';

export const mosaicStyles = css`
  .mosaic {
    display: grid;
    grid-template-columns: 2fr 1fr;
    grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
    gap: 3px;
    inline-size: min(100%, 288px);
    aspect-ratio: 3 / 2;
    overflow: hidden;
    border-radius: var(--_r-card);

    > .cell:first-child {
      grid-row: span 2;
    }
    &.pair {
      grid-template: minmax(0, 1fr) / 1fr 1fr;
      aspect-ratio: 2;

      > .cell:first-child {
        grid-row: auto;
      }
    }
    .opener {
      border-radius: 0;
    }
    .cell {
      min-block-size: 0;
    }
    .more {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
      font-size: 20px;
      font-weight: var(--_weight-strong);
      color: oklch(1 0 0);
      background: oklch(0.2 0.02 60 / 0.64);
    }
  }
`;
