import type {BotRequest, BotSettings, Environment} from '../protocol/exchange.ts';
import type {VisitorMessage} from '../protocol/message.ts';
import type {Transport} from '../protocol/transport.ts';
import {normaliseLanguage} from '../protocol/write.ts';
import type {Listen} from './receiver.ts';
import {newId as randomId} from './id.ts';
import type {Persistence} from './persistence.ts';
import {type ConversationState, initialState} from './state.ts';
import {type Online, pageOnline, pageVisibility, realTimer, type Timer, type Visibility} from './environment.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

export interface ConversationOptions {
  /** The way to the bot. */
  transport: Transport;
  /** Where the conversation is stored between visits; in memory by default. */
  persistence?: Persistence | undefined;
  /** The visitor's language, BCP 47; normalised to what a bot understands. */
  language?: string | undefined;
  /** Sent to the bot with every request; names the agent that answers. `{engine: {type: 'custom'}}` by default. */
  settings?: BotSettings | undefined;
  /** What the bot should know about the visitor from the beginning; `{}` by default. */
  data?: Readonly<Record<string, unknown>> | undefined;
  /** The bot's initial memory. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** What the bot should know about the page and its capabilities. */
  environment?: Environment | undefined;
  /** Whether the visitor may change an earlier answer of a bot that is asked directly; false by default. Stores the context of each turn. */
  rewind?: boolean | undefined;
  /**
   * Whether to ask the visitor before sending messages left waiting by an earlier visit, because another page may send them too. An
   * idempotent transport sends them anyway. False by default.
   */
  asks?: boolean | undefined;
  /** Whether there is a network; `navigator.onLine` by default. */
  online?: Online | undefined;
  /** Whether somebody can see the page; its `visibilityState` by default. */
  visibility?: Visibility | undefined;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: (() => number) | undefined;
  /** Used to wait before a retry; `setTimeout` by default. */
  timer?: Timer | undefined;
  /** Returns 0 to 1, to vary the waits before retries; `Math.random` by default. */
  random?: (() => number) | undefined;
  /** Ids for entries and requests; random by default. */
  newId?: (() => string) | undefined;
  /** Internal: how unprompted messages are received; through the transport's `listen` by default. */
  listen?: Listen | undefined;
}

/** The environment given by the options, and the real one otherwise. */
export function environmentOf(options: ConversationOptions): ConversationEnvironment {
  const {transport, online = pageOnline, visibility = pageVisibility, timer = realTimer} = options;
  const {random = Math.random, now = Date.now, newId = randomId} = options;
  return {transport, online, visibility, timer, random, now, newId};
}

/** A conversation in which nothing has happened yet. */
export function blankState({language, data = {}, context}: ConversationOptions): ConversationState {
  const normalised = language === undefined ? undefined : normaliseLanguage(language);
  return {...initialState, data, ...(normalised && {language: normalised}), ...(context && {context})};
}

/** A turn with everything known at this moment; unknown properties are left out. */
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
