import {execFile} from 'node:child_process';
import {createServer} from 'node:https';
import {createPrivateKey, X509Certificate} from 'node:crypto';
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {connect, type TLSSocket} from 'node:tls';
import {promisify} from 'node:util';
import {getRequestListener} from '@hono/node-server';
import {describe, expect, onTestFinished, test} from 'vitest';
import {developmentCertificate} from '../../src/gateway/development-certificate.ts';
import {DirectoryFiles} from '../../src/gateway/files/directory-files.ts';
import {createGateway} from '../../src/gateway/gateway.ts';
import {openSqliteStore} from '../../src/gateway/store/sqlite.ts';
import type {BotRequest, Environment} from '../../src/protocol/exchange.ts';
import type {Attachment} from '../../src/protocol/message.ts';
import {Problem} from '../../src/gateway/problem.ts';
import {bytes, end, emptyFolder, filePart, filesIn, origin, part, openFileRoutes, type FileRoutes} from './open-file-routes.ts';

interface Recording {
  sdkCall: string;
  wire: {
    method: string;
    url: string;
    headers: Record<string, string>;
    bodyLength: number;
    body?: unknown;
    /** The lines of a multipart form, without the content of its file. */
    multipartLines?: string[];
  } | null;
}

const folder = join(import.meta.dirname, '../fixtures/sdk-platform-calls');
const recordings = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording);
const recorded = (kind: RegExp) =>
  recordings
    .flatMap(({sdkCall, wire}) => (wire && kind.test(sdkCall) ? [{name: sdkCall, wire}] : []))
    .map((call) => [call.name, call.wire] as const);

type Wire = NonNullable<Recording['wire']>;

/** The bytes the SDK sent. The content of files was not recorded and is replaced by filler of the same length. */
function requestBytes({method, url, headers, bodyLength, body, multipartLines}: Wire): Buffer {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const content = multipartLines ? formBytes(multipartLines, bodyLength) : Buffer.from(JSON.stringify(body));
  expect(content.length).toBe(bodyLength);
  expect(headers['content-length']).toBe(String(bodyLength));
  return Buffer.concat([Buffer.from(`${method} ${url} HTTP/1.1\r\n${head.join('')}\r\n`), content]);
}

function formBytes(lines: readonly string[], length: number): Buffer {
  const before = Buffer.from(`${lines.slice(0, -1).join('\r\n')}\r\n\r\n`);
  const isWhole = lines.at(-1)!.endsWith('--');
  const after = Buffer.from(`\r\n${lines.at(-1)}${isWhole ? '\r\n' : ''}`);
  const file = Buffer.alloc(length - before.length - after.length, 7);
  bytes.jpeg.copy(file, 0, 0, 4);
  return Buffer.concat([before, file, after]);
}

interface RawResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Reads the next response, chunked or with a content-length, from a connection. */
async function readResponse(socket: TLSSocket): Promise<RawResponse> {
  let read = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk]);
      const split = read.indexOf('\r\n\r\n');
      if (split < 0) return;
      const [status = '', ...lines] = read.subarray(0, split).toString().split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => /^([^:]+): *(.*)$/.exec(line)!.slice(1)).map(([name, value]) => [name!.toLowerCase(), value!]),
      );
      const content = read.subarray(split + 4);
      if (content.length < Number(headers['content-length'] ?? Number.NaN)) return;
      if (headers['transfer-encoding'] === 'chunked' && !content.toString().endsWith('0\r\n\r\n')) return;
      socket.off('data', take);
      resolve({
        status: Number(status.split(' ')[1]),
        headers,
        text: headers['transfer-encoding'] ? dechunk(content) : content.toString(),
      });
    };
    socket.on('data', take);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

function dechunk(content: Buffer): string {
  return content
    .toString()
    .replace(/[\da-f]+\r\n([^]*?)\r\n(?=[\da-f]+\r\n)/gi, '$1')
    .replace(/0\r\n\r\n$/, '');
}

