import type {BotRequest, BotResponse} from './exchange.ts';
import type {TransportEvent} from './events.ts';
import type {Attachment, IsWritingMessage, ReadMessage} from './message.ts';

export interface ExchangeOptions {
  /** Identifies the request: the same id is the same message, however often it is sent. */
  id?: string;
  /** Id of the last late event processed. The gateway does not retry a message whose failure was reported after it, since the sender does not know of that yet. */
  after?: string | undefined;
  /** Aborting rejects with the signal's reason, never with a `TransportError`. */
  signal?: AbortSignal | undefined;
}

export interface ListenOptions {
  /** Id of the last event processed; listening resumes after it. */
  after?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Whether earlier messages may contain expired file URLs. If so, a `reset` with everything comes first. */
  stale?: boolean | undefined;
  /** Called on each sign of life other than an event, such as a heartbeat. A connection without any is considered dead after 45 s. */
  onAlive?: (() => void) | undefined;
}

export interface UploadOptions extends ExchangeOptions {
  /** Called with the share that has been sent, from 0 to 1. */
  onProgress?: (share: number) => void;
}

/** What the visitor does besides sending messages: typing and reading. */
export type Signal = IsWritingMessage | ReadMessage;

/** Limits of `upload`. */
export interface UploadLimits {
  /** Maximum size of one file in bytes. */
  maxFileBytes?: number;
  /** Accepted types, such as `image/png` or `image/*`; all by default. */
  mimetypes?: readonly string[];
}

/** The way to a bot. It keeps no conversation state and never retries: order, retries and duplicates are the conversation's job. */
export interface Transport {
  /**
   * Whether the same `id` is the same message however often it is sent, and late events are numbered consecutively: the contract of a gateway.
   * If true, the conversation retries by itself. Absent if the bot would take a second request for a second message.
   */
  readonly idempotent?: boolean;

  /**
   * Sends one request to the bot and resolves with its direct answer.
   * @throws {TransportError} if there is no answer.
   */
  send(request: BotRequest, options?: ExchangeOptions): Promise<BotResponse>;

  /** Late events, for as long as one connection lasts. Absent if the bot only answers directly. */
  listen?(options?: ListenOptions): AsyncIterable<TransportEvent>;

  /** Reports typing or reading, once. Absent if nobody would see it. */
  signal?(signal: Signal): Promise<void>;

  /** Stores a file and resolves with an attachment for a message. Absent if files cannot be sent. */
  upload?(file: File, options?: UploadOptions): Promise<Attachment>;

  /** The limits of `upload`, if they are known. */
  limits?(): Promise<UploadLimits | undefined>;
}
