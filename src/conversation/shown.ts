import {type Errand, Errands} from './errands.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** What the visitor sees in this tab: the conversation as led, plus the effects of wishes no leader has heard of yet. */
export class Shown {
  readonly errands = new Errands();
  /** Ids of messages shown as said before a leader has heard of them. */
  readonly #foreseen = new Set<string>();
  #led: ConversationState;

  constructor(private readonly store: Store) {
    this.#led = store.state;
  }

  /** The conversation without unheard wishes. */
  get led(): ConversationState {
    return this.#led;
  }

  /** Shows a new state. The event is undefined if it does not concern this tab's visitor; a message already shown is not announced again. */
  show(state: ConversationState, event: ConversationEvent | undefined): void {
    this.#led = state;
    if (!event) return;
    this.errands.follow(event);
    const known = event.type === 'said' && this.#foreseen.delete(event.entry.id);
    this.store.apply(known ? {type: 'learned'} : event, this.errands.over(state));
  }

  /** Shows the certain effect of an errand. */
  foresee({event}: Errand): void {
    if (event?.type === 'said') this.#foreseen.add(event.entry.id);
    if (event) this.store.apply(event, this.errands.over(this.#led));
  }
}
