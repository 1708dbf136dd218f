import type {Notice, PartView} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {ConversationState} from './state.ts';
import type {Listener, Unsubscribe} from './store.ts';

export interface SendOptions {
  /** Names the message; an id that is already said changes nothing, so that saying it again is harmless. Random by default. */
  id?: string | undefined;
}

/** One talk with one bot as its user sees it, whether it is led in this page or in another tab. */
export interface Talk {
  readonly state: ConversationState;

  /** Calls the listener after every later change, with the change that happened. */
  subscribe(listener: Listener): Unsubscribe;

  /**
   * Brings back what was kept and sends what still waits there, or else asks the bot to start; again, if that failed before.
   * Resolves when the bot has answered or could not be reached, which `state.startFailed` then says. Never rejects.
   */
  open(): Promise<void>;

  /**
   * Says something to the bot; a string is what the visitor typed, and closes the quick replies still open. After an end it begins
   * a new conversation. Resolves when the turn is over, however it went: that is said by the entry's `delivery`.
   * @throws {ProtocolError} when it is no message of this protocol, or too big to be sent whatever else is told with it.
   */
  send(message: VisitorMessage | string, options?: SendOptions): Promise<void>;

  /** Sends the very same message again, under the same id, because the visitor asked for it; at once, if it waits to be tried again. */
  retry(id: string): Promise<void>;

  /** Takes a message away that is not under way and has not surely arrived. */
  discard(id: string): void;

  /**
   * Waits no longer for the answer under way, and what was said after it goes on. Asked directly its entry becomes `uncertain`;
   * through a gateway only the waiting ends, and an answer that comes late is still shown.
   */
  stop(): void;

  /**
   * Marks a message's quick replies, or its buttons and times, as answered.
   * @param choice Path of the control used, such as `quick_replies[1]`; absent when it was answered otherwise.
   */
  answer(id: string, place: 'replies' | 'controls', choice?: string): void;

  /** Keeps how the visitor left a message: its slide, a chosen day. */
  look(id: string, change: PartView): void;

  /** Says who speaks from now on; nobody in particular when absent. */
  setAgent(agent?: Agent): void;

  /** Says whether the bot wants files. */
  setUploads(on: boolean): void;

  /** Adds to what the bot may know; it hears of it with the visitor's next turn. A new beginning keeps it. */
  setData(data: Readonly<Record<string, unknown>>): void;

  /** Says which language the visitor reads, BCP 47; the bot hears of it with the next turn. */
  setLanguage(language: string): void;

  /** Puts a line into the conversation that nobody said. */
  notice(notice: Notice): void;

  /** Says whether somebody looks at the conversation; what comes while nobody does is unread. Somebody does by default. */
  watch(looking: boolean): void;

  /** Nothing is unread any more. */
  seen(): void;

  /** Keeps what the visitor has written and not yet said; nothing when it is empty. */
  write(draft: string): void;

  /** Keeps how far the visitor has read: up to the entry of this id, which never goes back. */
  read(id: string): void;

  /** Keeps whether the visitor has the conversation open before them. */
  show(open: boolean): void;

  /**
   * Lets the visitor answer the quick replies of an earlier message anew: what came after is folded, the group is open again, and the
   * bot's memory is as it was. Changes nothing where that moment is not known, or while something is under way; see `canRewind`.
   */
  rewind(id: string): void;

  /**
   * Ends the conversation at once: what was under way may have arrived, what waited is not sent. Resolves when the bot was told
   * or could not be; what it says to that is not heard.
   */
  end(): Promise<void>;

  /** Ends the conversation, if it has not, and begins a new one below it, with the bot's memory as it was at first. */
  restart(): Promise<void>;

  /** Deletes everything that is known and kept, at once and without telling the bot. `open()` begins anew. */
  forget(): Promise<void>;

  /** Writes down at once what is not yet kept, such as before the page goes away. */
  flush(): Promise<void>;

  /** Lets go of everything: nothing is sent, heard or told any more. What is kept stays. */
  dispose(): void;
}
