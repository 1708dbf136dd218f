import {html, nothing, type TemplateResult} from 'lit';

/** Who speaks in a bubble. */
export type Side = 'bot' | 'agent' | 'visitor';

/** The position of a bubble in its group, and the delivery state of a visitor's. */
export type BubbleState = 'first' | 'middle' | 'last' | 'only' | 'sending' | 'failed';

export interface BubbleLook {
  /** `bot` by default. */
  side?: Side;
  states?: readonly BubbleState[];
}

/** What somebody said, in that side's style. Nothing if there is no text. */
export function bubble(content: unknown, {side = 'bot', states = []}: BubbleLook): TemplateResult | typeof nothing {
  if (content === nothing || (typeof content === 'string' && !content.trim())) return nothing;
  const classes = ['bubble', side, ...states].join(' ');
  return html`<div class=${classes} part=${classes}>${content}</div>`;
}
