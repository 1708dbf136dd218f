import {ProtocolError} from '../../protocol/errors.ts';
import type {BotRequest} from '../../protocol/exchange.ts';
import {byteLength} from '../../protocol/limits.ts';
import {isRecord} from '../../protocol/safe-copy.ts';
import {maxRequestBytes, strictRequest} from '../../protocol/write.ts';
import {TurnFault} from './turn-fault.ts';

/** A request on its way through the filters. */
export type FilteredRequest = BotRequest & {
  /** What filters tell each other and the bot, for one turn. */
  tempContext?: Readonly<Record<string, unknown>>;
};

/**
 * The request as the official schemas require it.
 * @throws {ProtocolError} if something required is missing or of the wrong kind.
 */
export function toStrictRequest(request: object): FilteredRequest {
  const {tempContext, ...asked}: {tempContext?: unknown} = request;
  return {...(strictRequest(asked as BotRequest) as BotRequest), ...(isRecord(tempContext) && {tempContext})};
}

/** @throws {TurnFault} `message_too_large` if it exceeds what a BotManager reads, `message_failed` if no schema accepts it. */
export function requestBody(request: FilteredRequest): string {
  return checkSize(JSON.stringify(validate(request)));
}

/** The body of a request to a BotManager or filter. @throws {TurnFault} `message_too_large`. */
export function checkSize(body: string): string {
  const bytes = byteLength(body);
  if (bytes <= maxRequestBytes) return body;
  throw new TurnFault('message_too_large', `A request of ${bytes} bytes; at most ${maxRequestBytes} are read`);
}

function validate(request: FilteredRequest): FilteredRequest {
  try {
    return toStrictRequest(request);
  } catch (cause) {
    // The error names properties of the request, never their values.
    if (cause instanceof ProtocolError) throw new TurnFault('message_failed', `A request cannot be written: ${cause.message}`, {cause});
    throw cause;
  }
}
