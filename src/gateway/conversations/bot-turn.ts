import type {BotResponse} from '../../protocol/exchange.ts';
import type {Bot} from '../bots/bot.ts';
import {TurnFault} from '../bots/turn-fault.ts';
import {createUrlRenewer} from '../file-urls.ts';
import {reasonOf} from '../log.ts';
import type {StoredConversation, Turn} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {TransportEvent} from '../../protocol/events.ts';
import type {ConversationServices} from './conversation-services.ts';
import {effectsOf, speakerOf} from './effects.ts';
import {messageEventsOf, writingTtl} from './message-events.ts';

/** What a bot's answer changes, and which ephemeral events to emit once that is stored. */
export interface AnswerResult {
  change: Change;
  ephemeral: TransportEvent[];
}

/** Milliseconds between two typing events while the bot is being asked. */
const writingInterval = 8_000;

/** The bot whose turn it is. @throws {TurnFault} `bot_misconfigured` if it is no longer in the configuration. */
export function botOf({bot: name}: StoredConversation, {bots}: ConversationServices): Bot {
  const bot = bots.get(name);
  if (!bot) throw new TurnFault('bot_misconfigured', `There is no bot "${name}" any more`);
  return bot;
}

/** Asks the bot whose turn it is; meanwhile the visitor sees typing dots. */
export async function askBot(
  conversation: StoredConversation,
  {id, event, message}: Pick<Turn, 'id' | 'event' | 'message'>,
  signal: AbortSignal,
  services: ConversationServices,
): Promise<AnswerResult> {
  const bot = botOf(conversation, services);
  const stopWriting = event === 'end' ? undefined : startWriting(conversation, bot, services);
  try {
    const renewed = message && (await createUrlRenewer(services, conversation.id)(message));
    const response = await bot.ask(conversation, {event, message: renewed, id: requestId(conversation, id), signal});
    // Read again: something the bot said meanwhile may have handed the visitor over.
    const current = (await services.store.read(conversation.id)) ?? conversation;
    return await interpretAnswer(response, current, bot, services);
  } catch (error) {
    await emit(conversation, {type: 'iswriting', on: false, from: speakerOf(bot)}, services);
    throw error;
  } finally {
    stopWriting?.();
  }
}

/** The meaning of a bot's response, asked for or not. */
export async function interpretAnswer(
  response: BotResponse,
  conversation: StoredConversation,
  bot: Bot,
  services: ConversationServices,
): Promise<AnswerResult> {
  const {problems = [], messages, data} = response;
  const about = {conversation: conversation.id, bot: bot.name};
  if (problems.length) services.log('warn', 'answer_mended', {...about, problems: problems.length, first: problems[0]?.path});
  const from = speakerOf(bot);
  const {events, ephemeral} = await messageEventsOf(messages, from, services);
  const {events: after, set, turns} = effectsOf(response, conversation, bot, services);
  if (!ephemeral.length && !events.some(({type}) => type === 'message')) ephemeral.push({type: 'iswriting', on: false, from});
  if (problems.some(({code}) => code === 'bot_invalid_response')) {
    ephemeral.push({type: 'problem', code: 'bot_invalid_response', title: 'The answer of the bot could not be read', retryable: false});
  }
  return {change: {events: [...events, ...after], set, turns, ...(data && {data})}, ephemeral};
}

function startWriting(conversation: StoredConversation, bot: Bot, services: ConversationServices): (() => void) | undefined {
  if (bot.options.typing === false) return undefined;
  const emitWriting = () => void emit(conversation, {type: 'iswriting', on: true, ttl: writingTtl, from: speakerOf(bot)}, services);
  emitWriting();
  const timer = setInterval(emitWriting, writingInterval);
  return () => clearInterval(timer);
}

/** Nothing depends on whether it is delivered. */
async function emit({id}: StoredConversation, event: TransportEvent, {store, log}: ConversationServices): Promise<void> {
  await store.signal(id, event).catch((error: unknown) => log('warn', 'signal_untold', {conversation: id, reason: reasonOf(error)}));
}

/** The same for each attempt at a turn, by the gateway or by the visitor; contains only characters a header may hold. */
function requestId({id}: StoredConversation, turn: string): string {
  return `${id}.${turn.replaceAll(/[^\w.:-]/g, '_')}`;
}
