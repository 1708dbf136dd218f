import {define} from '../components/define.ts';
import type {BesideModule} from './beside.ts';
import {ParleyChat} from './chat.ts';
import {mark} from './handle.ts';
import {ParleyTranscript} from './transcript.ts';
import {ParleyWidget} from './widget.ts';

/** The chunk of the chat, as the script tag knows it. */
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
  if (!customElements.get(localName)) customElements.define(localName, class extends ParleyWidget {});
  customElements.upgrade(element);
  if (window.parley !== document[mark]) console.warn('Parley: this page has a `parley` of its own.');
  return element as ParleyWidget;
}
