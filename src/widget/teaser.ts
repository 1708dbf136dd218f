import type {Labels} from '../components/labels.ts';
import {adoptStyleText, type LauncherElements, createElement} from './launcher-elements.ts';
import {svgIcon} from './svg-icon.ts';
import {labelLanguage} from './label-language.ts';
import {languageOf} from '../components/language.ts';
import {saveLauncherState, readLauncherState} from './launcher-state.ts';
import {teaserLabels} from './teaser-labels.ts';
import {teaserStyles} from './teaser.styles.ts';

export interface TeaserOptions extends LauncherElements {
  widget: HTMLElement & {labels?: Partial<Labels> | undefined};
}

const styledWidgets = new WeakSet<HTMLElement>();

/**
 * Shows the text of the `teaser` option next to the launcher, replacing an earlier one. Clicking it opens the chat;
 * the button in its corner dismisses it for good.
 */
export function showTeaser({widget, dock, button}: TeaserOptions): void {
  const text = widget.getAttribute('teaser');
  const existing = dock.querySelector('.teaser');
  const isShown = text && !widget.hasAttribute('open') && !readLauncherState(widget).teased;
  if (isShown && existing?.textContent === text) return;
  existing?.remove();
  if (!isShown) return;

  const language = labelLanguage(languageOf(widget, widget.getAttribute('language')));
  const dismiss = widget.labels?.dismiss ?? teaserLabels[language].dismiss;
  const textButton = createElement('button', {className: 'words', type: 'button', onclick: () => button.click()}, text);
  const dismissButton = createElement(
    'button',
    {className: 'dismiss', type: 'button', ariaLabel: dismiss},
    svgIcon(['m5.5 5.5 9 9m0-9-9 9'], '0 0 20 20'),
  );
  const teaser = createElement('div', {className: 'teaser', part: 'teaser'}, ...pictureOf(widget), textButton, dismissButton);
  dismissButton.onclick = () => {
    teaser.remove();
    saveLauncherState(widget, {teased: true});
    button.focus({preventScroll: true});
  };
  if (!styledWidgets.has(widget)) adoptStyleText(widget.shadowRoot!, teaserStyles);
  styledWidgets.add(widget);
  dock.insertBefore(teaser, button);
}

function pictureOf(widget: HTMLElement): Node[] {
  const url = widget.getAttribute('avatar');
  return url ? [createElement('img', {alt: '', referrerPolicy: 'no-referrer', src: url})] : [];
}
