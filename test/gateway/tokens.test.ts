import {createHmac, hkdfSync} from 'node:crypto';
import {SignJWT, UnsecuredJWT} from 'jose';
import {expect, test} from 'vitest';
import {LruCache} from '../../src/gateway/lru-cache.ts';
import {createTokens, type TokenOptions} from '../../src/gateway/tokens.ts';

const secret = 'a secret of at least thirty-two bytes';
const older = 'the secret that was used until yesterday';
const day = 24 * 60 * 60;

function tokensAt({now = 1_700_000_000_000, ...options}: Partial<Omit<TokenOptions, 'now'>> & {now?: number} = {}) {
  const clock = {now};
  const tokens = createTokens({secrets: [secret], host: 'chat.example', account: 'acme', life: 900, ...options, now: () => clock.now});
  return {...tokens, clock, pass: (seconds: number) => (clock.now += seconds * 1000)};
}

const bearer = (token: string): string => `Bearer ${token}`;

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}

test('a browser token names its conversation and expires after its lifetime', async () => {
  const tokens = tokensAt();
  const {token, expiresIn} = await tokens.issueBrowser('c1');
  expect(expiresIn).toBe(900);
  expect(claimsOf(token)).toMatchObject({iss: 'chat.example', aud: 'browser', sub: 'c1', iat: 1_700_000_000, exp: 1_700_000_900});
  expect(await tokens.readBrowser(bearer(token))).toBe('c1');
  tokens.pass(899);
  expect(await tokens.readBrowser(`bearer  ${token} `)).toBe('c1');
  tokens.pass(1);
  await expect(tokens.readBrowser(bearer(token))).rejects.toMatchObject({code: 'token_expired', status: 401});
});

test('two tokens for one conversation have different ids', async () => {
  const tokens = tokensAt();
  const [one, other] = [await tokens.issueBrowser('c1'), await tokens.issueBrowser('c1')];
  expect(claimsOf(one.token)['jti']).not.toBe(claimsOf(other.token)['jti']);
});

test('an expired token is accepted within a grace period, and not after it', async () => {
  const tokens = tokensAt();
  const {token} = await tokens.issueBrowser('c1');
  tokens.pass(900 + day - 1);
  expect(await tokens.readBrowser(bearer(token), day)).toBe('c1');
  tokens.pass(1);
  await expect(tokens.readBrowser(bearer(token), day)).rejects.toMatchObject({code: 'token_expired'});
  tokens.pass(365 * day);
  expect(await tokens.readBrowser(bearer(token), Infinity)).toBe('c1');
});

test('a bot token names issuer, audience, conversation and account, and expires after a day', async () => {
  const tokens = tokensAt();
  const token = await tokens.issueBot('c1', 'shop');
  expect(claimsOf(token)).toMatchObject({iss: 'chat.example', aud: 'bot', sub: 'c1', acct: 'acme'});
  tokens.pass(day - 1);
  expect(await tokens.readBot(bearer(token))).toMatchObject({conversation: 'c1', bot: 'shop'});
  tokens.pass(1);
  await expect(tokens.readBot(bearer(token))).rejects.toMatchObject({code: 'token_expired'});
});

test('a bot gets the same token for ten minutes, then a new one valid for a day', async () => {
  const tokens = tokensAt();
  const token = await tokens.issueBot('c1');
  expect(await tokens.issueBot('c2')).not.toBe(token);
  expect(await tokens.issueBot('c1', 'shop')).not.toBe(token);
  tokens.pass(599);
  expect(await tokens.issueBot('c1')).toBe(token);
  tokens.pass(1);
  expect(claimsOf(await tokens.issueBot('c1'))['exp']).toBe(1_700_000_600 + day);
});

test('the least recently used entry is evicted first', () => {
  const recent = new LruCache<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  expect(recent.get('a')).toBe(1);
  recent.set('c', 3);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
});

test('a token for one audience is rejected for another', async () => {
  const tokens = tokensAt();
  const {token: browser} = await tokens.issueBrowser('c1');
  const bot = await tokens.issueBot('c1');
  await expect(tokens.readBot(bearer(browser))).rejects.toMatchObject({code: 'token_invalid'});
  await expect(tokens.readBrowser(bearer(bot))).rejects.toMatchObject({code: 'token_invalid'});
  await expect(tokens.readBrowser(bearer(bot), day)).rejects.toMatchObject({code: 'token_invalid'});
});

test('each audience has a signing key of its own', async () => {
  const {readBrowser} = tokensAt();
  const signedAs = (audience: string) =>
    new SignJWT({jti: 'x'})
      .setProtectedHeader({alg: 'HS256'})
      .setAudience('browser')
      .setSubject('c1')
      .setIssuedAt(1_700_000_000)
      .setExpirationTime(1_700_000_900)
      .sign(new Uint8Array(hkdfSync('sha256', secret, '', `parley ${audience}`, 32)));
  expect(await readBrowser(bearer(await signedAs('browser')))).toBe('c1');
  for (const audience of ['bot', 'file', '']) {
    await expect(readBrowser(bearer(await signedAs(audience))), audience).rejects.toMatchObject({code: 'token_invalid'});
  }
});

test('a token signed with the bare secret is rejected', async () => {
  const {readBrowser} = tokensAt();
  const forged = await new SignJWT({jti: 'x'})
    .setProtectedHeader({alg: 'HS256'})
    .setAudience('browser')
    .setSubject('c1')
    .setIssuedAt(1_700_000_000)
    .setExpirationTime(1_700_000_900)
    .sign(new TextEncoder().encode(secret));
  await expect(readBrowser(bearer(forged))).rejects.toMatchObject({code: 'token_invalid'});
});

