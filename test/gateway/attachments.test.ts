import {describe, expect, test} from 'vitest';
import {
  boundary,
  bytes,
  end,
  filePart,
  filesIn,
  origin,
  part,
  publicUrl,
  openFileRoutes,
  deferred,
  type FileRoutes,
} from './open-file-routes.ts';

interface UploadOptions {
  body: BodyInit;
  key?: string;
  conversation?: string;
  headers?: Record<string, string>;
  address?: string;
}

const form = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat([...parts, end]));
const multipart = `multipart/form-data; boundary=${boundary}`;

/** Uploads as a browser would. */
async function upload(
  {app, services}: FileRoutes,
  {body, key, conversation = 'c1', headers = {}, address}: UploadOptions,
): Promise<Response> {
  const {token} = await services.tokens.issueBrowser(conversation);
  const init = {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${token}`,
      origin,
      ...(!(body instanceof FormData) && {'content-type': multipart}),
      ...(key !== undefined && {'idempotency-key': key}),
      ...headers,
    },
    ...(body instanceof ReadableStream && {duplex: 'half'}),
  };
  return app.request(`/v1/conversations/${conversation}/attachments`, init, {client: address === undefined ? {} : {address}});
}

const problemOf = async (response: Response): Promise<unknown> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return ((await response.json()) as {code: string}).code;
};

interface Answer {
  url: string;
  meta: Record<string, unknown>;
}

const download = async ({app}: FileRoutes, url: string, headers: Record<string, string> = {}): Promise<Response> =>
  app.request(url, {headers});

describe('uploading', () => {
  test('a file is stored, and its metadata describes what was received', async () => {
    const fixture = await openFileRoutes();
    const body = new FormData();
    body.set('desc', 'My lamp');
    body.set('file', new File([bytes.png], 'lamp "big".png', {type: 'image/png'}));
    body.set('ref', 'r1');
    const response = await upload(fixture, {body});
    expect(response.status).toBe(201);
    const {url, meta} = (await response.json()) as Answer;
    expect(url).toMatch(/^https:\/\/gw\.example\/v1\/attachments\/att_[\w-]{32}\/lamp%20%22big%22\.png\?e=\d+&s=[\w-]+$/);
    expect(meta).toEqual({
      mimetype: 'image/png',
      originalName: 'lamp "big".png',
      originalId: expect.stringMatching(/^att_/),
      originalUrl: url,
      originalUrlHash: expect.stringMatching(/^sha256-[\w+/]{43}=$/),
      desc: 'My lamp',
      ref: 'r1',
      size: bytes.png.length,
    });
    const down = await download(fixture, url);
    expect(Buffer.from(await down.arrayBuffer()).equals(bytes.png)).toBe(true);
    expect(fixture.logged.filter(([level]) => level !== 'debug')).toEqual([
      [
        'info',
        'attachment_kept',
        {conversation: 'c1', id: meta['originalId'], from: 'visitor', mimetype: 'image/png', size: bytes.png.length},
      ],
    ]);
  });

  test.each([
    ['../../../etc/passwd.txt', 'passwd.txt'],
    ['..\\..\\boot.txt', 'boot.txt'],
    ['x\u202Etxt.exe', 'xtxt.exe.txt'],
    [`${'n'.repeat(300)}.txt`, `${'n'.repeat(120)}.txt`],
    ['100%25 a;b.txt', '100%25 a;b.txt'],
    ['per%cent.txt', 'per%cent.txt'],
    ['%2e%2e%2fup.txt', '%2e%2e%2fup.txt'],
    ["l'été #1 ?&=+.txt", "l'été #1 _&=+.txt"],
    ['שלום.txt', 'שלום.txt'],
  ])('a file named %j is stored and served as %j', async (name, kept) => {
    const fixture = await openFileRoutes();
    const body = new FormData();
    body.set('file', new File(['hello'], name));
    const {url, meta} = (await (await upload(fixture, {body})).json()) as Answer;
    expect(meta['originalName']).toBe(kept);
    const down = await download(fixture, url);
    expect(down.status).toBe(200);
    expect(down.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(kept).replace(/'/g, '%27')}`);
    const places = /^(kept\/att_[\w-]+\/(bytes|file\.json)|of\/c1\/att_[\w-]+|unsent\/att_[\w-]+)$/;
    expect((await filesIn(fixture.folder)).filter((path) => !places.test(path))).toEqual([]);
  });

  test('line breaks in a file name cannot inject headers, and raw ones are rejected', async () => {
    const fixture = await openFileRoutes();
    const body = new FormData();
    body.set('file', new File(['hello'], 'a\r\nSet-Cookie: x=1\n"; filename="b.txt'));
    const {url} = (await (await upload(fixture, {body})).json()) as Answer;
    const down = await download(fixture, url);
    expect(down.headers.get('set-cookie')).toBeNull();
    expect(down.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]*"; filename\*=UTF-8''\S+$/);
    const bare = await upload(fixture, {body: form(filePart('x', 'a\nb.txt'))});
    expect(bare.status).toBe(400);
  });

  test.each<[string, string | Uint8Array, string, string]>([
    ['HTML as an image', '<!doctype html><script>alert(1)</script>', 'cat.png', 'image/png'],
    ['SVG as XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'a.xml', 'application/xml'],
    ['SVG as an image', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'a.png', 'image/png'],
    ['SVG as itself', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg', 'image/svg+xml'],
    ['a program as an image', bytes.exe, 'cat.jpg', 'image/jpeg'],
    ['unknown binary data', bytes.junk, 'cat.jpg', 'image/jpeg'],
  ])('%s is rejected without leaving a file', async (_, content, name, type) => {
    const fixture = await openFileRoutes();
    const response = await upload(fixture, {body: form(filePart(content, name, type))});
    expect(response.status).toBe(415);
    expect(await problemOf(response)).toBe('type_refused');
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  test('an image that is also a script is served as an image with a sandbox policy', async () => {
    const fixture = await openFileRoutes();
    const polyglot = Buffer.concat([Buffer.from('GIF89a/*\0\u0001', 'latin1'), Buffer.from('*/=1;alert(1);<script>alert(1)</script>')]);
    const {url, meta} = (await (await upload(fixture, {body: form(filePart(polyglot, 'cat.html', 'text/html'))})).json()) as Answer;
    expect(meta).toMatchObject({mimetype: 'image/gif', originalName: 'cat.html.gif'});
    const {headers} = await download(fixture, url);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/gif',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  test('a file one byte too large is rejected, and an endless one is not read much further than the limit', async () => {
    const fixture = await openFileRoutes({fileBytes: 100_000});
    const fits = await upload(fixture, {body: form(filePart(Buffer.alloc(100_000, 'a')))});
    expect(fits.status).toBe(201);
    const before = await filesIn(fixture.folder);
    const tooMuch = await upload(fixture, {body: form(filePart(Buffer.alloc(100_001, 'a')))});
    expect(tooMuch.status).toBe(413);

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(filePart('').subarray(0, -2)),
      pull(controller) {
        pulled += 10_000;
        controller.enqueue(Buffer.alloc(10_000, 'a'));
      },
    });
    expect(await problemOf(await upload(fixture, {body: endless}))).toBe('too_large');
    expect(pulled).toBeLessThan(600_000);
    expect(await filesIn(fixture.folder)).toEqual(before);
  });

  test('a Content-Length beyond the limit is rejected before reading the body', async () => {
    const fixture = await openFileRoutes({fileBytes: 1000});
    const unread = new ReadableStream<Uint8Array>({pull: () => expect.unreachable()}, {highWaterMark: 0});
    const response = await upload(fixture, {body: unread, headers: {'content-length': '10000000'}});
    expect(response.status).toBe(413);
  });

  test('excess bytes before, between and after the parts are rejected', async () => {
    const fixture = await openFileRoutes({fileBytes: 1000});
    const much = Buffer.alloc(200_000, 'a');
    const field = part('Content-Disposition: form-data; name="desc"', much);
    const bodies = [
      Buffer.concat([much, filePart('x'), end]),
      Buffer.concat([filePart('x'), end, much]),
      Buffer.concat([filePart('x'), field, end]),
    ];
    for (const body of bodies) {
      const response = await upload(fixture, {body: Uint8Array.from(body), headers: {}});
      expect([400, 413]).toContain(response.status);
    }
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  const cutEverywhere = form(filePart('hello', 'a.txt'), part('Content-Disposition: form-data; name="desc"', 'words'));
  test('a form cut at any byte is rejected without leaving a file', async () => {
    const fixture = await openFileRoutes();
    // The last two bytes are an optional line break.
    for (let length = 0; length < cutEverywhere.length - 2; length += 1) {
      const {token} = await fixture.services.tokens.issueBrowser('c1');
      fixture.services.limits.messagesPerMinute = 10_000;
      const response = await fixture.app.request('/v1/conversations/c1/attachments', {
        method: 'POST',
        body: cutEverywhere.slice(0, length),
        headers: {authorization: `Bearer ${token}`, 'content-type': multipart},
      });
      expect(response.status, `cut at ${length}`).toBe(400);
    }
    expect(await filesIn(fixture.folder)).toEqual([]);
    expect((await upload(fixture, {body: cutEverywhere})).status).toBe(201);
  });

  test('a form that ends without its final boundary is rejected, even after its file was written', async () => {
    const fixture = await openFileRoutes();
    const late = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Uint8Array.from(Buffer.concat([filePart('hello'), end.subarray(0, -4)])));
        await expect.poll(async () => (await filesIn(fixture.folder)).some((path) => path.endsWith('bytes'))).toBe(true);
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.close();
      },
    });
    expect((await upload(fixture, {body: late})).status).toBe(400);
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  test('a file is discarded if its conversation is deleted during the upload', async () => {
    const fixture = await openFileRoutes();
    const late = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Uint8Array.from(filePart('hello')));
        await expect.poll(async () => (await filesIn(fixture.folder)).length).toBeGreaterThan(0);
        fixture.storedConversations.clear();
        await fixture.files.remove('c1');
        controller.enqueue(Uint8Array.from(end));
        controller.close();
      },
    });
    expect((await upload(fixture, {body: late})).status).toBe(404);
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  const desc = part('Content-Disposition: form-data; name="desc"', 'x');
  test.each<[string, BodyInit, Record<string, string>?]>([
    ['JSON in place of a form', '{"file": "x"}', {'content-type': 'application/json'}],
    ['a URL-encoded form', 'file=x', {'content-type': 'application/x-www-form-urlencoded'}],
    ['no boundary', form(filePart('x')), {'content-type': 'multipart/form-data;'}],
    ['another boundary', form(filePart('x')), {'content-type': 'multipart/form-data; boundary=other'}],
    ['no file', form(desc)],
    ['no parts', end.subarray(0)],
    ['an empty body', new Uint8Array()],
    ['an empty file', form(filePart(''))],
    ['the file under another field name', form(part('Content-Disposition: form-data; name="photo"; filename="a.txt"', 'x'))],
    ['two files', form(filePart('x'), filePart('y'))],
    ['too many fields', form(filePart('x'), ...Array.from({length: 9}, () => desc))],
    ['a thousand parts', form(...Array.from({length: 1000}, () => desc), filePart('x'))],
    ['a description of 5,000 bytes', form(filePart('x'), part('Content-Disposition: form-data; name="desc"', 'x'.repeat(5000)))],
    ['a part without Content-Disposition', form(part('X-Other: 1', 'x'))],
  ])('%s is rejected without leaving a file', async (_, body, headers = {}) => {
    const fixture = await openFileRoutes();
    const response = await upload(fixture, {body, headers});
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toBe('bad_request');
    expect(await filesIn(fixture.folder)).toEqual([]);
  });

  test('an upload that is cut off stores nothing, and its key can be used again', async () => {
    const fixture = await openFileRoutes();
    const whole = form(filePart(Buffer.concat([bytes.jpeg, Buffer.alloc(100_000, 9)]), 'a.jpg', 'image/jpeg'));
    const half = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(whole.slice(0, 50_000));
        setTimeout(() => controller.error(new Error('the network is gone')), 5);
      },
    });
    const broken = await upload(fixture, {body: half, key: 'k1'});
    expect(broken.status).toBe(400);
    expect(await filesIn(fixture.folder)).toEqual([]);
    const again = await upload(fixture, {body: whole, key: 'k1'});
    expect(again.status).toBe(201);
    const {url} = (await again.json()) as Answer;
    expect((await (await download(fixture, url)).arrayBuffer()).byteLength).toBe(100_000 + bytes.jpeg.length);
  });

  test('uploads are idempotent per key: 409 while one is running, the same response after it, 422 for another file', async () => {
    const fixture = await openFileRoutes();
    const whole = form(filePart('hello there'));
    const [gate, begun] = [deferred(), deferred()];
    const slow = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(whole.slice(0, -20));
        begun.resolve();
        await gate.promise;
        controller.enqueue(whole.slice(-20));
        controller.close();
      },
    });
    const first = upload(fixture, {body: slow, key: 'k1'});
    await begun.promise;
    await expect.poll(async () => (await filesIn(fixture.folder)).length).toBeGreaterThan(1);
    const second = await upload(fixture, {body: whole, key: 'k1'});
    expect(second.status).toBe(409);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await problemOf(second)).toBe('in_progress');
    gate.resolve();
    const answered = await (await first).json();
    expect(await (await upload(fixture, {body: whole, key: 'k1'})).json()).toEqual(answered);
    const other = await upload(fixture, {body: form(filePart('something else')), key: 'k1'});
    expect(other.status).toBe(422);
    expect(await problemOf(other)).toBe('key_reused');
    // Another conversation may use the same key.
    fixture.addConversation('c2');
    const foreign = (await (
      await upload(fixture, {body: form(filePart('something else')), key: 'k1', conversation: 'c2'})
    ).json()) as Answer;
    expect(foreign.url).not.toBe((answered as Answer).url);
  });

  test('uploads need a token for that conversation, an allowed origin and an open conversation, and are rate limited', async () => {
    const fixture = await openFileRoutes();
    fixture.addConversation('c2', 'ended');
    const body = form(filePart('x'));
    const post = (headers: Record<string, string>) =>
      fixture.app.request('/v1/conversations/c1/attachments', {method: 'POST', body, headers: {'content-type': multipart, ...headers}});
    expect((await post({})).status).toBe(401);
    expect((await post({authorization: `Bearer ${(await fixture.services.tokens.issueBrowser('c2')).token}`})).status).toBe(404);
    expect((await post({authorization: `Bearer ${await fixture.services.tokens.issueBot('c1')}`})).status).toBe(401);
    expect((await upload(fixture, {body, headers: {origin: 'https://evil.example'}})).status).toBe(403);
    expect(await problemOf(await upload(fixture, {body, conversation: 'c2'}))).toBe('conversation_ended');
    expect((await upload(fixture, {body, key: 'spaces and "quotes"'})).status).toBe(400);
    expect(await filesIn(fixture.folder)).toEqual([]);
    fixture.services.limits.messagesPerMinute = 1;
    const limited = await upload(fixture, {body});
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
  });
});

