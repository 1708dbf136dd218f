import {type Errand, Errands, isThere} from './errands.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** What the visitor sees in this tab: the conversation as led, plus the effects of wishes no leader has heard of yet. */
export class Shown {
  readonly errands = new Errands();
  #led: ConversationState;

  constructor(private readonly store: Store) {
    this.#led = store.state;
  }

  /** The conversation without unheard wishes. */
  get led(): ConversationState {
    return this.#led;
  }

  /** Shows a new state. A message that was shown before a leader had heard of it is not announced again. */
  show(state: ConversationState, event: ConversationEvent): void {
    this.#led = state;
    this.errands.follow(event);
    const known = isThere(this.store.state, event);
    this.store.apply(known ? {type: 'learned'} : event, this.errands.over(state));
  }

  /** Shows the certain effect of an errand. */
  foresee({event}: Errand): void {
    if (event) this.store.apply(event, this.errands.over(this.#led));
  }
}
