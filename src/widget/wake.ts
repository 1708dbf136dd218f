import {define} from '../components/define.ts';
import type {BesideModule} from './beside.ts';
import {ParleyChat} from './chat.ts';
import {type Corner, cornerOf} from './corner.ts';
import {mark} from './handle.ts';
import {ParleyTranscript} from './transcript.ts';
import {ParleyWidget} from './widget.ts';

/** The module of the chat's chunk, as used by the script tag. */
export interface WakeModule {
  wake: typeof wake;
}

/**
 * Turns the element that the script tag created into a widget. If another copy of this package has registered the name in the meantime,
 * its class has already done so, which works as well.
 */
export function wake(element: HTMLElement, loadBeside: () => Promise<BesideModule>): ParleyWidget {
  const {localName} = element;
  define('parley-transcript', ParleyTranscript);
  define('parley-chat', ParleyChat);
  ParleyWidget.loadChat = () => Promise.resolve({ParleyChat});
  ParleyWidget.loadBeside = loadBeside;
  ParleyWidget.draw = copyOf(element);
  if (!customElements.get(localName)) customElements.define(localName, class extends ParleyWidget {});
  customElements.upgrade(element);
  if (window.parley !== document[mark]) console.warn('Parley: this page has a `parley` of its own.');
  return element as ParleyWidget;
}

/** Returns a function that clones the given launcher, for elements of the same name that the page itself creates. */
function copyOf(element: Element): (root: ShadowRoot) => Corner {
  const [sheet] = element.shadowRoot!.adoptedStyleSheets;
  const dock = cornerOf(element)!.dock.cloneNode(true) as HTMLElement;
  dock.querySelector('p')?.remove();
  return (root) => {
    root.adoptedStyleSheets.push(sheet!);
    root.append(dock.cloneNode(true));
    const corner = cornerOf(root.host)!;
    corner.button.ariaBusy = null;
    return corner;
  };
}
