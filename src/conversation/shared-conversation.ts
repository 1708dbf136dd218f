import {listen} from './listen.ts';
import type {SharedOptions} from './shared-options.ts';
import {TabConversation} from './tab-conversation.ts';

/**
 * One conversation shared by all tabs with the same `key`. It also receives what the bot says unprompted, if the transport can `listen`.
 *
 * Nothing is shared, read or sent before `join`, `open`, `send`, `retry`, `end`, `restart` or `forget` is called.
 */
export class SharedConversation extends TabConversation {
  constructor(options: SharedOptions) {
    super({listen, ...options});
  }
}
