/** Which way something can go: `in` is from the visitor to the bot, `out` is from the bot to the visitor. */
export type Direction = 'in' | 'out' | 'both' | false;

/** What a channel can do, sent to the bot as `environment.caps`. */
export interface Capabilities {
  /** `b`: stateless, with a start and an end. */
  type: 'a' | 'b' | 'c' | 'd';
  inbound: boolean;
  outbound: boolean;
  transfer: boolean;
  ping: boolean;
  encryption: boolean;
  media: {
    chat: {
      isWriting: Direction;
      acks: Direction;
      read: Direction;
      markdown: Direction;
      link: Direction;
      location: Direction;
      attachment: Direction;
      quickReply: Direction;
      genericTemplate: Direction;
      listTemplate: Direction;
      /** Types of the elements or templates the page draws itself. */
      customTemplateSchemaIds: string[];
    };
    voice: false;
    video: false;
  };
}

/**
 * What this chat can do. A page that draws types of its own adds their names to `customTemplateSchemaIds`.
 * @example new Conversation({transport, environment: {caps: capabilities}})
 */
export const capabilities: Capabilities = {
  type: 'b',
  inbound: true,
  outbound: false,
  transfer: true,
  ping: false,
  encryption: false,
  media: {
    chat: {
      isWriting: 'out',
      acks: false,
      read: false,
      markdown: 'out',
      link: 'out',
      location: 'both',
      attachment: 'both',
      quickReply: 'out',
      genericTemplate: 'out',
      listTemplate: 'out',
      customTemplateSchemaIds: [],
    },
    voice: false,
    video: false,
  },
};

/** What this chat can do through a gateway, which also passes on typing, acks and read receipts. */
export const gatewayCapabilities: Capabilities = {
  ...capabilities,
  media: {...capabilities.media, chat: {...capabilities.media.chat, isWriting: 'both', acks: 'out', read: 'both'}},
};

/** The capabilities of a page that also draws types of its own. */
export function capabilitiesWith(customTemplateSchemaIds: readonly string[], base: Capabilities = capabilities): Capabilities {
  const {media} = base;
  return {...base, media: {...media, chat: {...media.chat, customTemplateSchemaIds: [...customTemplateSchemaIds]}}};
}