/** Serves the routes over https with a development certificate. */
async function serveTls({app}: {app: {fetch: (request: Request) => Response | Promise<Response>}}) {
  const {key, cert, path} = await developmentCertificate(await emptyFolder());
  const answer = getRequestListener((request) => app.fetch(request));
  const server = createServer({key, cert}, (incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  const open = () =>
    new Promise<TLSSocket>((resolve, reject) => {
      const socket = connect({port, host: '127.0.0.1', servername: 'localhost', ca: cert}, () => resolve(socket));
      socket.once('error', reject);
      onTestFinished(() => void socket.destroy());
    });
  return {port, open, certPath: path};
}

/** Accepts the recorded token and no other. */
const recordedToken = {
  readBot: async (authorization: string | undefined) => {
    if (authorization === undefined) throw new Problem('token_missing');
    if (authorization !== 'Bearer aaa.bbb.ccc') throw new Problem('token_invalid');
    return {conversation: 'c1'};
  },
};

describe('recorded calls of the Bot SDK, replayed over TLS', () => {
  const withSlash = 'async-contactid-with-slash';

  test('are complete', () => {
    expect(recordings.length).toBe(20);
    expect([...recorded(/^async/), ...recorded(/^upload/)].length).toBe(19);
  });

  test.each(recorded(/^async/).filter(([name]) => name !== withSlash))('%s is accepted', async (_, wire) => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const socket = await (await serveTls(fixture)).open();
    socket.write(requestBytes(wire));
    const {status, text, headers} = await readResponse(socket);
    expect([status, text]).toEqual([200, '{}']);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(fixture.received).toEqual([{conversation: 'c1', body: wire.body}]);
  });

  test('a contact id with a slash, which no conversation has, is forbidden', async () => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const socket = await (await serveTls(fixture)).open();
    socket.write(requestBytes(recorded(/slash/)[0]![1]));
    expect((await readResponse(socket)).status).toBe(403);
    expect(fixture.received).toEqual([]);
  });

  test.each(recorded(/^upload/).filter(([name]) => name !== 'upload-passthrough-stream'))('%s is stored', async (_, wire) => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const socket = await (await serveTls(fixture)).open();
    const sent = requestBytes(wire);
    socket.write(sent);
    const {status, text} = await readResponse(socket);
    expect(status).toBe(201);
    const {url, meta} = JSON.parse(text) as {url: string; meta: Record<string, unknown>};
    const named = /filename="([^"]+)"/.exec(wire.multipartLines![1]!)?.[1];
    const query = new URL(wire.url, 'https://x').searchParams;
    expect(meta).toMatchObject({
      mimetype: 'image/jpeg',
      originalName: named ?? 'file.jpg',
      originalId: expect.stringMatching(/^att_/),
      originalUrl: url,
      ref: query.get('ref') ?? meta['originalId'],
    });
    expect(meta['desc']).toBe(query.get('desc') ?? undefined);
    expect(Object.values(meta)).not.toContain('');
    const down = await fixture.app.request(url);
    const content = Buffer.from(await down.arrayBuffer());
    expect(content.length).toBe(meta['size']);
    expect(sent.includes(content)).toBe(true);
  });

  test('a stream of unknown length, which the SDK truncates, is rejected without leaving a file', async () => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const socket = await (await serveTls(fixture)).open();
    socket.write(requestBytes(recorded(/passthrough/)[0]![1]));
    expect((await readResponse(socket)).status).toBe(400);
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  test('work one after the other over one connection, even sent byte by byte', async () => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const socket = await (await serveTls(fixture)).open();
    socket.setNoDelay(true);
    const calls = [...recorded(/200-json/), ...recorded(/upload-buffer/), ...recorded(/async-event-end/)];
    for (const [, wire] of calls) {
      const answer = readResponse(socket);
      for (const byte of requestBytes(wire)) socket.write(Buffer.from([byte]));
      expect((await answer).status).toBeLessThan(300);
    }
    expect(fixture.received.length).toBe(2);
  });

  test('a connection that breaks during an upload leaves no file', async () => {
    const fixture = await openFileRoutes({tokens: recordedToken});
    const {open} = await serveTls(fixture);
    const sent = requestBytes(recorded(/upload-201/)[0]![1]);
    const socket = await open();
    socket.write(sent.subarray(0, 30_000));
    await expect.poll(async () => (await filesIn(fixture.folder)).length).toBeGreaterThan(0);
    socket.destroy();
    await expect.poll(async () => filesIn(fixture.folder)).toEqual([]);
    const again = await open();
    again.write(sent);
    expect((await readResponse(again)).status).toBe(201);
  });
});

