import type {VisitorMessage} from '../protocol/message.ts';
import type {ActionFunction} from './chat-properties.ts';

/** The event that `on` listens to under this name. */
type EventNamed<N extends string> = `parley-${N}` extends keyof GlobalEventHandlersEventMap
  ? GlobalEventHandlersEventMap[`parley-${N}`]
  : Event;

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
  on<N extends string>(name: N, listener: (event: EventNamed<N>) => void): void;
  off<N extends string>(name: N, listener: (event: EventNamed<N>) => void): void;
  /** Deletes everything that is kept of the conversation. */
  forget(): Promise<void>;
  /** Takes everything away: element, listeners, timers and this handle. */
  destroy(): void;
}

/** Where every copy of this package, of any version, finds out that another one is there. */
export const mark: unique symbol = Symbol.for('parley-chat');

declare global {
  interface Document {
    [mark]?: ParleyHandle;
  }
  interface Window {
    parley?: ParleyHandle;
  }
}
