import {Conversation} from '../../conversation/conversation.ts';
import {openPersistence} from '../../conversation/persistence.ts';
import {SharedConversation} from '../../conversation/shared.ts';
import type {Talk} from '../../conversation/talk.ts';
import {capabilitiesWith} from '../../protocol/capabilities.ts';
import type {Transport} from '../../protocol/transport.ts';
import {BotManagerTransport} from '../../transport/bot-manager.ts';
import type {ChatProperties} from '../chat-properties.ts';
import type {Options} from '../options.ts';

export interface ConversationSetup {
  options: Options;
  properties: ChatProperties;
  /** BCP 47. */
  language: string;
}

/**
 * The way to the bot that a page's options name.
 * @throws {TypeError} when they name none, or one that may not be used.
 */
export function transportOf({options, properties: {transport, headers}}: ConversationSetup): Transport {
  if (transport) return transport;
  if (options.bot) return new BotManagerTransport(options.bot, {timeout: options.timeout * 1000, headers});
  if (options.gateway) throw new TypeError('the option "gateway" needs a transport that speaks to a gateway: set the property `transport`');
  throw new TypeError('there is no way to a bot: set the option "bot", or the property `transport`');
}

/** A conversation as a page's options and properties describe it. One that is kept for all tabs is shared by them. */
export function newConversation(transport: Transport, {options, properties, language}: ConversationSetup): Talk {
  const {settings, data, context, environment, renderers} = properties;
  const key = options.bot ?? options.widget ?? 'chat';
  const setup = {
    transport,
    language,
    rewind: options.rewind,
    persistence: openPersistence(options.storage, key, options.retention),
    settings: {...settings, engine: settings?.engine ?? {type: options.engine}},
    data,
    context,
    environment: {caps: {...capabilitiesWith([...(renderers?.keys() ?? [])])}, userAgent: navigator.userAgent, ...environment},
  };
  return options.storage === 'local' ? new SharedConversation({...setup, key}) : new Conversation(setup);
}
