import type {VisitorMessage} from '../protocol/message.ts';
import type {ActionFunction} from './chat-properties.ts';
import type {ParleyWidget} from './widget.ts';

/** What a page's own script works with: `window.parley`. */
export interface ParleyHandle {
  open(): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Says something for the visitor, words or a message; resolves when the turn is over. */
  send(message: VisitorMessage | string): Promise<void>;
  /** Adds to the data that the bot gets with every request. */
  setData(data: Readonly<Record<string, unknown>>): void;
  /** Lets the bot call a function of the page; what it returns, when not undefined, goes back under the same code. */
  registerAction(code: string, action: ActionFunction): void;
  /** Listens to `parley-<name>`. */
  on(name: string, listener: (event: Event) => void): void;
  off(name: string, listener: (event: Event) => void): void;
  /** Deletes everything that is kept of the conversation. */
  forget(): Promise<void>;
  /** Takes everything away: element, listeners, timers and this handle. */
  destroy(): void;
}

/** Where every copy of this package, of any version, finds out that another one is there. */
const mark = Symbol.for('parley-chat');

/** Whether this page has its chat already, from this script or another. */
export function isTaken(): boolean {
  return mark in document;
}

/**
 * Gives the page its handle on a widget. A `parley` of the page's own stays as it is, unless it is merely an element's id:
 * such names are no properties of the window's own.
 */
export function giveHandle(widget: ParleyWidget): void {
  const handle: ParleyHandle = {
    open: () => widget.open(),
    close: () => widget.close(),
    toggle: () => widget.toggle(),
    send: (message) => widget.send(message),
    setData: (data) => widget.setData(data),
    registerAction: (code, action) => widget.registerAction(code, action),
    on: (name, listener) => widget.addEventListener(`parley-${name}`, listener),
    off: (name, listener) => widget.removeEventListener(`parley-${name}`, listener),
    forget: () => widget.forget(),
    destroy() {
      widget.destroy();
      Reflect.deleteProperty(document, mark);
      if (window.parley === handle) Reflect.deleteProperty(window, 'parley');
    },
  };
  Reflect.set(document, mark, handle);
  const theirs = Object.hasOwn(window, 'parley') && window.parley !== undefined;
  if (theirs) console.warn('Parley: this page has a `parley` of its own, so the chat works without its handle.');
  else Object.defineProperty(window, 'parley', {value: handle, configurable: true, writable: true});
}

declare global {
  interface Window {
    parley?: ParleyHandle;
  }
}
