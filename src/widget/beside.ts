import type {Labels} from '../components/labels.ts';
import {apologise} from './apology.ts';
import {showUnread} from './badge.ts';
import {adopt, cornerOf} from './corner.ts';
import {languageOf} from './language.ts';
import {recall} from './launcher-memory.ts';
import {launcherName} from './launcher-name.ts';
import {tease} from './teaser.ts';
import {aroundStyles} from './widget.styles.ts';

/** Whose launcher it is. */
type Owner = HTMLElement & {labels?: Partial<Labels> | undefined};

/** What stands beside a launcher, loaded when there is something to stand there. */
export interface BesideModule {
  drawBeside: typeof drawBeside;
  excuse: typeof excuse;
  tease: typeof tease;
}

export {tease};

const styled = new WeakSet<ShadowRoot>();

/** Draws the badge and the teaser of a launcher that is not awake, as far as it has them, and says its name in the language's own letters. */
export function drawBeside(widget: Owner): void {
  const {dock, button} = cornerOf(widget)!;
  const {unread = 0} = recall(widget);
  style(widget);
  showUnread(button, unread);
  const name = launcherName(widget.getAttribute('language'));
  button.ariaLabel = unread ? `${name} (${unread > 9 ? '9+' : unread})` : name;
  tease({widget, dock, button});
}

/** Says in the visitor's language that the chat could not be loaded; in English where those words cannot be loaded either. */
export async function excuse(widget: Owner): Promise<void> {
  const {load_failed} = {...(await words(widget)), ...widget.labels};
  style(widget);
  apologise(cornerOf(widget)!, load_failed);
}

/** The chat's words in the language of a launcher, as far as they can be loaded. */
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
