import type {BotResponse} from '../../protocol/exchange.ts';
import type {Bot} from '../bots/bot.ts';
import {TurnFault} from '../bots/turn-fault.ts';
import {renewing} from '../links.ts';
import {saidBy} from '../log.ts';
import type {StoredConversation, Turn} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {TransportEvent} from '../../protocol/events.ts';
import type {Backstage} from './backstage.ts';
import {consequencesOf, speakerOf} from './consequences.ts';
import {spoken, writingLife} from './spoken.ts';

/** What a bot's answer changes, and which passing events to emit once that is stored. */
export interface Answered {
  change: Change;
  passing: TransportEvent[];
}

/** Milliseconds between two typing events while the bot is being asked. */
const sign = 8_000;

/** The bot whose turn it is. @throws {TurnFault} `bot_misconfigured` if it is no longer in the configuration. */
export function botOf({bot: name}: StoredConversation, {bots}: Backstage): Bot {
  const bot = bots.get(name);
  if (!bot) throw new TurnFault('bot_misconfigured', `There is no bot "${name}" any more`);
  return bot;
}

/** Asks the bot whose turn it is; meanwhile the visitor sees typing dots. */
export async function askBot(
  conversation: StoredConversation,
  {id, event, message}: Pick<Turn, 'id' | 'event' | 'message'>,
  signal: AbortSignal,
  back: Backstage,
): Promise<Answered> {
  const bot = botOf(conversation, back);
  const stopWriting = event === 'end' ? undefined : startWriting(conversation, bot, back);
  try {
    const said = message && (await renewing(back, conversation.id)(message));
    const response = await bot.ask(conversation, {event, message: said, id: requestId(conversation, id), signal});
    // Read again: something the bot said meanwhile may have handed the visitor over.
    const now = (await back.store.read(conversation.id)) ?? conversation;
    return await answered(response, now, bot, back);
  } catch (error) {
    await tell(conversation, {type: 'iswriting', on: false, from: speakerOf(bot)}, back);
    throw error;
  } finally {
    stopWriting?.();
  }
}

/** The meaning of a bot's response, asked for or not. */
export async function answered(response: BotResponse, conversation: StoredConversation, bot: Bot, back: Backstage): Promise<Answered> {
  const {problems = [], messages, data} = response;
  const about = {conversation: conversation.id, bot: bot.name};
  if (problems.length) back.log('warn', 'answer_mended', {...about, problems: problems.length, first: problems[0]?.path});
  const from = speakerOf(bot);
  const {events, passing} = await spoken(messages, from, back);
  const {events: after, set, turns} = consequencesOf(response, conversation, bot, back);
  if (!passing.length && !events.some(({type}) => type === 'message')) passing.push({type: 'iswriting', on: false, from});
  if (problems.some(({code}) => code === 'bot_invalid_response')) {
    passing.push({type: 'problem', code: 'bot_invalid_response', title: 'The answer of the bot could not be read', retryable: false});
  }
  return {change: {events: [...events, ...after], set, turns, ...(data && {data})}, passing};
}

function startWriting(conversation: StoredConversation, bot: Bot, back: Backstage): (() => void) | undefined {
  if (bot.options.typing === false) return undefined;
  const write = () => void tell(conversation, {type: 'iswriting', on: true, ttl: writingLife, from: speakerOf(bot)}, back);
  write();
  const beat = setInterval(write, sign);
  return () => clearInterval(beat);
}

/** Nothing depends on whether it is delivered. */
async function tell({id}: StoredConversation, event: TransportEvent, {store, log}: Backstage): Promise<void> {
  await store.signal(id, event).catch((error: unknown) => log('warn', 'signal_untold', {conversation: id, reason: saidBy(error)}));
}

/** The same for each attempt at a turn, by the gateway or by the visitor; contains only characters a header may hold. */
function requestId({id}: StoredConversation, turn: string): string {
  return `${id}.${turn.replaceAll(/[^\w.:-]/g, '_')}`;
}
