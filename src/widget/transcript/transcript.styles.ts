import {css} from 'lit';

/** The scroller, and the button on top of it. */
export const transcriptStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
    container-type: inline-size;
  }
  .log {
    block-size: 100%;
    overflow: hidden auto;
    overscroll-behavior: contain;
    padding: var(--_s5) var(--_gutter) var(--_s4);
    scrollbar-width: thin;

    &:focus-visible { z-index: 1; outline-offset: -3px; }
  }
  /* Contains the margins of the first and last row, so that measured heights are the real ones. */
  .lines, .chunk { display: flow-root; }
  .chunk > div { display: contents; }
  .chunks > .chunk:first-child > div:first-child > :is(.day, .entry, .unread):first-child { margin-block-start: 0; }
  .far, .husk { contain: strict; }
  .far { content-visibility: auto; }
  .husk {
    overflow: clip;
    color: transparent;
    white-space: pre-line;
  }

  .pill {
    position: absolute;
    z-index: 1;
    inset-block-end: 12px;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 6px;
    inline-size: fit-content;
    min-block-size: 36px;
    margin-inline: auto;
    padding-inline: 12px 16px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_r-bubble);
    background: var(--_surface-raised);
    box-shadow: var(--_e2);
    color: var(--_accent-ink);
    font-size: var(--_text-small);
    font-weight: var(--_weight-strong);

    &::after { content: ""; position: absolute; inset: -5px; }
    &.bare { justify-content: center; inline-size: 36px; padding-inline: 0; }
    &:hover { background: var(--_accent-soft); }
  }

  @container (max-inline-size: 19em) {
    .lines { --_icon: 1.4;
      --_indent: 0px;
      --_ragged: 0px; }
    .entry > .said > .avatar { display: none; }
    .entry.visitor > .said { padding-inline-start: 0; }
  }
  @media print {
    :host { display: block; }
    .log { overflow: visible; block-size: auto; }
    .far, .chunk { content-visibility: visible; block-size: auto; contain: none; }
    .pill { display: none; }
  }
  @media (forced-colors: active) {
    .log:focus-visible { outline-color: Highlight; }
  }
`;
