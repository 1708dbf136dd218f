import type {Page} from '@playwright/test';
import {createTokens} from '../../../src/gateway/tokens.ts';
import type {Answer} from '../bare-site.ts';
import {echo, expect, lines, open, type Place, say, spoken, test} from './gateway-test.ts';

test.skip(({isMobile}) => isMobile, 'tokens are the same for every browser');
test.beforeEach(({complaints}) => complaints.expect(/^(warning|error): Parley: .*TransportError: /));

/** Echoes, but accepts files from the start. */
const fileBot: Answer = (request, response) => {
  if (request.event !== 'start' && request.message?.type === 'text') return echo(request, response);
  const messages = [
    {code: 'message', type: 'text', body: request.event === 'start' ? 'Hello' : `Got a ${request.message?.type}`},
    {code: 'message', type: 'action', action_code: 'showUploadIcon', args: [{show: true}]},
  ];
  response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({event: 'continue', messages}));
};

/** A browser token for the visitor's conversation, signed with `secret`. @param age Seconds since it was issued. */
async function tokenOf({site, network}: Place, {age = 0, secret = 'a secret of thirty-two characters'} = {}): Promise<string> {
  const host = new URL(network.url).host;
  const tokens = createTokens({secrets: [secret], host, account: 'parley', life: 900, now: () => Date.now() - age * 1000});
  return `Bearer ${(await tokens.issueBrowser(site.heard[0]!.environment!.contactId!)).token}`;
}

interface TokenExpiry {
  /** Expires every token seen so far. */
  age(): void;
  /** Requests with a token, in order: method, path, `over` if the token had expired, and idempotency key. */
  asked: string[];
}

/** Lets a browser's tokens expire, by replacing an expired one by `over`, which the gateway rejects. */
function expireTokens({network}: Place, over: string): TokenExpiry {
  const seen = new Set<string>();
  let old = new Set<string>();
  const asked: string[] = [];
  network.fault = (line, {headers}) => {
    const {authorization} = headers;
    if (authorization === undefined) return undefined;
    const isOver = old.has(authorization);
    seen.add(authorization);
    asked.push(`${line.replace(/conversations\/[^/]+/, '…')}${isOver ? ' over' : ''} ${String(headers['idempotency-key'] ?? '')}`.trim());
    if (isOver) headers.authorization = over;
    return undefined;
  };
  return {age: () => void (old = new Set(seen)), asked};
}

const renewalCount = (asked: readonly string[]): number => asked.filter((line) => line.includes('/token')).length;

