import type {BotMessage, Button, VisitorMessage} from '../protocol/message.ts';
import {frozen} from './frozen.ts';

/** The kind of control that a reply came from. */
export type ReplySource = 'quick-reply' | 'postback' | 'location' | 'time' | 'rating';

/**
 * Fields that are objects are frozen copies, so that pages cannot change a message through them. The events are not frozen, since
 * frameworks set properties on them.
 */
const leaving = {bubbles: true, composed: true} as const;

/**
 * The visitor used a control of a message. Any listener up to `window` may cancel it:
 * the chat acts after the dispatch, and only if nobody cancelled it.
 */
export class ReplyEvent extends Event {
  static readonly type = 'parley-reply';
  /** Exactly what will be sent to the bot. */
  readonly message: VisitorMessage;

  constructor(
    message: VisitorMessage,
    readonly source: ReplySource,
    /** Path of the chosen control, such as `quick_replies[1]` or `template.elements[0].buttons[2]`. */
    readonly choice: string,
  ) {
    super(ReplyEvent.type, {...leaving, cancelable: true});
    this.message = frozen(message);
  }
}

/**
 * The visitor used a custom-event button, or is about to follow a link.
 * A `web_url` button, a default action and a link in a text all have the name `web_url`; cancelling stops the navigation.
 */
export class PageEvent extends Event {
  static readonly type = 'parley-page-event';

  constructor(
    /** The button's `type`. */
    readonly name: string,
    /** The button's other properties, without its title. */
    readonly data: Readonly<Record<string, unknown>>,
    /** The button, unless it was a link in a text. */
    readonly button: Button | undefined,
  ) {
    super(PageEvent.type, {...leaving, cancelable: true});
  }
}

/** The bot calls the page. Cancelling it prevents the registered or built-in function from being called. */
export class ActionEvent extends Event {
  static readonly type = 'parley-action';
  readonly args: readonly unknown[];

  constructor(
    readonly code: string,
    args: readonly unknown[],
    /** Sends a value back to the bot, as an action with the same code. */
    readonly respondWith: (value: unknown) => void,
  ) {
    super(ActionEvent.type, {...leaving, cancelable: true});
    this.args = frozen(args);
  }
}

/** Either side said something. */
export class MessageEvent extends Event {
  static readonly type = 'parley-message';
  readonly message: BotMessage;

  constructor(
    readonly id: string,
    readonly from: 'visitor' | 'bot' | 'agent' | 'system',
    message: BotMessage,
    /** The message as plain text. */
    readonly text: string,
  ) {
    super(MessageEvent.type, leaving);
    this.message = frozen(message);
  }
}

/** The chat opened or closed, its conversation began or ended, or the number of unread messages changed. */
export class StateEvent extends Event {
  static readonly type = 'parley-state';

  constructor(
    readonly open: boolean,
    readonly phase: 'idle' | 'connecting' | 'open' | 'ended',
    readonly unread: number,
  ) {
    super(StateEvent.type, leaving);
  }
}

declare global {
  // For listeners on elements, on the document and on the window.
  interface GlobalEventHandlersEventMap {
    'parley-reply': ReplyEvent;
    'parley-page-event': PageEvent;
    'parley-action': ActionEvent;
    'parley-message': MessageEvent;
    'parley-state': StateEvent;
  }
}