test('a complete gateway accepts the recorded calls for a live conversation, and its visitor sees the messages', async () => {
  const folder = await emptyFolder();
  let environment: Environment | undefined;
  const answer = async (request: BotRequest): Promise<unknown> => {
    environment = request.environment;
    return {event: 'continue', messages: []};
  };
  const gateway = createGateway({
    secret: '0123456789abcdef0123456789abcdef',
    publicUrl: 'https://localhost:9444',
    account: 'acme',
    bots: {bot: {answer}},
    widgets: {shop: {bot: 'bot', origins: [origin]}},
    store: await openSqliteStore(join(folder, 'chat.db')),
    files: new DirectoryFiles(join(folder, 'files')),
    log: () => {},
  });
  onTestFinished(() => gateway.close(100));
  const socket = await (await serveTls({app: gateway})).open();

  const ask = async (method: string, path: string, token?: string, body?: unknown): Promise<Response> =>
    gateway.fetch(
      new Request(`https://localhost:9444${path}`, {
        method,
        headers: {origin, 'content-type': 'application/json', ...(token !== undefined && {authorization: `Bearer ${token}`})},
        ...(body !== undefined && {body: JSON.stringify(body)}),
      }),
    );
  const {id, token} = (await (await ask('POST', '/v1/conversations', undefined, {widget: 'shop'})).json()) as {id: string; token: string};
  await expect.poll(() => environment?.token).toBeDefined();
  const {host, acct, contactId, token: botToken} = environment!;
  expect({host, acct, contactId}).toEqual({host: 'localhost:9444', acct: 'acme', contactId: id});

  const call = async (kind: RegExp): Promise<RawResponse> => {
    const [, wire] = recorded(kind)[0]!;
    const answer = readResponse(socket);
    const headers = {...wire.headers, authorization: `Bearer ${botToken}`};
    socket.write(requestBytes({...wire, url: wire.url.replace('/contacts/c1/', `/contacts/${contactId}/`), headers}));
    return answer;
  };
  expect((await call(/async-200-json/)).status).toBe(200);
  const {url, meta} = JSON.parse((await call(/upload-file-desc-ref/)).text) as Attachment;
  expect((await call(/attachment-gets-ref/)).status).toBe(200);

  const {items} = (await (await ask('GET', `/v1/conversations/${id}`, token)).json()) as {items: {type: string; message?: unknown}[]};
  const messages = items.filter(({type}) => type === 'message').map(({message}) => message);
  expect(messages).toMatchObject([{body: 'late'}, {type: 'attachment', url: 'https://x/y.gif'}]);
  expect(JSON.stringify(items)).not.toContain(botToken);

  const file = await gateway.fetch(new Request(url));
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(file.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(meta).toMatchObject({ref: 'abcd1234', desc: 'Actarus & co', size: (await file.arrayBuffer()).byteLength});

  expect((await call(/async-event-end/)).status).toBe(200);
  expect((await call(/async-200-json/)).status).toBe(409);
  expect((await call(/upload-201/)).status).toBe(409);
});

describe('bot-response', () => {
  const path = '/a/acme/api/v3/contacts/c1/bot-response';
  const say = async (
    {app, services}: FileRoutes,
    {
      body = '{}',
      to = path,
      token = 'c1',
      headers = {},
    }: {body?: BodyInit; to?: string; token?: string | null; headers?: Record<string, string>} = {},
  ) =>
    app.request(to, {
      method: 'POST',
      body,
      headers: {
        ...(token !== null && {authorization: `Bearer ${await services.tokens.issueBot(token)}`}),
        'content-type': 'application/json',
        ...headers,
      },
    });

  test.each<[string, BodyInit, unknown]>([
    ['an object', '{"event":"end"}', {event: 'end'}],
    ['null', 'null', null],
    ['a string', '"late"', 'late'],
    ['an array', '[1]', [1]],
    ['an empty body', '', undefined],
    ['white space', ' \n', undefined],
    ['an object after a byte order mark', '\ufeff{"messages":[]}', {messages: []}],
  ])('%s is parsed and passed on unchanged', async (_, body, read) => {
    const fixture = await openFileRoutes();
    const response = await say(fixture, {body, headers: {'content-type': 'text/plain'}});
    expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(fixture.received).toEqual([{conversation: 'c1', body: read}]);
  });

  test.each<[string, Parameters<typeof say>[1], number, string]>([
    ['no token', {token: null}, 401, 'token_missing'],
    ['a forged token', {headers: {authorization: 'Bearer aaa.bbb.ccc'}}, 401, 'token_invalid'],
    ['Basic in place of Bearer', {headers: {authorization: 'Basic Yzox'}}, 401, 'token_missing'],
    ["another conversation's token", {token: 'c2'}, 403, 'forbidden'],
    ['another contact', {to: '/a/acme/api/v3/contacts/c2/bot-response'}, 403, 'forbidden'],
    ['another account', {to: '/a/other/api/v3/contacts/c1/bot-response'}, 403, 'forbidden'],
    ['a contact with path traversal', {to: '/a/acme/api/v3/contacts/c2%2f..%2fc1/bot-response'}, 403, 'forbidden'],
    ['a deleted conversation', {token: 'c3', to: '/a/acme/api/v3/contacts/c3/bot-response'}, 404, 'not_found'],
    ['truncated JSON', {body: '{"event":'}, 400, 'bad_request'],
    ['another API version', {to: '/a/acme/api/v2/contacts/c1/bot-response'}, 404, 'not_found'],
    ['a trailing slash', {to: `${path}/`}, 404, 'not_found'],
  ])('%s is rejected', async (_, call, status, code) => {
    const fixture = await openFileRoutes();
    fixture.addConversation('c2');
    const response = await say(fixture, call);
    expect([response.status, ((await response.json()) as {code: string}).code]).toEqual([status, code]);
    expect(fixture.received).toEqual([]);
  });

  test('a browser token is rejected', async () => {
    const fixture = await openFileRoutes();
    const {token} = await fixture.services.tokens.issueBrowser('c1');
    expect((await say(fixture, {headers: {authorization: `Bearer ${token}`}})).status).toBe(401);
  });

  test('after the end, answers and files are refused', async () => {
    const fixture = await openFileRoutes();
    fixture.addConversation('c1', 'ended');
    const words = await say(fixture);
    expect([words.status, ((await words.json()) as {code: string}).code]).toEqual([409, 'conversation_ended']);
    const file = await say(fixture, {to: path.replace('response', 'attach'), body: Buffer.concat([filePart('x'), end])});
    expect(file.status).toBe(409);
    expect(fixture.received).toEqual([]);
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  test('an endless body is not read far beyond the size limit', async () => {
    const fixture = await openFileRoutes();
    const token = await fixture.services.tokens.issueBot('c1');
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 50_000;
        controller.enqueue(Buffer.alloc(50_000, ' '));
      },
    });
    const headers = {authorization: `Bearer ${token}`};
    const response = await fixture.app.request(path, {method: 'POST', body, headers, duplex: 'half'} as RequestInit);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(1_500_000);
    const fits = await say(fixture, {body: JSON.stringify({event: 'continue', messages: [], pad: 'x'.repeat(900_000)})});
    expect(fits.status).toBe(200);
  });

  test('a body that is cut off is rejected', async () => {
    const fixture = await openFileRoutes();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('{"event":"end"}'));
        setTimeout(() => controller.error(new Error('the network is gone')), 5);
      },
    });
    const headers = {authorization: `Bearer ${await fixture.services.tokens.issueBot('c1')}`};
    expect((await fixture.app.request(path, {method: 'POST', body, headers, duplex: 'half'} as RequestInit)).status).toBe(400);
    expect(fixture.received).toEqual([]);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s gets a 405 without CORS headers', async (method) => {
    const fixture = await openFileRoutes();
    const response = await fixture.app.request(path, {method, headers: {origin: 'https://shop.example'}});
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('bot-attach', () => {
  const attach = async (
    {app, services}: FileRoutes,
    {body, query = '', token = 'c1', contact = 'c1'}: {body: Uint8Array; query?: string; token?: string; contact?: string},
  ) =>
    app.request(`/a/acme/api/v3/contacts/${contact}/bot-attach${query}`, {
      method: 'POST',
      body: Uint8Array.from(body),
      headers: {
        authorization: `Bearer ${await services.tokens.issueBot(token)}`,
        'content-type': `multipart/form-data; boundary=${/^--(.*)/.exec(end.toString())![1]!.slice(0, -2).trim()}`,
      },
    });

  test('ref and desc in the query override those in the form and lose line breaks', async () => {
    const fixture = await openFileRoutes();
    const body = Buffer.concat([
      part('Content-Disposition: form-data; name="desc"', 'form'),
      filePart(bytes.png, 'a.png', 'image/png'),
      end,
    ]);
    const said = (await (await attach(fixture, {body, query: '?ref=r%0d%0a1&desc=query'})).json()) as {meta: Record<string, unknown>};
    expect(said.meta).toMatchObject({desc: 'query', ref: 'r 1'});
    const unsaid = (await (await attach(fixture, {body, query: '?ref=&desc=%zz'})).json()) as {meta: Record<string, unknown>};
    expect(unsaid.meta).toMatchObject({ref: unsaid.meta['originalId']});
  });

  test('attaching the same file twice stores two files', async () => {
    const fixture = await openFileRoutes();
    const body = Buffer.concat([filePart('x'), end]);
    const urls = await Promise.all([1, 2].map(async () => ((await (await attach(fixture, {body})).json()) as {url: string}).url));
    expect(new Set(urls).size).toBe(2);
  });

  test('unknown binary data is stored as a download; HTML, SVG and programs are rejected', async () => {
    const fixture = await openFileRoutes();
    const junk = await attach(fixture, {body: Buffer.concat([filePart(bytes.junk, 'run.bat', 'application/octet-stream'), end])});
    const {url, meta} = (await junk.json()) as {url: string; meta: Record<string, unknown>};
    expect(meta).toMatchObject({mimetype: 'application/octet-stream', originalName: 'run.bat.bin'});
    expect((await fixture.app.request(url)).headers.get('content-disposition')).toMatch(/^attachment; /);
    for (const content of ['<html>', '<svg/>', bytes.exe]) {
      const response = await attach(fixture, {body: Buffer.concat([filePart(content, 'a.png', 'image/png'), end])});
      expect(response.status).toBe(415);
    }
  });

  test('files are accepted only for the contact of the token', async () => {
    const fixture = await openFileRoutes();
    fixture.addConversation('c2');
    const body = Buffer.concat([filePart('x'), end]);
    expect((await attach(fixture, {body, token: 'c2'})).status).toBe(403);
    expect((await attach(fixture, {body, token: 'c3', contact: 'c3'})).status).toBe(404);
    expect((await attach(fixture, {body: body.subarray(0, -6)})).status).toBe(400);
    expect(await filesIn(fixture.folder)).toEqual([]);
  });
});

