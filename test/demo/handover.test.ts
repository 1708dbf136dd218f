import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startDemo, type Demo} from '../../demo/server.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import {readMessage} from '../../src/protocol/read.ts';
import {toPlainText} from '../../src/protocol/plain-text.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo({port: 0});
  expect(demo.problem).toBeUndefined();
});
afterAll(() => demo.close());

/** A visitor of the shop, by plain HTTP. */
class ShopVisitor {
  #id = '';
  #token = '';
  #messages = 0;

  async start(): Promise<void> {
    const {id, token} = (await (await this.#post('', {widget: 'shop', language: 'en', data: {firstname: 'Ada'}})).json()) as {
      id: string;
      token: string;
    };
    [this.#id, this.#token] = [id, token];
  }

  get id(): string {
    return this.#id;
  }

  async say(body: string, payload?: string): Promise<void> {
    const message = {code: 'message', type: 'text', body, ...(payload && {payload})};
    const {status} = await this.#post(`/${this.#id}/messages`, message, {'idempotency-key': `said-${++this.#messages}`});
    expect(status).toBe(202);
  }

  /** The event log so far, one line each: messages with their sender, and what else happened. */
  async log(): Promise<string[]> {
    const answer = await fetch(`${demo.gateway}/v1/conversations/${this.#id}/events?after=0`, {
      headers: {authorization: `Bearer ${this.#token}`, accept: 'application/json', origin: demo.url},
    });
    const {events} = (await answer.json()) as {events: TransportEvent[]};
    return events.map((event) => {
      if (event.type === 'message') return `${event.from?.nick ?? event.from?.kind}: ${toPlainText(readMessage(event.message).message!)}`;
      if (event.type === 'transfer') return `transfer ${event.status}`;
      return event.type === 'joined' || event.type === 'left' ? `${event.type} ${event.agent.nick}` : event.type;
    });
  }

  async state(): Promise<string> {
    const answer = await fetch(`${demo.gateway}/v1/conversations/${this.#id}`, {
      headers: {authorization: `Bearer ${this.#token}`, origin: demo.url},
    });
    return ((await answer.json()) as {state: string}).state;
  }

  #post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${demo.gateway}/v1/conversations${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: demo.url,
        ...(this.#token && {authorization: `Bearer ${this.#token}`}),
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }
}

const act = async (what: string, visitor: string, about: object = {}) => {
  const {status} = await fetch(`${demo.desk}act`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({do: what, person: 'mira', visitor, ...about}),
  });
  expect(status).toBe(202);
};
const eventually = (check: () => Promise<void>) => vi.waitFor(check, {timeout: 10_000, interval: 50});

test('hands a visitor over to a person and back to the bot', async () => {
  const ada = new ShopVisitor();
  await ada.start();
  await eventually(async () => expect((await ada.log()).join()).toContain('What are you lighting?'));
  await ada.say('Hand me over', 'transfer:workshop');
  await eventually(async () => expect(await ada.state()).toBe('queued'));

  await act('take', ada.id);
  await eventually(async () => expect(await ada.state()).toBe('agent'));
  await act('say', ada.id, {words: 'Hi Ada, this is Mira.'});
  await eventually(async () => expect(await ada.log()).toContain('Mira: Hi Ada, this is Mira.'));
  await ada.say('My Lys has a crack');
  await act('back', ada.id);
  await eventually(async () => expect(await ada.state()).toBe('bot'));
  await ada.say('who am i');
  await eventually(async () => expect((await ada.log()).at(-1)).toContain('You are Ada.'));

  const happened = (await ada.log()).filter((line) => /^(transfer|joined|left|problem|end)/.test(line));
  expect(happened).toEqual(['transfer requested', 'transfer accepted', 'joined Mira', 'left Mira']);
});

test('ends the conversation when the person ends it', async () => {
  const ada = new ShopVisitor();
  await ada.start();
  await eventually(async () => expect(await ada.state()).toBe('bot'));
  await ada.say('Hand me over', 'transfer:workshop');
  await eventually(async () => expect(await ada.state()).toBe('queued'));
  await act('take', ada.id);
  await act('end', ada.id);
  await eventually(async () => expect((await ada.log()).slice(-2)).toEqual(['left Mira', 'end']));
});

test('leaves the visitor with the bot while the desk is closed', async () => {
  await act('open', '', {open: false});
  const ada = new ShopVisitor();
  await ada.start();
  await eventually(async () => expect(await ada.state()).toBe('bot'));
  await ada.say('Hand me over', 'transfer:workshop');
  await eventually(async () => expect(await ada.log()).toContain('transfer failed'));
  expect(await ada.state()).toBe('bot');
  await ada.say('who am i');
  await eventually(async () => expect((await ada.log()).at(-1)).toContain('You are Ada.'));
  await act('open', '', {open: true});
});
