import {html, nothing, type TemplateResult} from 'lit';

/** Whose bubble it is. */
export type Side = 'bot' | 'agent' | 'visitor';

/** The position of a bubble in its group, and the delivery of a visitor's. */
export type BubbleState = 'first' | 'middle' | 'last' | 'only' | 'sending' | 'failed';

export interface BubbleLook {
  /** `bot` by default. */
  side?: Side;
  states?: readonly BubbleState[];
}

/** A bubble around a message; nothing if it is empty. */
export function bubble(words: unknown, {side = 'bot', states = []}: BubbleLook): TemplateResult | typeof nothing {
  if (words === nothing || (typeof words === 'string' && !words.trim())) return nothing;
  const look = ['bubble', side, ...states].join(' ');
  return html`<div class=${look} part=${look}>${words}</div>`;
}
