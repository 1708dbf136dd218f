import type {Unsubscribe} from './store.ts';

/** Whether there is a network. */
export interface Online {
  now(): boolean;
  /** Calls the listener after it may have changed. */
  subscribe(listener: () => void): Unsubscribe;
}

/** `visible`: somebody can see the page. `hidden`: another tab is in front. `away`: it was left, and may come back as it is. */
export type Sight = 'visible' | 'hidden' | 'away';

export interface Visibility {
  now(): Sight;
  /** Calls the listener after it may have changed. */
  subscribe(listener: () => void): Unsubscribe;
}

/** Calls back once after so many milliseconds, unless it is called off by what it returns. */
export type Timer = (call: () => void, ms: number) => Unsubscribe;

export const realTimer: Timer = (call, ms) => {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
};

/** The browser's word for it; online wherever nobody knows. */
export const pageOnline: Online = {
  now: () => {
    const {navigator}: {navigator?: {onLine?: boolean}} = globalThis;
    return navigator?.onLine !== false;
  },
  subscribe: (listener) => listen(['online', 'offline'], listener),
};

/** As far as somebody listened; who begins to listen is in a page that is there. */
let left = false;

/** The page's own visibility; visible wherever there is no page. */
export const pageVisibility: Visibility = {
  now: () => {
    if (left) return 'away';
    const {document: page}: {document?: {visibilityState?: string}} = globalThis;
    return page?.visibilityState === 'hidden' ? 'hidden' : 'visible';
  },
  subscribe: (listener) => {
    left = false;
    const note = ({type}: Event): void => {
      if (type !== 'visibilitychange') left = type === 'pagehide';
      listener();
    };
    return listen(['visibilitychange', 'pagehide', 'pageshow'], note);
  },
};

/** Events of the page itself are heard in the capture phase: not all of them bubble. */
function listen(names: readonly string[], listener: (event: Event) => void): Unsubscribe {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  const options = {capture: true};
  for (const name of names) globalThis.addEventListener(name, listener, options);
  return () => {
    for (const name of names) globalThis.removeEventListener(name, listener, options);
  };
}
