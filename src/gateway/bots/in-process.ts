import type {BotRequest} from '../../protocol/exchange.ts';
import type {BotAgent} from '../options.ts';
import {orAborted} from './or-aborted.ts';
import {TurnFault} from './turn-fault.ts';

export interface InProcess {
  /** For the log. */
  name: string;
  answer: BotAgent;
  /** Seconds. */
  timeout: number;
}

/**
 * Asks an agent of this process. It gets a request of its own, which it may change.
 * @throws {TurnFault}; or the reason of the signal.
 */
export async function askInProcess({name, answer, timeout}: InProcess, body: string, signal: AbortSignal): Promise<unknown> {
  const clock = AbortSignal.timeout(Math.ceil(timeout * 1000));
  const over = AbortSignal.any([signal, clock]);
  try {
    return await orAborted(async () => answer(JSON.parse(body) as BotRequest), over);
  } catch (cause) {
    signal.throwIfAborted();
    if (clock.aborted) throw new TurnFault('bot_timeout', `Bot "${name}" gave no answer in ${timeout} s`, {cause});
    throw new TurnFault('bot_error', `Bot "${name}" failed`, {cause});
  }
}
