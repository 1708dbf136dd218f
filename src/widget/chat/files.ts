import type {ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {plural, type Labels} from '../../components/labels.ts';
import {fileLabels} from '../../components/late-labels/files.ts';
import type {ChatTalk} from './chat-talk.ts';
import {DropZone, type DropZoneOptions} from './drop-zone.ts';
import {fileStyles} from './files.styles.ts';
import {uploadRow} from './upload-row.ts';
import {mostFiles, type Upload, Uploads} from './uploads.ts';

/** The visitor's files: those attached to the current message, and the drop zone for more. */
export class Files {
  static readonly styles = fileStyles;
  readonly uploads: Uploads;
  readonly #dropping: DropZone;

  constructor(host: ReactiveControllerHost & HTMLElement, talk: ChatTalk, dropping: DropZoneOptions) {
    this.uploads = new Uploads(host, talk);
    this.#dropping = new DropZone(host, dropping);
  }

  /** The attached files. @param focus Moves the focus back to the input field. */
  added(chats: Labels, locale: string, focus: () => void): TemplateResult | typeof nothing {
    const labels = {...fileLabels, ...chats};
    const {uploads} = this;
    const {limits, list, isOverfull} = uploads;
    if (!list.length) return nothing;
    // The button that was used disappears.
    const row = (upload: Upload, index: number) =>
      uploadRow(upload, {
        labels,
        locale,
        limits,
        remove: () => [uploads.remove(index), focus()],
        retry: () => [uploads.retry(index), focus()],
      });
    return html`<div class="uploads">
      ${repeat(list, ({file}) => file, row)}${isOverfull ? html`<p class="overfull" role="alert">${plural(labels, 'upload_most', mostFiles, locale)}</p>` : nothing}
    </div>`;
  }

  zone(chats: Labels, locale: string): TemplateResult | typeof nothing {
    return this.#dropping.render({...fileLabels, ...chats}, locale, this.uploads.limits);
  }
}
