import {once} from 'node:events';
import {cp, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {request} from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {developmentCertificate} from '../../src/gateway/development-certificate.ts';
import {readConfig} from '../../src/gateway/config/read-config.ts';
import {explainError} from '../../src/gateway/server/explain-error.ts';
import {openStorage} from '../../src/gateway/server/open-storage.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {buildGateway, type BuiltGateway, freePort, GatewayProcess, writeConfig} from './gateway-process.ts';

const origin = 'https://www.example.com';
const secret = 'a-secret-of-at-least-32-characters';

let built: BuiltGateway;
let bot: Server;
/** The requests to the bot, and how it answers. */
let asked: BotRequest[] = [];
let answer: (request: BotRequest) => Promise<object> = async () => ({event: 'continue', messages: []});
const running: GatewayProcess[] = [];
let port: number;
let url: string;

beforeAll(async () => {
  built = await buildGateway();
  bot = createServer((incoming, outgoing) => void handleBotRequest(incoming, outgoing));
  bot.listen(0, '127.0.0.1');
  await once(bot, 'listening');
});
afterAll(async () => {
  bot.closeAllConnections();
  bot.close();
  await built.remove();
});
beforeEach(async () => {
  asked = [];
  answer = async ({message}) => ({event: 'continue', messages: [said(`You said ${message?.type === 'text' ? message.body : 'nothing'}`)]});
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.kill()));
});

async function handleBotRequest(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  const heard = JSON.parse(text) as BotRequest;
  asked.push(heard);
  outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(await answer(heard)));
}

const said = (body: string) => ({code: 'message', type: 'text', body});

const minimalConfig = () => ({
  secret: '${PARLEY_SECRET}',
  publicUrl: 'https://chat.example.com',
  listen: {port},
  bots: {shop: {url: `http://127.0.0.1:${(bot.address() as AddressInfo).port}/bot/message`, allowInsecureToken: true}},
  widgets: {shop: {bot: 'shop', origins: [origin]}},
});

/** Starts a gateway with a configuration in a folder named after the port, so that a second start reuses its data. */
async function start(config: object, args: readonly string[] = [], name = `${port}/gateway.json`): Promise<GatewayProcess> {
  const gateway = launch(['--config', await writeConfig(built.folder, name, config), ...args]);
  await gateway.untilReady(url);
  return gateway;
}

function launch(args: readonly string[], from = built): GatewayProcess {
  const gateway = new GatewayProcess(from, args, {PARLEY_SECRET: secret});
  running.push(gateway);
  return gateway;
}

interface CreatedConversation {
  id: string;
  token: string;
}

