import type {Attachment} from '../../protocol/message.ts';
import {fileName} from '../../protocol/mimetype.ts';

/** What to call an attachment: the bot's description, the file name or the last part of its URL; undefined without any of them. */
export function displayName(attachment: Attachment): string | undefined {
  return attachment.meta.desc || fileNameOf(attachment);
}

/** The file name, undefined if neither the bot nor the URL gives one. */
export function fileNameOf({url, meta}: Attachment): string | undefined {
  return meta.originalName || fileName(url) || undefined;
}
