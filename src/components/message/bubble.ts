import {html, nothing, type TemplateResult} from 'lit';

/** Who a bubble speaks for. */
export type Side = 'bot' | 'agent' | 'visitor';

/** Where a bubble stands in a group of its side, and how far a visitor's has come. */
export type BubbleState = 'first' | 'middle' | 'last' | 'only' | 'sending' | 'failed';

export interface BubbleLook {
  /** `bot` by default. */
  side?: Side;
  states?: readonly BubbleState[];
}

/** What somebody said, on that side's paper. Nothing when nothing was. */
export function bubble(words: unknown, {side = 'bot', states = []}: BubbleLook): TemplateResult | typeof nothing {
  if (words === nothing || (typeof words === 'string' && !words.trim())) return nothing;
  const look = ['bubble', side, ...states].join(' ');
  return html`<div class=${look} part=${look}>${words}</div>`;
}
