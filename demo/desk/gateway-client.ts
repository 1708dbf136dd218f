import {setTimeout as sleep} from 'node:timers/promises';

export interface GatewayClientOptions {
  /** URL of the gateway. */
  gateway: string;
  /** Key that the desk authenticates with. */
  secret: string;
  fetch?: typeof globalThis.fetch;
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Result of an action: `gone` if the conversation is no longer the desk's. */
export type ActionResult = 'done' | 'gone' | 'failed';

const maxAttempts = 4;

/** The desk's client of the gateway. Actions of one conversation are sent in sequence. */
export class GatewayClient {
  readonly #options: GatewayClientOptions;
  /** The last action of each conversation. */
  readonly #lastAction = new Map<string, Promise<ActionResult>>();

  constructor(options: GatewayClientOptions) {
    this.#options = options;
  }

  post(conversation: string, action: Readonly<Record<string, unknown>>): Promise<ActionResult> {
    const previous = this.#lastAction.get(conversation) ?? Promise.resolve('done' as const);
    const result = previous.then(() => this.#post(conversation, action));
    this.#lastAction.set(conversation, result);
    void result.then(() => this.#lastAction.get(conversation) === result && this.#lastAction.delete(conversation));
    return result;
  }

  async #post(conversation: string, action: Readonly<Record<string, unknown>>): Promise<ActionResult> {
    const {fetch = globalThis.fetch, wait = sleep, gateway, secret} = this.#options;
    for (let attempt = 1; ; attempt++) {
      const status = await fetch(`${gateway}/v1/desk/conversations/${encodeURIComponent(conversation)}`, {
        method: 'POST',
        headers: {'content-type': 'application/json', authorization: `Bearer ${secret}`},
        body: JSON.stringify(action),
        signal: AbortSignal.timeout(10_000),
      }).then(
        (response) => response.status,
        () => 0,
      );
      if (status >= 200 && status < 300) return 'done';
      if (status === 403 || status === 404 || status === 409) return 'gone';
      const isTransient = status === 0 || status === 429 || status >= 500;
      if (!isTransient || attempt === maxAttempts) return 'failed';
      await wait(500 * 2 ** (attempt - 1));
    }
  }
}