async function begin(): Promise<CreatedConversation> {
  const response = await fetch(`${url}/v1/conversations`, {
    method: 'POST',
    headers: {'content-type': 'application/json', origin},
    body: JSON.stringify({widget: 'shop'}),
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  return (await response.json()) as CreatedConversation;
}

const say = ({id, token}: CreatedConversation, body: string) =>
  fetch(`${url}/v1/conversations/${id}/messages`, {
    method: 'POST',
    headers: {'content-type': 'application/json', origin, authorization: `Bearer ${token}`, 'idempotency-key': `key-${body}`},
    body: JSON.stringify(said(body)),
  });

/** The snapshot of a conversation, as a reloaded page reads it. */
async function read({id, token}: CreatedConversation): Promise<string> {
  const response = await fetch(`${url}/v1/conversations/${id}`, {headers: {origin, authorization: `Bearer ${token}`}});
  return response.text();
}

const listenTo = ({id, token}: CreatedConversation) =>
  fetch(`${url}/v1/conversations/${id}/events`, {
    headers: {origin, authorization: `Bearer ${token}`, accept: 'text/event-stream'},
  });

test('--help prints the usage', async () => {
  const gateway = launch(['--help']);
  expect(await gateway.exited()).toBe(0);
  expect(gateway.stdout).toContain('parley-gateway --config gateway.json');
});

test.each([
  [['--config', 'nowhere.json'], 'nowhere.json has a mistake:\n  it cannot be read'],
  [['--prot', '80'], "Unknown option '--prot'"],
  [['--config', 'fine.json', '--port', 'http'], '--port is http and must be a number from 0 to 65535'],
  [
    ['--config', 'wrong.json'],
    'wrong.json has 2 mistakes:\n  secret asks for MISSING of the environment, which is not set\n  bots.shop.timeout must be',
  ],
  [['--config', 'agent.json'], /^bots\.shop\.module cannot be used\n {2}\S+no-agent\.mjs must export a function as its default/],
  [['--config', 'tls.json'], /^tls\.(key|cert) cannot be read\n {2}ENOENT/],
  [['--config', 'pem.json'], /^tls\.key and tls\.cert are not a PEM key and its PEM certificate\n/],
  [['--config', 'redis.json'], /^The Redis at 127\.0\.0\.1:1 could not be reached\n {2}connect ECONNREFUSED/],
])('with %j the gateway does not start and prints the reason without a stack trace', async (args, expected) => {
  await writeConfig(built.folder, 'fine.json', minimalConfig());
  await writeConfig(built.folder, 'wrong.json', {
    ...minimalConfig(),
    secret: '${MISSING}',
    bots: {shop: {...minimalConfig().bots.shop, timeout: -1}},
  });
  await writeConfig(built.folder, 'no-agent.mjs', 'export default 5;');
  await writeConfig(built.folder, 'agent.json', {...minimalConfig(), bots: {shop: {module: './no-agent.mjs'}}});
  await writeConfig(built.folder, 'tls.json', {...minimalConfig(), tls: {key: 'no.pem', cert: 'no.pem'}});
  await writeConfig(built.folder, 'pem.json', {...minimalConfig(), tls: {key: 'fine.json', cert: 'fine.json'}});
  await writeConfig(built.folder, 'redis.json', {...minimalConfig(), store: {type: 'redis', url: 'redis://user:pass@127.0.0.1:1'}});
  const gateway = launch(args);
  expect(await gateway.exited()).toBe(1);
  expect(gateway.stderr).toMatch(expected);
  expect(gateway.stderr).not.toMatch(/\n {4}at /);
});

test('the store and the folder for files are opened at startup, and named in the error if that fails', async () => {
  const path = await writeConfig(built.folder, 'kept/page.html', '<!doctype html>');
  const open = async (more: object) => {
    const config = readConfig(JSON.stringify({...minimalConfig(), ...more}), {environment: {PARLEY_SECRET: secret}});
    return openStorage(config, join(path, '..'), () => {}).then(
      async ({store}) => store.close(),
      (error: unknown) => explainError(error),
    );
  };
  expect(await open({files: {folder: 'page.html'}})).toMatch(/^files\.folder \S+page\.html cannot be used\n {2}ENOTDIR/);
  expect(await open({store: {type: 'sqlite', path: 'page.html'}})).toMatch(
    /^store\.path \S+page\.html cannot be used\n {2}file is not a database/,
  );
  expect(await open({})).toBeUndefined();
  expect(await readdir(join(path, '../parley/files'))).toContain('kept');
});

test('--check validates the configuration and exits', async () => {
  const path = await writeConfig(built.folder, 'check/gateway.json', minimalConfig());
  const gateway = launch(['--config', path, '--check']);
  expect(await gateway.exited()).toBe(0);
  expect(gateway.stdout).toContain('is fine');
});

test('--erase deletes one conversation with its files, even while the gateway runs', async () => {
  const path = join(built.folder, `${port}/gateway.json`);
  await start(minimalConfig());
  const [alice, other] = [await begin(), await begin()];
  const form = new FormData();
  form.set('file', new Blob(['my words']), 'a.txt');
  const as = {origin, authorization: `Bearer ${alice.token}`};
  const upload = await fetch(`${url}/v1/conversations/${alice.id}/attachments`, {method: 'POST', headers: as, body: form});
  expect(upload.status).toBe(201);
  const erase = async () => {
    const command = launch(['--config', path, '--erase', alice.id]);
    return {code: await command.exited(), said: command.stdout + command.stderr};
  };
  expect(await erase()).toEqual({code: 0, said: `${alice.id} is erased.\n`});
  expect((await fetch(`${url}/v1/conversations/${alice.id}`, {headers: as})).status).toBe(404);
  expect((await say(alice, 'more')).status).toBe(404);
  expect(await readdir(join(built.folder, `${port}/parley/files/kept`))).toEqual([]);
  expect((await say(other, 'still-here')).status).toBe(202);
  expect(await erase()).toEqual({code: 1, said: `There is no conversation ${alice.id}\n`});
});

test('if peer packages are missing, the error prints the npm command that installs them', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'bare-'));
  await cp(join(built.folder, 'app'), bare, {recursive: true});
  const gateway = launch(['--config', await writeConfig(bare, 'gateway.json', minimalConfig())], {
    ...built,
    folder: bare,
    script: join(bare, 'serve.mjs'),
  });
  expect(await gateway.exited()).toBe(1);
  expect(gateway.stderr).toMatch(
    /^The package \S+ is not installed.*\n\n {2}npm i @fastify\/busboy @hono\/node-server file-type hono jose prom-client zod\n/,
  );
  await rm(bare, {recursive: true});
});

