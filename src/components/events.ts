import type {BotMessage, Button, VisitorMessage} from '../protocol/message.ts';
import {frozen} from './frozen.ts';

/** Where a reply came from. */
export type ReplySource = 'quick-reply' | 'postback' | 'location' | 'time' | 'rating';

/** Fields that are objects are frozen copies: what a page is handed is no way into a message. The events themselves are not, since frameworks note things on them. */
const leaving = {bubbles: true, composed: true} as const;

/**
 * The visitor answered from inside a message. Cancelable by any listener up to `window`:
 * the chat acts when the dispatch is over, and only if nobody cancelled it.
 */
export class ReplyEvent extends Event {
  static readonly type = 'parley-reply';
  /** Exactly what will be sent to the bot. */
  readonly message: VisitorMessage;

  constructor(
    message: VisitorMessage,
    readonly source: ReplySource,
    /** Which control was chosen, such as `quick_replies[1]` or `template.elements[0].buttons[2]`. */
    readonly choice: string,
  ) {
    super(ReplyEvent.type, {...leaving, cancelable: true});
    this.message = frozen(message);
  }
}

/**
 * The visitor used a button that is the page's business, or is about to leave by a link.
 * A `web_url` button, a default action and a link of a text arrive as `name: 'web_url'`; cancelling them stops the navigation.
 */
export class PageEvent extends Event {
  static readonly type = 'parley-page-event';

  constructor(
    /** The button's `type`. */
    readonly name: string,
    /** The button's other properties but its title. */
    readonly data: Readonly<Record<string, unknown>>,
    /** The whole button, where there was one. */
    readonly button: Button | undefined,
  ) {
    super(PageEvent.type, {...leaving, cancelable: true});
  }
}

/** The bot calls the page. */
export class ActionEvent extends Event {
  static readonly type = 'parley-action';
  readonly args: readonly unknown[];

  constructor(
    readonly code: string,
    args: readonly unknown[],
    /** Sends a value back to the bot, as an action of the same code. */
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
    /** The message in words. */
    readonly text: string,
  ) {
    super(MessageEvent.type, leaving);
    this.message = frozen(message);
  }
}

/** The chat opened or closed, its conversation began or ended, or something unread came. */
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
  // Of elements, and of the document and the window, which they reach.
  interface GlobalEventHandlersEventMap {
    'parley-reply': ReplyEvent;
    'parley-page-event': PageEvent;
    'parley-action': ActionEvent;
    'parley-message': MessageEvent;
    'parley-state': StateEvent;
  }
}
