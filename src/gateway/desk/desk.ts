import type {Agent} from '../../protocol/events.ts';
import type {BotMessage, VisitorMessage} from '../../protocol/message.ts';
import type {Queue, Signal, StoredConversation, StoredEvent, TransferTarget} from '../stored.ts';

/** What a desk is told of a visitor who is to be talked to by a person. */
export interface DeskRequest {
  conversation: Pick<StoredConversation, 'id' | 'widget' | 'language' | 'data' | 'page' | 'isVerifiedCustomer'>;
  target: TransferTarget;
  /** What happened so far: all of it, or the last 2,000 events or 1 MB. */
  history: readonly StoredEvent[];
}

/** People who talk to visitors. Each method may be called again with the same ids after a failure: what was heard before is no news. */
export interface Desk {
  /** A visitor waits. `accepted` false when nobody can take them at all. */
  request(request: DeskRequest): Promise<{accepted: boolean; queue?: Queue}>;
  /** The visitor said something; `id` is its idempotency key. */
  said(conversation: string, id: string, message: VisitorMessage): Promise<void>;
  /** The visitor is writing, or has read up to a message; nothing is lost when it fails. */
  signalled(conversation: string, message: Signal): Promise<void>;
  /** The visitor left, or the conversation ended otherwise. */
  gone(conversation: string, reason: string): Promise<void>;
}

/** What a person, by way of a desk, does in a conversation. False when the conversation is not theirs any more. */
export interface DeskLine {
  queue(conversation: string, queue: Queue): Promise<boolean>;
  joined(conversation: string, agent: Agent): Promise<boolean>;
  /** @param id Names the message: the same id is said once. */
  say(conversation: string, agent: Agent, message: BotMessage, id: string): Promise<boolean>;
  writing(conversation: string, agent: Agent, on: boolean): Promise<boolean>;
  /** The visitor's message of that key was read. */
  read(conversation: string, ref: string): Promise<boolean>;
  /** Hands the visitor back to the bot, with what was learned. */
  left(conversation: string, agent: Agent, options?: {reason?: string; data?: Readonly<Record<string, unknown>>}): Promise<boolean>;
  end(conversation: string, agent: Agent): Promise<boolean>;
  /** Nobody can take the visitor after all. */
  refuse(conversation: string): Promise<boolean>;
}
