import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Demo, startDemo} from '../../demo/server.ts';

let shop: Demo;

beforeAll(async () => {
  shop = await startDemo({port: 0});
});
afterAll(() => shop.close());

/** A visitor who talks to the bot through the gateway and polls for its messages. */
class ShopVisitor {
  readonly #started = this.#start();
  #count = 0;

  async #start(): Promise<{id: string; token: string}> {
    const response = await fetch(`${shop.gateway}/v1/conversations`, {
      method: 'POST',
      headers: {'content-type': 'application/json', origin: shop.url},
      body: JSON.stringify({widget: 'shop', data: {firstname: 'Alice'}}),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as {id: string; token: string};
  }

  async say(body: string, payload?: string): Promise<void> {
    const {id, token} = await this.#started;
    const response = await fetch(`${shop.gateway}/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: shop.url,
        authorization: `Bearer ${token}`,
        'idempotency-key': `key-${this.#count++}`,
      },
      body: JSON.stringify({code: 'message', type: 'text', body, ...(payload && {payload})}),
    });
    expect(response.status).toBe(202);
  }

  async id(): Promise<string> {
    return (await this.#started).id;
  }

  /** The whole event log of the conversation, as text. */
  log(): Promise<string> {
    return this.#read('/events?after=0');
  }

  async state(): Promise<unknown> {
    return (JSON.parse(await this.#read('')) as {state: unknown}).state;
  }

  async #read(path: string): Promise<string> {
    const {id, token} = await this.#started;
    const response = await fetch(`${shop.gateway}/v1/conversations/${id}${path}`, {
      headers: {origin: shop.url, accept: 'application/json', authorization: `Bearer ${token}`},
    });
    return response.text();
  }
}

test('begins a conversation with the bot’s greeting', async () => {
  const alice = new ShopVisitor();
  await expect.poll(() => alice.log()).toContain(', Alice. I know every lamp we make');
});

test('delivers a quick first answer, and later the rest that the bot sends by itself', async () => {
  const alice = new ShopVisitor();
  await alice.say('async 1');
  await expect.poll(() => alice.log()).toContain('The rest comes in 1 seconds');
  expect(await alice.log()).not.toContain('Here is the rest');
  await expect.poll(() => alice.log(), {timeout: 10_000}).toContain('Here is the rest, 1 seconds later');
});

test('delivers an offer after the answer, as a PDF uploaded to the gateway', async () => {
  const alice = new ShopVisitor();
  await alice.say('An offer for the Fjell pendant, please');
  await expect.poll(() => alice.log()).toContain('I write the offer for the Fjell pendant');
  await expect.poll(() => alice.log(), {timeout: 10_000}).toContain('good for two weeks');
  const [, url = ''] = /"url":"(http:[^"]+\/v1\/attachments\/[^"]+)"/.exec(await alice.log()) ?? [];
  expect(url.startsWith(shop.gateway!)).toBe(true);
  const file = await fetch(url);
  expect(file.headers.get('content-type')).toContain('application/pdf');
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  const text = await file.text();
  expect(text).toMatch(/^%PDF-1\.4[^]*Offer for Alice[^]*Fjell pendant, 349 EUR[^]*%%EOF\n$/);
});

test('delivers a hundred unprompted messages completely and in order', async () => {
  const alice = new ShopVisitor();
  await alice.say('storm 100');
  await expect.poll(() => alice.log(), {timeout: 20_000}).toContain('Drop 100 of 100.');
  const drops = [...(await alice.log()).matchAll(/Drop (\d+) of 100\./g)].map(([, index]) => Number(index));
  expect(drops).toEqual(Array.from({length: 100}, (_, index) => index + 1));
});

test('transfers a visitor to the desk, relays the agent’s messages, and hands back to the bot', async () => {
  const alice = new ShopVisitor();
  const visitor = await alice.id();
  const act = async (what: object): Promise<void> => {
    const response = await fetch(`${shop.desk}act`, {
      method: 'POST',
      headers: {'content-type': 'application/json', origin: shop.url},
      body: JSON.stringify({person: 'mira', visitor, ...what}),
    });
    expect(response.status).toBe(202);
  };
  await alice.say('Hand me over', 'transfer:workshop');
  await expect.poll(() => alice.log(), {timeout: 5000}).toMatch(/"type":"transfer"[^]*"status":"requested"/);
  await expect.poll(() => alice.state(), {timeout: 5000}).toBe('queued');
  await act({do: 'take'});
  await expect.poll(() => alice.log(), {timeout: 5000}).toMatch(/"type":"joined"[^]*"nick":"Mira"/);
  await act({do: 'say', words: 'I am Mira, and I made that lamp.'});
  await expect.poll(() => alice.log(), {timeout: 5000}).toContain('I am Mira, and I made that lamp.');
  await act({do: 'back'});
  await expect.poll(() => alice.state(), {timeout: 5000}).toBe('bot');
  await alice.say('hello');
  await expect.poll(() => alice.log(), {timeout: 5000}).toContain('Hello, Alice. What are you lighting?');
});

test('forwards none of the internal data that a careless bot adds to its answer', async () => {
  const alice = new ShopVisitor();
  await alice.say('leak');
  await expect.poll(() => alice.log()).toContain('I said too much beside this.');
  expect(await alice.log()).not.toMatch(/leaked|contactId|tempContext|"raw"/);
});

test('says that nothing can be sent later when the bot is asked directly', async () => {
  const ask = async (body: string): Promise<string> => {
    const response = await fetch(`${shop.url}/bot/message`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({event: 'continue', message: {code: 'message', type: 'text', body}, settings: {engine: {type: 'custom'}}}),
    });
    return response.text();
  };
  expect(await ask('async')).toContain('nothing can come later');
  expect(await ask('an offer for Lys')).toContain('this page asks me directly');
  expect(await ask('storm')).toContain('Only through a gateway');
});
