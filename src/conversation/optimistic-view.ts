import {type PendingCommand, PendingCommands, isApplied} from './pending-commands.ts';
import type {ConversationState} from './state.ts';
import type {Store} from './store.ts';
import type {ConversationEvent} from './transition.ts';

/** What the visitor sees in this tab: the leader's conversation, plus the effects of commands not acknowledged yet. */
export class OptimisticView {
  readonly pending = new PendingCommands();
  #base: ConversationState;

  constructor(private readonly store: Store) {
    this.#base = store.state;
  }

  /** The conversation without the effects of pending commands. */
  get base(): ConversationState {
    return this.#base;
  }

  /** Shows a new state. A message that was shown before it was acknowledged is not announced again. */
  show(state: ConversationState, event: ConversationEvent): void {
    this.#base = state;
    this.pending.observe(event);
    const isKnown = isApplied(this.store.state, event);
    this.store.apply(isKnown ? {type: 'learned'} : event, this.pending.applyTo(state));
  }

  /** Shows the certain effect of a command. */
  showPending({event}: PendingCommand): void {
    if (event) this.store.apply(event, this.pending.applyTo(this.#base));
  }
}
