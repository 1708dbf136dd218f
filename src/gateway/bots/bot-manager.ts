import type {Retry} from '../options.ts';
import type {Surroundings} from '../surroundings.ts';
import {post, PostError, type PostOptions, type Reply, type Silence, type Target} from './post.ts';
import {type Pause, withRetries} from './retries.ts';
import {type FaultCode, type FaultOptions, TurnFault} from './turn-fault.ts';

export interface BotManager extends Target {
  /** For the log. */
  name: string;
  retry: Retry;
}

type Kind = readonly [code: FaultCode, again?: 'safe' | 'transient'];

const silences: Readonly<Record<Silence, Kind>> = {
  refused: ['bot_unreachable', 'safe'],
  broken: ['bot_unreachable', 'transient'],
  timeout: ['bot_timeout'],
  too_long: ['bot_invalid_response'],
};

const statuses: Readonly<Record<number, Kind>> = {
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
  options: PostOptions & {pause: Pause},
  around: Surroundings,
): Promise<unknown> {
  const attempt = async () => answerOf(bot.name, await posted(bot, body, options, around), around);
  return withRetries(attempt, {retry: bot.retry, signal: options.signal, pause: options.pause, now: around.now});
}

async function posted(bot: BotManager, body: string, options: PostOptions, around: Surroundings): Promise<Reply> {
  try {
    return await post(bot, body, options, around);
  } catch (cause) {
    if (!(cause instanceof PostError)) throw cause;
    throw fault(silences[cause.silence], `Bot "${bot.name}" ${cause.message}`, {cause});
  }
}

function answerOf(name: string, {status, text, retryAfter}: Reply, {now}: Surroundings): unknown {
  if (status < 200 || status > 299) {
    throw fault(kindOf(status, text), `Bot "${name}" answered ${status}`, {status, retryAfter: secondsOf(retryAfter, now())});
  }
  // A bot that has nothing to say, or says it later, may send an empty answer.
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fault(['bot_invalid_response'], `Bot "${name}" answered with something that is not JSON`, {status, cause});
  }
}

function kindOf(status: number, text: string): Kind {
  if (status < 400) return ['bot_misconfigured'];
  if (status === 400 && messageOf(text) === 'unsupported bot type') return ['bot_misconfigured'];
  return statuses[status] ?? (status < 500 ? ['bot_rejected'] : ['bot_error', 'transient']);
}

function fault([code, again]: Kind, message: string, options: FaultOptions): TurnFault {
  return new TurnFault(code, message, {...options, ...(again && {again})});
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
