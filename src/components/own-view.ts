import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {PartView} from '../protocol/entry.ts';
import {standalone, type PartContext} from './context.ts';
import {ReplyEvent} from './events.ts';

/** Holds the view of a part that stands alone, outside a transcript: a reply that nobody cancels marks its group as answered. */
export class OwnView implements ReactiveController {
  #view: PartView = {};

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
    host.addEventListener(ReplyEvent.type, (event) => queueMicrotask(() => this.#answered(event)));
  }

  hostConnected(): void {
    // The language may depend on where the element is.
    this.host.requestUpdate();
  }

  /** The context for drawing the part; `given` overrides the defaults. */
  context(given: Partial<PartContext> = {}): PartContext {
    const locale = (given.locale && known(given.locale)) ?? localeOf(this.host);
    return standalone({...given, locale, view: this.#view, remember: this.#remember});
  }

  /** Forgets what was done with the previous message. */
  clear(): void {
    this.#view = {};
  }

  readonly #remember = (change: PartView): void => {
    this.#view = {...this.#view, ...change};
    this.host.requestUpdate();
  };

  #answered({choice, defaultPrevented}: ReplyEvent): void {
    if (!defaultPrevented) this.#remember({[choice.startsWith('quick_replies') ? 'replies' : 'controls']: {choice}});
  }
}

/** The language around an element, across shadow roots; the browser's if there is none or if it is invalid. */
function localeOf(element: Element): string {
  for (let at: Element | undefined = element; at;) {
    const said: string | null | undefined = at.closest('[lang]')?.getAttribute('lang');
    if (said) return known(said) ?? navigator.language;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return navigator.language;
}

function known(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    return undefined; // Not a valid tag: `lang="x"` must not break the message.
  }
}
