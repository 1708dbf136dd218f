import type {Labels} from '../components/labels.ts';
import {apologise} from './apology.ts';
import {showUnread} from './badge.ts';
import {adopt, cornerOf} from './corner.ts';
import {languageOf} from './language.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {tease} from './teaser.ts';
import {aroundStyles} from './widget.styles.ts';

/** The element the launcher belongs to. */
type Owner = HTMLElement & {labels?: Partial<Labels> | undefined};

/** What is shown beside a launcher, loaded when needed. */
export interface BesideModule {
  drawBeside: typeof drawBeside;
  excuse: typeof excuse;
  tease: typeof tease;
}

export {tease};

const styled = new WeakSet<ShadowRoot>();

/** Draws badge and teaser of a dormant launcher, if it has any, and names it in the script of its language. */
export function drawBeside(widget: Owner): void {
  const {dock, button} = cornerOf(widget)!;
  const {unread = 0} = recall(widget);
  style(widget);
  showUnread(button, unread);
  const name = launcherName(widget.getAttribute('language'));
  button.ariaLabel = unread ? `${name} (${unread > 9 ? '9+' : unread})` : name;
  tease({widget, dock, button});
}

/** Says in the visitor's language that the chat could not be loaded; in English if the language cannot be loaded either. */
export async function excuse(widget: Owner): Promise<void> {
  const {load_failed} = {...(await words(widget)), ...widget.labels};
  style(widget);
  apologise(cornerOf(widget)!, load_failed);
}

/** The labels in the language of a launcher, if they can be loaded. */
async function words(widget: HTMLElement): Promise<Partial<Labels>> {
  try {
    const {loadLabels} = await import('./locales.ts');
    return await loadLabels(languageOf(widget, widget.getAttribute('language')));
  } catch {
    return {}; // The one that cannot be loaded is told about already.
  }
}

function style(widget: Owner): void {
  const root = widget.shadowRoot!;
  if (styled.has(root)) return;
  styled.add(root);
  adopt(root, aroundStyles);
}
