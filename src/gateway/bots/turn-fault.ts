/** Why a turn failed: what the visitor is told, and whether sending the same again can help. */
const faults = {
  bot_timeout: ['The bot did not answer in time', true],
  bot_unreachable: ['The bot could not be reached', true],
  bot_error: ['The bot could not answer', true],
  bot_rejected: ['The bot did not take the message', false],
  bot_misconfigured: ['The bot is not set up for this', false],
  bot_invalid_response: ['The answer of the bot could not be read', true],
  filter_failed: ['The message could not be passed on', true],
  message_too_large: ['The message is too large', false],
  message_failed: ['The message may not have arrived', true],
  conversation_ended: ['The conversation ended before the message was passed on', false],
} as const satisfies Record<string, readonly [title: string, retryable: boolean]>;

export type FaultCode = keyof typeof faults;

export interface FaultOptions extends ErrorOptions {
  /** For the log. */
  status?: number | undefined;
  /** When the gateway itself may send the request again: `safe` where the other side surely did nothing with it, `transient` where it may have. */
  retryClass?: 'safe' | 'transient';
  /** Seconds the other side asked to wait. */
  retryAfter?: number | undefined;
}

/** A turn did not become an answer. The message is for the log; the visitor is told the title. */
export class TurnFault extends Error {
  override readonly name = 'TurnFault';
  readonly title: string;
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly retryClass: FaultOptions['retryClass'];
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: FaultCode,
    message: string,
    {status, retryClass, retryAfter, ...options}: FaultOptions = {},
  ) {
    super(message, options);
    [this.title, this.retryable] = faults[code];
    this.status = status;
    this.retryClass = retryClass;
    this.retryAfter = retryAfter;
  }
}
