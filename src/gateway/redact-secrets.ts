import {Buffer} from 'node:buffer';
import {isList, isRecord} from '../protocol/safe-copy.ts';
import type {GatewayOptions} from './options.ts';

/** Names of properties that contain secrets; those in a bot's `settings` are its author's. */
const secretKeys = /(secret|token|password|passwd|((access|api|private|secret|subscription)[ _-]?key))$/i;
/** Minimum characters; anything shorter may be part of any word, and is not treated as a secret. */
const minLength = 8;

/** Every secret of a configuration, as it may appear in a text or in JSON within one; the longest first, as one may contain another. */
export function collectSecrets({secret, deskSecret, bots, filters, hooks, widgets}: GatewayOptions): readonly string[] {
  const all = [...findSecrets({secret, deskSecret, bots, filters, hooks, widgets})].filter((text) => text.length >= minLength);
  const spellings = all.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  return [...new Set(spellings)].toSorted((one, other) => other.length - one.length);
}

/** A text without any of the secrets. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '…'), text);
}

function* findSecrets(value: unknown, name = ''): Generator<string> {
  if (typeof value === 'string' && secretKeys.test(name)) yield value;
  else if (isList(value)) for (const item of value) yield* findSecrets(item, name);
  else if (isRecord(value)) {
    const {type, user, secret} = value;
    if (type === 'basic') yield Buffer.from(`${String(user)}:${String(secret)}`).toString('base64');
    for (const [key, inner] of Object.entries(value)) yield* findSecrets(inner, key);
  }
}
