import {type Content, Fields, given, type Reading} from './fields.ts';
import type {Attachment, AttachmentMessage, AttachmentMeta, MultiAttachmentMessage} from './message.ts';
import {mimetypeOf} from './mimetype.ts';
import {isRecord} from './safe-copy.ts';

/** Reads an `attachment`; undefined without a URL. */
export function readAttachmentMessage(fields: Fields): Content<AttachmentMessage> | undefined {
  const attachment = readAttachment(fields);
  return attachment && {type: 'attachment', ...attachment};
}

/** Reads a `multi-attachment`; undefined if none of its files has a URL. */
export function readMultiAttachment(fields: Fields): Content<MultiAttachmentMessage> | undefined {
  const {limits} = fields.reading;
  const attachments = fields.list('attachments', limits.attachments, (item, path) => readItem(item, path, fields.reading));
  if (attachments.length > 0) return {type: 'multi-attachment', attachments};
  fields.note('at least one attachment was expected; left out');
  return undefined;
}

function readItem(item: unknown, path: string, reading: Reading): Attachment | undefined {
  if (!isRecord(item)) {
    reading.note(path, 'an attachment was expected; left out');
    return undefined;
  }
  const fields = new Fields(item, path, reading);
  const attachment = readAttachment(fields);
  return attachment && {...attachment, ...fields.extra()};
}

function readAttachment(fields: Fields): Attachment | undefined {
  const url = fields.address('url');
  const meta = fields.object('meta');
  if (url !== undefined) return {url, meta: readMeta(meta, url)};
  fields.note('an attachment with a url was expected; left out');
  return undefined;
}

function readMeta(fields: Fields | undefined, url: string): AttachmentMeta {
  if (!fields) return {mimetype: mimetypeOf(url)};
  const originalUrl = fields.address('originalUrl');
  const originalName = fields.text('originalName');
  return {
    mimetype: readMimetype(fields) ?? mimetypeOf(url, originalName, originalUrl),
    ...given({
      originalUrl,
      originalUrlHash: fields.name('originalUrlHash'),
      originalId: fields.name('originalId'),
      originalName,
      key: fields.name('key'),
      desc: fields.text('desc'),
      size: readSize(fields),
      ref: fields.name('ref'),
    }),
    ...fields.extra(),
  };
}

function readMimetype(fields: Fields): string | undefined {
  const type = fields.name('mimetype')?.trim();
  return type === undefined || /^[\w.+-]+\/[\w.+-]+/.test(type) ? type : fields.refuse('mimetype', 'a type such as image/png');
}

function readSize(fields: Fields): number | undefined {
  const size = fields.number('size');
  return size === undefined || size >= 0 ? size : fields.refuse('size', 'a number of bytes');
}
