import {openPersistence} from '../../conversation/persistence.ts';
import {TabConversation} from '../../conversation/tab-conversation.ts';
import {capabilities, capabilitiesWith, gatewayCapabilities} from '../../protocol/capabilities.ts';
import type {Transport} from '../../protocol/transport.ts';
import {BotManagerTransport} from '../../transport/bot-manager.ts';
import type {ChatProperties} from '../chat-properties.ts';
import type {Options} from '../options.ts';
import {DeferredPersistence, Gesture} from './deferred-persistence.ts';
import {LateGatewayTransport} from './late-gateway-transport.ts';
import {lateReceiver} from './late-receiver.ts';

export interface ConversationSetup {
  options: Options;
  properties: ChatProperties;
  /** A BCP 47 tag. */
  language: string;
}

/**
 * Creates the transport that a page's options describe.
 * @throws {TypeError} when they describe none, or one that may not be used.
 */
export function transportOf({options, properties}: ConversationSetup): Transport {
  const {gateway, widget, bot, timeout} = options;
  if (properties.transport) return properties.transport;
  // Read on each call, since a page may learn only later who its visitor is.
  if (gateway && widget) return new LateGatewayTransport({...options, gateway, widget, customerToken: () => properties.customerToken?.()});
  if (gateway) throw new TypeError('the option "gateway" needs the option "widget", which names one of the gateway’s widgets');
  if (bot) return new BotManagerTransport(bot, {timeout: timeout * 1000, headers: () => properties.headers?.() ?? {}});
  throw new TypeError('there is no way to a bot: set the option "bot" or "gateway", or the property `transport`');
}

/** Creates a conversation from a page's options and properties. With `storage="local"`, all tabs share it. */
export function createConversation(transport: Transport, {options, properties, language}: ConversationSetup): TabConversation {
  const {settings, data, context, environment, renderers} = properties;
  const gatewayTransport = transport instanceof LateGatewayTransport ? transport : undefined;
  const engine = settings?.engine ?? {type: options.engine};
  const key = gatewayTransport?.key ?? `${options.bot ?? options.widget ?? 'chat'} ${engine.type}`;
  // Declares typing and read receipts only if the transport can send them.
  const caps = capabilitiesWith([...(renderers?.keys() ?? [])], transport.signal ? gatewayCapabilities : capabilities);
  const persistence = new DeferredPersistence(
    openPersistence(options.storage, key, options.retention),
    gatewayTransport?.gesture ?? new Gesture(),
  );
  const setup = {
    transport,
    language,
    rewind: options.rewind,
    persistence: gatewayTransport?.withSession(persistence) ?? persistence,
    settings: {...settings, engine},
    data,
    context,
    environment: {caps: {...caps}, userAgent: navigator.userAgent, ...environment},
    ...(transport.listen && {listen: lateReceiver()}),
    // A window that the page opens begins with a copy of the session, and would send what waits there once more.
    ...(options.storage === 'session' && {asks: true}),
  };
  // Without local storage nothing is shared with other tabs; a page restored from history still reads what was said since it was left.
  return new TabConversation({...setup, key: options.storage === 'local' ? key : ''});
}
