import type {BotSettings, Environment} from '../protocol/exchange.ts';
import type {Transport} from '../protocol/transport.ts';
import type {CustomRenderer} from '../components/context.ts';
import type {Labels} from '../components/labels.ts';

/** What cannot be written in an attribute. */
export interface ChatProperties {
  /** Settings for the bot; `engine.type` is the option `engine` where it is not given here. */
  settings: BotSettings | undefined;
  /** Data the bot gets with every request. */
  data: Readonly<Record<string, unknown>> | undefined;
  /** The bot's memory to begin with. */
  context: Readonly<Record<string, unknown>> | undefined;
  /** Facts about the page, beside those the chat tells itself. */
  environment: Environment | undefined;
  /** Headers for requests to the bot, asked for anew with each, so that tokens can be fresh. */
  headers: (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** A token that the site's own server signed for its customer; a gateway asks for it when a conversation begins. */
  customerToken: (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Another way to the bot than `bot` and `gateway`. */
  transport: Transport | undefined;
  /** How the page draws types of its own, by type. */
  renderers: Map<string, CustomRenderer> | undefined;
  /** The chat's words in place of its own, some or all. */
  labels: Partial<Labels> | undefined;
}

export const chatPropertyNames = [
  'settings',
  'data',
  'context',
  'environment',
  'headers',
  'customerToken',
  'transport',
  'renderers',
  'labels',
] as const satisfies readonly (keyof ChatProperties)[];

/** An action of the page: what it returns, when not undefined, goes back to the bot. */
export type ActionFunction = (...args: readonly unknown[]) => unknown;
