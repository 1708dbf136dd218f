import type {Attachment} from '../../protocol/message.ts';
import {fileName} from '../../protocol/mimetype.ts';

/** The name of an attachment: the bot's description, the file's name, or the last part of its URL; undefined if it has none of them. */
export function called(attachment: Attachment): string | undefined {
  return attachment.meta.desc || nameOfFile(attachment);
}

/** The name of the file; undefined if neither the bot nor the URL tells it. */
export function nameOfFile({url, meta}: Attachment): string | undefined {
  return meta.originalName || fileName(url) || undefined;
}
