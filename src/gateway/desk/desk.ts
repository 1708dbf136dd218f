import type {Agent} from '../../protocol/events.ts';
import type {BotMessage, VisitorMessage} from '../../protocol/message.ts';
import type {Queue, Signal, StoredConversation, StoredEvent, TransferTarget} from '../stored.ts';

/** A request to the desk to take over a visitor. */
export interface DeskRequest {
  conversation: Pick<StoredConversation, 'id' | 'widget' | 'language' | 'data' | 'page' | 'isVerifiedCustomer'>;
  target: TransferTarget;
  /** The conversation so far; of a long one, the last 2,000 events or 1 MB. */
  history: readonly StoredEvent[];
}

/** The people who talk to visitors. After a failure, a method may be called again with the same ids; then it must have no further effect. */
export interface Desk {
  /** A visitor is waiting. Resolves with `accepted: false` if nobody can take them at all. */
  request(request: DeskRequest): Promise<{accepted: boolean; queue?: Queue}>;
  /** The visitor said something; `id` is the message's idempotency key. */
  said(conversation: string, id: string, message: VisitorMessage): Promise<void>;
  /** The visitor is typing, or has read up to a message. It may fail without harm. */
  signalled(conversation: string, message: Signal): Promise<void>;
  /** The visitor left, or the conversation ended otherwise. */
  gone(conversation: string, reason: string): Promise<void>;
}

/** What a person does in a conversation, through a desk. Methods resolve with false if the conversation is no longer with the desk. */
export interface DeskLine {
  queue(conversation: string, queue: Queue): Promise<boolean>;
  joined(conversation: string, agent: Agent): Promise<boolean>;
  /** @param id Id of the message; repeating one has no effect. */
  say(conversation: string, agent: Agent, message: BotMessage, id: string): Promise<boolean>;
  writing(conversation: string, agent: Agent, on: boolean): Promise<boolean>;
  /** The visitor's message with that key was read. */
  read(conversation: string, ref: string): Promise<boolean>;
  /** Returns the visitor to the bot, with what was learned. */
  left(conversation: string, agent: Agent, options?: {reason?: string; data?: Readonly<Record<string, unknown>>}): Promise<boolean>;
  end(conversation: string, agent: Agent): Promise<boolean>;
  /** Nobody is available after all. */
  refuse(conversation: string): Promise<boolean>;
}
