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

export const textMessage = (body: string): {code: 'message'; type: 'text'; body: string} => ({code: 'message', type: 'text', body});

/** An in-process bot that answers with the result of `answer`. */
export const createAgent =
  (answer: (request: {event: string; message?: VisitorMessage} & Record<string, unknown>) => unknown): BotAgent =>
  async (request) =>
    answer(request as never);

export interface SetupOptions extends Partial<GatewayOptions> {
  bot?: BotOptions;
  hooks?: never;
  hookOverrides?: Partial<Hooks>;
  details?: CreateConversationsOptions;
}

/** Conversations over a real store; pauses take no real time but advance the clock. */
export async function openConversations({bot, hookOverrides, details, ...options}: SetupOptions = {}) {
  const clock = {now: Date.parse('2026-11-20T12:00:00Z')};
  const folder = mkdtempSync(join(tmpdir(), 'parley-talks-'));
  const store = options.store ?? (await openSqliteStore(join(folder, 'chat.db'), {now: () => clock.now}));
  const logged: {level: Level; what: string; about: Readonly<Record<string, unknown>> | undefined}[] = [];
  const hookCalls: {event: string; stage: string; detail: unknown}[] = [];
  const pauses: number[] = [];
  const services = createServices(
    {
      secret: 'a secret of at least thirty-two bytes',
      publicUrl: 'https://chat.example',
      bots: {demo: bot ?? {answer: createAgent(() => ({event: 'continue', messages: [textMessage('Hello')]}))}},
      widgets: {shop: {bot: 'demo', origins: ['https://shop.example']}},
      files: new DirectoryFiles(join(folder, 'files')),
      now: () => clock.now,
      ...options,
      store,
    },
    (level, what, about) => void logged.push({level, what, about}),
  );
  const hooks: Hooks = {
    notify: (event, {stage}, detail) => void hookCalls.push({event, stage, detail}),
    isAvailable: async () => true,
    route: async () => undefined,
    stop: async () => {},
    ...hookOverrides,
  };
  const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    pauses.push(milliseconds);
    clock.now += milliseconds;
    await new Promise(setImmediate);
  };
  const conversations = createConversations(services, hooks, {sleep: pause, ...details});
  onTestFinished(async () => {
    await conversations.stop(0);
    await services.store.close().catch(() => {});
    rmSync(folder, {recursive: true, force: true});
  });
  return {
    conversations,
    store: services.store,
    services,
    clock,
    logged,
    hookCalls,
    pauses,
    ...visitorsOf(conversations, services.store),
  };
}

function visitorsOf(conversations: ReturnType<typeof createConversations>, store: Store) {
  /** Starts a conversation and follows its events. */
  async function visit(beginning: Partial<Beginning> = {}) {
    const {conversation} = await conversations.begin({widget: 'shop', ...beginning});
    return follow(conversation.id);
  }

  async function follow(id: string) {
    const transientEvents: TransportEvent[] = [];
    const wakeUps = new Set<() => void>();
    await store.watch(id, (event) => {
      if (event.id === undefined) transientEvents.push(event);
      for (const wakeUp of wakeUps) wakeUp();
    });
    const log = (): Promise<readonly TransportEvent[]> => store.events(id, 0);
    /** Resolves with the first stored or transient event that matches. */
    async function waitFor(matches: (event: TransportEvent) => boolean, what = matches.toString()): Promise<TransportEvent> {
      const startedAt = Date.now();
      for (;;) {
        const found = [...(await log()), ...transientEvents].find(matches);
        if (found) return found;
        if (Date.now() - startedAt > 8_000)
          throw new Error(`Timed out waiting for ${what} in ${JSON.stringify([...(await log()), ...transientEvents], null, 1)}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 50);
          wakeUps.add(() => (clearTimeout(timer), resolve()));
        });
        wakeUps.clear();
      }
    }
    return {
      id,
      transientEvents,
      log,
      waitFor,
      read: async () => (await store.read(id))!,
      sends: (key: string, message: string | VisitorMessage = key) =>
        conversations.acceptMessage(id, key, typeof message === 'string' ? textMessage(message) : message),
      acked: (key: string) => waitFor((event) => event.type === 'ack' && event.ref === key, `ack of ${key}`),
      failed: async (key?: string) => {
        const event = await waitFor((event) => event.type === 'problem' && event.ref === key, `problem of ${key}`);
        return event as TransportEvent & {type: 'problem'};
      },
      receives: (body: string) => waitFor((event) => bodyOf(event) === body, body),
      reachesStage: async (stage: string) => {
        for (let tries = 0; tries < 200; tries++) {
          if ((await store.read(id))?.stage === stage) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        throw new Error(`The stage is ${(await store.read(id))?.stage}, not ${stage}`);
      },
      /** Text of all messages in order; the visitor's are prefixed with `>`. */
      transcript: async () => (await log()).flatMap((event) => (event.type === 'message' ? [transcriptLine(event)] : [])),
    };
  }
  return {visit, follow};
}

export function bodyOf(event: TransportEvent): string | undefined {
  return event.type === 'message' && 'body' in event.message ? event.message.body : undefined;
}

function transcriptLine(event: TransportEvent & {type: 'message'}): string {
  return `${event.from?.kind === 'user' ? '> ' : ''}${bodyOf(event) ?? event.message.type}`;
}

/** A web server that sends what `answer` returns as JSON, or calls it with the response if it is a function. */
export async function serveJson(answer: (body: Record<string, unknown>, asked: ReceivedRequest) => unknown): Promise<RunningServer> {
  const served = await serve(async (asked, response) => {
    const said = await answer(asked.text ? (JSON.parse(asked.text) as Record<string, unknown>) : {}, asked);
    if (typeof said === 'function') (said as (to: typeof response) => void)(response);
    else response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(said));
  });
  onTestFinished(() => served.close());
  return served;
}
