import type {BotRequest} from '../../protocol/exchange.ts';
import type {BotAgent} from '../options.ts';
import {orAborted} from './or-aborted.ts';
import {TurnFault} from './turn-fault.ts';
import {limited} from '../limited.ts';

export interface InProcess {
  /** For the log. */
  name: string;
  answer: BotAgent;
  /** Seconds. */
  timeout: number;
}

/**
 * Asks an agent of this process. It gets its own copy of the request, which it may change.
 * @throws {TurnFault}; or the signal's reason.
 */
export async function askInProcess({name, answer, timeout}: InProcess, body: string, signal: AbortSignal): Promise<unknown> {
  const limit = limited(signal, Math.ceil(timeout * 1000));
  try {
    return await orAborted(async () => answer(JSON.parse(body) as BotRequest), limit.signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (limit.isOver) throw new TurnFault('bot_timeout', `Bot "${name}" gave no answer in ${timeout} s`, {cause});
    throw new TurnFault('bot_error', `Bot "${name}" failed`, {cause});
  } finally {
    limit.end();
  }
}
