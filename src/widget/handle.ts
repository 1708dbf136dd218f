import type {VisitorMessage} from '../protocol/message.ts';
import type {ActionFunction} from './chat-properties.ts';

/** The event that `on` listens to under this name. */
type EventNamed<N extends string> = `parley-${N}` extends keyof GlobalEventHandlersEventMap
  ? GlobalEventHandlersEventMap[`parley-${N}`]
  : Event;

/** The page's handle to the chat: `window.parley`. */
export interface ParleyHandle {
  /** Resolves when the chat is shown. Moves the focus only after a gesture of the visitor. */
  open(): Promise<void>;
  /** The conversation continues. */
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Sends a text or a message on behalf of the visitor. Resolves when the turn is over. */
  send(message: VisitorMessage | string): Promise<void>;
  /** Merges into the `data` that the bot gets with every request. */
  setData(data: Readonly<Record<string, unknown>>): void;
  /** Registers a function that the bot may call. A result other than `undefined` is sent back as an action with the same code. */
  registerAction(code: string, action: ActionFunction): void;
  /** Adds a listener for `parley-<name>`. */
  on<N extends string>(name: N, listener: (event: EventNamed<N>) => void): void;
  /** Removes a listener for `parley-<name>`. */
  off<N extends string>(name: N, listener: (event: EventNamed<N>) => void): void;
  /** Deletes everything stored about the conversation. */
  forget(): Promise<void>;
  /** Removes the element, all its listeners and timers, and this handle. What is stored stays. */
  destroy(): void;
}

/** The property of the document by which copies of this package, of any version, recognise each other. */
export const handleKey: unique symbol = Symbol.for('parley-chat');

declare global {
  interface Document {
    [handleKey]?: ParleyHandle;
  }
  interface Window {
    parley?: ParleyHandle;
  }
}
