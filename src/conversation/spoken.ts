import {ProtocolError} from '../protocol/errors.ts';
import type {BotMessage, MessageType, VisitorMessage} from '../protocol/message.ts';
import {writeMessage, writeRequest} from '../protocol/write.ts';

/** The types of message that a visitor can send. */
const spoken: {[T in MessageType]: T extends VisitorMessage['type'] ? true : false} = {
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

/** Whether a message from the gateway can be the visitor's own. */
export function isSpoken(message: BotMessage): message is VisitorMessage {
  return spoken[message.type];
}

/**
 * The message exactly as the bot will get it; a string is a text typed by the visitor. Together with the rest of the request it may
 * still be too big for a bot: then it is shown anyway, and fails.
 * @throws {ProtocolError} if it is not a message a visitor can send, is empty, or is too big for a bot by itself.
 */
export function toSpoken(message: VisitorMessage | string): VisitorMessage {
  if (typeof message === 'string' && !message.trim()) throw new ProtocolError('message.body', 'words');
  const spoken = writeMessage(typeof message === 'string' ? {code: 'message', type: 'text', body: message} : message);
  writeRequest({event: 'continue', message: spoken});
  return spoken;
}