test('a port in use is reported in one sentence', async () => {
  await start(minimalConfig());
  const second = launch(['--config', await writeConfig(built.folder, `${port}/second.json`, minimalConfig())]);
  expect(await second.exited()).toBe(1);
  expect(second.stderr).toBe(`Port ${port} of 127.0.0.1 is taken by another program; choose another with --port.\n`);
});

test('a conversation works end to end, and the JSON log contains neither messages nor secrets', async () => {
  const gateway = await start({
    ...minimalConfig(),
    log: {level: 'debug'},
    bots: {shop: {...minimalConfig().bots.shop, auth: {type: 'bearer', secret: 'bot-key'}}},
  });
  const alice = await begin();
  expect((await say(alice, 'my-words')).status).toBe(202);
  await expect.poll(() => read(alice)).toContain('You said my-words');
  expect(asked.map(({event}) => event)).toEqual(['start', 'continue']);
  expect((await fetch(`${url}/healthz`)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect(gateway.log.map(({what}) => what)).toEqual(expect.arrayContaining(['listening', 'started']));
  for (const hidden of ['my-words', 'bot-key', secret, alice.token]) expect(gateway.stdout + gateway.stderr).not.toContain(hidden);
});

test('SIGTERM lets the running turn finish, ends streams with a retry hint, and exits with 0', async () => {
  let release = (): void => {};
  const gateway = await start(minimalConfig());
  const alice = await begin();
  await expect.poll(() => asked.length).toBe(1);
  answer = () =>
    new Promise((resolve) => {
      release = () => resolve({event: 'continue', messages: [said('Just in time')]});
    });
  await say(alice, 'wait');
  await expect.poll(() => asked.length).toBe(2);
  const stream = (await listenTo(alice)).text();
  const began = Date.now();
  gateway.child.kill('SIGTERM');
  expect(await stream).toMatch(/retry: \d+\s*$/);
  await expect
    .poll(() =>
      fetch(`${url}/healthz`).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  release();
  expect(await gateway.exited()).toBe(0);
  expect(Date.now() - began).toBeLessThan(8000);
  expect(gateway.log.at(-1)).toMatchObject({what: 'stopped'});

  await start(minimalConfig());
  expect(await read(alice)).toContain('Just in time');
  expect(asked).toHaveLength(2);
});

test('a hanging bot and webhook delay a stop by less than ten seconds, and a second signal exits at once', async () => {
  answer = () => new Promise(() => {});
  const patient = await start({
    ...minimalConfig(),
    hooks: [{url: minimalConfig().bots.shop.url.replace('bot/message', 'hook'), events: ['new']}],
  });
  await begin();
  await expect.poll(() => asked.map(({event}) => event).toSorted()).toEqual(['new', 'start']);
  const began = Date.now();
  patient.child.kill('SIGTERM');
  expect(await patient.exited()).toBe(0);
  expect(Date.now() - began).toBeLessThan(9500);
  expect(patient.log.slice(-2)).toMatchObject([{what: 'hook_untold', outcome: 'dropped'}, {what: 'stopped'}]);

  const hurried = await start(minimalConfig());
  await begin();
  const again = Date.now();
  hurried.child.kill('SIGINT');
  await expect.poll(() => hurried.log.some(({what}) => what === 'stopping')).toBe(true);
  hurried.child.kill('SIGINT');
  expect(await hurried.exited()).toBe(1);
  expect(Date.now() - again).toBeLessThan(3000);
});

test('after kill -9, every accepted message is still there and none reaches the bot twice', async () => {
  const first = await start(minimalConfig());
  const alice = await begin();
  for (const body of ['one', 'two', 'three']) expect((await say(alice, body)).status).toBe(202);
  await first.kill();
  await start(minimalConfig());
  await expect.poll(() => read(alice), {timeout: 15_000}).toMatch(/"one".*"two".*"three"/s);
  const heard = asked.flatMap(({message}) => (message?.type === 'text' ? [message.body] : []));
  expect(heard).toEqual([...new Set(heard)]);
  expect((await say(alice, 'three')).status).toBe(202);
  expect((await read(alice)).match(/"body":"three"/g)).toHaveLength(1);
}, 30_000);

test('--dev needs no secret or public URL, and accepts late answers over https with its own certificate', async () => {
  const {secret: _, publicUrl: __, ...rest} = minimalConfig();
  const gateway = await start(rest, ['--dev']);
  expect((await fetch(`${url}/healthz`)).headers.has('strict-transport-security')).toBe(false);
  const alice = await begin();
  await expect.poll(() => asked[0]?.environment?.token).toBeTypeOf('string');
  const {host, acct, contactId, token} = asked[0]!.environment!;
  expect(host).toBe(`localhost:${port + 1}`);
  const hint = gateway.log.find(({what}) => what === 'certificate');
  const ca = await readFile(String(hint?.['run']).replace('NODE_EXTRA_CA_CERTS=', ''), 'utf8');
  const late = {
    path: `/a/${acct}/api/v3/contacts/${contactId}/bot-response`,
    token: String(token),
    body: {event: 'continue', messages: [said('Late')]},
  };
  expect(await callBack(late, ca)).toBe(200);
  expect(await read(alice)).toContain('Late');
  await gateway.kill();
  await start(rest, ['--dev']);
  expect(await read(alice)).toContain('Late');
});

test('a bot can be a module, and --port overrides the configured port', async () => {
  await writeConfig(
    built.folder,
    `${port}/agent.mjs`,
    `export default async ({event}) => console.log('asked', event) ?? ({event: 'continue', messages: [${JSON.stringify(said('From a module'))}]});`,
  );
  const gateway = await start({...minimalConfig(), listen: {port: 1}, bots: {shop: {module: './agent.mjs'}}}, ['--port', String(port)]);
  const alice = await begin();
  await expect.poll(() => read(alice)).toContain('From a module');
  expect(gateway.log).toContainEqual(expect.objectContaining({level: 'info', what: 'console', words: ['asked', 'start']}));
});

test('a crash is logged with its stack but not its message, and exits with 1', async () => {
  await writeConfig(
    built.folder,
    `${port}/agent.mjs`,
    `export default async () => void setTimeout(() => JSON.parse('my-words are no JSON'), 1);`,
  );
  const gateway = await start({...minimalConfig(), bots: {shop: {module: './agent.mjs'}}});
  await begin();
  expect(await gateway.exited()).toBe(1);
  const crash = gateway.log.find(({what}) => what === 'crashed');
  expect(crash).toMatchObject({level: 'error', error: 'SyntaxError', stack: expect.stringMatching(/^ {4}at JSON\.parse.*\n.*agent\.mjs/)});
  expect(gateway.stdout + gateway.stderr).not.toContain('my-words');
});

test('while starting, /healthz succeeds and /readyz responds with 503', async () => {
  const agent = 'await new Promise((resolve) => setTimeout(resolve, 2000)); export default async () => undefined;';
  await writeConfig(built.folder, `${port}/agent.mjs`, agent);
  const path = await writeConfig(built.folder, `${port}/gateway.json`, {...minimalConfig(), bots: {shop: {module: './agent.mjs'}}});
  const gateway = launch(['--config', path]);
  await expect.poll(() => gateway.log.map(({what}) => what)).toEqual(['listening']);
  const status = async (name: string) => (await fetch(`${url}/${name}`)).status;
  expect([await status('healthz'), await status('readyz')]).toEqual([200, 503]);
  gateway.child.kill('SIGHUP'); // A certificate renewal at this moment must not stop it.
  await gateway.untilReady(url);
  expect(await status('healthz')).toBe(200);
});

test('serves TLS with the configured certificate, and SIGHUP reloads it', async () => {
  const folder = join(built.folder, String(port));
  const [old, next] = [await developmentCertificate(join(folder, 'old')), await developmentCertificate(join(folder, 'next'))];
  const put = ({key, cert}: typeof old) =>
    Promise.all([writeFile(join(folder, 'key.pem'), key), writeFile(join(folder, 'cert.pem'), cert)]);
  await put(old);
  const path = await writeConfig(built.folder, `${port}/gateway.json`, {...minimalConfig(), tls: {key: 'key.pem', cert: 'cert.pem'}});
  const gateway = launch(['--config', path]);
  await expect.poll(() => healthBy(old.cert), {timeout: 10_000}).toBe(200);
  await put(next);
  gateway.child.kill('SIGHUP');
  await expect.poll(() => healthBy(next.cert), {timeout: 10_000}).toBe(200);
  expect(await healthBy(old.cert)).toBe('refused');
});

/** The status of a response over TLS, or `refused` unless the certificate is signed by `ca`. */
function healthBy(ca: string): Promise<number | 'refused'> {
  return new Promise((resolve) => {
    request(`https://localhost:${port}/healthz`, {ca, agent: false, family: 4}, (response) =>
      resolve((response.resume(), response.statusCode ?? 0)),
    )
      .on('error', () => resolve('refused'))
      .end();
  });
}

function callBack({path, token, body}: {path: string; token: string; body: object}, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {authorization: `Bearer ${token}`, 'content-type': 'application/json'};
    request(`https://localhost:${port + 1}${path}`, {method: 'POST', headers, ca, family: 4}, (response) =>
      resolve((response.resume(), response.statusCode)),
    )
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}
