import {randomUUID} from 'node:crypto';
import type {Attachment, BotMessage} from '../../protocol/message.ts';
import {isList, isRecord, ownValue, ownKeys} from '../../protocol/safe-copy.ts';
import {tokenLike} from '../seal.ts';
import {withoutSecrets} from '../secrets-of.ts';
import type {Surroundings} from '../surroundings.ts';
import type {Tokens} from '../tokens.ts';
import {newMessageId} from './ids.ts';

/** Lower-case names under which bots and filters pass on what is only between them and the gateway. */
const inner = new Set(['raw', 'context', 'tempcontext', 'settings', 'environment', 'token', 'hmac', 'authorization']);

/** How many different ones are looked at; no message has a reason to hold more. */
const mostTokens = 20;

/** What of the gateway must not leak. */
export type Hidden = Pick<Surroundings, 'secrets'> & {tokens: Pick<Tokens, 'readBot'>};

/**
 * A message as it may be sent to a browser: with an id of the gateway's, without what bots and filters pass to each other, and without
 * tokens or secrets of the gateway. Files have a `ref`, so that none is shown twice.
 * @param id The message's id; a new one by default.
 */
export async function cleaned(message: BotMessage, {secrets, tokens}: Hidden, id = newMessageId()): Promise<BotMessage> {
  const {ts: _, ...said} = withRefs(outer(message, secrets) as BotMessage);
  return withoutTokens({...said, id}, tokens);
}

/** At any depth, since a bot may repeat its whole request; the reader limits the depth. */
function outer(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return withoutSecrets(value, secrets);
  if (isList(value)) return value.map((item) => outer(item, secrets));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    ownKeys(value)
      .filter((key) => !inner.has(key.toLowerCase()))
      .map((key) => [withoutSecrets(key, secrets), outer(ownValue(value, key), secrets)]),
  );
}

function withRefs(message: BotMessage): BotMessage {
  if (message.type === 'attachment') return named(message);
  if (message.type === 'multi-attachment') return {...message, attachments: message.attachments.map(named)};
  return message;
}

function named<T extends Attachment>(file: T): T {
  return {...file, meta: {...file.meta, ref: file.meta.ref ?? randomUUID()}};
}

/** A bot that repeats what it was given may repeat its token. A token that is still valid is removed. */
async function withoutTokens(message: BotMessage, tokens: Pick<Tokens, 'readBot'>): Promise<BotMessage> {
  const text = JSON.stringify(message);
  const found = [...new Set(text.match(tokenLike))];
  if (found.length === 0) return message;
  const harmless = new Set<string>();
  for (const token of found.slice(0, mostTokens)) if (!(await opens(token, tokens))) harmless.add(token);
  // In a single pass: an answer may hold thousands.
  return JSON.parse(text.replace(tokenLike, (token) => (harmless.has(token) ? token : '…'))) as BotMessage;
}

async function opens(token: string, tokens: Pick<Tokens, 'readBot'>): Promise<boolean> {
  try {
    await tokens.readBot(`Bearer ${token}`);
    return true;
  } catch {
    return false; // Not one of ours, or expired.
  }
}
