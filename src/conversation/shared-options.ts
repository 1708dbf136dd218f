import type {ConversationOptions} from './options.ts';
import type {Platform} from './tabs.ts';

export interface SharedOptions extends ConversationOptions {
  /** What the tabs have in common, and no other conversation of this origin has; empty where no other tab has a part in it. */
  key: string;
  /** How the tabs find each other; by what the browser offers by default. */
  platform?: Platform | undefined;
}
