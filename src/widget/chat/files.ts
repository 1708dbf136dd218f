import type {ReactiveControllerHost} from 'lit';
import {html, nothing, type TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {plural, type Labels} from '../../components/labels.ts';
import {fileLabels} from '../../components/late-labels/files.ts';
import type {ChatSession} from './chat-session.ts';
import {DropZone, type DropZoneOptions} from './drop-zone.ts';
import {fileStyles} from './files.styles.ts';
import {uploadRow} from './upload-row.ts';
import {maxFiles, type Upload, Uploads} from './uploads.ts';

/** The visitor's files: those attached to the current message, and the drop zone for more. */
export class Files {
  static readonly styles = fileStyles;
  readonly uploads: Uploads;
  readonly #dropZone: DropZone;

  constructor(host: ReactiveControllerHost & HTMLElement, session: ChatSession, dropZoneOptions: DropZoneOptions) {
    this.uploads = new Uploads(host, session);
    this.#dropZone = new DropZone(host, dropZoneOptions);
  }

  /** The attached files. @param focus Moves the focus back to the input field. */
  attached(chatLabels: Labels, locale: string, focus: () => void): TemplateResult | typeof nothing {
    const labels = {...fileLabels, ...chatLabels};
    const {uploads} = this;
    const {limits, list, isOverLimit} = uploads;
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
      ${repeat(list, ({file}) => file, row)}${isOverLimit ? html`<p class="overfull" role="alert">${plural(labels, 'upload_most', maxFiles, locale)}</p>` : nothing}
    </div>`;
  }

  dropZone(chatLabels: Labels, locale: string): TemplateResult | typeof nothing {
    return this.#dropZone.render({...fileLabels, ...chatLabels}, locale, this.uploads.limits);
  }
}
