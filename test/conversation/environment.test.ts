import {afterEach, expect, test, vi} from 'vitest';
import {pageOnline, pageVisibility, realTimer} from '../../src/conversation/environment.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A minimal fake page. */
function fakePage() {
  const target = new EventTarget();
  const it = {navigator: {onLine: true}, document: {visibilityState: 'visible'}};
  vi.stubGlobal('navigator', it.navigator);
  vi.stubGlobal('document', it.document);
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  return {...it, happen: (type: string) => target.dispatchEvent(new Event(type))};
}

test('without a page, the environment is online and visible', () => {
  vi.stubGlobal('navigator', undefined);
  vi.stubGlobal('document', undefined);
  vi.stubGlobal('addEventListener', undefined);
  expect(pageOnline.now()).toBe(true);
  expect(pageVisibility.now()).toBe('visible');
  pageOnline.subscribe(() => {})();
  pageVisibility.subscribe(() => {})();
});

test('reports the network state of the browser and its changes until unsubscribed', () => {
  const {navigator, happen} = fakePage();
  const heard: boolean[] = [];
  const unsubscribe = pageOnline.subscribe(() => heard.push(pageOnline.now()));
  navigator.onLine = false;
  happen('offline');
  navigator.onLine = true;
  happen('online');
  unsubscribe();
  happen('offline');
  expect(heard).toEqual([false, true]);
});

test('reports a page as hidden on visibilitychange, and as away from pagehide until it is back', () => {
  const {document, happen} = fakePage();
  const seen: string[] = [];
  const unsubscribe = pageVisibility.subscribe(() => seen.push(pageVisibility.now()));
  document.visibilityState = 'hidden';
  happen('visibilitychange');
  happen('pagehide');
  document.visibilityState = 'visible';
  happen('visibilitychange');
  happen('pageshow');
  happen('pagehide');
  unsubscribe();
  happen('pageshow');
  expect(seen.splice(4)).toEqual(['away']);
  pageVisibility.subscribe(() => {})();
  expect(pageVisibility.now()).toBe('visible');
  expect(seen).toEqual(['hidden', 'away', 'away', 'visible']);
});

test('a timer fires once, unless it is cancelled', () => {
  vi.useFakeTimers();
  const calls: string[] = [];
  realTimer(() => calls.push('one'), 100);
  realTimer(() => calls.push('two'), 50)();
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual(['one']);
});