describe('quotas', () => {
  const file = (size: number) => form(filePart('x'.repeat(size)));

  test('the files of a conversation share a quota, which rejected and repeated uploads do not use up', async () => {
    const fixture = await openFileRoutes({limits: {conversationFileBytes: 300_000}});
    const sent = (body: Uint8Array<ArrayBuffer>, more = {}) =>
      upload(fixture, {body, headers: {'content-length': `${body.length}`}, ...more});
    expect((await sent(file(100_000), {key: 'first'})).status).toBe(201);
    fixture.clock.now += 1;
    expect((await sent(file(100_000), {key: 'first'})).status).toBe(201);
    expect((await sent(form(filePart(`<html>${'x'.repeat(150_000)}`)))).status).toBe(415);
    const tooMuch = await sent(file(250_000));
    expect(tooMuch.status).toBe(429);
    expect(Number(tooMuch.headers.get('retry-after'))).toBeGreaterThan(29 * 86_400);
    expect(await tooMuch.json()).toMatchObject({code: 'rate_limited', detail: 'The files of a conversation may have 300000 bytes in all'});
    expect((await sent(file(190_000))).status).toBe(201);
    expect((await sent(file(1))).status).toBe(429);
    fixture.addConversation('c2');
    expect((await sent(file(1), {conversation: 'c2'})).status).toBe(201);
  });

  test('a small file counts as 64 KiB, and concurrent uploads cannot exceed the quota', async () => {
    const fixture = await openFileRoutes({limits: {conversationFileBytes: 3 * 65_536}});
    const answers = await Promise.all(Array.from({length: 8}, () => upload(fixture, {body: file(1), headers: {'content-length': '300'}})));
    expect(answers.filter(({status}) => status === 201)).toHaveLength(3);
    expect(answers.filter(({status}) => status === 429)).toHaveLength(5);
    expect((await filesIn(fixture.folder)).filter((path) => path.endsWith('/bytes'))).toHaveLength(3);
  });

  test('each address has a daily quota across conversations', async () => {
    const fixture = await openFileRoutes({limits: {addressFileBytes: 200_000}});
    const conversations = ['c1', 'c2', 'c3', 'c4'];
    for (const conversation of conversations) fixture.addConversation(conversation);
    const send = (conversation: string, address = '198.51.100.7') =>
      upload(fixture, {body: file(65_000), conversation, address, headers: {'content-length': '65300'}});
    for (const conversation of conversations.slice(0, 3)) expect((await send(conversation)).status).toBe(201);
    const refused = await send('c4');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '86400']);
    expect(await refused.json()).toMatchObject({code: 'rate_limited', detail: 'Files from one address may have 200000 bytes a day'});
    expect((await send('c4', '198.51.100.8')).status).toBe(201);
    fixture.clock.now += 86_400_000;
    expect((await send('c4')).status).toBe(201);
  });
});

