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
const page: Document & {[mark]?: ParleyHandle} = document;

/** A widget's element before its class is loaded: it keeps what its class will find. */
export type Sleeper = HTMLElement & Partial<Pick<ParleyWidget, 'data' | 'actions' | 'destroy'>>;

export type Verbs = Pick<ParleyHandle, 'open' | 'close' | 'toggle' | 'send' | 'forget'>;

/** Whether this page has its chat already, from this script or another. */
export function isTaken(): boolean {
  return mark in page;
}

/**
 * Gives the page its handle on a widget. A `parley` of the page's own stays as it is, unless it is merely an element's id:
 * such names are no properties of the window's own.
 *
 * @param verbs What needs the widget to be awake.
 * @param end Ends what lasted as long as the widget was there.
 */
export function giveHandle(widget: Sleeper, verbs: Verbs, end: () => void): void {
  const handle: ParleyHandle = {
    ...verbs,
    setData(data) {
      widget.data = {...widget.data, ...data};
    },
    registerAction(code, action) {
      (widget.actions ??= new Map()).set(code, action);
    },
    on: (name, listener) => widget.addEventListener(`parley-${name}`, listener),
    off: (name, listener) => widget.removeEventListener(`parley-${name}`, listener),
    destroy() {
      end();
      widget.destroy?.();
      widget.remove();
      delete page[mark];
      if (window.parley === handle) delete window.parley;
    },
  };
  page[mark] = handle;
  if (Object.hasOwn(window, 'parley') && window.parley) console.warn('Parley: this page has a `parley` of its own.');
  else window.parley = handle;
}

declare global {
  interface Window {
    parley?: ParleyHandle;
  }
}
