import type {Bot} from '../bots/bot.ts';
import type {Pause} from '../bots/retries.ts';
import type {Hooks} from '../hooks/hooks.ts';
import type {Surroundings} from '../surroundings.ts';

/** What everything that happens in conversations works with. */
export interface Backstage extends Surroundings {
  hooks: Hooks;
  bots: ReadonlyMap<string, Bot>;
  pause: Pause;
  /** Called when a conversation has something to do. */
  wake: (conversation: string) => void;
}
