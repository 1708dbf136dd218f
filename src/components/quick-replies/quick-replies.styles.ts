import {css} from 'lit';

/** What the visitor could say: on the visitor's side, shaped like the visitor's bubbles, but only outlined. Choosing one fills it. */
export const quickRepliesStyles = css`
  .quick-replies {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-block-start: var(--_s4);
    padding-inline-start: var(--_indent);

    > .reply {
      position: relative;
      display: inline-flex;
      align-items: center;
      gap: 8px;
      min-block-size: 40px;
      max-inline-size: min(100%, 46ch);
      padding: 8px 14px;
      overflow-wrap: anywhere;
      border-radius: var(--_r-bubble);
      border-end-end-radius: var(--_r-joint);
      background: var(--_surface);
      box-shadow: inset 0 0 0 1px var(--_accent);
      color: var(--_accent-ink);
      font-weight: 500;
      line-height: var(--_leading-tight);
      text-align: start;
      transition: background-color var(--_fast), color var(--_fast), box-shadow var(--_fast);

      /* A touch target of 44 px. */
      &::after { content: ""; position: absolute; inset-block: -2px; inset-inline: 0; }
      &:hover, &[aria-busy="true"] { background: var(--_accent-soft); }
      &:active { background: var(--_bubble-visitor); box-shadow: none; color: var(--_on-bubble-visitor); }
      &[hidden] { display: none; }
      .words { min-inline-size: 0; text-align: match-parent; }
      .picture { margin-block: -2px; }
      .picture:first-child { margin-inline-start: -6px; }
    }
    > .reply:is(.inert, .chosen) {
      background: none;
      box-shadow: inset 0 0 0 1px var(--_line);
      color: var(--_muted);
      cursor: default;

    }
    > .inert .picture { opacity: 0.6; filter: saturate(0.4); }
    > .reply.chosen {
      background: var(--_accent-soft);
      box-shadow: none;
      color: var(--_accent-ink);
      font-weight: var(--_weight-strong);
    }
    .others {
      position: relative;
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-block-size: 40px;
      padding-inline: 8px;
      border-radius: var(--_r-control);
      color: var(--_accent-ink);
      font-size: var(--_text-small);
      font-weight: var(--_weight-strong);

      &::after { content: ""; position: absolute; inset-block: -2px; inset-inline: 0; }
      &:hover { background: var(--_accent-soft); }
      &[aria-expanded="true"] .icon { transform: scaleY(-1); }
    }
    .note {
      flex-basis: 100%;
      color: var(--_muted);
      font-size: var(--_text-small);
      line-height: 1.3846;
      text-align: end;

      &:empty { margin-block-start: -8px; }
    }
  }
  .quick-replies.vertical {
    flex-flow: column;
    align-items: stretch;
    gap: 6px;
    inline-size: min(78%, 46ch);
    margin-inline-start: auto;
    padding-inline-start: 0;

    > .reply {
      min-block-size: var(--_tap);

      &::after { content: none; }
      .picture { inline-size: 40px; block-size: 40px; border-radius: var(--_r-control); }
    }
    .others { align-self: flex-end; }
    .note:empty { margin-block-start: -6px; }
  }

  @container (max-inline-size: 19em) {
    .quick-replies.vertical { inline-size: 100%; }
  }
  @media (forced-colors: active) {
    .quick-replies > .reply { border: 1px solid; }
    .quick-replies > .reply.inert { color: GrayText; }
    .quick-replies > .reply.chosen { forced-color-adjust: none; border-color: Highlight; background: Highlight; color: HighlightText; }
  }
`;
