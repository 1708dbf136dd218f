import {randomUUID} from 'node:crypto';
import type {Attachment, BotMessage, Template} from '../../protocol/message.ts';
import {own, ownKeys} from '../../protocol/safe-copy.ts';
import type {Tokens} from '../tokens.ts';
import {newMessageId} from './ids.ts';

type Loose = Readonly<Record<string, unknown>>;

/** Names under which bots and filters pass on what is only between them and the gateway. */
const inner = new Set(['raw', 'context', 'tempContext', 'settings', 'environment', 'token', 'hmac', 'authorization']);

/** Something that looks like a token, wherever it stands in a message. */
const tokenLike = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** So many different ones are looked at; no message has a reason to hold more. */
const mostTokens = 20;

/**
 * A message as it may go to a browser: under a name of the gateway's, without what bots and filters pass on among themselves, and without
 * any token of ours. Files have a `ref`, so that none is shown twice.
 * @param id What the message is called; a new name unless told.
 */
export async function cleaned(message: BotMessage, tokens: Pick<Tokens, 'readBot'>, id = newMessageId()): Promise<BotMessage> {
  const {ts: _, ...said} = withRefs(withoutInner(message));
  return withoutTokens({...said, id}, tokens);
}

function withoutInner(message: BotMessage): BotMessage {
  if (message.type === 'unknown') return {...bare(message), original: outer(message.original)};
  if (message.type === 'text' && message.template) return {...bare(message), template: bareTemplate(message.template)};
  return bare(message);
}

function bareTemplate(template: Template): Template {
  return {...bare(template), ...(template.elements && {elements: template.elements.map(bare)})};
}

function bare<T extends {extra?: Loose}>(part: T): T {
  if (!part.extra) return part;
  const {extra, ...known} = part;
  return {...known, extra: outer(extra)} as T;
}

function outer(properties: Loose): Loose {
  return Object.fromEntries(
    ownKeys(properties)
      .filter((key) => !inner.has(key))
      .map((key) => [key, own(properties, key)]),
  );
}

function withRefs(message: BotMessage): BotMessage {
  if (message.type === 'attachment') return {...message, ...named(message)};
  if (message.type === 'multi-attachment') return {...message, attachments: message.attachments.map(named)};
  return message;
}

function named({url, meta}: Attachment): Attachment {
  return {url, meta: {...meta, ref: meta.ref ?? randomUUID()}};
}

/** A bot that repeats what it was given may repeat its token: one that opens a door here is taken out. */
async function withoutTokens(message: BotMessage, tokens: Pick<Tokens, 'readBot'>): Promise<BotMessage> {
  let text = JSON.stringify(message);
  if (!text.includes('eyJ')) return message;
  const found = [...new Set(text.match(tokenLike))];
  for (const token of found.slice(0, mostTokens)) if (await opens(token, tokens)) text = text.replaceAll(token, '…');
  for (const token of found.slice(mostTokens)) text = text.replaceAll(token, '…');
  return JSON.parse(text) as BotMessage;
}

async function opens(token: string, tokens: Pick<Tokens, 'readBot'>): Promise<boolean> {
  try {
    await tokens.readBot(`Bearer ${token}`);
    return true;
  } catch {
    return false; // Not one of ours, or over.
  }
}
