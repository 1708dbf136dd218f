import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {PartView} from '../protocol/entry.ts';
import {standalone, type PartContext} from './context.ts';
import {ReplyEvent} from './events.ts';

/**
 * The view of a stand-alone part, which no transcript stores: a reply that nobody cancelled marks its group as answered.
 */
export class OwnView implements ReactiveController {
  #view: PartView = {};

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
    host.addEventListener(ReplyEvent.type, (event) => queueMicrotask(() => this.#answered(event)));
  }

  hostConnected(): void {
    // The language may have changed with the place.
    this.host.requestUpdate();
  }

  /** What a part is given to draw with; `given` goes before the defaults. */
  context(given: Partial<PartContext> = {}): PartContext {
    const locale = (given.locale && known(given.locale)) ?? localeOf(this.host);
    return standalone({...given, locale, view: this.#view, remember: this.#remember});
  }

  /** Forgets what was made of another message. */
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

/** The language around an element, across shadow roots; the browser's if there is none, or an invalid one. */
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
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined; // Not a language: `lang="x"` must not take the message with it.
  }
}
