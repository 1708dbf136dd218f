import {type Handler, listen as serve, type Listening} from '../../demo/listen.ts';
import {json, shop} from './front.ts';
import {Frames} from './listener.ts';

export interface Asked {
  event: string;
  message?: {body?: string; url?: string};
  context?: Record<string, unknown>;
  environment: {host: string; acct: string; contactId: string; token: string};
}

export const text = (body: string) => ({code: 'message', type: 'text', body});

/** A bot served on its own port. It calls back the way the SDK does. */
export class Bot {
  readonly asked: Asked[] = [];
  readonly late: Promise<Response>[] = [];
  url = '';
  #server: Listening | undefined;

  async open(): Promise<void> {
    this.#server = await serve(this.#answer, 0);
    this.url = `${this.#server.url}/bot/message`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  readonly #answer: Handler = async (request) => {
    const asked = (await request.json()) as Asked;
    this.asked.push(asked);
    return Response.json(await this.#answerTo(asked));
  };

  async #answerTo({event, message, context, environment}: Asked): Promise<unknown> {
    const turns = Number(context?.['turns'] ?? 0) + 1;
    const say = (...bodies: string[]) => ({event: 'continue', messages: bodies.map(text), context: {turns, token: environment.token}});
    if (event === 'start') return say('Welcome');
    switch (message?.body) {
      case 'late':
        this.late.push(
          this.call('bot-response', environment, {body: JSON.stringify(say('Here it is')), headers: {'content-type': 'application/json'}}),
        );
        return say();
      case 'file':
        return {...say(), messages: [await this.#file(environment)]};
      case 'leak':
        return {
          ...say(`My token is ${environment.token}`),
          raw: {secret: 'raw-secret'},
          settings: {engine: {type: 'x', settings: {password: 'settings-secret'}}},
          environment,
          tempContext: {secret: 'temp-secret'},
          data: {secret: 'data-secret'},
        };
      case 'bye':
        return {...say('Goodbye'), event: 'end'};
      default:
        return say(`${turns}: ${message?.body ?? message?.url}`);
    }
  }

  call(path: string, {host, acct, contactId, token}: Asked['environment'], init: RequestInit): Promise<Response> {
    const headers = {...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${token}`};
    return fetch(`http://${host}/a/${acct}/api/v3/contacts/${contactId}/${path}`, {method: 'POST', ...init, headers});
  }

  async #file(environment: Asked['environment']): Promise<unknown> {
    const body = new FormData();
    body.append('file', new Blob(['A manual of a lamp'], {type: 'text/plain'}), 'manual.txt');
    const stored = (await (await this.call('bot-attach?desc=Manual', environment, {body})).json()) as object;
    return {code: 'message', type: 'attachment', ...stored};
  }
}

/** A visitor's browser: starts a conversation and sends requests with its token. */
export async function visit(base: string) {
  const begun = await fetch(`${base}/v1/conversations`, json({widget: 'shop'}, {origin: shop}));
  const {id, token} = (await begun.json()) as {id: string; token: string};
  const as = {authorization: `Bearer ${token}`, origin: shop};
  let count = 0;
  /** `at` sends the request to another gateway than the one that created the conversation. */
  const ask = (path: string, init: RequestInit & {at?: string} = {}) =>
    fetch(`${init.at ?? base}/v1/conversations/${id}${path}`, {
      ...init,
      headers: {...as, ...(init.headers as Record<string, string> | undefined)},
    });
  return {
    id,
    token,
    ask,
    say: (message: unknown, key = `key-${++count}`, at = base) => ask('/messages', {...json(message, {'idempotency-key': key}), at}),
    listen: async (after?: string, at = base) =>
      new Frames(await ask('/events', {headers: after === undefined ? {} : {'last-event-id': after}, at})),
  };
}

/** Reads events until a bot message arrives; throws on a problem. */
export async function reply(frames: Frames): Promise<Record<string, unknown> & {message: {body?: string; url?: string}}> {
  for (;;) {
    const event = await frames.event<Record<string, unknown> & {from?: {kind: string}; message: {body?: string}}>();
    if (event.from?.kind === 'bot' && event['type'] === 'message') return event;
    if (event['type'] === 'problem') throw new Error(JSON.stringify(event));
  }
}
