import type {BotMessage, Button, VisitorMessage} from '../protocol/message.ts';
import {frozenCopy} from './frozen-copy.ts';

/** The kind of control that a reply came from. */
export type ReplySource = 'quick-reply' | 'postback' | 'location' | 'time' | 'rating';

/**
 * Fields are read-only, and objects among them are frozen copies, so that pages cannot change a message through them. The events themselves
 * are not frozen, since frameworks set properties on them.
 */
class ChatEvent extends Event {
  constructor(type: string, fields: object, cancelable: boolean) {
    super(type, {bubbles: true, composed: true, cancelable});
    for (const [name, value] of Object.entries(fields)) Object.defineProperty(this, name, {value, enumerable: true});
  }
}

/**
 * The visitor used a control of a message. Any listener up to `window` may cancel it:
 * the chat acts after the dispatch, and only if nobody cancelled it.
 */
export class ReplyEvent extends ChatEvent {
  static readonly type = 'parley-reply';
  /** Exactly what will be sent to the bot. */
  declare readonly message: VisitorMessage;
  declare readonly source: ReplySource;
  /** Path of the chosen control, such as `quick_replies[1]` or `template.elements[0].buttons[2]`. */
  declare readonly choice: string;

  constructor(message: VisitorMessage, source: ReplySource, choice: string) {
    super(ReplyEvent.type, {message: frozenCopy(message), source, choice}, true);
  }
}

/**
 * The visitor used a custom-event button, or is about to follow a link.
 * A `web_url` button, a default action and a link in a text all have the name `web_url`; cancelling stops the navigation.
 */
export class PageEvent extends ChatEvent {
  static readonly type = 'parley-page-event';
  /** The button's `type`. */
  declare readonly name: string;
  /** The button's other properties, without its title. */
  declare readonly data: Readonly<Record<string, unknown>>;
  /** The button, unless it was a link in a text. */
  declare readonly button: Button | undefined;

  constructor(name: string, data: Readonly<Record<string, unknown>>, button: Button | undefined) {
    super(PageEvent.type, {name, data, button}, true);
  }
}

/** The bot calls the page. Cancelling it prevents the registered or built-in function from being called. */
export class ActionEvent extends ChatEvent {
  static readonly type = 'parley-action';
  declare readonly code: string;
  declare readonly args: readonly unknown[];
  /** Sends a value back to the bot, as an action with the same code. */
  declare readonly respondWith: (value: unknown) => void;

  constructor(code: string, args: readonly unknown[], respondWith: (value: unknown) => void) {
    super(ActionEvent.type, {code, args: frozenCopy(args), respondWith}, true);
  }
}

/** Either side said something. */
export class MessageEvent extends ChatEvent {
  static readonly type = 'parley-message';
  declare readonly id: string;
  declare readonly from: 'visitor' | 'bot' | 'agent' | 'system';
  declare readonly message: BotMessage;
  /** The message as plain text. */
  declare readonly text: string;

  constructor(id: string, from: MessageEvent['from'], message: BotMessage, text: string) {
    super(MessageEvent.type, {id, from, message: frozenCopy(message), text}, false);
  }
}

/** The chat opened or closed, its conversation began or ended, or the number of unread messages changed. */
export class StateEvent extends ChatEvent {
  static readonly type = 'parley-state';
  declare readonly open: boolean;
  declare readonly phase: 'idle' | 'connecting' | 'open' | 'ended';
  declare readonly unread: number;

  constructor(open: boolean, phase: StateEvent['phase'], unread: number) {
    super(StateEvent.type, {open, phase, unread}, false);
  }
}

declare global {
  // Events of elements, and of the document and window that those bubble to.
  interface GlobalEventHandlersEventMap {
    'parley-reply': ReplyEvent;
    'parley-page-event': PageEvent;
    'parley-action': ActionEvent;
    'parley-message': MessageEvent;
    'parley-state': StateEvent;
  }
}
