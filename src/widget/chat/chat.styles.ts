import {css, unsafeCSS} from 'lit';
import {fullScreenQuery} from '../close-request.ts';

/** The frame of the chat: glow, header, banner, and what replaces the composer after the end. */
export const chatStyles = css`
  :host {
    position: relative;
    isolation: isolate;
    container: parley-chat / inline-size;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    block-size: 100%;
    min-block-size: 0;
    overflow: hidden;
    background: var(--_surface);
  }
  /* If the chat is too low, the card above the field scrolls; the transcript and the field stay visible. */
  .all { position: relative; display: grid; grid-template: auto auto minmax(15%, 1fr) minmax(0, auto) / minmax(0, 1fr); block-size: 100%; min-block-size: 0; }
  :host([framed]) {
    border-radius: var(--_r-panel);
    border-end-end-radius: var(--_r-joint);
    box-shadow: 0 0 0 1px var(--_line), var(--_e3);
    transform-origin: 100% 100%;
    animation: parley-open var(--_open) var(--_ease-out);
  }
  :host([framed="start"]) { border-end-end-radius: var(--_r-panel); border-end-start-radius: var(--_r-joint); }
  :host([framed="end"]:dir(rtl)), :host([framed="start"]:dir(ltr)) { transform-origin: 0 100%; }
  /* The glow: the only decorative gradient. */
  :host::before {
    content: "";
    position: absolute;
    z-index: -1;
    inset-block-start: 0;
    inset-inline: 0;
    block-size: 200px;
    opacity: var(--_glow-strength);
    background: radial-gradient(64% 100% at 50% 0, var(--_accent-soft), transparent);
    pointer-events: none;
  }

  .header {
    grid-row: 1;
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 64px;
    padding-block: max(10px, env(safe-area-inset-top)) 10px;
    padding-inline: var(--_gutter) 8px;
    border-block-end: 1px solid var(--_line);

    .who { flex: 1; min-inline-size: 0; }
    .name {
      overflow: hidden;
      font-weight: var(--_weight-strong);
      line-height: var(--_leading-tight);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .status {
      display: flex;
      align-items: start;
      gap: 6px;
      margin-block-start: 1px;
      color: var(--_muted);
      font-size: var(--_text-meta);
      line-height: 1.4;

      > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      &::before { content: ""; flex: none; inline-size: 8px; block-size: 8px; margin-block-start: calc(0.7em - 4px); border-radius: 50%; background: var(--_ok); }
      &.away::before { border: 2px solid var(--_line-strong); background: none; }
    }
    .buttons { display: flex; margin-inline-start: auto; }
  }
  .header-button {
    position: relative;
    z-index: 0; /* Above what a page paints its header with. */
    display: grid;
    place-items: center;
    inline-size: var(--_tap);
    block-size: var(--_tap);
    border-radius: calc(var(--_r-control) + 4px);
    color: var(--_muted);
    transition: color var(--_fast);

    &::before { content: ""; position: absolute; z-index: -1; inset: 4px; border-radius: var(--_r-control); transition: background-color var(--_fast); }
    &:is(:hover, [aria-expanded="true"]) { color: var(--_on-surface); }
    &:is(:hover, [aria-expanded="true"])::before { background: color-mix(in oklab, currentColor 7%, transparent); }
    &:focus-visible { outline-offset: -3px; }
  }
  .banner {
    grid-row: 2;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 9px var(--_gutter);
    border-block-end: 1px solid var(--_line);
    background: var(--_bubble-bot);
    font-size: var(--_text-small);
    line-height: 1.3846;

    .icon { color: var(--_muted); }
  }
  .reading {
    grid-row: 3;

    /* Messages fade out towards what is below: the field, or a card above it. */
    &::after {
      content: "";
      position: absolute;
      inset-block-end: 0;
      inset-inline: 0;
      block-size: 16px;
      background: linear-gradient(to top, var(--_surface), transparent);
      pointer-events: none;
    }
  }

  .big-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: var(--_tap);
    padding: 8px 18px;
    border-radius: var(--_r-control);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: var(--_weight-strong);
    line-height: var(--_leading-tight);
    text-align: center;
    transition: background-color var(--_fast), transform var(--_fast);

    &:hover { background: var(--_accent-hover); }
    &:active { transform: scale(0.985); }
    &.quiet { background: var(--_surface-raised); box-shadow: inset 0 0 0 1px var(--_line-strong); color: var(--_accent-ink); }
    &.quiet:hover { background: var(--_accent-soft); }
    &.danger { background: var(--_danger-soft); box-shadow: inset 0 0 0 1px var(--_danger); color: var(--_danger); }
    &.danger:hover { background: var(--_danger); color: var(--_on-danger); }
  }
  .hand {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 4px 12px;
    margin: 4px 12px;
    padding: 12px 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_r-card);
    background: var(--_surface-raised);

    .place {
      display: grid;
      place-items: center;
      min-inline-size: 44px;
      block-size: 44px;
      padding-inline: 6px;
      border-radius: var(--_r-avatar);
      background: var(--_accent-soft);
      color: var(--_accent-ink);
      font-size: calc(var(--_text) * 1.2);
      font-weight: 700;
      font-variant-numeric: tabular-nums;
    }
    p { display: grid; gap: 2px; line-height: var(--_leading-tight); }
    strong { font-weight: var(--_weight-strong); }
    span { color: var(--_muted); font-size: var(--_text-small); line-height: 1.3846; }
  }
  .ended {
    display: grid;
    gap: 10px;
    padding: 14px var(--_gutter) max(14px, env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    text-align: center;

    p { color: var(--_muted); font-size: var(--_text-small); line-height: 1.3846; }
    .ways { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(10em, 100%), 1fr)); gap: 8px; }
  }

  @keyframes parley-open { from { opacity: 0; transform: translateY(12px) scale(0.97); } }
  @container parley-chat (max-inline-size: 19em) {
    .header { --_icon: 1.4; }
    .header :is(.name, .status > span) { overflow-wrap: anywhere; white-space: normal; }
  }
  @media ${unsafeCSS(fullScreenQuery)} {
    :host([framed]) {
      padding-right: env(safe-area-inset-right);
      padding-left: env(safe-area-inset-left);
      border-radius: 0;
      box-shadow: none;
      overscroll-behavior: contain; /* Keeps the page behind from scrolling. */
    }
    .header, .below > :not(.hand) { touch-action: pinch-zoom; }
  }
  @media print {
    /* Firefox cuts through lines that stand in a grid. */
    :host, .all { overflow: visible; display: block; block-size: auto; }
    .below, .buttons { display: none; }
  }
  @media (forced-colors: active) {
    :host([framed]) { border: 1px solid CanvasText; }
    :host::before { display: none; }
    .big-button { border: 1px solid; }
    .big-button:not(.quiet) { forced-color-adjust: none; border-color: Highlight; background: Highlight; color: HighlightText; }
    .header .status::before { forced-color-adjust: none; background: CanvasText; }
    .header .status.away::before { border-color: CanvasText; }
    :focus-visible { outline-color: Highlight; }
  }
`;