describe('the development certificate', () => {
  const day = 24 * 60 * 60 * 1000;
  const now = Date.parse('2026-11-20T12:00:00Z');

  test('is created once, and replaced when it is about to expire or damaged', async () => {
    const folder = join(await emptyFolder(), 'new', 'folder');
    const first = await developmentCertificate(folder, now);
    expect(await developmentCertificate(folder, now + 300 * day)).toEqual(first);
    expect(readFileSync(first.path, 'utf8')).toBe(first.cert);
    const later = await developmentCertificate(folder, now + 370 * day);
    expect(later.cert).not.toBe(first.cert);
    expect(new X509Certificate(later.cert).checkPrivateKey(createPrivateKey(later.key))).toBe(true);

    const pair = join(folder, 'parley-development.pem');
    expect(statSync(pair).mode & 0o077).toBe(0);
    writeFileSync(pair, `${first.key}${later.cert}`);
    const [one, other] = [await developmentCertificate(folder, now + 370 * day), await developmentCertificate(folder, now + 370 * day)];
    expect(one).toEqual(other);
    expect(one.key).not.toBe(first.key);
    writeFileSync(pair, 'half a fi');
    expect((await developmentCertificate(folder, now)).cert).toBe(readFileSync(one.path, 'utf8'));
  });

  test('is valid for localhost only, in a process with NODE_EXTRA_CA_CERTS', async () => {
    const fixture = await openFileRoutes();
    const {port, certPath} = await serveTls(fixture);
    const ask = (host: string, env: Record<string, string>) =>
      promisify(execFile)(
        process.execPath,
        [
          '-e',
          `require('https').get({host: '127.0.0.1', port: ${port}, servername: '${host}', path: '/'}, (r) => console.log(r.statusCode)).on('error', (e) => console.log(e.code))`,
        ],
        {env},
      ).then(({stdout}) => stdout.trim());
    const told = {NODE_EXTRA_CA_CERTS: certPath};
    expect(await Promise.all([ask('localhost', told), ask('localhost', {}), ask('example.com', told)])).toEqual([
      '404',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ]);
  });
});
