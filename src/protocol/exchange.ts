import type {BotMessage, VisitorMessage} from './message.ts';
import type {Problem} from './problem.ts';

/** A value of `data`: the schemas allow no objects and no lists. */
export type Scalar = string | number | boolean | null;

export interface EngineSettings {
  /** Which of a BotManager's agents answers; matched to the letter. */
  type: string;
  settings?: Readonly<Record<string, unknown>>;
}

export interface BotSettings {
  engine: EngineSettings;
  [setting: string]: unknown;
}

/** What the bot may know about its surroundings. All optional; unknown properties are passed on. */
export interface Environment {
  host?: string;
  acct?: string;
  caps?: Readonly<Record<string, unknown>>;
  campaignId?: string;
  channelId?: string;
  entrypointId?: string;
  engagementId?: string;
  contactId?: string;
  conversationId?: string;
  isVerifiedCustomer?: boolean;
  token?: string;
  tags?: readonly string[];
  optionalTags?: readonly string[];
  userAgent?: string;
  apiVersion?: string;
  [property: string]: unknown;
}

interface Turn {
  /** `en`, `it-IT`: two or three letters, and a country in capitals if any. */
  language?: string;
  data?: Readonly<Record<string, unknown>>;
  /** The bot's memory: opaque, and sent back unchanged with the next request. */
  context?: Readonly<Record<string, unknown>>;
  settings?: BotSettings;
  environment?: Environment;
}

/** One turn of the visitor. */
export interface BotRequest extends Turn {
  event: 'start' | 'continue' | 'end' | (string & {});
  message?: VisitorMessage;
}

/** The bot's turn, as returned by the tolerant reader. */
export interface BotResponse extends Omit<Turn, 'settings'> {
  event: 'continue' | 'end';
  messages: readonly BotMessage[];
  /** What the reader had to repair or leave out. */
  problems?: readonly Problem[];
}
