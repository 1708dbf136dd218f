import type {Agent, Destination, Speaker} from '../../protocol/events.ts';
import type {BotResponse} from '../../protocol/exchange.ts';
import {normaliseLanguage} from '../../protocol/language.ts';
import type {Bot} from '../bots/bot.ts';
import type {Stage, StoredConversation, TransferTarget} from '../stored.ts';
import type {Change} from '../store/store.ts';
import type {ConversationServices} from './conversation-services.ts';
import {newTurnId} from './ids.ts';
import {transferOf} from './transfer.ts';

export type Effects = Required<Pick<Change, 'events' | 'set' | 'turns'>>;

/** Stages in which a bot's answer can end the conversation or hand the visitor over; in others, somebody else is already in charge. */
const botStages: ReadonlySet<Stage> = new Set(['starting', 'bot']);

/** What a bot's answer means besides its messages: its memory and, if it was the last word, the end or a transfer. */
export function effectsOf(response: BotResponse, conversation: StoredConversation, bot: Bot, services: ConversationServices): Effects {
  // What a bot says after it has handed over must not change the next bot's memory, nor end anything.
  if (bot.name !== conversation.bot) return {events: [], set: {}, turns: []};
  const {event, context, language, data} = response;
  const normalised = language === undefined ? undefined : normaliseLanguage(language);
  const memory = {...(context && {context}), ...(normalised !== undefined && {language: normalised})};
  if (event !== 'end' || !botStages.has(conversation.stage)) return {events: [], set: memory, turns: []};
  const target = transferOf(bot.options.transfers, data);
  if (!target) return {events: [{type: 'end', reason: 'bot'}], set: {...memory, stage: 'ended'}, turns: []};
  if (target.bot !== undefined) return transferToBot(target.bot, services, memory);
  return {
    events: [{type: 'transfer', status: 'requested', to: destinationOf(target)}],
    set: {...memory, stage: 'transferring', target},
    turns: [{id: newTurnId('transfer'), event: 'transfer'}],
  };
}

/** The next bot starts fresh: it gets the data, but not the other bot's memory. */
function transferToBot(name: string, {bots, log}: ConversationServices, memory: Change['set']): Effects {
  const next = bots.get(name);
  const requested = {type: 'transfer', status: 'requested', to: {bot: name}} as const;
  if (!next) {
    log('error', 'transfer_bot_missing', {bot: name});
    return {
      events: [
        {...requested, to: {}},
        {type: 'transfer', status: 'failed'},
      ],
      set: {...memory, stage: 'bot'},
      turns: [],
    };
  }
  const agent = agentOf(next);
  return {
    events: [requested, {type: 'transfer', status: 'accepted'}, {type: 'joined', agent}],
    set: {...memory, context: undefined, stage: 'starting', bot: name, agent},
    turns: [{id: newTurnId('start'), event: 'start'}],
  };
}

/** A bot as the visitor sees it. */
export function agentOf({name, options}: Bot): Agent {
  return {id: name, ...options.agent, is_bot: true};
}

/** A bot as a speaker. */
export function speakerOf({name, options}: Bot): Speaker {
  return {id: name, ...options.agent, kind: 'bot'};
}

function destinationOf({tags, agent}: TransferTarget): Destination {
  return {...(tags && {tags}), ...(agent !== undefined && {agent})};
}
