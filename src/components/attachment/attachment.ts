import {html, nothing, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {plural} from '../labels.ts';
import {partLabels} from '../late-labels/parts.ts';
import {permission} from '../picture/permission.ts';
import {fileRow} from './file-row.ts';
import {videoPlayer} from './video-player.ts';
import {images} from './images.ts';
import {type AttachmentKind, kindOf} from './kind.ts';
import {audioPlayer} from './audio-player.ts';

const kindRenderers: {[K in Exclude<AttachmentKind, 'image'>]: (attachment: Attachment, context: PartContext) => unknown} = {
  audio: audioPlayer,
  video: videoPlayer,
  file: fileRow,
};

/** The files of one message as a group: images first, then audio, video and other files in their order, without duplicates. */
export function attachments(items: readonly Attachment[], context: PartContext): TemplateResult {
  const unique = withoutDuplicates(items.map(withUrl));
  // A file that may not be loaded here can still be downloaded: it becomes a row with a link, or with the reason why there is none.
  const kinds = unique.map((item) => (permission(item.url, context) ? kindOf(item) : 'file'));
  const pictures = unique.filter((_, index) => kinds[index] === 'image');
  const others = unique.flatMap((item, index) => {
    const kind = kinds[index]!;
    return kind === 'image' ? [] : html`<div class="item">${kindRenderers[kind](item, context)}</div>`;
  });
  const isGroup = others.length + Math.min(pictures.length, 1) > 1;
  const name = isGroup ? plural({...partLabels, ...context.labels}, 'files', unique.length, context.locale) : nothing;
  return html`<div class="attachments" part="attachment" role=${isGroup ? 'group' : nothing} aria-label=${name}>
    ${pictures.length ? images(pictures, context) : nothing}${others}
  </div>`;
}

function withUrl(item: Attachment): Attachment {
  return item.url ? item : {...item, url: item.meta.originalUrl ?? ''};
}

function withoutDuplicates(items: readonly Attachment[]): Attachment[] {
  const seen = new Set<string>();
  return items.filter(({meta: {ref}}) => {
    if (ref === undefined) return true;
    const isNew = !seen.has(ref);
    seen.add(ref);
    return isNew;
  });
}
