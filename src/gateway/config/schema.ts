import {z} from 'zod';

import {isBearer, longestTimeout} from '../callable.ts';
import {address, count, flag, list, named, oneOf, origin, seconds, section, service, text, values, variants, words} from './kinds.ts';

const key = text('a text of at least 32 characters').refine(
  (value) => Buffer.byteLength(value) >= 32,
  'must be a text of at least 32 characters',
);

/** Sent as a bearer token. */
const bearer = key.refine(isBearer, 'must be a text of at least 32 ASCII letters, digits and signs, without a space');

const auth = variants('{"type": "basic", "user", "secret"} or {"type": "bearer", "secret"}', [
  section({type: z.literal('basic'), user: text().regex(/^[^:]*$/, 'must be a text without a colon, which ends it'), secret: text()}),
  section({
    type: z.literal('bearer'),
    secret: text().refine(isBearer, 'must be a text of ASCII letters, digits and signs, without a space: a header holds no others'),
  }),
]).exactOptional();

const target = section({tags: words().exactOptional(), agent: text().exactOptional(), bot: text().exactOptional()}).refine(
  ({tags, agent, bot}) => Boolean(tags?.length || agent || bot),
  'must name "tags", an "agent" or a "bot"',
);

const transfer = section({
  key: text(),
  value: z.union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false').exactOptional(),
  to: target,
});

const agent = section({
  id: text().exactOptional(),
  nick: text().exactOptional(),
  avatar: address().exactOptional(),
  status: text().exactOptional(),
  is_bot: flag().exactOptional(),
});

const bot = section({
  url: service('the full address of a BotManager, such as "https://bots.example.com/bot/message"').exactOptional(),
  module: text('the path of a module whose default export is the agent').exactOptional(),
  settings: z.looseObject({engine: z.looseObject({type: text()})}, 'must be an object with "engine": {"type"}').exactOptional(),
  auth,
  timeout: seconds().exactOptional(),
  retry: oneOf(['safe', 'transient', 'never']).exactOptional(),
  canHandleEndEvent: flag().exactOptional(),
  requestFilters: words('a list of names of filters').exactOptional(),
  responseFilters: words('a list of names of filters').exactOptional(),
  transfers: list('a list of {"key", "value", "to"}', transfer).exactOptional(),
  hmacSecret: text().exactOptional(),
  allowInsecureToken: flag().exactOptional(),
  precontact: flag().exactOptional(),
  typing: flag().exactOptional(),
  agent: agent.exactOptional(),
})
  .refine(({url, module}) => Boolean(url) !== Boolean(module), 'must have either "url" or "module"')
  .refine(({url, timeout = 0}) => !url || timeout <= longestTimeout, {
    path: ['timeout'],
    error: `must be a whole number of seconds from 1 to ${longestTimeout} for a bot with a "url", as Node waits no longer for an answer`,
  });

const ask = section({url: service(), auth, timeout: seconds(60).exactOptional()}).exactOptional();

const widget = section({
  bot: text('the name of a bot'),
  origins: list('a list of origins of pages', origin('https://www.example.com')),
  data: words().exactOptional(),
  customerSecret: key.exactOptional(),
  availability: ask,
  routing: ask,
});

const filter = section({
  url: service(),
  auth,
  settings: values().exactOptional(),
  timeout: seconds(60).exactOptional(),
  onError: oneOf(['fail', 'skip']).exactOptional(),
});

const hook = section({
  url: service(),
  events: list('a list of events', oneOf(['new', 'end', 'change', 'finalized', 'message'])).min(1, 'must name at least one event'),
  auth,
  widgets: words('a list of names of widgets').exactOptional(),
  timeout: seconds(60).exactOptional(),
});

const store = variants('{"type": "sqlite", "path"} or {"type": "redis", "url"}', [
  section({type: z.literal('sqlite'), path: text('the path of a file')}),
  section({type: z.literal('redis'), url: text('an address such as "redis://localhost:6379"')}),
]);

const limits = section({
  messagesPerMinute: count(1, 100_000).exactOptional(),
  requestsPerMinute: count(1, 1_000_000).exactOptional(),
  readsPerMinute: count(1, 100_000).exactOptional(),
  streams: count(1, 1000).exactOptional(),
  bodyBytes: count(1024, 10_000_000).exactOptional(),
  fileBytes: count(1024, 1_000_000_000).exactOptional(),
  conversationFileBytes: count(65_536, 1_000_000_000_000).exactOptional(),
  addressFileBytes: count(65_536, 1_000_000_000_000_000).exactOptional(),
  dataBytes: count(1024, 1_000_000).exactOptional(),
  replay: count(1, 100_000).exactOptional(),
});

/** The schema of `gateway.json`. */
export const schema = section({
  $schema: text().exactOptional(),
  secret: z.union([key, z.array(key).min(1)], {
    error: ({input}) =>
      `${input === undefined ? 'is missing; it ' : ''}must be a text of at least 32 characters, or a list of such, the one that signs first`,
  }),
  publicUrl: origin('https://chat.example.com'),
  botHost: text('a host and port such as "chat.example.com:8443"')
    .regex(/^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i, 'must be a host and port such as "chat.example.com:8443"')
    .exactOptional(),
  account: text()
    .regex(/^[\w-]+$/, 'must be letters, digits, "_" and "-"')
    .exactOptional(),
  listen: section({
    host: text('an address of this machine').default('127.0.0.1'),
    port: count(0, 65_535).default(8080),
    proxies: count(0, 10).default(0),
  }).prefault({}),
  tls: section({key: text('the path of a PEM file'), cert: text('the path of a PEM file')}).exactOptional(),
  bots: named('an object of bots by their names', bot),
  widgets: named('an object of widgets by their names', widget),
  filters: named('an object of filters by their names', filter).exactOptional(),
  hooks: list('a list of hooks', hook).exactOptional(),
  desk: section({url: service(), auth, secret: bearer, timeout: seconds(60).exactOptional()}).exactOptional(),
  store: store.prefault({type: 'sqlite', path: 'parley/conversations.db'}),
  files: section({folder: text('the path of a folder')}).prefault({folder: 'parley/files'}),
  limits: limits.exactOptional(),
  retention: count(1, 3650, 'number of days').exactOptional(),
  tokenLife: count(60, 86_400, 'number of seconds').exactOptional(),
  log: section({level: oneOf(['debug', 'info', 'warn', 'error']).default('info')}).prefault({}),
});

export type Config = z.infer<typeof schema>;
