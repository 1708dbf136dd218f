import {authorizationOf} from '../authorization.ts';
import type {AskOptions} from '../options.ts';
import {startDeadline} from '../deadline.ts';
import {StatusError} from '../status-error.ts';
import {textOf} from '../text-of.ts';

/** Most bytes of an answer; no answer to our questions is longer. */
const maxBytes = 10_240;

/**
 * Asks an owner's system, once.
 * @throws if there is no answer in time, or it is not a JSON object.
 */
export async function ask(
  {url, auth, timeout = 3}: AskOptions,
  question: Readonly<Record<string, unknown>>,
  {fetch, signal}: {fetch: typeof globalThis.fetch; signal: AbortSignal},
): Promise<Readonly<Record<string, unknown>>> {
  const deadline = startDeadline(signal, timeout * 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {'content-type': 'application/json', accept: 'application/json', ...authorizationOf(auth)},
      body: JSON.stringify(question),
      redirect: 'manual',
      signal: deadline.signal,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new StatusError(response.status);
    }
    const answer: unknown = JSON.parse(await textOf(response, maxBytes));
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new Error('The answer is no object');
    return answer as Readonly<Record<string, unknown>>;
  } finally {
    deadline.clear();
  }
}
