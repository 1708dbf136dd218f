import {randomUUID} from 'node:crypto';
import type {Attachment, BotMessage} from '../../protocol/message.ts';
import {isList, isRecord, ownValue, ownKeys} from '../../protocol/safe-copy.ts';
import {tokenPattern} from '../token-signer.ts';
import {redactSecrets} from '../redact-secrets.ts';
import type {Services} from '../services.ts';
import type {Tokens} from '../tokens.ts';
import {newMessageId} from './ids.ts';

/** Lower-case names under which bots and filters pass on what is only between them and the gateway. */
const internalKeys = new Set(['raw', 'context', 'tempcontext', 'settings', 'environment', 'token', 'hmac', 'authorization']);

/** How many different ones are looked at; no message has a reason to hold more. */
const maxTokens = 20;

/** What of the gateway must not leak. */
export type GatewaySecrets = Pick<Services, 'secrets'> & {tokens: Pick<Tokens, 'readBot'>};

/**
 * A message as it may be sent to a browser: with an id of the gateway's, without what bots and filters pass to each other, and without
 * tokens or secrets of the gateway. Files have a `ref`, so that none is shown twice.
 * @param id The message's id; a new one by default.
 */
export async function redactMessage(message: BotMessage, {secrets, tokens}: GatewaySecrets, id = newMessageId()): Promise<BotMessage> {
  const {ts: _, ...rest} = withFileRefs(redactValue(message, secrets) as BotMessage);
  return redactTokens({...rest, id}, tokens);
}

/** At any depth, since a bot may repeat its whole request; the reader limits the depth. */
function redactValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactSecrets(value, secrets);
  if (isList(value)) return value.map((item) => redactValue(item, secrets));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    ownKeys(value)
      .filter((key) => !internalKeys.has(key.toLowerCase()))
      .map((key) => [redactSecrets(key, secrets), redactValue(ownValue(value, key), secrets)]),
  );
}

function withFileRefs(message: BotMessage): BotMessage {
  if (message.type === 'attachment') return withRef(message);
  if (message.type === 'multi-attachment') return {...message, attachments: message.attachments.map(withRef)};
  return message;
}

function withRef<T extends Attachment>(file: T): T {
  return {...file, meta: {...file.meta, ref: file.meta.ref ?? randomUUID()}};
}

/** A bot that repeats what it was given may repeat its token. A token that is still valid is removed. */
async function redactTokens(message: BotMessage, tokens: Pick<Tokens, 'readBot'>): Promise<BotMessage> {
  const text = JSON.stringify(message);
  const found = [...new Set(text.match(tokenPattern))];
  if (found.length === 0) return message;
  const harmless = new Set<string>();
  for (const token of found.slice(0, maxTokens)) if (!(await isValidToken(token, tokens))) harmless.add(token);
  // In a single pass: an answer may hold thousands.
  return JSON.parse(text.replace(tokenPattern, (token) => (harmless.has(token) ? token : '…'))) as BotMessage;
}

async function isValidToken(token: string, tokens: Pick<Tokens, 'readBot'>): Promise<boolean> {
  try {
    await tokens.readBot(`Bearer ${token}`);
    return true;
  } catch {
    return false; // Not one of ours, or expired.
  }
}
