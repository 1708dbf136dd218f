import {css} from 'lit';

export const pictureStyles = css`
  .picture {
    position: relative;
    display: block;
    overflow: hidden;
    inline-size: 100%;
    color: var(--_muted);
    background: var(--_bubble-bot);

    &.cover {
      aspect-ratio: 1.91;
    }
    &.slide {
      aspect-ratio: 2.1;
    }
    &.row {
      inline-size: 56px;
      block-size: 56px;
      border-radius: var(--_r-control);
    }
    &.reply {
      flex: none;
      inline-size: 28px;
      block-size: 28px;
      border-radius: calc(var(--_r-control) * 0.7);
    }
    &.photo {
      inline-size: min(100%, 264px);
      aspect-ratio: 4 / 3;
      border-radius: var(--_r-card);
    }
    &.tile {
      block-size: 100%;
    }
    &:focus-visible {
      outline-offset: -3px;
    }

    .shown,
    .missing,
    .offer,
    .opener {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
    }
    .shown {
      object-fit: cover;
    }
    .opener {
      display: block;
      border-radius: inherit;

      &:focus-visible {
        outline: none;
      }
      /* Light and dark, to be visible on any photo; drawn on top of the image, which would cover an outline. */
      &:focus-visible::after {
        content: '';
        position: absolute;
        inset: 4px;
        border: 2px solid oklch(1 0 0);
        border-radius: max(0px, var(--_r-card) - 4px);
        outline: 2px solid oklch(0.2 0 0);
      }
    }
    .missing,
    .offer {
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 6px;
      padding: 8px 16px;
      font-size: var(--_text-meta);
      line-height: 1.3334;
      text-align: center;
      overflow-wrap: anywhere;
    }
    .offer {
      color: var(--_accent-ink);
      font-weight: 500;

      &:hover {
        background: var(--_accent-soft);
      }
      &:focus-visible {
        outline-offset: -3px;
      }
    }
    &.row,
    &.reply,
    &.tile {
      .missing,
      .offer {
        padding: 0;
      }
    }
    &.reply .icon {
      inline-size: 16px;
      block-size: 16px;
    }
  }
  @media (forced-colors: active) {
    .picture.photo {
      border: 1px solid;
    }
    .picture .opener:focus-visible::after {
      border-color: Canvas;
      outline-color: Highlight;
    }
  }
`;