test('renews an expired token for messages, stream and files, repeating each request, at most once in 10 s', async ({page, place}) => {
  const shop = await place(fileBot);
  await page.clock.install();
  const log = await open(page, shop);
  const {age, asked} = expireTokens(shop, await tokenOf(shop, {age: 3600}));
  const seenBefore = await say(page, 'zero');
  await expect(seenBefore).toContainText('Sent');

  age();
  await expect(await say(page, 'one')).toContainText('Sent');
  await expect(log).toContainText('Heard one');
  const keys = asked
    .filter((line) => line.includes('/messages'))
    .slice(-2)
    .map((line) => line.split(' ').at(-1));
  expect(keys[0]).toBe(keys[1]);
  expect(renewalCount(asked)).toBe(1);

  await page.clock.fastForward(11_000);
  age();
  shop.network.cut();
  await expect.poll(() => asked.filter((line) => /^GET .*\/events$/.test(line)).length).toBe(1);
  expect(renewalCount(asked)).toBe(2);
  await say(page, 'two');
  await expect(log).toContainText('Heard two');

  await page.clock.fastForward(11_000);
  age();
  await page.locator('input.files').setInputFiles({name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A file')});
  await expect(page.getByText(/^Ready/)).toBeVisible();
  const uploads = asked.filter((line) => line.includes('/attachments'));
  expect(uploads).toHaveLength(2);
  expect(uploads[0]!.replace(' over', '')).toBe(uploads[1]);
  expect(renewalCount(asked)).toBe(3);

  age();
  await page.getByRole('button', {name: 'Send'}).click();
  await expect(log).toContainText(/Trying again in \d+ s/);
  expect(renewalCount(asked)).toBe(3);
  await page.clock.fastForward(11_000);
  await expect(log).toContainText('Got a attachment');
  expect(renewalCount(asked)).toBe(4);
  await expect(log.getByRole('alert')).toHaveCount(0);
  expect(spoken(shop)).toEqual(['zero', 'one', 'two', '']);
});

test('reports a token that cannot be renewed, keeps the message, and resends it in a new conversation', async ({page, place}) => {
  const shop = await place();
  const log = await open(page, shop);
  const {age} = expireTokens(shop, await tokenOf(shop, {secret: 'another secret of thirty-two chars'}));
  await say(page, 'one');
  await expect(log).toContainText('Heard one');
  age();
  const own = await say(page, 'two');
  await expect(log).toContainText('This conversation is too old to continue.', {timeout: 8_000});
  await expect(own).toContainText('Not sent');
  expect(spoken(shop)).toEqual(['one']);
  await own.getByRole('button', {name: 'Try again'}).click();
  await expect(log).toContainText('Heard two');
  expect(spoken(shop)).toEqual(['one', 'two']);
  expect((await lines(log)).filter((line) => line === 'two')).toHaveLength(1);
  expect(new Set(shop.site.heard.map(({environment}) => environment?.contactId)).size).toBe(2);
});

/** Fetches a URL of the gateway from the page. @returns the status and the beginning of the body. */
function fetchFrom(page: Page, url: string, options: {method?: string; headers: Record<string, string>; body?: string}): Promise<string> {
  return page.evaluate(
    async ([address, request]) => {
      const response = await fetch(address, request);
      return `${response.status} ${(await response.text()).slice(0, 1000)}`;
    },
    [url, options] as const,
  );
}

test('denies all access to another conversation, and answers as for one that does not exist', async ({page, context, place}) => {
  const shop = await place();
  await open(page, shop);
  const stranger = await (await context.browser()!.newContext()).newPage();
  await open(stranger, shop);
  await say(stranger, 'a secret');
  await expect.poll(() => spoken(shop)).toEqual(['a secret']);
  const [mine, theirs] = shop.site.heard.map(({environment}) => environment!.contactId!);
  expect(mine).not.toBe(theirs);
  const missing = theirs!.replace(/.{8}$/, 'AAAAAAAA');
  const authorization = await tokenOf(shop);
  const json = {'content-type': 'application/json', 'idempotency-key': 'a-key-of-somebody-else'};
  const message = JSON.stringify({code: 'message', type: 'text', body: 'forged'});
  const requests: readonly (readonly [path: string, options: {method?: string; headers?: Record<string, string>; body?: string}])[] = [
    ['', {}],
    ['/events', {headers: {accept: 'text/event-stream'}}],
    ['/events?after=0', {headers: {accept: 'application/json'}}],
    ['/messages', {method: 'POST', headers: json, body: message}],
    ['/token', {method: 'POST'}],
    ['/end', {method: 'POST'}],
    ['/attachments', {method: 'POST', headers: {'idempotency-key': 'a-key-of-somebody-else'}, body: 'x'}],
  ];
  for (const [path, options] of requests) {
    const at = (id: string | undefined): string => `${shop.network.url}/v1/conversations/${id}${path}`;
    const withToken = {...options, headers: {...options.headers, authorization}};
    const refused = await fetchFrom(page, at(theirs), withToken);
    expect(refused, path).toMatch(/^40[34] /);
    expect(refused, path).not.toContain('secret');
    expect(await fetchFrom(page, at(missing), withToken), path).toBe(refused);
    expect(await fetchFrom(page, at(theirs), {...options, headers: {...options.headers}}), path).toMatch(/^401 /);
  }
  expect(await fetchFrom(page, `${shop.network.url}/v1/conversations/${mine}`, {headers: {authorization}})).toMatch(/^200 /);
  expect(spoken(shop)).toEqual(['a secret']);
  await stranger.context().close();
});
