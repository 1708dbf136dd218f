import {define} from '../components/define.ts';
import type {ExtrasModule} from './launcher-extras.ts';
import {ParleyChat} from './chat.ts';
import {type LauncherElements, launcherElementsOf} from './launcher-elements.ts';
import {handleKey} from './handle.ts';
import {ParleyTranscript} from './transcript.ts';
import {ParleyWidget} from './widget.ts';

/** The module of the chat's chunk, as used by the script tag. */
export interface UpgradeModule {
  upgrade: typeof upgrade;
}

/**
 * Turns the element that the script tag created into a widget. If another copy of this package has registered the name in the meantime,
 * its class has already done so, which works as well.
 */
export function upgrade(element: HTMLElement, loadExtras: () => Promise<ExtrasModule>): ParleyWidget {
  const {localName} = element;
  define('parley-transcript', ParleyTranscript);
  define('parley-chat', ParleyChat);
  ParleyWidget.loadChat = () => Promise.resolve({ParleyChat});
  ParleyWidget.loadExtras = loadExtras;
  ParleyWidget.draw = launcherCloner(element);
  if (!customElements.get(localName)) customElements.define(localName, class extends ParleyWidget {});
  customElements.upgrade(element);
  if (window.parley !== document[handleKey]) console.warn('Parley: this page has a `parley` of its own.');
  return element as ParleyWidget;
}

/** Returns a function that clones the given launcher, for elements of the same name that the page itself creates. */
function launcherCloner(element: Element): (root: ShadowRoot) => LauncherElements {
  const [sheet] = element.shadowRoot!.adoptedStyleSheets;
  const dock = launcherElementsOf(element)!.dock.cloneNode(true) as HTMLElement;
  dock.querySelector('p')?.remove();
  return (root) => {
    root.adoptedStyleSheets.push(sheet!);
    root.append(dock.cloneNode(true));
    const elements = launcherElementsOf(root.host)!;
    elements.button.ariaBusy = null;
    return elements;
  };
}
