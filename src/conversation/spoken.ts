import {ProtocolError} from '../protocol/errors.ts';
import type {BotMessage, MessageType, VisitorMessage} from '../protocol/message.ts';
import {writeMessage, writeRequest} from '../protocol/write.ts';

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
 * What is said exactly as the bot will get it; a string is words of the visitor. With what else is told at that moment it may be more
 * than a bot reads: then it is said all the same, and fails.
 * @throws {ProtocolError} when it is no message a visitor sends, no words at all, or by itself more than a bot reads.
 */
export function toSpoken(message: VisitorMessage | string): VisitorMessage {
  if (typeof message === 'string' && !message.trim()) throw new ProtocolError('message.body', 'words');
  const spoken = writeMessage(typeof message === 'string' ? {code: 'message', type: 'text', body: message} : message);
  writeRequest({event: 'continue', message: spoken});
  return spoken;
}
