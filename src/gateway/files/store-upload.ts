import {unknownMimetype} from '../../protocol/mimetype.ts';
import {Problem} from '../problem.ts';
import type {Services} from '../services.ts';
import {fileNameOf} from './file-name.ts';
import type {StoredFile} from './files.ts';
import {receive} from './receive.ts';
import {withExtension, typeOf} from './type-of.ts';

export interface Upload {
  id: string;
  conversation: string;
  from: 'visitor' | 'bot';
  /** Used instead of the form's fields of the same names. */
  desc?: string | undefined;
  ref?: string | undefined;
}

/** Characters of a description or a reference. */
const maxLength = 1000;

/**
 * Stores the file of a form.
 * @throws {Problem} `too_large`, `bad_request`, `type_refused`, `in_progress`, `key_reused`, `not_found`.
 */
export async function storeUpload(
  {files, store, limits, now, log}: Pick<Services, 'files' | 'store' | 'limits' | 'now' | 'log'>,
  request: Request,
  {id, conversation, from, ...overrides}: Upload,
): Promise<StoredFile> {
  const file = await receive(request, limits.fileBytes, (bytes, sent) =>
    files.put(id, bytes, async ({size, sha256, head}) => {
      const name = fileNameOf(sent.name);
      const mimetype = await typeOf(head, name);
      // A bot may store bytes of any kind; what a visitor sends is for people to look at.
      if (!mimetype || (mimetype === unknownMimetype && from === 'visitor')) throw new Problem('type_refused');
      const desc = toSingleLine(overrides.desc ?? sent.fields.get('desc'));
      const ref = toSingleLine(overrides.ref ?? sent.fields.get('ref')) || id;
      return {
        id,
        conversation,
        from,
        name: withExtension(name, mimetype),
        mimetype,
        size,
        sha256,
        ...(desc && {desc}),
        ref,
        createdAt: now(),
      };
    }),
  );
  // The conversation was deleted during the upload: then nobody else would delete the file.
  if (!(await store.read(conversation))) {
    await files.remove(conversation);
    throw new Problem('not_found');
  }
  log('info', 'attachment_kept', {conversation, id: file.id, from, mimetype: file.mimetype, size: file.size});
  return file;
}

/** What a sender says about a file, in one line. */
function toSingleLine(text: string | undefined): string {
  return (text ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxLength);
}
