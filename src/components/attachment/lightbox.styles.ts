import {css} from 'lit';

/* Always white on dark, in the light and the dark theme alike. */
export const lightboxStyles = css`
  .lightbox {
    position: fixed;
    inset: 0;
    inline-size: 100%;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    overscroll-behavior: contain;
    color: oklch(1 0 0);
    background: oklch(0.18 0.01 60);
    font-size: var(--_text);
    transition: opacity var(--_base);

    &[open] {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto;

      @starting-style {
        opacity: 0;
      }
    }
    .top,
    .bottom {
      display: flex;
      align-items: center;
      gap: 8px;
      padding-block: max(8px, env(safe-area-inset-top)) 8px;
      padding-inline: 16px 8px;
    }
    .bottom {
      justify-content: center;
      gap: 16px;
      padding-block: 8px max(12px, env(safe-area-inset-bottom));
      font-variant-numeric: tabular-nums;
    }
    .name {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
      line-height: var(--_leading-tight);
    }
    .tool {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 44px;
      block-size: 44px;
      color: inherit;
      border-radius: var(--_r-control);

      &:hover {
        background: oklch(1 0 0 / 0.14);
      }
      &:focus-visible {
        outline-color: oklch(1 0 0);
        outline-offset: -2px;
      }
    }
    .stage {
      display: grid;
      place-items: center;
      min-block-size: 0;
      padding-inline: 16px;
    }
    .picture-whole {
      max-inline-size: 100%;
      max-block-size: 100%;
      min-block-size: 0;
      object-fit: contain;
      border-radius: var(--_r-tag);
    }
  }
`;
