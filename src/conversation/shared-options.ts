import type {ConversationOptions} from './options.ts';
import type {Platform} from './tabs.ts';

export interface SharedOptions extends ConversationOptions {
  /** Identifies the conversation on this origin: tabs with the same key share it. Empty if no other tab takes part. */
  key: string;
  /** How the tabs find each other; Web Locks and `BroadcastChannel` by default. */
  platform?: Platform | undefined;
}
