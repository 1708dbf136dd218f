import {css} from 'lit';

/** Base styles of every shadow root: typography, a reset for controls, one focus ring. */
export const base = css`
  :host {
    /* Styles inherited from the page are meant for its own text. */
    all: initial;
    visibility: inherit;
    pointer-events: inherit;
    color-scheme: inherit;
    -webkit-user-select: text;
    user-select: text;
    font: 400 var(--_text)/var(--_leading) var(--_font);
    color: var(--_on-surface);
    text-align: start;
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    scrollbar-color: var(--_line-strong) transparent;
  }
  *, *::before, *::after { box-sizing: border-box; }
  :where(p, h2, h3, ul, ol, figure, pre, dl, dd) { margin: 0; padding: 0; }
  :where(ul, ol) { list-style: none; }
  :where(h2, h3) { font: inherit; }
  :where(button, input, textarea) { margin: 0; font: inherit; color: inherit; }
  :where(button) {
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  :where(a) { color: inherit; }
  :where(svg) { display: block; flex: none; }
  :focus-visible { outline: 2px solid var(--_focus); outline-offset: 2px; }
  :host([hidden]), [hidden] { display: none; }

  .icon {
    inline-size: calc(20px * var(--_icon, 1));
    block-size: calc(20px * var(--_icon, 1));
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;

    &.small { inline-size: calc(16px * var(--_icon, 1)); block-size: calc(16px * var(--_icon, 1)); stroke-width: 1.7; }
    &.tiny { inline-size: calc(14px * var(--_icon, 1)); block-size: calc(14px * var(--_icon, 1)); stroke-width: 1.8; }
    &.large { inline-size: 24px; block-size: 24px; }
    &.turns:dir(rtl) { transform: scaleX(-1); }
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* Unlike text, an icon would keep its own colour instead of the system's. */
  @media (forced-colors: active) {
    .icon { color: inherit !important; }
  }
`;
