import {hear} from './hear.ts';
import type {SharedOptions} from './shared-options.ts';
import {TabConversation} from './tab-conversation.ts';

/** One conversation in many tabs, which also hears what the bot says unasked, where the transport can listen. */
export class SharedConversation extends TabConversation {
  constructor(options: SharedOptions) {
    super({hear, ...options});
  }
}
