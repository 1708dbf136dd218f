import type {Attachment} from '../../protocol/message.ts';
import {fileName} from '../../protocol/mimetype.ts';

/** What an attachment is called: the bot's words, the file's name, or the last part of its address; undefined when it has none of them. */
export function called(attachment: Attachment): string | undefined {
  return attachment.meta.desc || nameOfFile(attachment);
}

/** The name of the file, undefined when neither the bot nor the address tells it. */
export function nameOfFile({url, meta}: Attachment): string | undefined {
  return meta.originalName || fileName(url) || undefined;
}
