import {Buffer} from 'node:buffer';
import type {Attachment} from '../../protocol/message.ts';
import {fileUrlOf} from '../file-urls.ts';
import type {Services} from '../services.ts';
import type {StoredFile} from './files.ts';

/** What a message contains of a file: its signed, expiring URL and what is known about it. */
export function attachmentOf(services: Pick<Services, 'options' | 'tokens'>, file: StoredFile): Attachment {
  const {id, name, mimetype, sha256, size, desc, ref} = file;
  const url = fileUrlOf(services, file);
  const originalUrlHash = `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`;
  const meta = {
    mimetype,
    originalName: name,
    originalId: id,
    originalUrl: url,
    originalUrlHash,
    ...(desc && {desc}),
    size,
    ...(ref && {ref}),
  };
  return {url, meta};
}
