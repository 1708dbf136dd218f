/** A message or request that the protocol does not allow. Sending it again cannot help. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  /**
   * @param path Where the fault is, such as `message.attachments[0].url`.
   * @param expected What a valid message has there.
   */
  constructor(
    readonly path: string,
    expected: string,
    options?: ErrorOptions,
  ) {
    super(`${path} must be ${expected}`, options);
  }
}

/**
 * Why a request got no answer.
 * `offline`: it was never sent. `unreachable`: the connection failed, before or after the bot received it. `timeout`: no answer in time.
 * `refused`: the other side answered with an error. `garbled`: the answer is not JSON.
 * `gone`: the other side no longer knows this conversation; a new one can begin.
 */
export type TransportFault = 'offline' | 'unreachable' | 'timeout' | 'refused' | 'garbled' | 'gone';

export interface TransportErrorOptions extends ErrorOptions {
  /** HTTP status, if there was one. */
  status?: number;
  /** Seconds the other side asked to wait. */
  retryAfter?: number;
  /** The other side's stable name for what was wrong, such as `too_large`. */
  code?: string;
}

/** Statuses that say the request did not reach the bot, or that the same one may pass later. */
const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Codes of refusals that pass by themselves. */
const transientCodes = new Set(['in_progress', 'token_expired']);

/** Statuses of something between us and the bot that lost the answer, perhaps after the bot had heard the request. */
const lostAnswerStatuses = new Set([502, 504]);

/** A request that got no answer. The error message is for developers, not for visitors. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly code: string | undefined;

  constructor(
    readonly fault: TransportFault,
    message: string,
    {status, retryAfter, code, ...options}: TransportErrorOptions = {},
  ) {
    super(message, options);
    this.status = status;
    this.retryAfter = retryAfter;
    this.code = code;
  }

  /** Whether sending the same request again can help. */
  get retryable(): boolean {
    if (this.fault === 'gone') return false;
    if (this.fault !== 'refused') return true;
    return (this.status !== undefined && transientStatuses.has(this.status)) || (this.code !== undefined && transientCodes.has(this.code));
  }

  /** Whether the bot may have received the request, so that sending it again could repeat it. */
  get mayHaveArrived(): boolean {
    if (this.fault === 'refused') return this.status !== undefined && lostAnswerStatuses.has(this.status);
    return this.fault !== 'offline' && this.fault !== 'gone';
  }
}
