import type {Agent} from '../protocol/events.ts';
import type {BotRequest, BotSettings} from '../protocol/exchange.ts';
import type {Desk} from './desk/desk.ts';
import type {Files} from './files/files.ts';
import type {Log} from './log.ts';
import type {StoredConversation, TransferTarget, Values} from './stored.ts';
import type {Store} from './store/store.ts';

/** How the gateway shows who it is. */
export type Auth = {type: 'basic'; user: string; secret: string} | {type: 'bearer'; secret: string};

/** When a request that failed is sent again: `safe` where the other side surely did nothing with it, `transient` also after a 500 or a broken connection. */
export type Retry = 'safe' | 'transient' | 'never';

/** When a bot's last word hands the visitor over. */
export interface TransferRule {
  /** A key of the response's `data`. */
  key: string;
  /** What must stand there; any value but false, null or nothing unless told. */
  value?: string | number | boolean;
  /** To whom: tags or the nickname of people, or another bot. `{value}` stands for what stood in `data`. */
  to: TransferTarget;
}

/** Who answers: a function of this process with the Bot SDK's signature. */
export type BotAgent = (request: BotRequest) => Promise<unknown>;

export interface BotOptions {
  /** The full address of a BotManager's message endpoint, such as `https://bots.example.com/bot/message`. Either this or `answer`. */
  url?: string;
  /** An agent in this process. */
  answer?: BotAgent;
  /** What the bot is asked with; `{engine: {type: 'custom'}}` unless told. */
  settings?: BotSettings;
  auth?: Auth;
  /** Seconds an answer may take; 60 unless told, at most 290 from a `url` with Node's own `fetch`. */
  timeout?: number;
  /** `safe` unless told. */
  retry?: Retry;
  /** Whether the bot is told of an end; false unless told. */
  canHandleEndEvent?: boolean;
  /** Names of filters its requests go through, in this order. */
  requestFilters?: readonly string[];
  /** Names of filters its answers go through, in this order. */
  responseFilters?: readonly string[];
  transfers?: readonly TransferRule[];
  /** Key of `x-vvc-hmac`, the HMAC-SHA-256 of each request's body; no such header unless told. */
  hmacSecret?: string;
  /** Lets the token for late answers travel to a bot on plain http; false unless told. */
  allowInsecureToken?: boolean;
  /** A bot that only collects data: it gets neither `contactId` nor `token`. */
  precontact?: boolean;
  /** Whether the visitor sees dots while the bot is asked; true unless told. */
  typing?: boolean;
  /** Who the visitor sees speaking. */
  agent?: Agent;
}

export interface FilterOptions {
  /** The full address, such as `https://filters.example.com/filter/request`. */
  url: string;
  auth?: Auth;
  /** Sent as the request's `settings`; the bot's unless told. */
  settings?: Values;
  /** Seconds it may take; 5 unless told. */
  timeout?: number;
  /** What its failure means: that of the turn (unless told), or that its input goes on. */
  onError?: 'fail' | 'skip';
}

export type HookEvent = 'new' | 'end' | 'change' | 'finalized' | 'message';

/** The owner's system that is told what happens. */
export interface HookOptions {
  url: string;
  events: readonly HookEvent[];
  auth?: Auth;
  /** Only of these widgets; of all unless told. */
  widgets?: readonly string[];
  /** Seconds one try may take; 10 unless told. */
  timeout?: number;
}

/** The owner's system that is asked. */
export interface AskOptions {
  url: string;
  auth?: Auth;
  /** Seconds it may take; 3 unless told. Without an answer the gateway goes on as if there were no hook. */
  timeout?: number;
}

export interface WidgetOptions {
  /** Name of the bot that has the first word. */
  bot: string;
  /** Origins of the pages that may use it, such as `https://www.example.com`. Every other page is refused. */
  origins: readonly string[];
  /** Keys of `data` a page may set; all unless told. */
  data?: readonly string[];
  /** Key of the tokens a site's own server signs for its customers (HS256); at least 32 bytes. */
  customerSecret?: string;
  /** Asked whether people are there: answers `{available: boolean}`. */
  availability?: AskOptions;
  /** Asked which bot has the first word: answers `{bot: string}`, or `{tags, agent}` of people. */
  routing?: AskOptions;
}

export interface Limits {
  /** Messages a minute and conversation; 60 unless told. */
  messagesPerMinute?: number;
  /** Requests a minute and address that create, renew or fail to show who they are; 100 unless told. */
  requestsPerMinute?: number;
  /** Times a minute that a conversation is read, asked for events or listened to anew, a large answer counting as several; 300 unless told. At one address twenty times that. */
  readsPerMinute?: number;
  /** Streams a conversation; 5 unless told. */
  streams?: number;
  /** Bytes of a JSON body; 102,400 unless told. */
  bodyBytes?: number;
  /** Bytes of a file; 10,000,000 unless told. */
  fileBytes?: number;
  /** Bytes of all files a visitor may send in a conversation; 200,000,000 unless told. */
  conversationFileBytes?: number;
  /** Bytes of all files that may come from an address in a day; 1,000,000,000 unless told. */
  addressFileBytes?: number;
  /** Bytes of all that pages said of a visitor (`data`), as JSON; 65,536 unless told. */
  dataBytes?: number;
  /** Events somebody may have missed and still get one by one; 500 unless told. */
  replay?: number;
}

export interface GatewayOptions {
  /** At least 32 bytes that nobody knows; every token is signed with a key made of it. The first signs, the others are still taken. */
  secret: string | readonly string[];
  /** Where browsers and bots reach the gateway, such as `https://chat.example.com`. Bots call back at the root of this host. */
  publicUrl: string;
  /** `host[:port]` at which bots call back by https, where that is another one than the public address's. */
  botHost?: string;
  /** `acct` towards bots; `parley` unless told. */
  account?: string;
  bots: Readonly<Record<string, BotOptions>>;
  widgets: Readonly<Record<string, WidgetOptions>>;
  filters?: Readonly<Record<string, FilterOptions>>;
  hooks?: readonly HookOptions[];
  /** The people visitors are handed to. Without one a transfer to people fails, and the visitor is told. */
  desk?: Desk;
  /** Key with which a desk calls `/v1/desk`. */
  deskSecret?: string;
  store: Store;
  files: Files;
  limits?: Limits;
  /** Days a conversation is kept after its last event; 30 unless told. */
  retention?: number;
  /** Seconds a token of a browser lasts; 900 unless told. */
  tokenLife?: number;
  log?: Log;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** For calls to bots, filters and hooks; the global `fetch` unless told. */
  fetch?: typeof globalThis.fetch;
  /** What may be added to `environment`, such as where the visitor's address lies. */
  environment?: (conversation: StoredConversation) => Values | Promise<Values>;
}

/** What the server around the gateway knows of a request. */
export interface Client {
  /** The address it came from, for rate limits. */
  address?: string;
}

export interface Gateway {
  /** Answers one request; never rejects. */
  fetch(request: Request, client?: Client): Promise<Response>;
  /** Refuses new conversations, ends streams with a hint when to come back, and waits for turns under way, at most `grace` milliseconds (8,000 unless told). Then the store is closed. */
  close(grace?: number): Promise<void>;
}
