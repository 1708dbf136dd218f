import {ProtocolError} from '../protocol/errors.ts';
import type {BotMessage, MessageType, VisitorMessage} from '../protocol/message.ts';
import {writeMessage, writeRequest} from '../protocol/write.ts';

/** Which message types a visitor can send. */
const visitorTypes: {[T in MessageType]: T extends VisitorMessage['type'] ? true : false} = {
  text: true,
  postback: true,
  location: true,
  attachment: true,
  'multi-attachment': true,
  action: true,
  iswriting: false,
  link: false,
  ack: false,
  read: false,
  mediachange: false,
  timepicker: false,
  unknown: false,
};

/** Whether a message can be the visitor's own. */
export function isVisitorMessage(message: BotMessage): message is VisitorMessage {
  return visitorTypes[message.type];
}

/**
 * The message exactly as the bot will get it; a string is text typed by the visitor. Together with the context of its turn it may still
 * exceed what a bot accepts: then the message is shown, and fails.
 * @throws {ProtocolError} if it is not a message a visitor can send, is blank, or by itself exceeds what a bot accepts.
 */
export function toVisitorMessage(message: VisitorMessage | string): VisitorMessage {
  if (typeof message === 'string' && !message.trim()) throw new ProtocolError('message.body', 'words');
  const written = writeMessage(typeof message === 'string' ? {code: 'message', type: 'text', body: message} : message);
  writeRequest({event: 'continue', message: written});
  return written;
}
