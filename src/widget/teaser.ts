import {type Corner, drawing, make} from './corner.ts';
import type {ChatProperties} from './chat-properties.ts';
import {languageOf} from './language.ts';
import {labelLanguage} from './launcher-labels.ts';
import {keep} from './launcher-memory.ts';
import {teaserLabels} from './teaser-labels.ts';
import {teaserStyles} from './teaser.styles.ts';

export interface TeaserOptions extends Corner {
  widget: HTMLElement & Partial<ChatProperties>;
}

export interface TeaserModule {
  tease: typeof tease;
}

const styled = new WeakSet<ShadowRoot>();

/**
 * Shows the words of the `teaser` option beside the launcher, in place of earlier ones. All of them open the chat;
 * the cross in their corner only closes them, for good.
 */
export function tease({widget, dock, button}: TeaserOptions): void {
  dock.querySelector('.teaser')?.remove();
  const text = widget.getAttribute('teaser');
  if (!text || widget.hasAttribute('open')) return;

  const language = labelLanguage(languageOf(widget, widget.getAttribute('language')));
  const dismiss = widget.labels?.dismiss ?? teaserLabels[language].dismiss;
  const words = make('button', {className: 'words', type: 'button', onclick: () => button.click()}, text);
  const cross = make('button', {className: 'dismiss', type: 'button', ariaLabel: dismiss}, drawing(['m5.5 5.5 9 9m0-9-9 9'], '0 0 20 20'));
  const teaser = make('div', {className: 'teaser'}, ...pictureOf(widget), words, cross);
  teaser.setAttribute('part', 'teaser');
  cross.onclick = () => {
    teaser.remove();
    keep(widget, {teased: true});
    button.focus({preventScroll: true});
  };
  style(widget.shadowRoot!);
  dock.insertBefore(teaser, button);
}

function pictureOf(widget: HTMLElement): Node[] {
  const url = widget.getAttribute('avatar');
  return url ? [make('img', {alt: '', referrerPolicy: 'no-referrer', src: url})] : [];
}

function style(root: ShadowRoot): void {
  if (styled.has(root)) return;
  styled.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(teaserStyles);
  root.adoptedStyleSheets.push(sheet);
}
