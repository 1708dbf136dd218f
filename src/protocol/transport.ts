import type {BotRequest, BotResponse} from './exchange.ts';
import type {TransportEvent} from './events.ts';
import type {Attachment} from './message.ts';

export interface ExchangeOptions {
  /** Names the request: the same id is the same message, however often it is sent. */
  id?: string;
  /** Aborting rejects with the signal's reason, never with a `TransportError`. */
  signal?: AbortSignal | undefined;
}

export interface ListenOptions {
  /** Id of the last event already taken in; listening resumes behind it. */
  after?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface UploadOptions extends ExchangeOptions {
  /** Called with the share that has left, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** The way to a bot. It keeps no state and tries nothing twice: order, retries and duplicates are the conversation's. */
export interface Transport {
  /**
   * Carries one request to the bot and resolves with its direct answer.
   * @throws {TransportError} when no answer came.
   */
  send(request: BotRequest, options?: ExchangeOptions): Promise<BotResponse>;

  /** Late events, for as long as one connection lasts. Absent where a bot only answers directly. */
  listen?(options?: ListenOptions): AsyncIterable<TransportEvent>;

  /** Stores a file and resolves with what a message may name. Absent where files cannot be sent. */
  upload?(file: File, options?: UploadOptions): Promise<Attachment>;
}
