import {css} from 'lit';

export const bubbleStyles = css`
  .bubble {
    inline-size: fit-content;
    max-inline-size: min(100% - var(--_ragged, 24px), 46ch);
    padding: 9px 14px;
    overflow-wrap: anywhere;
    border-radius: var(--_r-bubble);
    hyphens: manual;
    unicode-bidi: plaintext;
    white-space: pre-line;

    &:is(.bot, .agent) { background: var(--_bubble-bot); box-shadow: inset 0 0 0 1px var(--_bubble-bot-line); color: var(--_on-bubble-bot); }
    &:is(.bot, .agent):is(.last, .only) { border-end-start-radius: var(--_r-joint); }
    &.visitor {
      max-inline-size: min(100%, 46ch);
      background: var(--_bubble-visitor);
      color: var(--_on-bubble-visitor);
      transition: background-color var(--_base), color var(--_base), box-shadow var(--_base);
    }
    /* A body of nothing but comments or scripts renders nothing. */
    &:has(> .text:empty) { display: none; }
    &.visitor:is(.last, .only) { border-end-end-radius: var(--_r-joint); }
    &.visitor.sending { background: var(--_accent-soft); box-shadow: inset 0 0 0 1px var(--_accent); color: var(--_accent-ink); }
    &.visitor.failed { background: var(--_danger-soft); box-shadow: inset 0 0 0 1px var(--_danger); color: var(--_on-surface); }
  }
  .custom { display: contents; }

  @media (forced-colors: active) {
    .bubble { border: 1px solid; }
    .bubble.visitor { forced-color-adjust: none; border-color: Highlight; background: Highlight; color: HighlightText; }
    .bubble.visitor.sending { forced-color-adjust: auto; }
    .bubble.visitor.failed { forced-color-adjust: auto; border: 2px dashed; }
  }
`;
