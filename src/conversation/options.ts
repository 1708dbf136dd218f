import type {BotRequest, BotSettings, Environment} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {Transport} from '../protocol/transport.ts';
import {normaliseLanguage} from '../protocol/write.ts';
import type {Hear} from './hearing.ts';
import type {Persistence} from './persistence.ts';
import {type ConversationState, initialState} from './state.ts';
import {type Online, pageOnline, pageVisibility, realTimer, type Timer, type Visibility} from './surroundings.ts';
import type {World} from './world.ts';

export interface ConversationOptions {
  /** The way to the bot. */
  transport: Transport;
  /** Where the conversation is kept between visits; in memory by default. */
  persistence?: Persistence | undefined;
  /** BCP 47; shortened to what a bot understands. */
  language?: string | undefined;
  /** Which agent answers; `{engine: {type: 'custom'}}` by default. */
  settings?: BotSettings | undefined;
  /** What the bot may know of the visitor from the beginning. */
  data?: Readonly<Record<string, unknown>> | undefined;
  /** The bot's memory to begin with. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** What the bot may know of the page and its abilities. */
  environment?: Environment | undefined;
  /** Whether the visitor may change an earlier answer, where a bot is asked directly. Then what each turn went out with is kept. */
  rewind?: boolean | undefined;
  /**
   * Whether what waited in an earlier visit is asked about, since another page may send it. Where that does no harm, it is sent all the
   * same.
   */
  asks?: boolean | undefined;
  /** Whether there is a network; the browser's word for it by default. */
  online?: Online | undefined;
  /** Whether somebody can see the page; the page's own by default. */
  visibility?: Visibility | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** How to wait before another try. */
  timer?: Timer | undefined;
  /** 0 to 1; spreads the tries of many. */
  random?: (() => number) | undefined;
  /** Ids for entries and requests; random by default. */
  newId?: (() => string) | undefined;
  /** How it hears what arrives unasked; through the transport's `listen` by default. */
  hear?: Hear | undefined;
}

/** The world as the options describe it, and as it is where they do not. */
export function worldOf(options: ConversationOptions): World {
  const {transport, online = pageOnline, visibility = pageVisibility, timer = realTimer, random = Math.random} = options;
  return {transport, online, visibility, timer, random};
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
