import type {Inbox} from './inbox.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';
import type {Store} from './store.ts';

/** Receives events that arrive unprompted. */
export interface Receiver {
  /** Listens while the conversation is open, and only then. */
  setOpen(open: boolean): void;
  stop(): void;
}

/** The parts of a conversation that a `Receiver` works with. */
export interface ReceiverParts {
  env: ConversationEnvironment;
  store: Store;
  inbox: Inbox;
}

/** Creates the `Receiver` of a conversation; see `listen.ts`. */
export type Listen = (parts: ReceiverParts) => Receiver;
