import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {ConfigError} from '../../src/gateway/config/config-error.ts';
import {readConfig} from '../../src/gateway/config/read-config.ts';
import {limitsOf} from '../../src/gateway/limits.ts';

const secret = 'a-secret-of-at-least-32-characters';
const minimalConfig = {
  secret,
  publicUrl: 'https://chat.example.com',
  bots: {shop: {url: 'https://bots.example.com/bot/message'}},
  widgets: {shop: {bot: 'shop', origins: ['https://www.example.com']}},
};

const read = (value: unknown, environment: Record<string, string> = {}) =>
  readConfig(typeof value === 'string' ? value : JSON.stringify(value), {environment});

function mistakesOf(value: unknown, environment?: Record<string, string>): readonly string[] {
  try {
    read(value, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

test('the minimal configuration needs a secret, a public URL, a bot and a widget', () => {
  expect(read(minimalConfig)).toEqual({
    ...minimalConfig,
    listen: {host: '127.0.0.1', port: 8080, proxies: 0},
    store: {type: 'sqlite', path: 'parley/conversations.db'},
    files: {folder: 'parley/files'},
    log: {level: 'info'},
  });
});

test('a configuration with every option is accepted', () => {
  const all = {
    ...minimalConfig,
    secret: [secret, `${secret}-before`],
    botHost: 'localhost:8443',
    account: 'acme',
    listen: {host: '0.0.0.0', port: 443, proxies: 1},
    tls: {key: 'key.pem', cert: 'cert.pem'},
    bots: {
      shop: {
        ...minimalConfig.bots.shop,
        settings: {engine: {type: 'custom', settings: {depth: {of: 'any'}}}},
        auth: {type: 'basic', user: 'u', secret: 's'},
        timeout: 30,
        retry: 'transient',
        canHandleEndEvent: true,
        requestFilters: ['words'],
        responseFilters: ['words'],
        transfers: [
          {key: 'transferToAgent', to: {tags: ['{value}']}},
          {key: 'priority', value: 5, to: {bot: 'second'}},
        ],
        hmacSecret: 'h',
        allowInsecureToken: true,
        precontact: false,
        typing: false,
        agent: {id: 'b', nick: 'Bot', avatar: 'https://x.example/a.png', status: 'Here', is_bot: true},
      },
      second: {module: './second.mjs'},
    },
    widgets: {
      shop: {
        bot: 'shop',
        origins: ['https://www.example.com', 'http://localhost:4173'],
        data: ['cart'],
        customerSecret: secret,
        availability: {url: 'https://x.example/open', timeout: 2},
        routing: {url: 'https://x.example/route', auth: {type: 'bearer', secret: 't'}},
      },
    },
    filters: {words: {url: 'https://f.example/filter/request', settings: {any: 1}, timeout: 3, onError: 'skip'}},
    hooks: [{url: 'https://h.example/', events: ['new', 'finalized'], widgets: ['shop'], timeout: 5}],
    desk: {url: 'https://desk.example/', auth: {type: 'bearer', secret: 'd'}, secret, timeout: 5},
    store: {type: 'redis', url: 'redis://localhost:6379'},
    files: {folder: '/var/lib/parley'},
    limits: {messagesPerMinute: 30, requestsPerMinute: 50, streams: 3, bodyBytes: 50_000, fileBytes: 5_000_000, replay: 100},
    retention: 7,
    tokenLife: 600,
    log: {level: 'debug'},
  };
  expect(read(all)).toEqual(all);
});

test.each<[object, string]>([
  [
    {...minimalConfig, secret: undefined},
    'secret is missing; it must be a text of at least 32 characters, or a list of such, the one that signs first',
  ],
  [{...minimalConfig, secret: 'short'}, 'secret must be a text of at least 32 characters'],
  [
    {...minimalConfig, publicUrl: 'https://example.com/chat'},
    'publicUrl must be an origin without a path, such as "https://chat.example.com"',
  ],
  [
    {...minimalConfig, publicUrl: undefined},
    'publicUrl is missing; it must be an origin without a path, such as "https://chat.example.com"',
  ],
  [{...minimalConfig, publicURL: 'x'}, 'it has no "publicURL"; is "publicUrl" meant? It takes $schema, secret, publicUrl, '],
  [{...minimalConfig, bot: {}}, 'it has no "bot"; is "bots" meant?'],
  [{...minimalConfig, colour: 'red'}, 'it has no "colour". It takes'],
  [{...minimalConfig, bots: []}, 'bots must be an object of bots by their names'],
  [{...minimalConfig, bots: {shop: {}}}, 'bots.shop must have either "url" or "module"'],
  [
    {...minimalConfig, bots: {shop: {url: 'x'}}},
    'bots.shop.url must be the full address of a BotManager, such as "https://bots.example.com/bot/message"',
  ],
  [{...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, tiemout: 5}}}, 'bots.shop has no "tiemout"; is "timeout" meant?'],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, timeout: '5s'}}},
    'bots.shop.timeout must be a whole number of seconds from 1 to 600',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, retry: 'always'}}},
    'bots.shop.retry must be one of "safe", "transient", "never"',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, auth: {type: 'digest'}}}},
    'bots.shop.auth.type must be {"type": "basic", "user", "secret"} or {"type": "bearer", "secret"}',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, auth: {type: 'bearer'}}}},
    'bots.shop.auth.secret is missing; it must be a text',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, requestFilters: ['words']}}},
    'bots.shop.requestFilters[0] names the filter "words"; there is no filter',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, transfers: [{key: 'x', to: {}}]}}},
    'bots.shop.transfers[0].to must name "tags", an "agent" or a "bot"',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, transfers: [{key: 'x', to: {agent: 'mira'}}]}}},
    'bots.shop.transfers[0].to is for people, and there is no "desk"',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, transfers: [{key: 'x', to: {bot: 'toString'}}]}}},
    'bots.shop.transfers[0].to.bot names the bot "toString"; there is shop',
  ],
  [
    {...minimalConfig, desk: {url: 'https://desk.example/', secret: 'thirty-two characters, yet with spaces'}},
    'desk.secret must be a text of at least 32 ASCII letters, digits and signs, without a space',
  ],
  [
    {...minimalConfig, desk: {url: 'https://desk.example/', secret: 'thirty-two-characters-and-more-for-€'}},
    'desk.secret must be a text of at least 32 ASCII letters, digits and signs, without a space',
  ],
  ...['with a space', 'costs-9€', 'two\nlines', 'end\n', 'caffè'].map((bearer): [object, string] => [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, auth: {type: 'bearer', secret: bearer}}}},
    'bots.shop.auth.secret must be a text of ASCII letters, digits and signs, without a space: a header holds no others',
  ]),
  [
    {...minimalConfig, filters: {words: {url: 'https://f.example/', auth: {type: 'basic', user: 'a:b', secret: '€'}}}},
    'filters.words.auth.user must be a text without a colon, which ends it',
  ],
  [
    {...minimalConfig, bots: {shop: {url: 'https://me:hunter2@bots.example.com/'}}},
    'bots.shop.url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, filters: {words: {url: 'https://me@f.example/'}}},
    'filters.words.url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, hooks: [{url: 'https://:x@h.example/', events: ['new']}]},
    'hooks[0].url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, desk: {url: 'https://me:x@desk.example/', secret}},
    'desk.url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, widgets: {shop: {...minimalConfig.widgets.shop, availability: {url: 'https://me:x@h.example/'}}}},
    'widgets.shop.availability.url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, widgets: {shop: {...minimalConfig.widgets.shop, routing: {url: 'https://me:x@h.example/'}}}},
    'widgets.shop.routing.url must be an address without a user name and password; they go into "auth"',
  ],
  [
    {...minimalConfig, widgets: {shop: {...minimalConfig.widgets.shop, customerSecret: 'a'}}},
    'widgets.shop.customerSecret must be a text of at least 32 characters',
  ],
  [
    {...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, timeout: 291}}},
    'bots.shop.timeout must be a whole number of seconds from 1 to 290 for a bot with a "url", as Node waits no longer for an answer',
  ],
  [{...minimalConfig, widgets: {shop: {bot: 'shp', origins: []}}}, 'widgets.shop.bot names the bot "shp"; there is shop'],
  [
    {...minimalConfig, widgets: {shop: {bot: 'shop', origins: ['*']}}},
    'widgets.shop.origins[0] must be an origin without a path, such as "https://www.example.com"',
  ],
  [
    {...minimalConfig, widgets: {shop: {bot: 'shop', origins: 'https://a.example'}}},
    'widgets.shop.origins must be a list of origins of pages',
  ],
  [
    {...minimalConfig, hooks: [{url: 'https://x.example', events: ['started']}]},
    'hooks[0].events[0] must be one of "new", "end", "change", "finalized", "message"',
  ],
  [
    {...minimalConfig, hooks: [{url: 'https://x.example', events: ['new'], widgets: ['other']}]},
    'hooks[0].widgets[0] names the widget "other"; there is shop',
  ],
  [{...minimalConfig, store: {type: 'mongo'}}, 'store.type must be {"type": "sqlite", "path"} or {"type": "redis", "url"}'],
  [{...minimalConfig, listen: {port: 70_000}}, 'listen.port must be a number from 0 to 65535'],
  [{...minimalConfig, limits: {streams: 0}}, 'limits.streams must be a number from 1 to 1000'],
  [{...minimalConfig, account: 'a/b'}, 'account must be letters, digits, "_" and "-"'],
  [{...minimalConfig, botHost: 'https://x'}, 'botHost must be a host and port such as "chat.example.com:8443"'],
])('%j: %s', (value, expected) => {
  const mistakes = mistakesOf(value);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(expected);
});

