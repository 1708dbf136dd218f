import {html, nothing, type TemplateResult} from 'lit';
import {sizeInWords} from '../../components/attachment/size.ts';
import {icon} from '../../components/icons.ts';
import {fill, type Labels} from '../../components/labels.ts';
import {biggestFile, type Upload} from './uploads.ts';

/** A file above the text: its name, how far it is, and a way to take it back. */
export function uploadRow({file, share, state}: Upload, labels: Labels, locale: string, remove: () => void): TemplateResult {
  const {name} = file;
  const percent = share.toLocaleString(locale, {style: 'percent'});
  const bad = state === 'failed' || state === 'too-big';
  const said = {
    leaving: percent,
    ready: fill(labels.upload_ready, {size: sizeInWords(file.size, locale)}),
    failed: labels.upload_failed,
    'too-big': fill(labels.upload_too_big, {size: sizeInWords(biggestFile, locale)}),
  }[state];
  return html`<div class="upload">
    <span class="kind" aria-hidden="true">${ending(name)}</span>
    <span class="about">
      <bdi class="file-name">${name}</bdi>
      <span class="state ${bad ? 'bad' : ''}" role=${bad ? 'alert' : nothing}>${said}</span>
    </span>
    <button type="button" class="remove" aria-label=${fill(labels.remove_file, {name})} @click=${remove}>${icon('close', 'small')}</button>
    ${state === 'leaving' ? html`<progress max="1" .value=${share} aria-label=${fill(labels.uploading, {name, percent})}></progress>` : nothing}
  </div>`;
}

function ending(name: string): string {
  return (/\.(\w{1,4})$/.exec(name)?.[1] ?? '').toUpperCase();
}
