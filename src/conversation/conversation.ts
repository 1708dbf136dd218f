import {listen} from './listen.ts';
import type {ConversationOptions} from './options.ts';
import {TurnConversation} from './turn-conversation.ts';

/**
 * One conversation with one bot. It also receives what the bot says unprompted, if the transport can `listen`.
 *
 * ```ts
 * const conversation = new Conversation({transport: new BotManagerTransport('https://bots.example.com/bot/message')});
 * conversation.subscribe(({entries}) => show(entries));
 * await conversation.open();
 * await conversation.send('Hello');
 * ```
 */
export class Conversation extends TurnConversation {
  constructor(options: ConversationOptions) {
    super({listen, ...options});
  }
}
