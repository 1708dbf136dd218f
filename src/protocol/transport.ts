import type {BotRequest, BotResponse} from './exchange.ts';
import type {TransportEvent} from './events.ts';
import type {Attachment, IsWritingMessage, ReadMessage} from './message.ts';

export interface ExchangeOptions {
  /** Names the request: the same id is the same message, however often it is sent. */
  id?: string;
  /** Id of the last late event taken in. A message whose failure is told behind it is not asked for again: who sends it cannot know. */
  after?: string | undefined;
  /** Aborting rejects with the signal's reason, never with a `TransportError`. */
  signal?: AbortSignal | undefined;
}

export interface ListenOptions {
  /** Id of the last event already taken in; listening resumes behind it. */
  after?: string | undefined;
  signal?: AbortSignal | undefined;
  /** What was said before may name files by addresses that work no more: then all is told anew first, as a `reset`. */
  stale?: boolean | undefined;
  /** Called at each sign of life that is no event, such as a heartbeat: a connection without any is taken for dead after 45 s. */
  onAlive?: (() => void) | undefined;
}

export interface UploadOptions extends ExchangeOptions {
  /** Called with the share that has left, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** What the visitor does in passing. */
export type Signal = IsWritingMessage | ReadMessage;

/** What `upload` takes. */
export interface UploadLimits {
  /** Bytes of one file. */
  maxFileBytes?: number;
  /** Types that are taken, such as `image/png` or `image/*`; all by default. */
  mimetypes?: readonly string[];
}

/** The way to a bot. It keeps no state and tries nothing twice: order, retries and duplicates are the conversation's. */
export interface Transport {
  /**
   * The same `id` is the same message however often it is sent, and late events are numbered one by one: the contract of a gateway.
   * Then the conversation tries again by itself. Absent where a second request would be heard as a second message.
   */
  readonly idempotent?: boolean;

  /**
   * Carries one request to the bot and resolves with its direct answer.
   * @throws {TransportError} when no answer came.
   */
  send(request: BotRequest, options?: ExchangeOptions): Promise<BotResponse>;

  /** Late events, for as long as one connection lasts. Absent where a bot only answers directly. */
  listen?(options?: ListenOptions): AsyncIterable<TransportEvent>;

  /** Tells what the visitor does in passing, once. Absent where nobody would see it. */
  signal?(signal: Signal): Promise<void>;

  /** Stores a file and resolves with what a message may name. Absent where files cannot be sent. */
  upload?(file: File, options?: UploadOptions): Promise<Attachment>;

  /** What `upload` takes, as far as that is known before. */
  limits?(): Promise<UploadLimits | undefined>;
}
