import {createHmac, hkdfSync, timingSafeEqual} from 'node:crypto';
import {Problem} from './problem.ts';
import {LruCache} from './lru-cache.ts';
import {TokenSigner, type TokenClaims} from './token-signer.ts';
import {verifyJwt} from './verify-jwt.ts';

/** A browser's token, and how long it is valid. */
export interface IssuedToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
}

/** Creates and verifies everything that is signed. Each audience has a key of its own, so that no token is valid elsewhere. */
export interface Tokens {
  /** For one conversation, in a browser. */
  issueBrowser(conversation: string): Promise<IssuedToken>;
  /**
   * The conversation a browser's token is for.
   * @param grace Seconds after its expiry during which it is still accepted.
   * @throws {Problem} `token_missing`, `token_invalid`, `token_expired`.
   */
  readBrowser(authorization: string | undefined, grace?: number): Promise<string>;
  /** The token with which a bot calls back, as `environment.token`. */
  issueBot(conversation: string, bot?: string): Promise<string>;
  /** The conversation and the bot of a bot's token. @throws {Problem} as above. */
  readBot(authorization: string | undefined): Promise<TokenClaims>;
  /** What a site's own server states about its customer. @throws {Problem} if it is not signed with that secret. */
  readCustomer(token: string, secret: string): Promise<Readonly<Record<string, unknown>>>;
  /** The query of a signed, expiring file URL: `e=…&s=…`. */
  signFile(id: string): string;
  /** @throws {Problem} `not_found` for an invalid or expired signature, as for a file that does not exist. */
  checkFile(id: string, query: URLSearchParams): void;
}

export interface TokenOptions {
  /** Each at least 32 bytes. The first signs, all are accepted. */
  secrets: readonly string[];
  /** `host[:port]` of the gateway, as the issuer. */
  host: string;
  account: string;
  /** Lifetime of a browser's token in seconds. */
  life: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Seconds. */
const botLife = 24 * 60 * 60;
const fileLife = 60 * 60;
/** Seconds for which a bot gets the same token with each turn of a conversation. */
const botReuse = 10 * 60;
/** For how many conversations that is so at the same time. */
const cacheSize = 10_000;

/** @throws {Error} if a secret is too short. */
export function createTokens({secrets, host, account, life, now}: TokenOptions): Tokens {
  if (secrets.length === 0 || secrets.some((secret) => Buffer.byteLength(secret) < 32)) {
    throw new Error('`secret` must have at least 32 bytes that nobody knows: openssl rand -base64 48');
  }
  const browser = new TokenSigner({audience: 'browser', issuer: host, keys: keysFor('browser', secrets), now});
  const bot = new TokenSigner({audience: 'bot', issuer: host, claims: {acct: account}, keys: keysFor('bot', secrets), now});
  const fileKeys = keysFor('file', secrets);
  const issued = new LruCache<{token: Promise<string>; until: number}>(cacheSize);
  const seconds = (): number => Math.floor(now() / 1000);

  return {
    issueBrowser: async (conversation) => ({token: await browser.issue({conversation}, life), expiresIn: life}),
    readBrowser: async (authorization, grace) => (await browser.verify(authorization, grace)).conversation,
    issueBot(conversation, name) {
      const cacheKey = `${conversation} ${name}`;
      const cached = issued.get(cacheKey);
      if (cached && cached.until > seconds()) return cached.token;
      const token = bot.issue({conversation, bot: name}, botLife);
      issued.set(cacheKey, {token, until: seconds() + botReuse});
      return token;
    },
    readBot: (authorization) => bot.verify(authorization),
    readCustomer: (token, secret) =>
      verifyJwt(token, [new TextEncoder().encode(secret)], {currentDate: new Date(now()), requiredClaims: ['exp']}),
    signFile(id) {
      const until = seconds() + fileLife;
      return `e=${until}&s=${signatureOf(id, until, fileKeys[0]!)}`;
    },
    checkFile(id, query) {
      const until = Number(query.get('e'));
      const signature = query.get('s') ?? '';
      const genuine = fileKeys.some((key) => isEqual(signature, signatureOf(id, until, key)));
      if (!genuine || until <= seconds()) throw new Problem('not_found');
    },
  };
}

function keysFor(audience: 'browser' | 'bot' | 'file', secrets: readonly string[]): Uint8Array<ArrayBuffer>[] {
  return secrets.map((secret) => new Uint8Array(hkdfSync('sha256', secret, '', `parley ${audience}`, 32)));
}

function signatureOf(id: string, until: number, key: Uint8Array): string {
  return createHmac('sha256', key).update(`${id}\n${until}`).digest('base64url');
}

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
