import {html, nothing, type TemplateResult} from 'lit';
import {formatSize} from '../../components/attachment/format-size.ts';
import {icon} from '../../components/more-icons.ts';
import {fill, type LabelsWith} from '../../components/labels.ts';
import type {fileLabels} from '../../components/late-labels/files.ts';
import type {UploadLimits} from '../../protocol/transport.ts';
import type {Upload} from './uploads.ts';

export interface UploadRowOptions {
  labels: LabelsWith<typeof fileLabels>;
  locale: string;
  limits: UploadLimits;
  remove(): void;
  retry(): void;
}

/**
 * A file above the text: its name, its progress, and buttons to retry and to remove it. Screen readers hear when it is ready or refused;
 * the percentage is only read on request, from the progress bar.
 */
export function uploadRow(
  {file, progress: share, state, picture}: Upload,
  {labels, locale, limits, remove, retry}: UploadRowOptions,
): TemplateResult {
  const {name} = file;
  const percent = share.toLocaleString(locale, {style: 'percent'});
  const isFailed = state === 'failed' || state === 'too-big' || state === 'bad-type';
  const status = {
    waiting: labels.upload_waiting,
    leaving: percent,
    ready: fill(labels.upload_ready, {size: formatSize(file.size, locale)}),
    failed: labels.upload_failed,
    'too-big': fill(labels.upload_too_big, {size: formatSize(limits.maxFileBytes ?? file.size, locale)}),
    'bad-type': labels.upload_type,
  }[state];
  return html`<div class="upload">
    <span class="kind" aria-hidden="true">${picture ?? extensionOf(name)}</span>
    <span class="about" role=${isFailed ? 'alert' : 'status'}>
      <bdi class="file-name">${name}</bdi>
      <span class="state ${isFailed ? 'bad' : ''}" aria-hidden=${state === 'leaving' ? 'true' : nothing}>${status}</span>
    </span>
    <span class="ways">
      ${
        state === 'failed'
          ? html`<button type="button" class="remove" aria-label=${fill(labels.retry_file, {name})} @click=${retry}>${icon('retry', 'small')}</button>`
          : nothing
      }
      <button type="button" class="remove" aria-label=${fill(labels.remove_file, {name})} @click=${remove}>${icon('close', 'small')}</button>
    </span>
    ${state === 'leaving' ? html`<progress max="1" .value=${share} aria-label=${fill(labels.uploading, {name, percent})}></progress>` : nothing}
  </div>`;
}

function extensionOf(name: string): string {
  return (/\.(\w{1,4})$/.exec(name)?.[1] ?? '').toUpperCase();
}
