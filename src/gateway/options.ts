import type {Agent} from '../protocol/events.ts';
import type {BotRequest, BotSettings} from '../protocol/exchange.ts';
import type {Desk} from './desk/desk.ts';
import type {Files} from './files/files.ts';
import type {Log} from './log.ts';
import type {StoredConversation, TransferTarget, Values} from './stored.ts';
import type {Store} from './store/store.ts';

/** How the gateway authenticates itself to another system. */
export type Auth = {type: 'basic'; user: string; secret: string} | {type: 'bearer'; secret: string};

/**
 * When a failed request is sent again. `safe`: only after failures in which the other side surely did nothing with it.
 * `transient`: also after a 500 or a broken connection.
 */
export type Retry = 'safe' | 'transient' | 'never';

/** Turns the end of a bot's part into a transfer. */
export interface TransferRule {
  /** A key of the response's `data`. */
  key: string;
  /** The value that must be there; by default any but `false`, `null` and the empty string. */
  value?: string | number | boolean;
  /** To whom: people by tags or nickname, or another bot. `{value}` is replaced by the value found in `data`. */
  to: TransferTarget;
}

/** A bot that is a function of this process, with the signature of the Bot SDK's agents. */
export type BotAgent = (request: BotRequest) => Promise<unknown>;

export interface BotOptions {
  /** Full URL of a BotManager's message endpoint, such as `https://bots.example.com/bot/message`. Either this or `answer`. */
  url?: string;
  /** An agent in this process, instead of `url`. */
  answer?: BotAgent;
  /** Sent to the bot with every request; `{engine: {type: 'custom'}}` by default. */
  settings?: BotSettings;
  auth?: Auth;
  /** Seconds an answer may take; 60 by default, at most 290 for a `url` with Node's own `fetch`. */
  timeout?: number;
  /** `safe` by default. */
  retry?: Retry;
  /** Whether the bot is told when the conversation ends; false by default. */
  canHandleEndEvent?: boolean;
  /** Names of the filters its requests pass through, in this order. */
  requestFilters?: readonly string[];
  /** Names of the filters its answers pass through, in this order. */
  responseFilters?: readonly string[];
  transfers?: readonly TransferRule[];
  /** Key for `x-vvc-hmac`, the HMAC-SHA-256 of each request's body. Without it there is no such header. */
  hmacSecret?: string;
  /** Whether the token for late answers may be sent to a bot on plain http; false by default. */
  allowInsecureToken?: boolean;
  /** Marks a bot that only collects data: it gets neither `contactId` nor `token`. */
  precontact?: boolean;
  /** Whether the visitor sees typing dots while the bot is asked; true by default. */
  typing?: boolean;
  /** Whom the visitor sees as the speaker. */
  agent?: Agent;
}

export interface FilterOptions {
  /** Full URL, such as `https://filters.example.com/filter/request`. */
  url: string;
  auth?: Auth;
  /** Sent as `settings` of the request; the bot's by default. */
  settings?: Values;
  /** Seconds it may take; 5 by default. */
  timeout?: number;
  /** What a failure does: `fail` the turn (default), or `skip` the filter. */
  onError?: 'fail' | 'skip';
}

export type HookEvent = 'new' | 'end' | 'change' | 'finalized' | 'message';

/** A system that is notified of events. */
export interface HookOptions {
  url: string;
  events: readonly HookEvent[];
  auth?: Auth;
  /** Only events of these widgets; of all by default. */
  widgets?: readonly string[];
  /** Seconds per try; 10 by default. */
  timeout?: number;
}

/** A system that is asked a question. */
export interface AskOptions {
  url: string;
  auth?: Auth;
  /** Seconds it may take; 3 by default. Without an answer the gateway continues as if there were no hook. */
  timeout?: number;
}

export interface WidgetOptions {
  /** Name of the bot that speaks first. */
  bot: string;
  /** Origins of the pages that may use it, such as `https://www.example.com`. Every other page is refused. */
  origins: readonly string[];
  /** Keys of `data` a page may set; all by default. */
  data?: readonly string[];
  /** Key of the tokens that the site's own server signs for its customers (HS256); at least 32 bytes. */
  customerSecret?: string;
  /** Asked whether people are available; answers `{available: boolean}`. */
  availability?: AskOptions;
  /** Asked who speaks first; answers `{bot: string}`, or `{tags, agent}` for people. */
  routing?: AskOptions;
}

export interface Limits {
  /** Messages per minute and conversation; 60 by default. Twenty times that per address. */
  messagesPerMinute?: number;
  /** Requests per minute and address that create a conversation, renew a token or fail to authenticate; 100 by default. */
  requestsPerMinute?: number;
  /**
   * Reads per minute and conversation: reading it, asking for events, opening a stream; a large answer counts as several. 300 by default.
   * Twenty times that per address.
   */
  readsPerMinute?: number;
  /** Streams per conversation; 5 by default. */
  streams?: number;
  /** Bytes of a JSON body; 102,400 by default. */
  bodyBytes?: number;
  /** Bytes of a file; 10,000,000 by default. */
  fileBytes?: number;
  /** Bytes of all files a visitor sends in a conversation; 200,000,000 by default. */
  conversationFileBytes?: number;
  /** Bytes of all files sent from an address in a day; 1,000,000,000 by default. */
  addressFileBytes?: number;
  /** Bytes of all `data` set for a visitor, as JSON; 65,536 by default. */
  dataBytes?: number;
  /** How many missed events are still sent one by one; 500 by default. With more there is one `reset`. */
  replay?: number;
}

export interface GatewayOptions {
  /** At least 32 secret bytes, from which the keys of all tokens are derived. In a list, the first signs and the others are still accepted. */
  secret: string | readonly string[];
  /** Origin at which browsers and bots reach the gateway, such as `https://chat.example.com`. Bots call back at the root of this host. */
  publicUrl: string;
  /** `host[:port]` at which bots call back over https, if it differs from that of `publicUrl`. */
  botHost?: string;
  /** The `acct` that bots see; `parley` by default. */
  account?: string;
  bots: Readonly<Record<string, BotOptions>>;
  widgets: Readonly<Record<string, WidgetOptions>>;
  filters?: Readonly<Record<string, FilterOptions>>;
  hooks?: readonly HookOptions[];
  /** The people that visitors are handed over to. Without a desk every transfer to people fails, and the visitor is told. */
  desk?: Desk;
  /** The bearer token with which a desk calls `/v1/desk`. */
  deskSecret?: string;
  store: Store;
  files: Files;
  limits?: Limits;
  /** Days a conversation is kept after its last event; 30 by default. */
  retention?: number;
  /** Lifetime of a browser's token in seconds; 900 by default. */
  tokenLife?: number;
  log?: Log;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
  /** Used to call bots, filters and hooks; the global `fetch` by default. */
  fetch?: typeof globalThis.fetch;
  /** Returns properties to add to the bot's `environment`, such as the location of the visitor's address. */
  environment?: (conversation: StoredConversation) => Values | Promise<Values>;
}

/** What the server around the gateway knows about a request. */
export interface Client {
  /** The address it came from, for rate limits. */
  address?: string;
}

export interface Gateway {
  /** Answers one request; never rejects. */
  fetch(request: Request, client?: Client): Promise<Response>;
  /**
   * Refuses new conversations, ends streams with a hint when to reconnect, and waits for running turns, at most `grace` milliseconds
   * (8,000 by default). Then closes the store.
   */
  close(grace?: number): Promise<void>;
}
