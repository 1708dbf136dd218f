import type {Bot} from '../bots/bot.ts';
import type {Sleep} from '../bots/retries.ts';
import type {Hooks} from '../hooks/hooks.ts';
import type {Services} from '../services.ts';

/** What everything that happens in conversations works with. */
export interface ConversationServices extends Services {
  hooks: Hooks;
  bots: ReadonlyMap<string, Bot>;
  sleep: Sleep;
  /** Called when a conversation has something to do. */
  wake: (conversation: string) => void;
}
