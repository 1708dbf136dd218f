import {css} from 'lit';

/** Rows of a conversation. The bot's messages start after its avatar; the visitor's end at the gutter. */
export const entryStyles = css`
  .entry {
    position: relative;
    margin-block-start: 3px;
    min-inline-size: 0;
    border-radius: var(--_r-control);

    &:is(.first, .only, .system) { margin-block-start: var(--_s5); }
    /* More space around anything but bubbles, and after quick replies or a delivery state. */
    &:is(.middle, .last):has(> .said > :first-child:not(.bubble)) { margin-block-start: var(--_s3); }
    &:is(.first, .middle):has(> .said > :last-child:not(.bubble), > .said + *) { margin-block-end: var(--_s3); }
    &.fresh { animation: parley-arrive var(--_enter) var(--_ease-out); }

    > .said {
      position: relative;
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: var(--_s3);
      min-inline-size: 0;
    }
    &:is(.bot, .agent) > .said { padding-inline-start: var(--_indent); }
    &.visitor > .said { align-items: flex-end; padding-inline-start: 12%; }
    > .said > .avatar { position: absolute; inset-block-end: 0; inset-inline-start: 0; }
    > .said > .carousel ~ .avatar { inset-block-end: 2px; }
    /* Nothing but quick replies: there is nothing that a picture and a time could stand beside. */
    &.only:has(> .said > .avatar:only-child) > :is(.said, .meta) { display: none; }
    &.system > .said { align-items: center; }
    &.folded { padding-inline-start: 10px; border-radius: 0; border-inline-start: 2px solid var(--_line-strong); }
    > .ways-back { display: flex; justify-content: flex-end; margin-block-start: var(--_s2); }

    > .meta {
      display: flex;
      align-items: center;
      gap: 5px;
      margin-block-start: var(--_s2);
      padding-inline: 2px;
      color: var(--_muted);
      font-size: var(--_text-meta);
      line-height: 1.3334;
      font-variant-numeric: tabular-nums;
    }
    &:is(.bot, .agent) > .meta { margin-inline-start: var(--_indent); }
    &.visitor > .meta { justify-content: flex-end; }

    > .trouble {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 0 8px;
      color: var(--_danger);
      font-size: var(--_text-small);

      &.later { color: var(--_muted); font-variant-numeric: tabular-nums; }
      .why { display: flex; align-items: center; gap: 6px; padding-block: var(--_s2); }
      .text-button:last-child { margin-inline-end: -6px; }
    }
  }
  /* A message that is sent right away should not flash as unsent: only a slow one shows that it is being sent. */
  .entry.sending {
    > .said > .bubble { animation: parley-filled 400ms; }
    > .meta { animation: parley-unseen 400ms; }
  }
  .text-button {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 32px;
    margin-inline: -2px;
    padding-inline: 8px;
    border-radius: var(--_r-control);
    color: var(--_accent-ink);
    font-size: var(--_text-small);
    font-weight: var(--_weight-strong);

    &::after { content: ""; position: absolute; inset: -6px 0; }
    &:hover { background: var(--_accent-soft); }
    &.quiet { color: var(--_muted); }
  }

  /* The day buttons of a time picker have the same class. */
  time.day {
    display: block;
    margin-block-start: var(--_s7);
    color: var(--_muted);
    font-size: var(--_text-meta);
    font-weight: 500;
    line-height: 1.3334;
    text-align: center;
  }
  .unread {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block-start: var(--_s5);
    color: var(--_accent-ink);
    font-size: var(--_text-meta);
    font-weight: var(--_weight-strong);
    line-height: 1.3334;

    &::before, &::after { content: ""; flex: 1; block-size: 1px; background: currentColor; opacity: 0.55; }
  }
  .notice {
    max-inline-size: 40ch;
    margin-inline: auto;
    color: var(--_muted);
    font-size: var(--_text-small);
    line-height: 1.3846;
    text-align: center;
    text-wrap: balance;

    > .icon { display: inline; margin-inline-end: 8px; vertical-align: -3px; }
    .named { color: var(--_on-surface); font-weight: var(--_weight-strong); }
  }
  .folds { display: flex; justify-content: center; margin-block-start: var(--_s5); }
  .entry > .folds { margin-block-start: 0; }
  .fold {
    color: var(--_muted);

    &[aria-expanded="true"] .icon { transform: rotate(180deg); }
  }
  .waiting { margin-block-start: var(--_s5); }
  .waiting:not(.entry) { text-align: center; }
  .waiting.entry > .text-button { margin-inline-start: calc(var(--_indent) - 2px); margin-block-start: var(--_s2); }

  @keyframes parley-arrive { from { opacity: 0; transform: translateY(8px); } }
  @keyframes parley-unseen { from, to { opacity: 0; } }
  @keyframes parley-filled {
    from, to { background: var(--_bubble-visitor); box-shadow: none; color: var(--_on-bubble-visitor); }
  }
  @media (forced-colors: active) {
    .unread::before, .unread::after { background: CanvasText; }
  }
`;
