import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {createApp} from '../../src/gateway/app.ts';
import {DirectoryFiles} from '../../src/gateway/files/directory-files.ts';
import {acceptedTypes} from '../../src/gateway/files/type-of.ts';
import {createGuard} from '../../src/gateway/guard.ts';
import type {Log} from '../../src/gateway/log.ts';
import type {GatewayOptions, Limits} from '../../src/gateway/options.ts';
import {attachmentRoutes} from '../../src/gateway/routes/attachments.ts';
import {platformRoutes} from '../../src/gateway/routes/platform.ts';
import type {Stage, StoredConversation} from '../../src/gateway/stored.ts';
import {Budgets} from '../../src/gateway/store/budgets.ts';
import type {Store} from '../../src/gateway/store/store.ts';
import {Streams} from '../../src/gateway/streams.ts';
import {createServices} from '../../src/gateway/create-services.ts';
import type {Conversations} from '../../src/gateway/conversations.ts';
import type {Tokens} from '../../src/gateway/tokens.ts';

export const origin = 'https://shop.example';
export const publicUrl = 'https://gw.example';

interface FileRoutesOptions {
  fileBytes?: number;
  limits?: Limits;
  tokens?: Partial<Tokens>;
}

/** The attachment and platform routes over real tokens, a real guard and a real folder; only the conversations are faked. */
export async function openFileRoutes({fileBytes = 10_000_000, limits, tokens = {}}: FileRoutesOptions = {}) {
  const folder = await emptyFolder();
  const clock = {now: Date.parse('2026-11-20T12:00:00Z')};
  const now = (): number => clock.now;
  const storedConversations = new Map<string, StoredConversation>();
  const received: {conversation: string; body: unknown}[] = [];
  const logged: Parameters<Log>[] = [];
  const spent = new Map<string, number>();
  const files = new DirectoryFiles(folder, {now});
  const budgets = new Budgets(now);
  const store = {
    charge: async (...charged: Parameters<Store['charge']>) => budgets.charge(...charged),
    read: async (id: string) => storedConversations.get(id),
    spend: async (budget: string, perMinute: number) => {
      spent.set(budget, (spent.get(budget) ?? 0) + 1);
      return spent.get(budget)! > perMinute ? 1500 : 0;
    },
  } as Store;
  const options: GatewayOptions = {
    secret: '0123456789abcdef0123456789abcdef',
    publicUrl,
    account: 'acme',
    bots: {bot: {answer: async () => ({})}},
    widgets: {shop: {bot: 'bot', origins: [origin]}},
    limits: {fileBytes, ...limits},
    store,
    files,
    now,
  };
  const baseServices = createServices(options, (...line) => void logged.push(line));
  const services = {...baseServices, tokens: {...baseServices.tokens, ...tokens}};
  const receive = async (conversation: string, body: unknown) => {
    const stage = storedConversations.get(conversation)?.stage;
    if (!stage) return 'missing';
    if (stage === 'ended') return 'ended';
    received.push({conversation, body});
    return 'taken';
  };
  const conversations = {receive} as Conversations;
  const guard = createGuard(services);
  const hooks = {isAvailable: async () => false};
  const app = createApp({
    context: {services, conversations, guard, hooks, streams: new Streams(services), mimetypes: acceptedTypes},
    mounted: [attachmentRoutes(services, guard), platformRoutes(services, conversations)],
  });
  const addConversation = (id: string, stage: Stage = 'bot'): void => {
    storedConversations.set(id, {id, widget: 'shop', bot: 'bot', stage, data: {}, createdAt: now(), changedAt: now(), lastEvent: 0});
  };
  addConversation('c1');
  return {
    services,
    app,
    folder,
    clock,
    files,
    received,
    logged,
    storedConversations,
    addConversation,
  };
}

export type FileRoutes = Awaited<ReturnType<typeof openFileRoutes>>;

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-files-'));
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  return folder;
}

/** Relative paths of all files in a folder, recursively. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1));
}

export const boundary = '--------------------------930256984353036125296318';

/** One part of a multipart form, as bytes. */
export function part(headers: string, content: string | Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`), Buffer.from(content as Uint8Array), Buffer.from('\r\n')]);
}

export const end = Buffer.from(`--${boundary}--\r\n`);

export function filePart(content: string | Uint8Array, name = 'a.txt', type = 'text/plain'): Buffer {
  return part(`Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}`, content);
}

export const bytes = {
  png: Buffer.from(
    '89504e470d0a1a0a0000000d494844520000000100000001080600000' +
      '01f15c4890000000d4944415478da636460f85f0f0002870180eb47ba920000000049454e44ae426082',
    'hex',
  ),
  jpeg: Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(200, 7), Buffer.from('ffd9', 'hex')]),
  gif: Buffer.from('47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b', 'hex'),
  mp4: Buffer.concat([Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(1000, 1)]),
  exe: Buffer.from('MZ\u0090\0\u0003\0\0\0', 'latin1'),
  zip: Buffer.concat([Buffer.from('504b03040a0000000000', 'hex'), Buffer.alloc(60)]),
  cfb: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  junk: Buffer.from([0, 1, 2, 3, 250, 251, 0, 9]),
};

/** A promise that one side awaits and the other resolves. */
export function deferred(): {promise: Promise<void>; resolve: () => void} {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => (give = resolve));
  return {promise: given, resolve: give};
}
