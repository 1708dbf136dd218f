import {delay} from '../../src/transport/delay.ts';
import {seeded} from '../../src/testing/index.ts';

interface ReceivedRequest {
  event: string;
  message?: {body?: string};
  environment?: {contactId?: string; token?: string};
}

type Outcome = 'well' | 'busy' | 'away' | 'wrong' | 'broken';

/** Rates of failures: overloaded, not reachable, internal error, connection lost during the answer. */
const failureRates: readonly [Outcome, number][] = [
  ['busy', 0.04],
  ['away', 0.04],
  ['wrong', 0.08],
  ['broken', 0.08],
];

/** A bot behind the URL of a BotManager: records what it received; its answers are unique, sometimes slow, and sometimes fail. */
export class SimulatedBot {
  /** What it received and processed, whether its answer arrived or not. */
  readonly heard: string[] = [];
  /** Environment of the last request, needed to post unprompted messages. */
  caller: {contactId?: string; token?: string} | undefined;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed ^ 0xb07);
  }

  count(words: string): number {
    return this.heard.filter((one) => one === words).length;
  }

  readonly fetch: typeof globalThis.fetch = async (_, {body, signal}: RequestInit = {}) => {
    const {event, message, environment} = JSON.parse(body as string) as ReceivedRequest;
    const how = this.#pickOutcome();
    const pace = this.#random();
    if (how === 'away') throw Object.assign(new TypeError('fetch failed'), {cause: {code: 'ECONNREFUSED'}});
    if (how === 'busy') return new Response('', {status: 503});
    const words = event === 'continue' ? String(message?.body) : event;
    const turn = this.heard.push(words);
    this.caller = environment;
    if (pace > 0.5) await delay(pace > 0.95 ? 45_000 : pace > 0.85 ? 15_000 : pace * 1_000, signal ?? undefined);
    if (how === 'broken') throw new TypeError('terminated');
    if (how === 'wrong') return new Response('{"message":"on purpose"}', {status: 500});
    const answer = {code: 'message', type: 'text', body: `re: ${words} #${turn}`};
    return Response.json({event: 'continue', messages: [answer], settings: {engine: {type: 'custom'}}, data: {}});
  };

  #pickOutcome(): Outcome {
    let left = this.#random();
    for (const [how, part] of failureRates) if ((left -= part) < 0) return how;
    return 'well';
  }
}
