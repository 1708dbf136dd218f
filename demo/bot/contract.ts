import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {Platform} from './platform.ts';

/** What an agent gets besides the request. */
export interface AgentContext {
  /** Origin of the request's URL, where the shop's pictures are. */
  base: string;
  now: Date;
  /** Aborted when the client no longer waits for the answer. */
  signal: AbortSignal;
  /** Resolves after the given time, or rejects when the client no longer waits. */
  wait(milliseconds: number): Promise<void>;
  /** For sending messages later; undefined if the bot is asked directly and has nobody to call back. */
  platform?: Platform | undefined;
}

/**
 * One bot behind the manager. Its result becomes the body; a `Response` is passed on as it is; undefined gives an empty body, as with
 * the SDK. Rejecting with an `Error` gives the platform's error response.
 */
export type Agent = (request: BotRequest, surroundings: AgentContext) => Promise<unknown>;
