import type {ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import type {VisitorMessage} from '../../../src/protocol/message.ts';
import type {Desk, DeskRequest} from '../../../src/gateway/desk/desk.ts';
import {HttpDesk} from '../../../src/gateway/desk/http-desk.ts';
import {fileUrlOf} from '../../../src/gateway/file-urls.ts';
import type {BotOptions, TransferRule} from '../../../src/gateway/options.ts';
import type {Services} from '../../../src/gateway/services.ts';
import {recordings} from '../../transport/recorded-bot.ts';
import {createAgent, openConversations, serveJson, type SetupOptions, textMessage} from './open-conversations.ts';

const emptyAnswer = {event: 'continue', messages: []};
const transfer = recordings().get('transfer')!.response.body;
const ann = {id: 'ann', nick: 'Ann', avatar: 'https://shop.example/ann.png'};

/** A scripted desk that records its calls. */
class TestDesk implements Desk {
  readonly requests: DeskRequest[] = [];
  readonly delivered: {id: string; message: unknown}[] = [];
  readonly signals: unknown[] = [];
  readonly departures: string[] = [];
  answer: () => unknown = () => ({accepted: true, queue: {position: 2, estimateMs: 60_000}});
  /** How many of the next messages it fails to accept. */
  failuresLeft = 0;

  async request(request: DeskRequest): Promise<{accepted: boolean}> {
    this.requests.push(request);
    return (await this.answer()) as {accepted: boolean};
  }

  async said(_: string, id: string, message: unknown): Promise<void> {
    if (this.failuresLeft-- > 0) throw new Error('The desk is not available');
    this.delivered.push({id, message});
  }

  async signalled(_: string, message: unknown): Promise<void> {
    this.signals.push(message);
    throw new Error('signal failed');
  }

  async gone(_: string, reason: string): Promise<void> {
    this.departures.push(reason);
  }
}

const transfers: readonly TransferRule[] = [
  {key: 'transferToAgent', value: 'nobody', to: {tags: ['wrong']}},
  {key: 'transferToAgent', to: {tags: ['sales', '{value}'], agent: '{value}'}},
];

/** A visitor who has asked the bot for a person. */
async function setUp({desk = new TestDesk(), ...options}: SetupOptions & {desk?: TestDesk} = {}) {
  const asked: Record<string, unknown>[] = [];
  const bot = {
    agent: {nick: 'Lumi'},
    transfers,
    answer: createAgent(
      (request) => (
        asked.push(request),
        (request.message as {body?: string} | undefined)?.body === 'transfer'
          ? transfer
          : {...emptyAnswer, messages: request.event === 'start' ? [] : [textMessage('Bot here')]}
      ),
    ),
  };
  const fixture = await openConversations({bot, desk, ...options});
  const visitor = await fixture.visit({language: 'en', page: {url: 'https://shop.example/'}, data: {name: 'Ada'}});
  await visitor.reachesStage('bot');
  await visitor.sends('t', 'transfer');
  await visitor.acked('t');
  return {...fixture, visitor, desk, asked};
}

test('a bot transfers the visitor to the desk: requested, queued, joined, then talking with an agent', async () => {
  const {visitor, desk, conversations, hookCalls, asked} = await setUp();
  await visitor.reachesStage('queued');
  expect(desk.requests).toHaveLength(1);
  expect(desk.requests[0]).toMatchObject({
    conversation: {
      id: visitor.id,
      widget: 'shop',
      language: 'en',
      page: {url: 'https://shop.example/'},
      data: {name: 'Ada', transferToAgent: 'jolly'},
    },
    target: {tags: ['sales', 'jolly'], agent: 'jolly'},
  });
  expect(desk.requests[0]!.conversation).not.toHaveProperty('context');
  expect(desk.requests[0]!.history.map(({type}) => type)).toEqual(['message', 'ack', 'message', 'transfer']);
  await visitor.waitFor((event) => event.type === 'queue' && event.position === 2 && event.estimateMs === 60_000);
  expect(await visitor.read()).toMatchObject({queue: {position: 2}});

  expect(await conversations.desk.queue(visitor.id, {position: 1})).toBe(true);
  expect((await visitor.read()).queue).toEqual({position: 1});
  expect(await conversations.desk.joined(visitor.id, ann)).toBe(true);
  expect(await conversations.desk.joined(visitor.id, ann)).toBe(true);
  expect(await visitor.read()).toMatchObject({stage: 'agent', agent: ann});
  expect(await visitor.read()).not.toHaveProperty('queue');

  await visitor.sends('q', 'Is anybody there?');
  await visitor.acked('q');
  expect(desk.delivered).toEqual([{id: 'q', message: textMessage('Is anybody there?')}]);
  expect(await conversations.desk.read(visitor.id, 'q')).toBe(true);
  expect(await conversations.desk.read(visitor.id, 'q')).toBe(true);
  expect(await conversations.desk.writing(visitor.id, ann, true)).toBe(true);
  await expect
    .poll(() => visitor.transientEvents.at(-1))
    .toEqual({type: 'iswriting', on: true, ttl: 10_000, from: {kind: 'agent', ...ann}});
  expect(await conversations.desk.say(visitor.id, ann, textMessage('I am'), '1')).toBe(true);
  expect(await conversations.desk.say(visitor.id, ann, textMessage('I am'), '1')).toBe(true);
  expect((await visitor.log()).slice(2)).toMatchObject([
    {type: 'message', from: {kind: 'bot'}},
    {type: 'transfer', status: 'requested', to: {tags: ['sales', 'jolly'], agent: 'jolly'}},
    {type: 'transfer', status: 'accepted'},
    {type: 'joined', agent: ann},
    {type: 'message', from: {kind: 'user'}},
    {type: 'ack', ref: 'q'},
    {type: 'read', ref: 'q'},
    {type: 'message', from: {kind: 'agent', ...ann}, message: {body: 'I am', id: expect.stringMatching(/^m_/)}},
  ]);
  expect(asked).toHaveLength(2);
  expect(hookCalls.flatMap(({event, stage}) => (event === 'change' ? [stage] : []))).toEqual(['bot', 'transferring', 'queued', 'agent']);
});

test('file URLs are signed anew for the bot, the log and the desk, even long after the upload', async () => {
  const desk = new TestDesk();
  const asked: {event: string; message?: unknown}[] = [];
  const answer = createAgent((request) => {
    asked.push(request);
    return (request.message as {body?: string} | undefined)?.body === 'transfer' ? transfer : emptyAnswer;
  });
  const {visit, services, clock} = await openConversations({bot: {transfers, answer}, desk});
  const visitor = await visit();
  const file = {id: 'att_1', conversation: visitor.id, name: 'a.txt', mimetype: 'text/plain', size: 1, sha256: '00', createdAt: 1};
  await services.files.put('att_1', Readable.from([Buffer.from('x')]), () => file);
  const url = fileUrlOf(services, file);
  const attachment: VisitorMessage = {code: 'message', type: 'attachment', url, meta: {mimetype: 'text/plain', originalUrl: url}};
  const later = () => (clock.now += 61 * 60_000);

  later();
  await visitor.sends('one', attachment);
  await visitor.acked('one');
  expectToWork(services, asked.at(-1)?.message);
  expectToWork(services, (await visitor.log())[0]);
  expect(await visitor.sends('one', attachment)).toMatchObject({outcome: 'again'});

  later();
  await visitor.sends('t', 'transfer');
  await visitor.reachesStage('queued');
  expect(desk.requests[0]!.history.map(({type}) => type)).toEqual(['message', 'ack', 'message', 'ack', 'message', 'transfer']);
  expectToWork(services, desk.requests[0]!.history[0]);

  later();
  await visitor.sends('two', attachment);
  await visitor.acked('two');
  expectToWork(services, desk.delivered[0]?.message);
});

/** Expects both URLs of the file found in `value` to be valid. */
function expectToWork({tokens}: Pick<Services, 'tokens'>, value: unknown): void {
  const urls = JSON.stringify(value).match(/https:\/\/chat\.example\/v1\/attachments\/[^"]+/g) ?? [];
  expect(urls).toHaveLength(2);
  for (const url of urls) tokens.checkFile('att_1', new URL(url).searchParams);
}

test('an agent who leaves hands back to the bot, with data for it; later calls of the desk are rejected', async () => {
  const {visitor, conversations, asked} = await setUp();
  await visitor.reachesStage('queued');
  await conversations.desk.joined(visitor.id, ann);
  expect(await conversations.desk.left(visitor.id, ann, {reason: 'solved', data: {topic: 'lamps'}})).toBe(true);
  expect(await visitor.read()).toMatchObject({stage: 'bot', agent: {nick: 'Lumi', is_bot: true}, data: {topic: 'lamps'}});
  expect((await visitor.log()).at(-1)).toMatchObject({type: 'left', agent: ann, reason: 'solved'});
  await visitor.sends('k', 'Thanks');
  await visitor.receives('Bot here');
  expect(asked.at(-1)).toMatchObject({event: 'continue', data: {topic: 'lamps', name: 'Ada'}});
  const {desk} = conversations;
  const late = [
    desk.say(visitor.id, ann, textMessage('x'), '9'),
    desk.writing(visitor.id, ann, true),
    desk.read(visitor.id, 'k'),
    desk.left(visitor.id, ann),
    desk.end(visitor.id, ann),
    desk.refuse(visitor.id),
    desk.queue(visitor.id, {position: 1}),
    desk.joined(visitor.id, ann),
  ];
  expect(await Promise.all(late)).toEqual(late.map(() => false));
});

test('an agent ends the conversation', async () => {
  const {visitor, conversations, desk, hookCalls} = await setUp();
  await visitor.reachesStage('queued');
  await conversations.desk.joined(visitor.id, ann);
  expect(await conversations.desk.end(visitor.id, ann)).toBe(true);
  expect((await visitor.log()).slice(-2)).toMatchObject([
    {type: 'left', agent: ann},
    {type: 'end', reason: 'agent'},
  ]);
  expect((await visitor.sends('k')).outcome).toBe('ended');
  await expect.poll(() => hookCalls.map(({event}) => event)).toContain('finalized');
  expect(desk.departures).toEqual([]);
  expect(await conversations.desk.say(visitor.id, ann, textMessage('x'), '2')).toBe(false);
});

test.each(['queued', 'agent'] as const)('the desk is notified when the visitor ends the conversation in stage %s', async (stage) => {
  const {visitor, conversations, desk} = await setUp();
  await visitor.reachesStage('queued');
  if (stage === 'agent') await conversations.desk.joined(visitor.id, ann);
  await conversations.end(visitor.id, 'user');
  await expect.poll(() => desk.departures).toEqual(['user']);
});

test.each([
  ['refuses', () => ({accepted: false}), 1],
  ['cannot be reached', () => Promise.reject(new Error('of the inside')), 5],
] as const)('when the desk %s, the transfer fails, the visitor is told and the bot stays', async (_, answer, times) => {
  const desk = new TestDesk();
  desk.answer = answer;
  const {visitor} = await setUp({desk});
  expect(await visitor.failed()).toMatchObject({code: 'no_agents', retryable: false});
  expect(await visitor.read()).toMatchObject({stage: 'bot'});
  expect((await visitor.log()).slice(3)).toMatchObject([
    {type: 'transfer', status: 'requested'},
    {type: 'transfer', status: 'failed'},
  ]);
  expect(desk.requests).toHaveLength(times);
  expect(JSON.stringify([await visitor.log(), visitor.transientEvents])).not.toContain('inside');
  await visitor.sends('k');
  await visitor.receives('Bot here');
});

test('the cause of a failed desk request is logged, but not the text of the response', async () => {
  const system = await serveJson(() => (to: ServerResponse) => to.writeHead(401).end('some words'));
  const {visitor, logged} = await setUp({desk: new HttpDesk({url: system.url}) as never});
  await visitor.failed();
  const about = {conversation: visitor.id, cause: 'status 401'};
  expect(logged.at(-1)).toEqual({
    level: 'error',
    what: 'desk_failed',
    about: {...about, reason: 'TurnFault: The desk did not take "request"'},
  });
  expect(logged.filter(({what}) => what === 'desk_retried').map((line) => line.about)).toEqual(
    [1, 2, 3, 4].map((tries) => ({...about, event: 'request', tries})),
  );
});

test('no transfer is requested without a desk, or when the availability hook says no', async () => {
  const {visitor} = await setUp({desk: undefined as never});
  expect(await visitor.read()).toBeDefined();
  const closed = await setUp({hookOverrides: {isAvailable: async () => false}});
  expect(await closed.visitor.failed()).toMatchObject({code: 'no_agents'});
  expect(closed.desk.requests).toEqual([]);
});

test('a desk that refuses a queued visitor hands back to the bot', async () => {
  const {visitor, conversations} = await setUp();
  await visitor.reachesStage('queued');
  expect(await conversations.desk.refuse(visitor.id)).toBe(true);
  expect((await visitor.log()).at(-1)).toMatchObject({type: 'transfer', status: 'failed'});
  expect(await visitor.read()).toMatchObject({stage: 'bot'});
  expect(await visitor.read()).not.toHaveProperty('target');
});

test('an agent may join before the desk has answered the request', async () => {
  const desk = new TestDesk();
  let joins: () => Promise<unknown> = async () => {};
  desk.answer = async () => (await joins(), {accepted: true, queue: {position: 1}});
  const stage = await openConversations({
    desk,
    bot: {transfers, answer: createAgent(({event}) => (event === 'start' ? emptyAnswer : transfer))},
  });
  const visitor = await stage.visit();
  joins = () => stage.conversations.desk.joined(visitor.id, ann);
  await visitor.sends('t');
  await visitor.reachesStage('agent');
  await visitor.sends('k');
  await visitor.acked('k');
  expect(await visitor.read()).toMatchObject({stage: 'agent', agent: ann});
  expect((await visitor.log()).filter(({type}) => type === 'joined')).toHaveLength(1);
  expect(visitor.transientEvents.filter(({type}) => type === 'queue')).toEqual([]);
});

test('messages to the desk are delivered in order, retried for up to a minute and then reported as failed', async () => {
  const {visitor, desk, pauses} = await setUp();
  await visitor.reachesStage('queued');
  desk.failuresLeft = 3;
  for (const key of ['a', 'b']) await visitor.sends(key);
  await visitor.acked('b');
  expect(desk.delivered.map(({id}) => id)).toEqual(['a', 'b']);
  expect(pauses).toEqual([1000, 2000, 4000]);

  pauses.length = 0;
  desk.failuresLeft = Infinity;
  await visitor.sends('c');
  expect(await visitor.failed('c')).toMatchObject({code: 'message_failed', retryable: true});
  const waited = pauses.reduce((sum, pause) => sum + pause, 0);
  expect(waited).toBeGreaterThan(45_000);
  expect(waited).toBeLessThanOrEqual(60_000);
  desk.failuresLeft = 0;
  expect((await visitor.sends('c')).outcome).toBe('retried');
  await visitor.acked('c');
});

test('a message that the desk fails to accept goes to the bot once the desk has handed back', async () => {
  const {visitor, desk, conversations, asked} = await setUp();
  await visitor.reachesStage('queued');
  await conversations.desk.joined(visitor.id, ann);
  desk.failuresLeft = 1;
  const said = desk.said.bind(desk);
  desk.said = async (...told) => {
    await conversations.desk.left(visitor.id, ann);
    return said(...told);
  };
  await visitor.sends('k', 'Still there?');
  await visitor.receives('Bot here');
  expect(asked.at(-1)).toMatchObject({message: {body: 'Still there?'}});
  expect(desk.delivered).toEqual([]);
});

test('visitor signals go only to the desk, and failures to deliver them are ignored', async () => {
  const {visitor, conversations, desk} = await setUp();
  await visitor.reachesStage('queued');
  await conversations.signal(visitor.id, {code: 'message', type: 'iswriting'});
  expect(desk.signals).toEqual([{code: 'message', type: 'iswriting'}]);
  await conversations.desk.refuse(visitor.id);
  await conversations.signal(visitor.id, {code: 'message', type: 'iswriting'});
  expect(desk.signals).toHaveLength(1);
});

test('a late bot answer is shown while an agent is in charge, but neither ends nor transfers the conversation', async () => {
  const {visitor, conversations} = await setUp();
  await visitor.reachesStage('queued');
  await conversations.desk.joined(visitor.id, ann);
  expect(
    await conversations.receive(visitor.id, {event: 'end', messages: [textMessage('By the way')], data: {transferToAgent: 'again'}}),
  ).toBe('taken');
  expect((await visitor.read()).stage).toBe('agent');
  expect((await visitor.transcript()).at(-1)).toBe('By the way');
});

test('the routing hook can transfer a visitor at once; without a desk the bot begins', async () => {
  const routed = {hookOverrides: {route: async () => ({target: {tags: ['vip']}})}};
  const desk = new TestDesk();
  const stage = await openConversations({...routed, desk});
  const visitor = await stage.visit();
  await visitor.reachesStage('queued');
  expect(desk.requests[0]!.target).toEqual({tags: ['vip']});

  const alone = await openConversations(routed);
  const other = await alone.visit();
  await other.receives('Hello');
  expect((await other.read()).stage).toBe('bot');
});

const twoBots = (other: BotOptions, rules: readonly TransferRule[] = [{key: 'transferToAgent', value: 'jolly', to: {bot: 'other'}}]) => ({
  bots: {
    demo: {
      transfers: rules,
      answer: createAgent(({event, message}) =>
        event === 'start'
          ? {...emptyAnswer, context: {of: 'demo'}}
          : (message as {body: string}).body === 'transfer'
            ? {...(transfer as object), context: {of: 'demo'}}
            : emptyAnswer,
      ),
    },
    other,
  },
});

test('a bot transfers to another bot, which gets a fresh start before any pending message', async () => {
  const asked: Record<string, unknown>[] = [];
  const {visit} = await openConversations(
    twoBots({
      agent: {nick: 'Otto'},
      answer: createAgent((request) => (asked.push(request), {...emptyAnswer, messages: [textMessage(`Otto: ${request.event}`)]})),
    }),
  );
  const visitor = await visit({data: {name: 'Ada'}});
  await visitor.reachesStage('bot');
  await Promise.all([visitor.sends('t', 'transfer'), visitor.sends('k', 'waits')]);
  await visitor.receives('Otto: continue');
  expect(asked).toMatchObject([
    {event: 'start', data: {name: 'Ada', transferToAgent: 'jolly'}},
    {event: 'continue', message: {body: 'waits'}},
  ]);
  for (const request of asked) expect(request).not.toHaveProperty('context');
  expect((await visitor.log()).slice(3)).toMatchObject([
    {type: 'message', from: {id: 'demo'}},
    {type: 'transfer', status: 'requested', to: {bot: 'other'}},
    {type: 'transfer', status: 'accepted'},
    {type: 'joined', agent: {id: 'other', nick: 'Otto', is_bot: true}},
    {type: 'message', message: {body: 'Otto: start'}, from: {kind: 'bot', id: 'other', nick: 'Otto'}},
    {type: 'ack', ref: 'k'},
    {type: 'message', message: {body: 'Otto: continue'}},
  ]);
  expect(await visitor.read()).toMatchObject({bot: 'other', agent: {nick: 'Otto'}});
});

test('a transfer loop between bots is stopped', async () => {
  let starts = 0;
  const over = (bot: string) => ({
    transfers: [{key: 'go', to: {bot}}],
    answer: createAgent(() => (starts++, {event: 'end', messages: [], data: {go: true}})),
  });
  const {visit} = await openConversations({bots: {demo: over('other'), other: over('demo')}});
  const visitor = await visit();
  await visitor.reachesStage('bot');
  expect(starts).toBeLessThan(10);
  expect((await visitor.log()).at(-1)).toMatchObject({type: 'transfer', status: 'failed'});
});

test.each(['nowhere', 'toString'])('a transfer to the unknown bot "%s" fails, and the first bot stays in charge', async (to) => {
  const {visit} = await openConversations(twoBots({answer: createAgent(() => emptyAnswer)}, [{key: 'transferToAgent', to: {bot: to}}]));
  const visitor = await visit();
  await visitor.sends('t', 'transfer');
  await visitor.acked('t');
  expect((await visitor.log()).slice(-2)).toMatchObject([
    {type: 'transfer', status: 'requested'},
    {type: 'transfer', status: 'failed'},
  ]);
  expect((await visitor.read()).stage).toBe('bot');
});
