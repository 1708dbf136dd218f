import {hear} from './hear.ts';
import type {ConversationOptions} from './options.ts';
import {TurnConversation} from './turn-conversation.ts';

/** One talk with one bot, which also hears what the bot says unasked, where the transport can listen. */
export class Conversation extends TurnConversation {
  constructor(options: ConversationOptions) {
    super({hear, ...options});
  }
}
