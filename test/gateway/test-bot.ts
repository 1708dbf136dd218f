import {type Handler, listen as serve, type RunningServer} from '../../demo/listen.ts';
import {json, shop} from './test-app.ts';
import {Frames} from './frames.ts';

export interface BotRequest {
  event: string;
  message?: {body?: string; url?: string};
  context?: Record<string, unknown>;
  environment: {host: string; acct: string; contactId: string; token: string};
}

export const textMessage = (body: string) => ({code: 'message', type: 'text', body});

/** A bot served on its own port. It calls back the way the SDK does. */
export class TestBot {
  readonly requests: BotRequest[] = [];
  readonly lateResponses: Promise<Response>[] = [];
  url = '';
  #server: RunningServer | undefined;

  async open(): Promise<void> {
    this.#server = await serve(this.#answer, 0);
    this.url = `${this.#server.url}/bot/message`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  readonly #answer: Handler = async (request) => {
    const asked = (await request.json()) as BotRequest;
    this.requests.push(asked);
    return Response.json(await this.#answerTo(asked));
  };

  async #answerTo({event, message, context, environment}: BotRequest): Promise<unknown> {
    const turns = Number(context?.['turns'] ?? 0) + 1;
    const answerWith = (...bodies: string[]) => ({
      event: 'continue',
      messages: bodies.map(textMessage),
      context: {turns, token: environment.token},
    });
    if (event === 'start') return answerWith('Welcome');
    switch (message?.body) {
      case 'late':
        this.lateResponses.push(
          this.callBack('bot-response', environment, {
            body: JSON.stringify(answerWith('Here it is')),
            headers: {'content-type': 'application/json'},
          }),
        );
        return answerWith();
      case 'file':
        return {...answerWith(), messages: [await this.#file(environment)]};
      case 'leak':
        return {
          ...answerWith(`My token is ${environment.token}`),
          raw: {secret: 'raw-secret'},
          settings: {engine: {type: 'x', settings: {password: 'settings-secret'}}},
          environment,
          tempContext: {secret: 'temp-secret'},
          data: {secret: 'data-secret'},
        };
      case 'bye':
        return {...answerWith('Goodbye'), event: 'end'};
      default:
        return answerWith(`${turns}: ${message?.body ?? message?.url}`);
    }
  }

  callBack(path: string, {host, acct, contactId, token}: BotRequest['environment'], init: RequestInit): Promise<Response> {
    const headers = {...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${token}`};
    return fetch(`http://${host}/a/${acct}/api/v3/contacts/${contactId}/${path}`, {method: 'POST', ...init, headers});
  }

  async #file(environment: BotRequest['environment']): Promise<unknown> {
    const body = new FormData();
    body.append('file', new Blob(['A manual of a lamp'], {type: 'text/plain'}), 'manual.txt');
    const stored = (await (await this.callBack('bot-attach?desc=Manual', environment, {body})).json()) as object;
    return {code: 'message', type: 'attachment', ...stored};
  }
}

/** A visitor's browser: starts a conversation and sends requests with its token. */
export async function visit(base: string) {
  const response = await fetch(`${base}/v1/conversations`, json({widget: 'shop'}, {origin: shop}));
  const {id, token} = (await response.json()) as {id: string; token: string};
  const authHeaders = {authorization: `Bearer ${token}`, origin: shop};
  let count = 0;
  /** `at` sends the request to another gateway than the one that created the conversation. */
  const ask = (path: string, init: RequestInit & {at?: string} = {}) =>
    fetch(`${init.at ?? base}/v1/conversations/${id}${path}`, {
      ...init,
      headers: {...authHeaders, ...(init.headers as Record<string, string> | undefined)},
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
export async function nextBotMessage(frames: Frames): Promise<Record<string, unknown> & {message: {body?: string; url?: string}}> {
  for (;;) {
    const event = await frames.event<Record<string, unknown> & {from?: {kind: string}; message: {body?: string}}>();
    if (event.from?.kind === 'bot' && event['type'] === 'message') return event;
    if (event['type'] === 'problem') throw new Error(JSON.stringify(event));
  }
}
