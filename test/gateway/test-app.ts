import {createHash, randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TransportEvent} from '../../src/protocol/events.ts';
import {createApp} from '../../src/gateway/app.ts';
import {DirectoryFiles} from '../../src/gateway/files/directory-files.ts';
import {createGuard} from '../../src/gateway/guard.ts';
import type {Level} from '../../src/gateway/log.ts';
import type {GatewayOptions} from '../../src/gateway/options.ts';
import {Problem} from '../../src/gateway/problem.ts';
import {attachmentRoutes} from '../../src/gateway/routes/attachments.ts';
import {deskRoutes} from '../../src/gateway/routes/desk.ts';
import {platformRoutes} from '../../src/gateway/routes/platform.ts';
import type {NewEvent, Signal, StoredConversation} from '../../src/gateway/stored.ts';
import type {Store} from '../../src/gateway/store/store.ts';
import {openSqliteStore} from '../../src/gateway/store/sqlite.ts';
import {Streams} from '../../src/gateway/streams.ts';
import {createServices} from '../../src/gateway/create-services.ts';
import type {Beginning, Conversations} from '../../src/gateway/conversations.ts';

export const shop = 'https://shop.example';
const publicUrl = 'https://chat.example';
const secret = 'a secret of at least thirty-two bytes';

export interface Logged {
  level: Level;
  what: string;
  about: Readonly<Record<string, unknown>> | undefined;
}

/** All HTTP routes over a real store and real files; messages are accepted, but no bot answers. */
export async function openTestApp(options: Partial<GatewayOptions> = {}) {
  const clock = {now: Date.parse('2026-11-20T12:00:00Z')};
  const folder = mkdtempSync(join(tmpdir(), 'parley-front-'));
  const store = options.store ?? (await openSqliteStore(join(folder, 'chat.db'), {now: () => clock.now}));
  const logged: Logged[] = [];
  const services = createServices(
    {
      secret,
      publicUrl,
      bots: {demo: {url: 'http://localhost:1/bot/message'}},
      widgets: {shop: {bot: 'demo', origins: [shop]}, other: {bot: 'demo', origins: ['https://other.example']}},
      files: new DirectoryFiles(join(folder, 'files')),
      now: () => clock.now,
      ...options,
      store,
    },
    (level, what, about) => void logged.push({level, what, about}),
  );
  const conversations = new FakeConversations(store, () => clock.now);
  const guard = createGuard(services);
  const streams = new Streams(services);
  const availability = {checks: 0, isAvailable: true};
  const isAvailable = async (): Promise<boolean> => (availability.checks++, availability.isAvailable);
  const context = {
    services,
    conversations,
    guard,
    streams,
    hooks: {isAvailable},
    mimetypes: ['image/png', 'text/plain'],
  };
  const state = {isClosing: false};
  const mounted = [attachmentRoutes(services, guard), platformRoutes(services, conversations), deskRoutes(services, conversations)];
  const app = createApp({context, mounted, isClosing: () => state.isClosing});

  const ask = async (path: string, init: RequestInit & {address?: string} = {}): Promise<Response> => {
    const client = init.address ? {address: init.address} : {};
    return app.fetch(new Request(new URL(path, publicUrl), {...(init.body instanceof ReadableStream && {duplex: 'half'}), ...init}), {
      client,
    });
  };

  /** Starts a conversation from a page of the shop and returns helpers for its requests. */
  const begin = async (body: Record<string, unknown> = {}, headers: Record<string, string> = {}) => {
    const answer = await ask('/v1/conversations', json({widget: 'shop', ...body}, {origin: shop, ...headers}));
    const {id, token} = (await answer.json()) as {id: string; token: string};
    const path = `/v1/conversations/${id}`;
    const as = {authorization: `Bearer ${token}`, origin: shop};
    return {
      id,
      token,
      path,
      as,
      status: answer.status,
      say: (message: unknown, key = 'key-1') => ask(`${path}/messages`, json(message, {...as, 'idempotency-key': key})),
      listen: (after?: string, more: Record<string, string> = {}) =>
        ask(`${path}/events`, {headers: {...as, ...more, ...(after !== undefined && {'last-event-id': after})}}),
      poll: (after?: string) =>
        ask(`${path}/events${after === undefined ? '' : `?after=${after}`}`, {headers: {...as, accept: 'application/json'}}),
    };
  };

  const close = async (): Promise<void> => {
    streams.close();
    await store.close();
    rmSync(folder, {recursive: true, force: true});
  };
  return {
    app,
    ask,
    begin,
    clock,
    close,
    state,
    folder,
    logged,
    availability,
    s: services,
    store,
    streams,
    talks: conversations,
  };
}

export type TestApp = Awaited<ReturnType<typeof openTestApp>>;

/** A POST request with a JSON body. */
export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {method: 'POST', headers: {'content-type': 'application/json', ...headers}, body: JSON.stringify(body)};
}

export const hello = {code: 'message', type: 'text', body: 'Hello'};

/** A text message event from a bot. */
export function botMessage(body: string): NewEvent {
  return {type: 'message', message: {code: 'message', type: 'text', body}, from: {kind: 'bot'}};
}

/** Accepts and stores everything, and never answers. */
class FakeConversations implements Conversations {
  readonly beginnings: Beginning[] = [];
  readonly signals: Signal[] = [];
  isStopping = false;

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  async begin(beginning: Beginning): Promise<{conversation: StoredConversation; again: boolean}> {
    if (this.isStopping) throw new Problem('overloaded', {retryAfter: 2});
    this.beginnings.push(beginning);
    const {widget, key, language, data = {}, page, userAgent, isVerifiedCustomer, vouched} = beginning;
    const optional = {language, page, userAgent, isVerifiedCustomer, vouched};
    const conversation = {
      id: randomBytes(16).toString('hex'),
      widget,
      bot: 'demo',
      stage: 'bot',
      data,
      context: {secret: 'of the bot'},
      createdAt: this.now(),
      changedAt: this.now(),
      lastEvent: 0,
      ...(JSON.parse(JSON.stringify(optional)) as Partial<StoredConversation>),
    } satisfies StoredConversation;
    return this.store.create(conversation, {}, key);
  }

  acceptMessage: Conversations['acceptMessage'] = (conversation, key, message) => {
    const event = {type: 'message', message, from: {kind: 'user'}, ref: key} satisfies TransportEvent;
    const hash = createHash('sha256').update(JSON.stringify(message)).digest('hex');
    return this.store.accept(conversation, {key, hash, event, turn: {id: key, event: 'continue', message}});
  };

  async signal(_: string, message: Signal): Promise<void> {
    this.signals.push(message);
  }

  async end(conversation: string, reason: 'user' | 'timeout'): Promise<void> {
    await this.store.apply(conversation, {events: [{type: 'end', reason}], set: {stage: 'ended'}, once: 'end'});
  }

  receive: Conversations['receive'] = async () => 'missing';

  get desk(): Conversations['desk'] {
    throw new Error('This fake has no desk');
  }

  start(): void {}

  async stop(): Promise<void> {
    this.isStopping = true;
  }
}
