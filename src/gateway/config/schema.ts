import {z} from 'zod';

import {isBearerToken, maxTimeout} from '../endpoints.ts';
import {
  httpUrl,
  integer,
  boolean,
  array,
  record,
  oneOf,
  origin,
  seconds,
  strictObject,
  endpoint,
  text,
  unknownRecord,
  unionByType,
  strings,
} from './validators.ts';

const secretKey = text('a text of at least 32 characters').refine(
  (value) => Buffer.byteLength(value) >= 32,
  'must be a text of at least 32 characters',
);

/** Sent as a bearer token. */
const bearerSecret = secretKey.refine(isBearerToken, 'must be a text of at least 32 ASCII letters, digits and signs, without a space');

const auth = unionByType('{"type": "basic", "user", "secret"} or {"type": "bearer", "secret"}', [
  strictObject({type: z.literal('basic'), user: text().regex(/^[^:]*$/, 'must be a text without a colon, which ends it'), secret: text()}),
  strictObject({
    type: z.literal('bearer'),
    secret: text().refine(isBearerToken, 'must be a text of ASCII letters, digits and signs, without a space: a header holds no others'),
  }),
]).exactOptional();

const target = strictObject({tags: strings().exactOptional(), agent: text().exactOptional(), bot: text().exactOptional()}).refine(
  ({tags, agent, bot}) => Boolean(tags?.length || agent || bot),
  'must name "tags", an "agent" or a "bot"',
);

const transfer = strictObject({
  key: text(),
  value: z.union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false').exactOptional(),
  to: target,
});

const agent = strictObject({
  id: text().exactOptional(),
  nick: text().exactOptional(),
  avatar: httpUrl().exactOptional(),
  status: text().exactOptional(),
  is_bot: boolean().exactOptional(),
});

const bot = strictObject({
  url: endpoint('the full address of a BotManager, such as "https://bots.example.com/bot/message"').exactOptional(),
  module: text('the path of a module whose default export is the agent').exactOptional(),
  settings: z.looseObject({engine: z.looseObject({type: text()})}, 'must be an object with "engine": {"type"}').exactOptional(),
  auth,
  timeout: seconds().exactOptional(),
  retry: oneOf(['safe', 'transient', 'never']).exactOptional(),
  canHandleEndEvent: boolean().exactOptional(),
  requestFilters: strings('a list of names of filters').exactOptional(),
  responseFilters: strings('a list of names of filters').exactOptional(),
  transfers: array('a list of {"key", "value", "to"}', transfer).exactOptional(),
  hmacSecret: text().exactOptional(),
  allowInsecureToken: boolean().exactOptional(),
  precontact: boolean().exactOptional(),
  typing: boolean().exactOptional(),
  agent: agent.exactOptional(),
})
  .refine(({url, module}) => Boolean(url) !== Boolean(module), 'must have either "url" or "module"')
  .refine(({url, timeout = 0}) => !url || timeout <= maxTimeout, {
    path: ['timeout'],
    error: `must be a whole number of seconds from 1 to ${maxTimeout} for a bot with a "url", as Node waits no longer for an answer`,
  });

const ask = strictObject({url: endpoint(), auth, timeout: seconds(60).exactOptional()}).exactOptional();

const widget = strictObject({
  bot: text('the name of a bot'),
  origins: array('a list of origins of pages', origin('https://www.example.com')),
  data: strings().exactOptional(),
  customerSecret: secretKey.exactOptional(),
  availability: ask,
  routing: ask,
});

const filter = strictObject({
  url: endpoint(),
  auth,
  settings: unknownRecord().exactOptional(),
  timeout: seconds(60).exactOptional(),
  onError: oneOf(['fail', 'skip']).exactOptional(),
});

const hook = strictObject({
  url: endpoint(),
  events: array('a list of events', oneOf(['new', 'end', 'change', 'finalized', 'message'])).min(1, 'must name at least one event'),
  auth,
  widgets: strings('a list of names of widgets').exactOptional(),
  timeout: seconds(60).exactOptional(),
});

const store = unionByType('{"type": "sqlite", "path"} or {"type": "redis", "url"}', [
  strictObject({type: z.literal('sqlite'), path: text('the path of a file')}),
  strictObject({type: z.literal('redis'), url: text('an address such as "redis://localhost:6379"')}),
]);

const limits = strictObject({
  messagesPerMinute: integer(1, 100_000).exactOptional(),
  requestsPerMinute: integer(1, 1_000_000).exactOptional(),
  readsPerMinute: integer(1, 100_000).exactOptional(),
  streams: integer(1, 1000).exactOptional(),
  bodyBytes: integer(1024, 10_000_000).exactOptional(),
  fileBytes: integer(1024, 1_000_000_000).exactOptional(),
  conversationFileBytes: integer(65_536, 1_000_000_000_000).exactOptional(),
  addressFileBytes: integer(65_536, 1_000_000_000_000_000).exactOptional(),
  dataBytes: integer(1024, 1_000_000).exactOptional(),
  replay: integer(1, 100_000).exactOptional(),
});

/** The schema of `gateway.json`. */
export const schema = strictObject({
  $schema: text().exactOptional(),
  secret: z.union([secretKey, z.array(secretKey).min(1)], {
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
  listen: strictObject({
    host: text('an address of this machine').default('127.0.0.1'),
    port: integer(0, 65_535).default(8080),
    proxies: integer(0, 10).default(0),
  }).prefault({}),
  tls: strictObject({key: text('the path of a PEM file'), cert: text('the path of a PEM file')}).exactOptional(),
  bots: record('an object of bots by their names', bot),
  widgets: record('an object of widgets by their names', widget),
  filters: record('an object of filters by their names', filter).exactOptional(),
  hooks: array('a list of hooks', hook).exactOptional(),
  desk: strictObject({url: endpoint(), auth, secret: bearerSecret, timeout: seconds(60).exactOptional()}).exactOptional(),
  store: store.prefault({type: 'sqlite', path: 'parley/conversations.db'}),
  files: strictObject({folder: text('the path of a folder')}).prefault({folder: 'parley/files'}),
  limits: limits.exactOptional(),
  retention: integer(1, 3650, 'number of days').exactOptional(),
  tokenLife: integer(60, 86_400, 'number of seconds').exactOptional(),
  log: strictObject({level: oneOf(['debug', 'info', 'warn', 'error']).default('info')}).prefault({}),
});

export type Config = z.infer<typeof schema>;