test('a module may have a timeout of ten minutes, and basic credentials may contain any characters', () => {
  const auth = {type: 'basic', user: 'me', secret: '9€: to spend'};
  expect(mistakesOf({...minimalConfig, bots: {shop: {module: './a.mjs', timeout: 600}}})).toEqual([]);
  expect(mistakesOf({...minimalConfig, bots: {shop: {...minimalConfig.bots.shop, auth, timeout: 290}}})).toEqual([]);
});

test('the default limits match the guide', () => {
  const guide = readFileSync(new URL('../../docs/gateway.md', import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| (`limits\..*?) \| ([\d, ]+) \|/gm)].map(
    ([, names = '', numbers = '']) => [names, numbers.split(', ')] as const,
  );
  const told = rows.flatMap(([names, numbers]) => names.split(', ').map((name, index) => [name.slice(8, -1), Number(numbers[index])]));
  expect(Object.fromEntries(told)).toEqual(limitsOf());
});

test('all mistakes are reported at once under the file name', () => {
  expect(() => read({...minimalConfig, secret: 'x', retention: -1})).toThrow(
    /^gateway\.json has 2 mistakes:\n {2}secret must be .*\n {2}retention must be a number of days from 1 to 3650$/,
  );
});

test.each(['', '[]', 'null', '"x"'])('%j is rejected as a configuration', (text) => {
  expect(mistakesOf(text)).toHaveLength(1);
});

test('a JSON syntax error is reported with its line', () => {
  expect(mistakesOf('{\n  "secret": "x",\n  oops\n}')[0]).toMatch(/^it is no JSON: .*line 3/);
});

test.each([
  ['{"secret": hunter2}', "it is no JSON: Unexpected token 'h' (line 1)"],
  ['{\n  "retention": 30,\n  "secret": hunter2,\n  "account": "acme"\n}', "it is no JSON: Unexpected token 'h' (line 3)"],
])('a syntax error in %j is reported without quoting the text around it, which may be a secret', (text, expected) => {
  expect(mistakesOf(text)).toEqual([expected]);
});

test('secrets are read from the environment and from files, even in the middle of a string', () => {
  const config = readConfig(
    JSON.stringify({...minimalConfig, secret: '${KEY}', store: {type: 'redis', url: 'redis://:${file:/run/redis}@cache:6379'}}),
    {
      environment: {KEY: secret},
      readFile: (path) => (path === '/run/redis' ? 'pass\n' : ''),
    },
  );
  expect(config).toMatchObject({secret, store: {url: 'redis://:pass@cache:6379'}});
});

test('missing secrets are reported once, by the key that refers to them', () => {
  const value = {
    ...minimalConfig,
    secret: '${PARLEY_SECRET}',
    bots: {shop: {...minimalConfig.bots.shop, auth: {type: 'bearer', secret: '${file:/nowhere}'}}},
  };
  expect(mistakesOf(value, {PARLEY_SECRET: ''})).toEqual([
    'secret asks for PARLEY_SECRET of the environment, which is not set',
    'bots.shop.auth.secret asks for the file /nowhere, which cannot be read',
  ]);
});

test('mistakes never quote the configured value, which may be a secret', () => {
  const hidden = 'hunter2';
  const wrong = {
    ...minimalConfig,
    secret: hidden,
    tokenLife: hidden,
    bots: {shop: {url: hidden, auth: hidden}},
    desk: {url: hidden, secret: hidden},
  };
  expect(mistakesOf(wrong).join()).not.toContain(hidden);
  expect(mistakesOf(wrong).length).toBeGreaterThan(4);
});