test.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['a different scheme', 'Basic YTpi'],
  ['a scheme alone', 'Bearer '],
  ['a token without its scheme', 'eyJhbGciOiJIUzI1NiJ9.e30.x'],
])('%s counts as a missing token', async (_, authorization) => {
  await expect(tokensAt().readBrowser(authorization)).rejects.toMatchObject({code: 'token_missing', status: 401});
});

test('forged, modified and unsigned tokens are rejected', async () => {
  const tokens = tokensAt();
  const {token} = await tokens.issueBrowser('c1');
  // It is cached from now on, which must not help any token derived from it.
  expect(await tokens.readBrowser(bearer(token))).toBe('c1');
  const [header, claims, signature] = token.split('.') as [string, string, string];
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const others = tokensAt({secrets: ['the secret of some other gateway, as long']});
  const unsigned = new UnsecuredJWT({jti: 'x'}).setAudience('browser').setSubject('c1').setIssuedAt(1_700_000_000).setExpirationTime(9e9);
  const refused = [
    (await others.issueBrowser('c1')).token,
    `${header}.${encoded({...claimsOf(token), sub: 'c2'})}.${signature}`,
    `${header}.${encoded({...claimsOf(token), exp: 9e9})}.${signature}`,
    `${encoded({alg: 'none'})}.${claims}.`,
    `${encoded({alg: 'none'})}.${claims}.${signature}`,
    `${encoded({alg: 'HS512'})}.${claims}.${signature}`,
    unsigned.encode(),
    `${header}.${claims}`,
    `${header}.${claims}.`,
    `${header}.${claims}.${signature.slice(1)}`,
    '....',
    'x'.repeat(10_000),
  ];
  for (const each of refused) {
    await expect(tokens.readBrowser(bearer(each)), each.slice(0, 60)).rejects.toMatchObject({code: 'token_invalid', status: 401});
  }
});

test('during rotation, tokens signed with the old secret stay valid until that secret is removed', async () => {
  const before = tokensAt({secrets: [older]});
  const {token} = await before.issueBrowser('c1');
  const link = before.signFile('f1');

  const both = tokensAt({secrets: [secret, older]});
  expect(await both.readBrowser(bearer(token))).toBe('c1');
  both.checkFile('f1', new URLSearchParams(link));
  const after = tokensAt({secrets: [secret]});
  expect(await after.readBrowser(bearer((await both.issueBrowser('c1')).token))).toBe('c1');
  await expect(after.readBrowser(bearer(token))).rejects.toMatchObject({code: 'token_invalid'});
  expect(() => after.checkFile('f1', new URLSearchParams(link))).toThrow();
});

test('secrets of less than 32 bytes are rejected by option name', () => {
  expect(() => tokensAt({secrets: ['short']})).toThrow(/`secret`.*32 bytes/);
  expect(() => tokensAt({secrets: []})).toThrow(/`secret`/);
  expect(() => tokensAt({secrets: [secret, 'short']})).toThrow(/`secret`/);
});

test('a signed file URL is valid for an hour, and only for its file', () => {
  const tokens = tokensAt();
  const query = new URLSearchParams(tokens.signFile('f1'));
  tokens.checkFile('f1', query);
  expect(() => tokens.checkFile('f2', query)).toThrow(expect.objectContaining({code: 'not_found'}));
  const longer = new URLSearchParams({e: String(Number(query.get('e')) + 60), s: query.get('s')!});
  expect(() => tokens.checkFile('f1', longer)).toThrow(expect.objectContaining({code: 'not_found'}));
  for (const wrong of ['', 'e=NaN&s=', `e=${query.get('e')}`, `s=${query.get('s')}`, 'e=9999999999&s=é']) {
    expect(() => tokens.checkFile('f1', new URLSearchParams(wrong)), wrong).toThrow(expect.objectContaining({code: 'not_found'}));
  }
  tokens.pass(3600);
  expect(() => tokens.checkFile('f1', query)).toThrow(expect.objectContaining({code: 'not_found'}));
});

test('customer tokens must be HS256, signed with the secret of the site and have an expiry', async () => {
  const tokens = tokensAt();
  const site = "the site's own secret, which signs for its customers";
  const signed = (claims: Record<string, unknown>, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({alg}).sign(new TextEncoder().encode(site));
  expect(await tokens.readCustomer(await signed({data: {name: 'Ada'}, exp: 1_700_000_060}), site)).toMatchObject({data: {name: 'Ada'}});
  await expect(tokens.readCustomer(await signed({exp: 1_699_999_999}), site)).rejects.toMatchObject({code: 'token_expired'});
  await expect(tokens.readCustomer(await signed({}), site)).rejects.toMatchObject({code: 'token_invalid'});
  await expect(tokens.readCustomer(await signed({exp: 9e9}, 'HS512'), site)).rejects.toMatchObject({code: 'token_invalid'});
  await expect(tokens.readCustomer(await signed({exp: 9e9}), secret)).rejects.toMatchObject({code: 'token_invalid'});
});

test('browser tokens are standard HS256 JWTs, not signed with the bare secret', async () => {
  const {issueBrowser} = tokensAt();
  const [header, claims, signature] = (await issueBrowser('c1')).token.split('.') as [string, string, string];
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({alg: 'HS256', typ: 'JWT'});
  expect(signature).not.toBe(createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url'));
  expect(signature).toHaveLength(43);
});
