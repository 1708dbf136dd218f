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

/** What a bot's answer changes, and what is told in passing once that is kept. */
export interface Answered {
  change: Change;
  passing: TransportEvent[];
}

/** Milliseconds between two signs that the bot is being asked. */
const sign = 8_000;

/** The bot that has the word. @throws {TurnFault} `bot_misconfigured` when the configuration does not know it any more. */
export function botOf({bot: name}: StoredConversation, {bots}: Backstage): Bot {
  const bot = bots.get(name);
  if (!bot) throw new TurnFault('bot_misconfigured', `There is no bot "${name}" any more`);
  return bot;
}

/** Asks the bot that has the word; meanwhile the visitor sees that something happens. */
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
    // Read again: while the bot was asked, what it said meanwhile may have handed the visitor over.
    const now = (await back.store.read(conversation.id)) ?? conversation;
    return await answered(response, now, bot, back);
  } catch (error) {
    await tell(conversation, {type: 'iswriting', on: false, from: speakerOf(bot)}, back);
    throw error;
  } finally {
    stopWriting?.();
  }
}

/** What a response of a bot means, asked for or not. */
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

/** Whether it is told or not changes nothing else. */
async function tell({id}: StoredConversation, event: TransportEvent, {store, log}: Backstage): Promise<void> {
  await store.signal(id, event).catch((error: unknown) => log('warn', 'signal_untold', {conversation: id, reason: saidBy(error)}));
}

/** The same for each try of a turn, by the gateway or by the visitor; only characters a header may hold. */
function requestId({id}: StoredConversation, turn: string): string {
  return `${id}.${turn.replaceAll(/[^\w.:-]/g, '_')}`;
}
