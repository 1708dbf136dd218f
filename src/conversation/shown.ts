import {type Errand, Errands} from './errands.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** What the visitor sees in this tab: the conversation as the leader has it, plus what they did that the leader has not heard of yet. */
export class Shown {
  readonly errands = new Errands();
  /** Ids of messages that are shown before the leader has heard of them. */
  readonly #foreseen = new Set<string>();
  #led: ConversationState;

  constructor(private readonly store: Store) {
    this.#led = store.state;
  }

  /** The conversation as the leader has it. */
  get led(): ConversationState {
    return this.#led;
  }

  /** Something happened; without an event it is nothing for this tab's visitor. What was shown as said before is not told again. */
  show(state: ConversationState, event: ConversationEvent | undefined): void {
    this.#led = state;
    if (!event) return;
    this.errands.follow(event);
    const known = event.type === 'said' && this.#foreseen.delete(event.entry.id);
    this.store.apply(known ? {type: 'learned'} : event, this.errands.over(state));
  }

  /** Shows what will surely come of it. */
  foresee({event}: Errand): void {
    if (event?.type === 'said') this.#foreseen.add(event.entry.id);
    if (event) this.store.apply(event, this.errands.over(this.#led));
  }
}
