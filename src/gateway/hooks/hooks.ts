import type {HookEvent} from '../options.ts';
import type {StoredConversation, TransferTarget, Values} from '../stored.ts';
import type {Beginning} from '../conversations.ts';

/** Who speaks first in a conversation, as decided by the owner's system. */
export interface Route {
  /** Name of a bot of the gateway. */
  bot?: string;
  /** The people to hand the visitor over to at once. */
  target?: TransferTarget;
}

/** The owner's systems that are notified of events or asked for decisions. None of them can hold up or break a conversation. */
export interface Hooks {
  /** Notifies every hook that listens to the event, asynchronously and in order; returns at once and never throws. */
  notify(event: HookEvent, conversation: StoredConversation, detail?: Values): void;
  /**
   * Whether people are available for a conversation, or for the widget with that id; true if nobody is asked or there is no answer. For a
   * widget an answer is reused for some seconds.
   */
  isAvailable(subject: StoredConversation | string): Promise<boolean>;
  /** Who speaks first; undefined leaves it to the widget's bot. */
  route(beginning: Beginning): Promise<Route | undefined>;
  /** Waits until pending notices have been sent, for at most `grace` milliseconds (2,000 by default), and drops the rest. */
  stop(grace?: number): Promise<void>;
}
