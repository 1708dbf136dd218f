import {define} from '../components/define.ts';
import type {BesideModule} from './beside.ts';
import {ParleyChat} from './chat.ts';
import {type Corner, cornerOf} from './corner.ts';
import {mark} from './handle.ts';
import {ParleyTranscript} from './transcript.ts';
import {ParleyWidget} from './widget.ts';

/** The chat's chunk, as the script tag knows it. */
export interface WakeModule {
  wake: typeof wake;
}

/**
 * Makes a widget of an element that the script tag drew. Another copy of this package that took its name meanwhile has made one of it
 * already, which works as well.
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

/** Draws as another element is drawn by now: the page's own elements of that name wake with the script's. */
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
