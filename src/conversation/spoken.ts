import {ProtocolError} from '../protocol/errors.ts';
import type {BotMessage, MessageType, VisitorMessage} from '../protocol/message.ts';
import {writeMessage} from '../protocol/write.ts';

/** Which kinds of message a visitor can have said. */
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

/** Whether a message that comes back from elsewhere can be the visitor's own. */
export function isSpoken(message: BotMessage): message is VisitorMessage {
  return spoken[message.type];
}

/**
 * What is said exactly as the bot will get it; a string is words of the visitor.
 * @throws {ProtocolError} when it is no message a visitor sends, or no words at all.
 */
export function toSpoken(message: VisitorMessage | string): VisitorMessage {
  if (typeof message !== 'string') return writeMessage(message);
  if (!message.trim()) throw new ProtocolError('message.body', 'words');
  return writeMessage({code: 'message', type: 'text', body: message});
}
