import type {Labels} from '../components/labels.ts';
import {adopt, type Corner, make} from './corner.ts';
import {drawing} from './drawing.ts';
import {labelLanguage} from './label-language.ts';
import {languageOf} from '../components/language.ts';
import {keep, recall} from './launcher-memory.ts';
import {teaserLabels} from './teaser-labels.ts';
import {teaserStyles} from './teaser.styles.ts';

export interface TeaserOptions extends Corner {
  widget: HTMLElement & {labels?: Partial<Labels> | undefined};
}

const styled = new WeakSet<HTMLElement>();

/**
 * Shows the text of the `teaser` option next to the launcher, replacing an earlier one. Clicking it opens the chat;
 * the cross in its corner dismisses it for good.
 */
export function tease({widget, dock, button}: TeaserOptions): void {
  const text = widget.getAttribute('teaser');
  const before = dock.querySelector('.teaser');
  const stays = text && !widget.hasAttribute('open') && !recall(widget).teased;
  if (stays && before?.textContent === text) return;
  before?.remove();
  if (!stays) return;

  const language = labelLanguage(languageOf(widget, widget.getAttribute('language')));
  const dismiss = widget.labels?.dismiss ?? teaserLabels[language].dismiss;
  const words = make('button', {className: 'words', type: 'button', onclick: () => button.click()}, text);
  const cross = make('button', {className: 'dismiss', type: 'button', ariaLabel: dismiss}, drawing(['m5.5 5.5 9 9m0-9-9 9'], '0 0 20 20'));
  const teaser = make('div', {className: 'teaser', part: 'teaser'}, ...pictureOf(widget), words, cross);
  cross.onclick = () => {
    teaser.remove();
    keep(widget, {teased: true});
    button.focus({preventScroll: true});
  };
  if (!styled.has(widget)) adopt(widget.shadowRoot!, teaserStyles);
  styled.add(widget);
  dock.insertBefore(teaser, button);
}

function pictureOf(widget: HTMLElement): Node[] {
  const url = widget.getAttribute('avatar');
  return url ? [make('img', {alt: '', referrerPolicy: 'no-referrer', src: url})] : [];
}
