import {setTimeout as sleep} from 'node:timers/promises';

export interface LineOptions {
  /** URL of the gateway. */
  gateway: string;
  /** Key that the desk authenticates with. */
  secret: string;
  fetch?: typeof globalThis.fetch;
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Result of an action: `gone` if the conversation is no longer the desk's. */
export type Result = 'done' | 'gone' | 'failed';

const tries = 4;

/** The desk's client of the gateway. Actions of one conversation are sent in sequence. */
export class Line {
  readonly #options: LineOptions;
  /** The last action of each conversation. */
  readonly #last = new Map<string, Promise<Result>>();

  constructor(options: LineOptions) {
    this.#options = options;
  }

  act(conversation: string, action: Readonly<Record<string, unknown>>): Promise<Result> {
    const before = this.#last.get(conversation) ?? Promise.resolve('done' as const);
    const acted = before.then(() => this.#post(conversation, action));
    this.#last.set(conversation, acted);
    void acted.then(() => this.#last.get(conversation) === acted && this.#last.delete(conversation));
    return acted;
  }

  async #post(conversation: string, action: Readonly<Record<string, unknown>>): Promise<Result> {
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
      const passing = status === 0 || status === 429 || status >= 500;
      if (!passing || attempt === tries) return 'failed';
      await wait(500 * 2 ** (attempt - 1));
    }
  }
}
