import {html, nothing, render, type TemplateResult} from 'lit';
import type {Attachment} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {icon} from '../more-icons.ts';
import {fill} from '../labels.ts';
import {partLabel} from '../part-label.ts';
import {permission} from '../picture/permission.ts';
import {displayName} from './display-name.ts';
import {lightboxStyles} from './lightbox.styles.ts';

export interface Gallery {
  pictures: readonly Attachment[];
  index: number;
}

/** Shows images on top of the page, in the opener's own root. Closing it returns the focus to the opener. */
export function showLightbox(opener: HTMLElement, {pictures, index: first}: Gallery, context: PartContext): void {
  const root = opener.getRootNode() as Document | ShadowRoot;
  if (root.querySelector('dialog.lightbox')) return; // The second click of a double click.
  adoptStyles(root);
  const dialog = document.createElement('dialog');
  dialog.className = 'lightbox';
  dialog.setAttribute('part', 'lightbox');
  let index = first;
  const failed = new Set<string>();
  const fail = (url: string) => {
    failed.add(url);
    show(index);
  };
  const show = (newIndex: number) => {
    index = newIndex;
    dialog.ariaLabel = nameOf(pictures[newIndex], context);
    render(lightboxContent({pictures, index: newIndex, failed, show, fail, close: () => dialog.close()}, context), dialog);
  };
  dialog.addEventListener('keydown', (event) => navigate(event, (step) => show((index + step + pictures.length) % pictures.length)));
  dialog.addEventListener('close', () => {
    dialog.remove();
    opener.focus({preventScroll: true});
  });
  (root instanceof Document ? root.body : root).append(dialog);
  show(index);
  dialog.showModal();
  // If its surroundings get hidden, the modal dialog would block the page invisibly, so close it.
  new ResizeObserver(() => dialog.clientHeight || dialog.close()).observe(dialog);
}

interface LightboxView extends Gallery {
  /** URLs of images that failed to load. */
  failed: ReadonlySet<string>;
  show: (index: number) => void;
  fail: (url: string) => void;
  close: () => void;
}

function lightboxContent(view: LightboxView, context: PartContext): TemplateResult {
  const {pictures, index, show, close} = view;
  const {labels, locale} = context;
  const current = pictures[index];
  const count = pictures.length;
  const go = (step: number) => show((index + step + count) % count);
  const position = fill(partLabel(labels, 'slide_of'), {index: (index + 1).toLocaleString(locale), count: count.toLocaleString(locale)});
  return html`<div class="top">
      <p class="name"><bdi>${current?.meta.desc ?? ''}</bdi></p>
      ${downloadLink(current, context)}
      <button type="button" class="tool" part="button" autofocus aria-label=${labels.close} @click=${close}>${icon('close')}</button>
    </div>
    <div class="stage" @click=${(event: Event) => event.target === event.currentTarget && close()}>${image(view, context)}</div>
    ${
      count > 1
        ? html`<div class="bottom">
          <button type="button" class="tool" part="arrow" aria-label=${partLabel(labels, 'previous')} @click=${() => go(-1)}>${icon('start', 'turns')}</button>
          <span aria-live="polite" aria-atomic="true">${position}<span class="unseen">: ${nameOf(current, context)}</span></span>
          <button type="button" class="tool" part="arrow" aria-label=${partLabel(labels, 'next')} @click=${() => go(1)}>${icon('end', 'turns')}</button>
        </div>`
        : nothing
    }`;
}

function image({pictures, index, failed, fail}: LightboxView, context: PartContext): unknown {
  const current = pictures[index];
  const permitted = current && permission(current.url, context);
  if (!permitted || failed.has(permitted.url)) return html`<p>${partLabel(context.labels, 'picture_missing')}</p>`;
  return html`<img
    class="picture-whole"
    src=${permitted.url}
    alt=${nameOf(current, context)}
    decoding="async"
    referrerpolicy="no-referrer"
    @error=${() => fail(permitted.url)}
  />`;
}

function downloadLink(current: Attachment | undefined, context: PartContext): unknown {
  const permitted = current && permission(current.url, context);
  if (!permitted) return nothing;
  return html`<a
    class="tool"
    href=${permitted.url}
    download
    target="_blank"
    rel="noopener noreferrer"
    aria-label=${fill(partLabel(context.labels, 'download'), {name: nameOf(current, context)})}
    >${icon('save')}</a
  >`;
}

function nameOf(current: Attachment | undefined, {labels}: PartContext): string {
  return (current && displayName(current)) ?? labels.picture;
}

/** Handles the arrow keys. No key reaches what is underneath: Escape must not close the chat along with the image. */
function navigate(event: KeyboardEvent, go: (step: number) => void): void {
  event.stopPropagation();
  const forward = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  event.preventDefault();
  go(event.key === forward ? 1 : -1);
}

function adoptStyles(root: Document | ShadowRoot): void {
  const sheet = lightboxStyles.styleSheet;
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
