import type {VisitorMessage} from '../protocol/message.ts';
import type {DeskLine} from './desk/desk.ts';
import type {Page, Signal, StoredConversation, Values} from './stored.ts';
import type {Acceptance} from './store/store.ts';

/** What is needed to begin a conversation. */
export interface Beginning {
  widget: string;
  /** The browser's idempotency key. */
  key?: string | undefined;
  language?: string | undefined;
  data?: Values | undefined;
  caps?: Values | undefined;
  page?: Page | undefined;
  userAgent?: string | undefined;
  isVerifiedCustomer?: boolean | undefined;
  /** Keys of `data` that the site's own server signed. */
  vouched?: readonly string[] | undefined;
}

/** Everything that happens in conversations, wherever it comes from: the routes are a thin skin around it. */
export interface Conversations {
  /** @throws {Problem} `not_found` for an unknown widget, `overloaded` while stopping. */
  begin(beginning: Beginning): Promise<{conversation: StoredConversation; again: boolean}>;
  /**
   * Accepts a message of the visitor; the answers arrive as events.
   * @param after Number of the last event its sender knows of; all of them by default.
   */
  acceptMessage(conversation: string, key: string, message: VisitorMessage, after?: number): Promise<Acceptance>;
  /** `iswriting`, `read`, `ack` of the visitor: passed on to a person, never stored. */
  signal(conversation: string, message: Signal): Promise<void>;
  /** Idempotent. */
  end(conversation: string, reason: 'user' | 'timeout'): Promise<void>;
  /**
   * What a bot says unprompted: a BotResponse, read tolerantly. Resolves when it is in the log.
   * @param bot Its name; the current bot by default.
   */
  receive(conversation: string, body: unknown, bot?: string): Promise<'taken' | 'ended' | 'missing'>;
  /** What people at a desk do. */
  readonly desk: DeskLine;
  /** Starts looking for turns nobody owns, and for what has expired. */
  start(): void;
  /** Accepts no new turns; resolves when those in progress are over or `grace` milliseconds have passed. */
  stop(grace: number): Promise<void>;
}
