import type {Attachment} from '../../protocol/message.ts';

/** How an attachment is shown. */
export type AttachmentKind = 'image' | 'audio' | 'video' | 'file';

// SVG can contain script, and few browsers can show TIFF and HEIC, so all of these are plain files.
const raster = /^image\/(\*|a?png|p?jpe?g|gif|webp|avif|bmp|x-ms-bmp|x-icon|vnd\.microsoft\.icon)$/;

/** Raster images, and audio and video that this browser can play; everything else is a file. */
export function kindOf({meta}: Attachment): AttachmentKind {
  const type = meta.mimetype.split(';')[0]!.trim().toLowerCase();
  if (raster.test(type)) return 'image';
  const kind = type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : 'file';
  return kind !== 'file' && document.createElement(kind).canPlayType(meta.mimetype) ? kind : 'file';
}
