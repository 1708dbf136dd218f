import type {Labels} from '../components/labels.ts';
import {drawLoadError} from './load-error.ts';
import {showUnread} from './badge.ts';
import {adoptStyleText, launcherElementsOf} from './launcher-elements.ts';
import {languageOf} from '../components/language.ts';
import {readLauncherState} from './launcher-state.ts';
import {launcherName} from './launcher-name.ts';
import {showTeaser} from './teaser.ts';
import {dockStyles} from './widget.styles.ts';

/** The launcher's element. */
type LauncherElement = HTMLElement & {labels?: Partial<Labels> | undefined};

/** The code for what is shown next to a launcher, loaded when there is something to show. */
export interface ExtrasModule {
  draw: typeof draw;
  drawError: typeof drawError;
  showTeaser: typeof showTeaser;
}

export {showTeaser};

const styledRoots = new WeakSet<ShadowRoot>();

/**
 * Draws the badge and the teaser of a launcher whose chat is not loaded yet, as far as it has them, and names the button in the
 * visitor's language.
 */
export function draw(widget: LauncherElement): void {
  const {dock, button} = launcherElementsOf(widget)!;
  const {unread = 0} = readLauncherState(widget);
  adoptStyles(widget);
  showUnread(button, unread);
  const name = launcherName(widget.getAttribute('language'));
  button.ariaLabel = unread ? `${name} (${unread > 9 ? '9+' : unread})` : name;
  showTeaser({widget, dock, button});
}

/** Says in the visitor's language that the chat could not be loaded; in English if those labels cannot be loaded either. */
export async function drawError(widget: LauncherElement): Promise<void> {
  const {load_failed} = {...(await loadLabelsOf(widget)), ...widget.labels};
  adoptStyles(widget);
  drawLoadError(launcherElementsOf(widget)!, load_failed);
}

/** The chat's labels in the launcher's language, as far as they can be loaded. */
async function loadLabelsOf(widget: HTMLElement): Promise<Partial<Labels>> {
  try {
    const {loadLabels} = await import('./locales.ts');
    return await loadLabels(languageOf(widget, widget.getAttribute('language')));
  } catch {
    return {}; // The failure to load the chat is already being reported.
  }
}

function adoptStyles(widget: LauncherElement): void {
  const root = widget.shadowRoot!;
  if (styledRoots.has(root)) return;
  styledRoots.add(root);
  adoptStyleText(root, dockStyles);
}
