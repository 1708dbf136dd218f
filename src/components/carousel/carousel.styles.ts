import {css} from 'lit';

/* The track undoes the gutter and the avatar's indent, so that cards enter and leave at the very edges of the transcript. */
export const carouselStyles = css`
  .carousel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    align-self: stretch;

    .slides {
      --_start: calc(var(--_gutter) + var(--_indent));
      /* Screen reader text is positioned absolutely: without this it would widen the page. */
      position: relative;
      display: flex;
      gap: 10px;
      margin-inline: calc(-1 * var(--_start)) calc(-1 * var(--_gutter));
      padding-block: 2px;
      padding-inline: var(--_start) var(--_gutter);
      overflow-x: auto;
      overscroll-behavior-x: contain;
      scroll-snap-type: x mandatory;
      scroll-padding-inline-start: var(--_start);
      scrollbar-width: none;

      &:focus-visible {
        outline-offset: -2px;
        border-radius: var(--_r-card);
      }
    }
    .slides > .slide {
      display: flex;
      flex: none;
      inline-size: min(var(--_text) * 15.4667, 100% - 12px);
      scroll-snap-align: start;

      > .card {
        inline-size: 100%;
      }
    }
    .bar {
      display: flex;
      align-items: center;
      justify-content: space-between;
      margin-block-end: -6px;
      margin-inline-end: -6px;
      padding-inline-start: 2px; /* As the time below it. */
      font-size: var(--_text-meta);
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
    .arrows {
      display: flex;
    }
    .arrow {
      display: grid;
      place-items: center;
      inline-size: var(--_tap);
      block-size: var(--_tap);
      color: var(--_accent-ink);
      border-radius: var(--_r-control);

      > span {
        display: grid;
        place-items: center;
        inline-size: 32px;
        block-size: 32px;
        border-radius: var(--_r-control);
        background: var(--_surface-raised);
        box-shadow: inset 0 0 0 1px var(--_line-strong);
        transition: background-color var(--_fast);
      }
      + .arrow {
        margin-inline-start: -6px;
      }
      &:hover > span {
        background: var(--_accent-soft);
      }
      &:focus-visible {
        outline-offset: -4px;
      }
      &[aria-disabled='true'] {
        color: var(--_muted);
        cursor: default;

        > span {
          background: none;
          box-shadow: inset 0 0 0 1px var(--_line);
        }
      }
    }
    > .foot {
      margin-block-start: 12px;
    }
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-self: stretch;
  }
  @media (forced-colors: active) {
    .carousel .arrow {
      > span {
        border: 1px solid;
      }
      &[aria-disabled='true'] {
        color: GrayText;
      }
    }
  }
`;
