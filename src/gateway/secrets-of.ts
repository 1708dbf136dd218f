import {Buffer} from 'node:buffer';
import {isList, isRecord} from '../protocol/safe-copy.ts';
import type {GatewayOptions} from './options.ts';

/** Names of properties that contain secrets; those in a bot's `settings` are its author's. */
const keys = /(secret|token|password|passwd|((access|api|private|secret|subscription)[ _-]?key))$/i;
/** Minimum characters; anything shorter may be part of any word, and is not treated as a secret. */
const shortest = 8;

/** Every secret of a configuration, as it may appear in a text or in JSON within one; the longest first, as one may contain another. */
export function secretsOf({secret, deskSecret, bots, filters, hooks, widgets}: GatewayOptions): readonly string[] {
  const all = [...found({secret, deskSecret, bots, filters, hooks, widgets})].filter((text) => text.length >= shortest);
  const spelled = all.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  return [...new Set(spelled)].toSorted((one, other) => other.length - one.length);
}

/** A text without any of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text);
}

function* found(value: unknown, name = ''): Generator<string> {
  if (typeof value === 'string' && keys.test(name)) yield value;
  else if (isList(value)) for (const item of value) yield* found(item, name);
  else if (isRecord(value)) {
    const {type, user, secret} = value;
    if (type === 'basic') yield Buffer.from(`${String(user)}:${String(secret)}`).toString('base64');
    for (const [key, inner] of Object.entries(value)) yield* found(inner, key);
  }
}
