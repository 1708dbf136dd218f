import type {Labels} from '../components/labels.ts';
import {apologise} from './apology.ts';
import {showUnread} from './badge.ts';
import {adopt, cornerOf} from './corner.ts';
import {languageOf} from '../components/language.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {tease} from './teaser.ts';
import {aroundStyles} from './widget.styles.ts';

/** The launcher's element. */
type Owner = HTMLElement & {labels?: Partial<Labels> | undefined};

/** The code for what is shown next to a launcher, loaded when there is something to show. */
export interface BesideModule {
  drawBeside: typeof drawBeside;
  excuse: typeof excuse;
  tease: typeof tease;
}

export {tease};

const styled = new WeakSet<ShadowRoot>();

/**
 * Draws the badge and the teaser of a launcher whose chat is not loaded yet, as far as it has them, and names the button in the
 * visitor's language.
 */
export function drawBeside(widget: Owner): void {
  const {dock, button} = cornerOf(widget)!;
  const {unread = 0} = recall(widget);
  style(widget);
  showUnread(button, unread);
  const name = launcherName(widget.getAttribute('language'));
  button.ariaLabel = unread ? `${name} (${unread > 9 ? '9+' : unread})` : name;
  tease({widget, dock, button});
}

/** Says in the visitor's language that the chat could not be loaded; in English if those labels cannot be loaded either. */
export async function excuse(widget: Owner): Promise<void> {
  const {load_failed} = {...(await words(widget)), ...widget.labels};
  style(widget);
  apologise(cornerOf(widget)!, load_failed);
}

/** The chat's labels in the launcher's language, as far as they can be loaded. */
async function words(widget: HTMLElement): Promise<Partial<Labels>> {
  try {
    const {loadLabels} = await import('./locales.ts');
    return await loadLabels(languageOf(widget, widget.getAttribute('language')));
  } catch {
    return {}; // The failure to load the chat is already being reported.
  }
}

function style(widget: Owner): void {
  const root = widget.shadowRoot!;
  if (styled.has(root)) return;
  styled.add(root);
  adopt(root, aroundStyles);
}
