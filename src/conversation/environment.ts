import type {Unsubscribe} from './store.ts';

/** Whether there is a network. */
export interface Online {
  now(): boolean;
  /** Calls the listener after it may have changed. */
  subscribe(listener: () => void): Unsubscribe;
}

/** `visible`: somebody can see the page. `hidden`: another tab is in front. `away`: it was left, and may return from the back/forward cache. */
export type Sight = 'visible' | 'hidden' | 'away';

export interface Visibility {
  now(): Sight;
  /** Calls the listener after it may have changed. */
  subscribe(listener: () => void): Unsubscribe;
}

/** Calls `call` once after `ms` milliseconds. Returns a function that cancels it. */
export type Timer = (call: () => void, ms: number) => Unsubscribe;

export const realTimer: Timer = (call, ms) => {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
};

/** `navigator.onLine`; online wherever that does not exist. */
export const pageOnline: Online = {
  now: () => {
    const {navigator}: {navigator?: {onLine?: boolean}} = globalThis;
    return navigator?.onLine !== false;
  },
  subscribe: (listener) => listen(['online', 'offline'], listener),
};

/** Whether the page was left; known only while somebody listens. Whoever starts to listen does so in a page that has not been left. */
let isPageLeft = false;

/** The page's `visibilityState`; visible wherever there is no page. */
export const pageVisibility: Visibility = {
  now: () => {
    if (isPageLeft) return 'away';
    const {document: page}: {document?: {visibilityState?: string}} = globalThis;
    return page?.visibilityState === 'hidden' ? 'hidden' : 'visible';
  },
  subscribe: (listener) => {
    isPageLeft = false;
    const update = ({type}: Event): void => {
      if (type !== 'visibilitychange') isPageLeft = type === 'pagehide';
      listener();
    };
    return listen(['visibilitychange', 'pagehide', 'pageshow'], update);
  },
};

/** Listens in the capture phase, since not all events of the page bubble. */
function listen(names: readonly string[], listener: (event: Event) => void): Unsubscribe {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  const options = {capture: true};
  for (const name of names) globalThis.addEventListener(name, listener, options);
  return () => {
    for (const name of names) globalThis.removeEventListener(name, listener, options);
  };
}
