import type {BotRequest} from '../../protocol/exchange.ts';
import type {BotAgent} from '../options.ts';
import {abortable} from './abortable.ts';
import {TurnFault} from './turn-fault.ts';
import {startDeadline} from '../deadline.ts';

export interface InProcessBot {
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
export async function askInProcess({name, answer, timeout}: InProcessBot, body: string, signal: AbortSignal): Promise<unknown> {
  const deadline = startDeadline(signal, Math.ceil(timeout * 1000));
  try {
    return await abortable(async () => answer(JSON.parse(body) as BotRequest), deadline.signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (deadline.isExpired) throw new TurnFault('bot_timeout', `Bot "${name}" gave no answer in ${timeout} s`, {cause});
    throw new TurnFault('bot_error', `Bot "${name}" failed`, {cause});
  } finally {
    deadline.clear();
  }
}
