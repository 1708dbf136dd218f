import {randomUUID} from 'node:crypto';
import {SignJWT} from 'jose';
import {Problem} from './problem.ts';
import {LruCache} from './lru-cache.ts';
import {verifyJwt} from './verify-jwt.ts';

export interface TokenSignerOptions {
  audience: string;
  issuer: string;
  /** Besides the usual claims. */
  claims?: Readonly<Record<string, string>>;
  /** Each at least 32 bytes. The first signs, all are accepted. */
  keys: readonly Uint8Array<ArrayBuffer>[];
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Tokens that need not be verified again: a page sends the same one with each request. */
const cacheSize = 10_000;
const requiredClaims = ['sub', 'jti', 'iat', 'exp'];
const header = {alg: 'HS256', typ: 'JWT'};
const encodedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');

/**
 * Matches what looks like a signed token, anywhere in a text, even within a word. Both ends of the pattern have a fixed length,
 * so that searching takes no long time for any text.
 */
export const tokenPattern = new RegExp(String.raw`${encodedHeader}\.[\w-]+\.[\w-]{43}`, 'g');

/** The claims of a token. */
export interface TokenClaims {
  conversation: string;
  /** Name of the bot it was issued to, if it was issued to one. */
  bot?: string | undefined;
}

/** Creates and verifies the tokens of one audience, each of which is for one conversation. */
export class TokenSigner {
  readonly #options: TokenSignerOptions;
  /** Prepared once: doing that for each token would cost more than its signature. */
  readonly #keys: Promise<readonly CryptoKey[]>;
  readonly #verified = new LruCache<TokenClaims & {exp: number}>(cacheSize);

  constructor(options: TokenSignerOptions) {
    this.#options = options;
    const use = {name: 'HMAC', hash: 'SHA-256'};
    this.#keys = Promise.all(options.keys.map((key) => crypto.subtle.importKey('raw', key, use, false, ['sign', 'verify'])));
  }

  /** @param lifetime Seconds. */
  async issue({conversation, bot}: TokenClaims, lifetime: number): Promise<string> {
    const {audience, issuer, claims} = this.#options;
    const seconds = this.#seconds();
    return new SignJWT({...claims, ...(bot !== undefined && {bot})})
      .setProtectedHeader(header)
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(conversation)
      .setJti(randomUUID())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetime)
      .sign((await this.#keys)[0]!);
  }

  /**
   * The claims of a valid token.
   * @param grace Seconds after its expiry during which it is still accepted.
   * @throws {Problem} `token_missing`, `token_invalid`, `token_expired`.
   */
  async verify(authorization: string | undefined, grace = 0): Promise<TokenClaims> {
    const token = bearerOf(authorization);
    if (!token) throw new Problem('token_missing');
    const cached = this.#verified.get(token);
    if (cached && cached.exp + grace > this.#seconds()) return cached;
    // A finite number, since the library accepts no infinite tolerance.
    const clockTolerance = Math.min(grace, Number.MAX_SAFE_INTEGER);
    const {audience, now} = this.#options;
    const details = {audience, clockTolerance, currentDate: new Date(now()), requiredClaims};
    const {sub, exp, bot} = await verifyJwt(token, await this.#keys, details);
    if (typeof sub !== 'string' || sub === '') throw new Problem('token_invalid');
    const claims = {conversation: sub, bot: typeof bot === 'string' ? bot : undefined, exp: Number(exp)};
    this.#verified.set(token, claims);
    return claims;
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1000);
  }
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}
