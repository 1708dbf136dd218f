import type {Retry} from '../options.ts';
import type {Services} from '../services.ts';
import {post, PostError, type PostOptions, type Reply, type PostFailure, type PostTarget} from './post.ts';
import {type Sleep, withRetries} from './retries.ts';
import {type FaultCode, type FaultOptions, TurnFault} from './turn-fault.ts';

export interface BotManager extends PostTarget {
  /** For the log. */
  name: string;
  retry: Retry;
}

type FaultKind = readonly [code: FaultCode, again?: 'safe' | 'transient'];

const postFaults: Readonly<Record<PostFailure, FaultKind>> = {
  refused: ['bot_unreachable', 'safe'],
  broken: ['bot_unreachable', 'transient'],
  timeout: ['bot_timeout'],
  too_long: ['bot_invalid_response'],
};

const statusFaults: Readonly<Record<number, FaultKind>> = {
  401: ['bot_misconfigured'],
  403: ['bot_misconfigured'],
  404: ['bot_misconfigured'],
  405: ['bot_misconfigured'],
  408: ['bot_timeout'],
  413: ['message_too_large'],
  425: ['bot_unreachable'],
  429: ['bot_unreachable', 'safe'],
  502: ['bot_unreachable', 'safe'],
  503: ['bot_unreachable', 'safe'],
  504: ['bot_unreachable', 'safe'],
};

/**
 * Asks a BotManager, and again if its `retry` allows it, always with the same id. Resolves with the parsed JSON, which may be anything;
 * with undefined if the answer is empty.
 * @throws {TurnFault}; or the signal's reason.
 */
export async function askBotManager(
  bot: BotManager,
  body: string,
  options: PostOptions & {sleep: Sleep},
  services: Services,
): Promise<unknown> {
  const attempt = async () => parseReply(bot.name, await postToBot(bot, body, options, services), services);
  return withRetries(attempt, {retry: bot.retry, signal: options.signal, sleep: options.sleep, now: services.now});
}

async function postToBot(bot: BotManager, body: string, options: PostOptions, services: Services): Promise<Reply> {
  try {
    return await post(bot, body, options, services);
  } catch (cause) {
    if (!(cause instanceof PostError)) throw cause;
    throw createFault(postFaults[cause.failure], `Bot "${bot.name}" ${cause.message}`, {cause});
  }
}

function parseReply(name: string, {status, text, retryAfter}: Reply, {now}: Services): unknown {
  if (status < 200 || status > 299) {
    throw createFault(kindOf(status, text), `Bot "${name}" answered ${status}`, {status, retryAfter: secondsOf(retryAfter, now())});
  }
  // A bot that has nothing to say, or says it later, may send an empty answer.
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw createFault(['bot_invalid_response'], `Bot "${name}" answered with something that is not JSON`, {status, cause});
  }
}

function kindOf(status: number, text: string): FaultKind {
  if (status < 400) return ['bot_misconfigured'];
  if (status === 400 && messageOf(text) === 'unsupported bot type') return ['bot_misconfigured'];
  return statusFaults[status] ?? (status < 500 ? ['bot_rejected'] : ['bot_error', 'transient']);
}

function createFault([code, retryClass]: FaultKind, message: string, options: FaultOptions): TurnFault {
  return new TurnFault(code, message, {...options, ...(retryClass && {retryClass})});
}

/** The message of a BotManager's error. It may quote what was said, so it goes to the log only. */
function messageOf(text: string): unknown {
  try {
    return (Object(JSON.parse(text)) as {message?: unknown}).message;
  } catch {
    return undefined; // Not a BotManager's error body: the status has to do.
  }
}

/** The seconds a `Retry-After` header asks to wait, given as a number or a date. */
function secondsOf(header: string | null, now: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
