import type {BotRequest, BotSettings, Environment} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {Transport} from '../protocol/transport.ts';
import {normaliseLanguage} from '../protocol/write.ts';
import type {Persistence} from './persistence.ts';
import {type ConversationState, initialState} from './state.ts';

export interface ConversationOptions {
  /** The way to the bot. */
  transport: Transport;
  /** Where the conversation is kept between visits; in memory unless told. */
  persistence?: Persistence | undefined;
  /** BCP 47; shortened to what a bot understands. */
  language?: string | undefined;
  /** Which agent answers; `{engine: {type: 'custom'}}` unless told. */
  settings?: BotSettings | undefined;
  /** What the bot may know of the visitor from the beginning. */
  data?: Readonly<Record<string, unknown>> | undefined;
  /** The bot's memory to begin with. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** What the bot may know of the page and its abilities. */
  environment?: Environment | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** Ids for entries and requests; random unless told. */
  newId?: (() => string) | undefined;
}

/** A conversation of which nothing has happened yet. */
export function blankState({language, data = {}, context}: ConversationOptions): ConversationState {
  const spoken = language === undefined ? undefined : normaliseLanguage(language);
  return {...initialState, data, ...(spoken && {language: spoken}), ...(context && {context})};
}

/** A turn with everything that is known at this moment; what is not known is left out. */
export function requestOf(
  {settings = {engine: {type: 'custom'}}, environment}: ConversationOptions,
  {language, data, context}: ConversationState,
  turn: {event: BotRequest['event']; message?: VisitorMessage | undefined},
): BotRequest {
  return {
    event: turn.event,
    ...(turn.message && {message: turn.message}),
    ...(language && {language}),
    data,
    ...(context && {context}),
    settings,
    ...(environment && {environment}),
  };
}
