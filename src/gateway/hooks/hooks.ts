import type {HookEvent} from '../options.ts';
import type {StoredConversation, TransferTarget, Values} from '../stored.ts';
import type {Beginning} from '../talks.ts';

/** Who has the first word in a conversation, as the owner's system decided. */
export interface Route {
  /** Name of a bot of the gateway. */
  bot?: string;
  /** People, when the visitor is to be handed to them at once. */
  target?: TransferTarget;
}

/** The owner's systems that are told what happens, or asked what to do. None of them can hold up or break a conversation. */
export interface Hooks {
  /** Tells every hook that listens to the event, later and in order; returns at once and never throws. */
  tell(event: HookEvent, conversation: StoredConversation, detail?: Values): void;
  /**
   * Whether people are there for a conversation, or for the widget of that id; true where nobody is asked or there is no answer. For a
   * widget an answer is good for some seconds.
   */
  available(subject: StoredConversation | string): Promise<boolean>;
  /** Who has the first word; undefined leaves it to the widget's bot. */
  route(beginning: Beginning): Promise<Route | undefined>;
  /** Waits for what is to be told, at most `grace` milliseconds (2,000 by default), and drops the rest. */
  stop(grace?: number): Promise<void>;
}
