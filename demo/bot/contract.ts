import type {BotRequest} from '../../src/protocol/exchange.ts';
import type {Platform} from './platform.ts';

/** What an agent may need of the world. */
export interface Surroundings {
  /** Origin the request came to: where the shop's pictures are. */
  base: string;
  now: Date;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Resolves after so many milliseconds, rejects when nobody waits any more. */
  wait(milliseconds: number): Promise<void>;
  /** To say something later; undefined where the bot is asked directly, and nobody could be told. */
  platform?: Platform | undefined;
}

/**
 * One bot behind the manager. What it resolves with becomes the body; a `Response` is passed as it is; undefined is an empty body,
 * as with the SDK. Rejecting with an `Error` is the platform's error.
 */
export type Agent = (request: BotRequest, surroundings: Surroundings) => Promise<unknown>;
