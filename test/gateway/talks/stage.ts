import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {VisitorMessage} from '../../../src/protocol/message.ts';
import {DirectoryFiles} from '../../../src/gateway/files/directory-files.ts';
import type {Hooks} from '../../../src/gateway/hooks/hooks.ts';
import type {Level} from '../../../src/gateway/log.ts';
import type {BotAgent, BotOptions, GatewayOptions} from '../../../src/gateway/options.ts';
import {openSqliteStore} from '../../../src/gateway/store/sqlite.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {createServices} from '../../../src/gateway/create-services.ts';
import type {Beginning} from '../../../src/gateway/conversations.ts';
import {createConversations, type CreateConversationsOptions} from '../../../src/gateway/conversations/create-conversations.ts';
import {serve, type ReceivedRequest, type RunningServer} from '../../transport/recorded-bot.ts';

export const words = (body: string): {code: 'message'; type: 'text'; body: string} => ({code: 'message', type: 'text', body});

/** An in-process bot that answers with the result of `answer`. */
export const answering =
  (answer: (request: {event: string; message?: VisitorMessage} & Record<string, unknown>) => unknown): BotAgent =>
  async (request) =>
    answer(request as never);

export interface StageOptions extends Partial<GatewayOptions> {
  bot?: BotOptions;
  hooks?: never;
  told?: Partial<Hooks>;
  details?: CreateConversationsOptions;
}

/** Conversations over a real store; pauses take no real time but advance the clock. */
export async function openTalks({bot, told, details, ...options}: StageOptions = {}) {
  const clock = {now: Date.parse('2026-11-20T12:00:00Z')};
  const folder = mkdtempSync(join(tmpdir(), 'parley-talks-'));
  const store = options.store ?? (await openSqliteStore(join(folder, 'chat.db'), {now: () => clock.now}));
  const logged: {level: Level; what: string; about: Readonly<Record<string, unknown>> | undefined}[] = [];
  const hooked: {event: string; stage: string; detail: unknown}[] = [];
  const pauses: number[] = [];
  const s = createServices(
    {
      secret: 'a secret of at least thirty-two bytes',
      publicUrl: 'https://chat.example',
      bots: {demo: bot ?? {answer: answering(() => ({event: 'continue', messages: [words('Hello')]}))}},
      widgets: {shop: {bot: 'demo', origins: ['https://shop.example']}},
      files: new DirectoryFiles(join(folder, 'files')),
      now: () => clock.now,
      ...options,
      store,
    },
    (level, what, about) => void logged.push({level, what, about}),
  );
  const hooks: Hooks = {
    notify: (event, {stage}, detail) => void hooked.push({event, stage, detail}),
    isAvailable: async () => true,
    route: async () => undefined,
    stop: async () => {},
    ...told,
  };
  const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    pauses.push(milliseconds);
    clock.now += milliseconds;
    await new Promise(setImmediate);
  };
  const talks = createConversations(s, hooks, {sleep: pause, ...details});
  onTestFinished(async () => {
    await talks.stop(0);
    await s.store.close().catch(() => {});
    rmSync(folder, {recursive: true, force: true});
  });
  return {talks, store: s.store, s, clock, logged, hooked, pauses, ...visitorsOf(talks, s.store)};
}

function visitorsOf(talks: ReturnType<typeof createConversations>, store: Store) {
  /** Starts a conversation and follows its events. */
  async function visit(beginning: Partial<Beginning> = {}) {
    const {conversation} = await talks.begin({widget: 'shop', ...beginning});
    return follow(conversation.id);
  }

  async function follow(id: string) {
    const passing: TransportEvent[] = [];
    const looks = new Set<() => void>();
    await store.watch(id, (event) => {
      if (event.id === undefined) passing.push(event);
      for (const look of looks) look();
    });
    const log = (): Promise<readonly TransportEvent[]> => store.events(id, 0);
    /** Resolves with the first stored or transient event that matches. */
    async function seen(fits: (event: TransportEvent) => boolean, what = fits.toString()): Promise<TransportEvent> {
      const begun = Date.now();
      for (;;) {
        const found = [...(await log()), ...passing].find(fits);
        if (found) return found;
        if (Date.now() - begun > 8_000)
          throw new Error(`Timed out waiting for ${what} in ${JSON.stringify([...(await log()), ...passing], null, 1)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 50);
          looks.add(() => (clearTimeout(timer), resolve()));
        });
        looks.clear();
      }
    }
    return {
      id,
      passing,
      log,
      seen,
      read: async () => (await store.read(id))!,
      says: (key: string, message: string | VisitorMessage = key) =>
        talks.acceptMessage(id, key, typeof message === 'string' ? words(message) : message),
      acked: (key: string) => seen((event) => event.type === 'ack' && event.ref === key, `ack of ${key}`),
      failed: async (key?: string) => {
        const event = await seen((event) => event.type === 'problem' && event.ref === key, `problem of ${key}`);
        return event as TransportEvent & {type: 'problem'};
      },
      hears: (body: string) => seen((event) => bodyOf(event) === body, body),
      stage: async (stage: string) => {
        for (let tries = 0; tries < 200; tries++) {
          if ((await store.read(id))?.stage === stage) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        throw new Error(`The stage is ${(await store.read(id))?.stage}, not ${stage}`);
      },
      /** Text of all messages in order; the visitor's are prefixed with `>`. */
      said: async () => (await log()).flatMap((event) => (event.type === 'message' ? [speech(event)] : [])),
    };
  }
  return {visit, follow};
}

export function bodyOf(event: TransportEvent): string | undefined {
  return event.type === 'message' && 'body' in event.message ? event.message.body : undefined;
}

function speech(event: TransportEvent & {type: 'message'}): string {
  return `${event.from?.kind === 'user' ? '> ' : ''}${bodyOf(event) ?? event.message.type}`;
}

/** A web server that sends what `answer` returns as JSON, or calls it with the response if it is a function. */
export async function serving(answer: (body: Record<string, unknown>, asked: ReceivedRequest) => unknown): Promise<RunningServer> {
  const served = await serve(async (asked, response) => {
    const said = await answer(asked.text ? (JSON.parse(asked.text) as Record<string, unknown>) : {}, asked);
    if (typeof said === 'function') (said as (to: typeof response) => void)(response);
    else response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(said));
  });
  onTestFinished(() => served.close());
  return served;
}