describe('downloading', () => {
  async function storeFile(content: string | Uint8Array, name: string) {
    const fixture = await openFileRoutes();
    const {url} = (await (await upload(fixture, {body: form(filePart(content, name))})).json()) as Answer;
    return {fixture, url};
  }

  test.each<[string, string | Uint8Array, 'inline' | 'attachment', string]>([
    ['cat.png', bytes.png, 'inline', 'image/png'],
    ['clip.mp4', bytes.mp4, 'inline', 'video/mp4'],
    ['a.pdf', '%PDF-1.7\n', 'attachment', 'application/pdf'],
    ['a.txt', 'hello', 'attachment', 'text/plain; charset=utf-8'],
  ])('%s is served with safe headers', async (name, content, disposition, type) => {
    const {fixture, url} = await storeFile(content, name);
    const {headers, status} = await download(fixture, url);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600, immutable',
      'content-disposition': `${disposition}; filename="${name}"; filename*=UTF-8''${name}`,
      'content-length': String(content.length),
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': type,
      'cross-origin-resource-policy': 'cross-origin',
      etag: expect.stringMatching(/^"[\da-f]{64}"$/),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test('a forged, expired, foreign or missing signature gets the same 404', async () => {
    const {fixture, url} = await storeFile('hello', 'a.txt');
    const other = (await (await upload(fixture, {body: form(filePart('other', 'a.txt'))})).json()) as Answer;
    const changed = (change: (url: URL) => void): string => {
      const copy = new URL(url);
      change(copy);
      return copy.href;
    };
    const wrong = [
      changed(({searchParams}) =>
        searchParams.set(
          's',
          searchParams.get('s')!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        ),
      ),
      changed(({searchParams}) => searchParams.set('e', String(Number(searchParams.get('e')) + 1))),
      changed(({searchParams}) => searchParams.delete('s')),
      changed(({searchParams}) => searchParams.delete('e')),
      changed((address) => (address.search = new URL(other.url).search)),
      changed((address) => (address.search = '')),
      changed((address) => (address.pathname = address.pathname.replace('a.txt', 'b.exe'))),
      changed((address) => (address.pathname = `${address.pathname}/more`)),
    ];
    const answers = await Promise.all(wrong.map((address) => download(fixture, address)));
    expect(answers.map(({status}) => status)).toEqual(wrong.map(() => 404));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    fixture.clock.now += 60 * 60 * 1000 + 1000;
    expect((await download(fixture, url)).status).toBe(404);
  });

  test.each([
    '/v1/attachments/../../../etc/passwd',
    '/v1/attachments/..%2f..%2f..%2fetc/passwd',
    '/v1/attachments/%2e%2e/%2e%2e',
    '/v1/attachments/..%5c..%5cfile.json/a.txt',
    '/v1/attachments/att_1%00/a.txt',
    '/v1/attachments//a.txt',
    '/v1/attachments/%ff%fe/%zz',
    '/v1/attachments/file.json/..',
  ])('%s gets a 404, even with a valid signature', async (path) => {
    const fixture = await openFileRoutes();
    const id = decodeURIComponent(/attachments\/([^/]*)/.exec(path)![1]!.replace(/%ff%fe/, ''));
    for (const query of ['', `?${fixture.services.tokens.signFile(id)}`])
      expect((await download(fixture, `${publicUrl}${path}${query}`)).status).toBe(404);
  });

  test.each<[range: string, status: number, content: string, contentRange: string | null]>([
    ['bytes=0-4', 206, 'Hello', 'bytes 0-4/12'],
    ['bytes=7-', 206, 'there', 'bytes 7-11/12'],
    ['bytes=-3', 206, 'ere', 'bytes 9-11/12'],
    ['bytes=-99', 206, 'Hello, there', 'bytes 0-11/12'],
    ['bytes=10-99', 206, 're', 'bytes 10-11/12'],
    ['bytes=12-', 416, '', 'bytes */12'],
    ['bytes=-0', 416, '', 'bytes */12'],
    ['bytes=5-2', 200, 'Hello, there', null],
    ['bytes=0-1,3-4', 200, 'Hello, there', null],
    ['bytes=-', 200, 'Hello, there', null],
    ['lines=1-2', 200, 'Hello, there', null],
    ['bytes=99999999999999999999-', 416, '', 'bytes */12'],
  ])('the range %s gets a %i', async (range, status, content, contentRange) => {
    const {fixture, url} = await storeFile('Hello, there', 'a.txt');
    const response = await download(fixture, url, {range});
    expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([status, content, contentRange]);
    expect(response.headers.get('content-length')).toBe(String(content.length));
    const head = await fixture.app.request(url, {method: 'HEAD', headers: {range}});
    expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([status, '', String(content.length)]);
  });

  test('a failed If-Range gets the whole file, and a matching If-None-Match a 304', async () => {
    const {fixture, url} = await storeFile('Hello, there', 'a.txt');
    const etag = (await download(fixture, url)).headers.get('etag')!;
    expect((await download(fixture, url, {range: 'bytes=0-1', 'if-range': etag})).status).toBe(206);
    expect((await download(fixture, url, {range: 'bytes=0-1', 'if-range': '"other"'})).status).toBe(200);
    const known = await download(fixture, url, {'if-none-match': etag});
    expect([known.status, await known.text()]).toEqual([304, '']);
  });

  test('files of a deleted conversation get a 404, even with a valid signature', async () => {
    const {fixture, url} = await storeFile('hello', 'a.txt');
    await fixture.files.remove('c1');
    expect((await download(fixture, url)).status).toBe(404);
  });
});
