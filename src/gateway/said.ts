import {ProtocolError} from '../protocol/errors.ts';
import {defaultLimits} from '../protocol/limits.ts';
import type {Attachment, VisitorMessage} from '../protocol/message.ts';
import {isRecord} from '../protocol/safe-copy.ts';
import {writeMessage} from '../protocol/write-message.ts';
import {attachmentOf} from './files/attachment-of.ts';
import {filesOf} from './links.ts';
import {Problem} from './problem.ts';
import type {Signal} from './stored.ts';
import type {Surroundings} from './surroundings.ts';

/** Characters of the name of a message. */
const longestRef = 200;

/**
 * What a visitor tells in passing; undefined when it is something else.
 * @throws {Problem} `invalid_message`.
 */
export function readSignal(value: unknown): Signal | undefined {
  const {type, ref} = isRecord(value) ? value : {};
  if (type === 'iswriting') return {code: 'message', type};
  if (type !== 'read' && type !== 'ack') return undefined;
  if (typeof ref !== 'string' || ref === '' || ref.length > longestRef) {
    throw new Problem('invalid_message', {detail: 'message.ref must be the name of a message'});
  }
  return {code: 'message', type, ref};
}

/**
 * What a visitor says, with nothing in it but what a bot may be told. Files are those of the conversation, described by what is known
 * of them and not by what the browser says; from now on they stay.
 * @throws {Problem} `invalid_message`.
 */
export async function readSaid(s: Surroundings, conversation: string, value: unknown): Promise<VisitorMessage> {
  const message = strict(value);
  const find = filesOf(s, conversation);
  const known = async ({url}: Attachment): Promise<Attachment> => {
    const file = await find(url);
    if (!file) throw new Problem('invalid_message', {detail: 'Files must be uploaded to this conversation first'});
    await s.files.retain?.(file.id);
    const {meta} = attachmentOf(s, file);
    // The address as it was sent: a message that is sent again is the same to the letter.
    return {url, meta: {...meta, originalUrl: url}};
  };
  if (message.type === 'attachment') return {code: 'message', type: 'attachment', ...(await known(message))};
  if (message.type !== 'multi-attachment') return message;
  const {attachments} = message;
  // No more than is shown of a bot's. Each file is described at length, in every answer that tells of the message.
  if (attachments.length > defaultLimits.attachments) {
    throw new Problem('invalid_message', {detail: `message.attachments may have ${defaultLimits.attachments} files`});
  }
  return {...message, attachments: await Promise.all(attachments.map(known))};
}

function strict(value: unknown): VisitorMessage {
  try {
    // The writer looks at what there is, whatever its type says.
    return writeMessage(value as VisitorMessage);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new Problem('invalid_message', {detail: cause.message, cause});
    throw cause;
  }
}
