import type {BotSettings, Environment} from '../protocol/exchange.ts';
import type {Transport} from '../protocol/transport.ts';
import type {CustomRenderer} from '../components/context.ts';
import type {Labels} from '../components/labels.ts';

/** Options that cannot be written as an attribute. */
export interface ChatProperties {
  /** Settings sent to the bot; without `engine` in them, its `type` is the option `engine`. */
  settings: BotSettings | undefined;
  /** Data that the bot gets with every request. */
  data: Readonly<Record<string, unknown>> | undefined;
  /** The bot's initial memory. */
  context: Readonly<Record<string, unknown>> | undefined;
  /** Facts about the page, in addition to those the chat adds itself. */
  environment: Environment | undefined;
  /** Returns headers for requests to the bot. Called for each one, so that tokens can be fresh. */
  headers: (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Returns a token that the site's own server signed for its customer. Called when a conversation begins through a gateway. */
  customerToken: (() => string | undefined | Promise<string | undefined>) | undefined;
  /** A custom transport, instead of `bot` or `gateway`. */
  transport: Transport | undefined;
  /** The page's own renderers, by type. */
  renderers: Map<string, CustomRenderer> | undefined;
  /** Labels that replace the chat's own, some or all of them. */
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

/** A function that the bot may call. A result other than `undefined` goes back to the bot. */
export type ActionFunction = (...args: readonly unknown[]) => unknown;
