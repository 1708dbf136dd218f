import {css} from 'lit';

/* Builds on the styles of the card and its actions. */
export const locationStyles = css`
  .place {
    .map {
      position: relative;
      flex: none;
      aspect-ratio: 2.1;
      overflow: hidden;
      background: var(--_bubble-bot);
    }
    .land {
      inline-size: 100%;
      block-size: 100%;
      fill: none;
    }
    .street {
      stroke: var(--_surface-raised);
      stroke-linecap: round;
    }
    .water {
      fill: color-mix(in oklab, var(--_on-surface) 11%, var(--_bubble-bot));
    }
    .park {
      fill: color-mix(in oklab, var(--_ok) 15%, var(--_bubble-bot));
    }
    .house {
      fill: color-mix(in oklab, var(--_on-surface) 4.5%, var(--_bubble-bot));
    }
    .pin {
      position: absolute;
      inset-block-start: 50%;
      inset-inline-start: 50%;
      display: grid;
      place-items: center;
      inline-size: 34px;
      block-size: 34px;
      margin-block-start: -40px;
      margin-inline-start: -17px;
      color: var(--_on-accent);
      background: var(--_accent);
      border-radius: 50% 50% 4px 50%;
      rotate: 45deg;
      box-shadow: 0 1px 2px oklch(from var(--_shade) l c h / 0.1), 0 2px 8px oklch(from var(--_shade) l c h / 0.08);
      outline: 2px solid var(--_surface-raised);

      &::before {
        content: '';
        inline-size: 10px;
        block-size: 10px;
        border-radius: 50%;
        background: currentColor;
      }
    }
    .ways {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;

      > .turn {
        display: grid;
        place-items: center;
        inline-size: var(--_tap);
        color: var(--_accent-ink);
        border-block-start: 1px solid var(--_line);
        border-inline-start: 1px solid var(--_line);
        transition: background-color var(--_fast);

        &:hover {
          background: var(--_accent-soft);
        }
        &:focus-visible {
          outline-offset: -3px;
        }
        > .icon {
          transition: rotate var(--_base) var(--_ease-both);
        }
        &[aria-expanded='true'] > .icon {
          rotate: 180deg;
        }
      }
      &:last-child {
        > .action:focus-visible {
          border-end-start-radius: calc(var(--_r-card) - 3px);
        }
        > .turn:focus-visible {
          border-end-end-radius: calc(var(--_r-card) - 3px);
        }
      }
    }
  }
  @media (forced-colors: active) {
    .place {
      .pin {
        forced-color-adjust: none;
        color: HighlightText;
        background: Highlight;
        outline-color: Canvas;
      }
    }
  }
`;
