import {ProtocolError} from '../protocol/errors.ts';
import {defaultLimits} from '../protocol/limits.ts';
import type {Attachment, VisitorMessage} from '../protocol/message.ts';
import {isRecord} from '../protocol/safe-copy.ts';
import {writeMessage} from '../protocol/write-message.ts';
import {attachmentOf} from './files/attachment-of.ts';
import {createFileFinder} from './file-urls.ts';
import {Problem} from './problem.ts';
import type {Signal} from './stored.ts';
import type {Services} from './services.ts';

/** Maximum characters of a message's id. */
const maxRefLength = 200;

/**
 * An ephemeral signal of the visitor; undefined if it is something else.
 * @throws {Problem} `invalid_message`.
 */
export function readSignal(value: unknown): Signal | undefined {
  const {type, ref} = isRecord(value) ? value : {};
  if (type === 'iswriting') return {code: 'message', type};
  if (type !== 'read' && type !== 'ack') return undefined;
  if (typeof ref !== 'string' || ref === '' || ref.length > maxRefLength) {
    throw new Problem('invalid_message', {detail: 'message.ref must be the name of a message'});
  }
  return {code: 'message', type, ref};
}

/**
 * A visitor's message, reduced to what a bot may be told. Its files must belong to the conversation and are described by what the gateway knows about
 * them, not by what the browser says; from now on they are kept.
 * @throws {Problem} `invalid_message`.
 */
export async function readVisitorMessage(services: Services, conversation: string, value: unknown): Promise<VisitorMessage> {
  const message = validate(value);
  const find = createFileFinder(services, conversation);
  const describeFile = async ({url}: Attachment): Promise<Attachment> => {
    const file = await find(url);
    if (!file) throw new Problem('invalid_message', {detail: 'Files must be uploaded to this conversation first'});
    await services.files.retain?.(file.id);
    const {meta} = attachmentOf(services, file);
    // The URL as it was sent: a repeated message must be identical.
    return {url, meta: {...meta, originalUrl: url}};
  };
  if (message.type === 'attachment') return {code: 'message', type: 'attachment', ...(await describeFile(message))};
  if (message.type !== 'multi-attachment') return message;
  const {attachments} = message;
  // No more than are shown of a bot's message. Each file is described at length, in every answer that contains the message.
  if (attachments.length > defaultLimits.attachments) {
    throw new Problem('invalid_message', {detail: `message.attachments may have ${defaultLimits.attachments} files`});
  }
  return {...message, attachments: await Promise.all(attachments.map(describeFile))};
}

function validate(value: unknown): VisitorMessage {
  try {
    // The writer checks the actual value, whatever its type says.
    return writeMessage(value as VisitorMessage);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new Problem('invalid_message', {detail: cause.message, cause});
    throw cause;
  }
}
