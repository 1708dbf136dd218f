import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {counted} from '../labels.ts';
import {partLabels} from '../late-labels/parts.ts';
import {permission} from '../picture/permission.ts';
import {fileRow} from './file-row.ts';
import {film} from './film.ts';
import {images} from './images.ts';
import {type AttachmentKind, kindOf} from './kind.ts';
import {sound} from './sound.ts';

const drawings: {[K in Exclude<AttachmentKind, 'image'>]: (attachment: Attachment, context: PartContext) => unknown} = {
  audio: sound,
  video: film,
  file: fileRow,
};

/** The files of one message as a group: images first, then audio, video and other files in their order, without duplicates. */
export function attachments(items: readonly Attachment[], context: PartContext): TemplateResult {
  const once = withoutRepeats(items.map(withAddress));
  // A file that may not be loaded here can still be downloaded: it becomes a row with a link, or with the reason why there is none.
  const kinds = once.map((item) => (permission(item.url, context) ? kindOf(item) : 'file'));
  const pictures = once.filter((_, index) => kinds[index] === 'image');
  const others = once.flatMap((item, index) => {
    const kind = kinds[index]!;
    return kind === 'image' ? [] : html`<div class="item">${drawings[kind](item, context)}</div>`;
  });
  const several = others.length + Math.min(pictures.length, 1) > 1;
  const name = several ? counted({...partLabels, ...context.labels}, 'files', once.length, context.locale) : nothing;
  return html`<div class="attachments" part="attachment" role=${several ? 'group' : nothing} aria-label=${name}>
    ${pictures.length ? images(pictures, context) : nothing}${others}
  </div>`;
}

function withAddress(item: Attachment): Attachment {
  return item.url ? item : {...item, url: item.meta.originalUrl ?? ''};
}

function withoutRepeats(items: readonly Attachment[]): Attachment[] {
  const seen = new Set<string>();
  return items.filter(({meta: {ref}}) => {
    if (ref === undefined) return true;
    const fresh = !seen.has(ref);
    seen.add(ref);
    return fresh;
  });
}
