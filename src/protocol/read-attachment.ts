import {type Content, type Fields, defined} from './fields.ts';
import type {Attachment, AttachmentMessage, AttachmentMeta, MultiAttachmentMessage} from './message.ts';
import {mimetypeOf} from './mimetype.ts';

/** Reads an `attachment`; undefined without a URL. */
export function readAttachmentMessage(fields: Fields): Content<AttachmentMessage> | undefined {
  const attachment = readAttachment(fields);
  return attachment && {type: 'attachment', ...attachment};
}

/** Reads a `multi-attachment`; undefined if none of its files has a URL. */
export function readMultiAttachment(fields: Fields): Content<MultiAttachmentMessage> | undefined {
  const attachments = fields.objects('attachments', fields.context.limits.attachments, 'an attachment', readItem);
  return attachments.length > 0 ? {type: 'multi-attachment', attachments} : fields.leaveOut('at least one attachment');
}

function readItem(fields: Fields): Attachment | undefined {
  const attachment = readAttachment(fields);
  return attachment && {...attachment, ...fields.extra()};
}

function readAttachment(fields: Fields): Attachment | undefined {
  const url = fields.url('url');
  const meta = fields.object('meta');
  return url === undefined ? fields.leaveOut('an attachment with a url') : {url, meta: readMeta(meta, url)};
}

function readMeta(fields: Fields | undefined, url: string): AttachmentMeta {
  if (!fields) return {mimetype: mimetypeOf(url)};
  const originalUrl = fields.url('originalUrl');
  const originalName = fields.text('originalName');
  return {
    mimetype: readMimetype(fields) ?? mimetypeOf(url, originalName, originalUrl),
    ...defined({
      originalUrl,
      originalUrlHash: fields.string('originalUrlHash'),
      originalId: fields.string('originalId'),
      originalName,
      key: fields.string('key'),
      desc: fields.text('desc'),
      size: readSize(fields),
      ref: fields.string('ref'),
    }),
    ...fields.extra(),
  };
}

function readMimetype(fields: Fields): string | undefined {
  const type = fields.string('mimetype')?.trim();
  return type === undefined || /^[\w.+-]+\/[\w.+-]+/.test(type) ? type : fields.reject('mimetype', 'a type such as image/png');
}

function readSize(fields: Fields): number | undefined {
  const size = fields.number('size');
  return size === undefined || size >= 0 ? size : fields.reject('size', 'a number of bytes');
}
