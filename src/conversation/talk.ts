import type {Notice, PartView} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {ConversationState} from './state.ts';
import type {Listener, Unsubscribe} from './store.ts';

export interface SendOptions {
  /** Id of the message; random by default. Sending an id again has no effect. */
  id?: string | undefined;
}

/** One conversation with one bot, whether this tab leads it or another one does. */
export interface Talk {
  readonly state: ConversationState;

  /** Calls the listener after every change, with the new state and the event. Returns a function that unsubscribes. */
  subscribe(listener: Listener): Unsubscribe;

  /**
   * Restores the stored conversation and sends the messages waiting in it. If there is none, or its start failed, asks the bot to start.
   * Resolves when the bot has answered or could not be reached (`state.startFailed`). Never rejects.
   */
  open(): Promise<void>;

  /**
   * Sends a message to the bot. A string counts as typed by the visitor, and closes all open quick replies. After an end, it begins
   * a new conversation. Resolves when the turn is over, whatever the outcome; the entry's `delivery` tells it.
   * @throws {ProtocolError} if it is not a valid message, or too big to be sent.
   */
  send(message: VisitorMessage | string, options?: SendOptions): Promise<void>;

  /** Sends the same message again under the same id, at the visitor's request. Ends the wait of a message that is waiting for a retry. */
  retry(id: string): Promise<void>;

  /** Deletes a message, unless it is `sending` or `sent`. */
  discard(id: string): void;

  /**
   * Stops waiting for the current answer, so that the next message can be sent. Asked directly, the entry becomes `uncertain`;
   * through a gateway only the waiting ends, and a late answer is still shown.
   */
  stop(): void;

  /**
   * Marks a message's quick replies, or its buttons and times, as answered.
   * @param choice Path of the chosen control, such as `quick_replies[1]`; absent if it was answered in another way.
   */
  answer(id: string, place: 'replies' | 'controls', choice?: string): void;

  /** Stores how the visitor left a message: its slide, a chosen day. */
  look(id: string, change: PartView): void;

  /** Sets who is speaking from now on; nobody in particular if absent. */
  setAgent(agent?: Agent): void;

  /** Sets whether the bot wants files. */
  setUploads(on: boolean): void;

  /** Merges into the `data` that the bot gets with the visitor's next turn. A restart keeps it. */
  setData(data: Readonly<Record<string, unknown>>): void;

  /** Sets the visitor's language, BCP 47; the bot gets it with the next turn. */
  setLanguage(language: string): void;

  /** Adds a system entry. */
  notice(notice: Notice): void;

  /** Sets whether somebody is looking at the conversation; true at first. Messages that arrive while nobody is looking are unread. */
  watch(looking: boolean): void;

  /** Sets `unread` to 0. */
  seen(): void;

  /** Stores the visitor's draft; an empty one is removed. */
  write(draft: string): void;

  /** Stores that the visitor has read up to the entry with this id. It never moves back. */
  read(id: string): void;

  /** Stores whether the conversation is open on the visitor's screen. */
  show(open: boolean): void;

  /**
   * Reopens the quick replies of an earlier message: everything after it is folded, and the bot's memory is restored to that moment.
   * Has no effect if that moment is not stored, or while a message is being sent; see `canRewind`.
   */
  rewind(id: string): void;

  /**
   * Ends the conversation at once. A message that was being sent becomes `uncertain`; waiting messages are not sent. Resolves when the bot
   * has been told, or could not be; its answer is ignored.
   */
  end(): Promise<void>;

  /** Ends the conversation if it is still open, and begins a new one below it, with the bot's initial memory. */
  restart(): Promise<void>;

  /** Deletes the conversation and everything stored, at once and without telling the bot. `open()` begins a new one. */
  forget(): Promise<void>;

  /** Stores pending changes immediately, for example before the page is closed. */
  flush(): Promise<void>;

  /** Releases everything: nothing is sent or received, and no listener is called any more. What is stored stays. */
  dispose(): void;
}
