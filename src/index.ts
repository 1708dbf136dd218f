/**
 * The headless entry: messages (protocol), ways to reach a bot (transport) and a conversation with it.
 * Runs in browsers and in Node, and draws nothing.
 */
export {
  action,
  attachment,
  attachments,
  defaultAction,
  element,
  type ElementOptions,
  eventButton,
  genericTemplate,
  isWriting,
  listTemplate,
  location,
  locationReply,
  type Place,
  postbackButton,
  postbackOf,
  quickReplies,
  quickReply,
  type QuickReplyOptions,
  replyTo,
  textMessage,
  type TextOptions,
  webUrlButton,
} from './protocol/build.ts';
export {capabilities, type Capabilities, capabilitiesWith, type Direction, gatewayCapabilities} from './protocol/capabilities.ts';
export type {Answer, BotEntry, Delivery, EndReason, Entry, Notice, PartView, SystemEntry, VisitorEntry} from './protocol/entry.ts';
export {ProtocolError, TransportError, type TransportErrorOptions, type TransportFault} from './protocol/errors.ts';
export type {Agent, Destination, Speaker, TransportEvent} from './protocol/events.ts';
export type {BotRequest, BotResponse, BotSettings, EngineSettings, Environment, Scalar} from './protocol/exchange.ts';
export type {Limits} from './protocol/limits.ts';
export {
  type AckMessage,
  type ActionMessage,
  type Attachment,
  type AttachmentMessage,
  type AttachmentMeta,
  type BotMessage,
  type Button,
  type CustomEventButton,
  type DefaultAction,
  type IsWritingMessage,
  isPostbackButton,
  isWebUrlButton,
  type LinkMessage,
  type LocationMessage,
  type MediaChangeMessage,
  type MessageOf,
  type MessageType,
  type MultiAttachmentMessage,
  type PostbackButton,
  type PostbackMessage,
  type QuickReply,
  type ReadMessage,
  type Template,
  type TemplateElement,
  type TextMessage,
  type TimePickerMessage,
  type TimePickerPlace,
  type TimeSlot,
  type UnknownMessage,
  type VisitorMessage,
  type WebUrlButton,
} from './protocol/message.ts';
export {type PlainTextLabels, type PlainTextOptions, toPlainText} from './protocol/plain-text.ts';
export type {Problem} from './protocol/problem.ts';
export {readMessage, readResponse} from './protocol/read.ts';
export {readEvent} from './protocol/read-event.ts';
export type {ExchangeOptions, ListenOptions, Signal, Transport, UploadLimits, UploadOptions} from './protocol/transport.ts';
export {maxRequestBytes, normaliseLanguage, writeMessage, writeRequest, type WrittenMessage} from './protocol/write.ts';

export type {GatewaySession, SessionStore} from './transport/gateway-session.ts';
export {GatewayTransport, type GatewayTransportOptions} from './transport/gateway.ts';
export {BotManagerTransport, type BotManagerOptions} from './transport/bot-manager.ts';
export {
  type Script,
  type ScriptedAnswer,
  type ScriptedOptions,
  type ScriptedStep,
  ScriptedTransport,
  type WireAnswer,
} from './transport/scripted.ts';

export {Conversation} from './conversation/conversation.ts';
export type {ConversationOptions} from './conversation/options.ts';
export {openPersistence, type Persistence, type StorageKind} from './conversation/persistence.ts';
export {canRewind} from './conversation/rewind.ts';
export {SharedConversation} from './conversation/shared-conversation.ts';
export type {SharedOptions} from './conversation/shared-options.ts';
export type {ConversationState, Moment, Phase, Queue, Waiting} from './conversation/state.ts';
export type {Listener, Unsubscribe} from './conversation/store.ts';
export type {Online, Sight, Timer, Visibility} from './conversation/environment.ts';
export type {Channel, Locks, Platform} from './conversation/tabs.ts';
export type {SendOptions, Talk} from './conversation/talk.ts';
export type {Again, ConversationEvent} from './conversation/transition.ts';
