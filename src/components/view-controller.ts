import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {PartView} from '../protocol/entry.ts';
import {standaloneContext, type PartContext} from './context.ts';
import {ReplyEvent} from './events.ts';
import {languageOf} from './language.ts';

/** Holds the view of a part that stands alone, outside a transcript: a reply that nobody cancels marks its group as answered. */
export class ViewController implements ReactiveController {
  #view: PartView = {};

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
    host.addEventListener(ReplyEvent.type, (event) => queueMicrotask(() => this.#markAnswered(event)));
  }

  hostConnected(): void {
    // The language may depend on where the element is.
    this.host.requestUpdate();
  }

  /** The context for drawing the part; `overrides` replace the defaults. */
  context(overrides: Partial<PartContext> = {}): PartContext {
    const locale = languageOf(this.host, overrides.locale);
    return standaloneContext({...overrides, locale, view: this.#view, remember: this.#remember});
  }

  /** Forgets what was done with the previous message. */
  reset(): void {
    this.#view = {};
  }

  readonly #remember = (change: PartView): void => {
    this.#view = {...this.#view, ...change};
    this.host.requestUpdate();
  };

  #markAnswered({choice, defaultPrevented}: ReplyEvent): void {
    if (!defaultPrevented) this.#remember({[choice.startsWith('quick_replies') ? 'replies' : 'controls']: {choice}});
  }
}
