import type {Page, Request} from '@playwright/test';

type Native = (this: unknown, ...words: unknown[]) => unknown;
type ActiveResources = Map<unknown, string>;

/** Records the listeners, timers, observers, requests and connections of a page. Returns those still active, with kind and stack. */
export async function traceResources(page: Page): Promise<() => Promise<string[]>> {
  const asked = new Set<Request>();
  page.on('request', (request) => asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  await page.addInitScript(instrument);
  return async () => {
    const going = await page.evaluate(async () => {
      const {held = [], pending = []} = await navigator.locks.query();
      // Leaves out what the test itself uses.
      const ours = [...(globalThis as unknown as {going: ActiveResources}).going.values()].filter((what) => what.includes('parley'));
      return [...ours, ...[...held, ...pending].map(({name}) => `lock ${name}`)];
    });
    return [...going, ...[...asked].map((request) => `${request.method()} ${request.url()}`)];
  };
}

/** Globals of the page, and attributes and children of its root, head and body. */
export function pageState(page: Page): Promise<string[]> {
  return page.evaluate(() => [
    ...Object.getOwnPropertyNames(window),
    ...Object.getOwnPropertySymbols(document).map(String),
    ...[document.documentElement, document.head, document.body].flatMap((element) => [
      ...element.getAttributeNames(),
      ...[...element.children].map(({localName}) => `${element.localName} › ${localName}`),
    ]),
    document.title,
    `${document.adoptedStyleSheets.length} style sheets`,
  ]);
}

/** Runs in the page, before any other script. */
function instrument(): void {
  const going: ActiveResources = new Map();
  Object.assign(globalThis, {going});
  const from = (): string => new Error().stack?.split('\n').slice(3, 7).join(' ') ?? '';
  const wrap = (owner: object, name: string, make: (native: Native) => Native): void => {
    const native = Reflect.get(owner, name) as Native;
    Object.defineProperty(owner, name, {configurable: true, writable: true, value: make(native)});
  };

  // Listeners on targets that are closed or removed are released with them, such as those on nodes of the chat.
  const stays = (target: unknown): boolean =>
    ![AbortSignal, Node, IDBRequest, IDBDatabase, IDBTransaction, BroadcastChannel].some((kind) => target instanceof kind) ||
    target === document ||
    target === document.body ||
    target === document.documentElement;
  const listeners: {target: unknown; type: unknown; listener: unknown}[] = [];
  const drop = (target: unknown, type: unknown, listener: unknown): void => {
    const at = listeners.findIndex((one) => one.target === target && one.type === type && one.listener === listener);
    if (at >= 0) going.delete(listeners.splice(at, 1)[0]);
  };
  wrap(
    EventTarget.prototype,
    'addEventListener',
    (native) =>
      function (type, listener, options) {
        native.call(this, type, listener, options);
        const target = this ?? window;
        if (!stays(target)) return;
        const {once, signal} = Object(options) as AddEventListenerOptions;
        listeners.push({target, type, listener});
        going.set(listeners.at(-1), `${Object.prototype.toString.call(target)} ${String(type)} ${from()}`);
        if (once) native.call(target, type, () => drop(target, type, listener), {once});
        if (signal) native.call(signal, 'abort', () => drop(target, type, listener));
      },
  );
  wrap(
    EventTarget.prototype,
    'removeEventListener',
    (native) =>
      function (type, listener, options) {
        native.call(this, type, listener, options);
        drop(this ?? window, type, listener);
      },
  );

  for (const [begin, end] of [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
    ['requestAnimationFrame', 'cancelAnimationFrame'],
    ['requestIdleCallback', 'cancelIdleCallback'],
  ] as const) {
    wrap(
      window,
      begin,
      (native) =>
        function (callback, ...rest) {
          const id = native.call(
            window,
            (...words: unknown[]) => {
              if (begin !== 'setInterval') going.delete(`${end} ${String(id)}`);
              (callback as Native).apply(window, words);
            },
            ...rest,
          );
          going.set(`${end} ${String(id)}`, `${begin} ${from()}`);
          return id;
        },
    );
    wrap(
      window,
      end,
      (native) =>
        function (id) {
          going.delete(`${end} ${String(id)}`);
          native.call(window, id);
        },
    );
  }

  for (const {prototype, name} of [MutationObserver, ResizeObserver, IntersectionObserver]) {
    wrap(
      prototype,
      'observe',
      (native) =>
        function (...words) {
          going.set(this, `${name} ${from()}`);
          native.apply(this, words);
        },
    );
    wrap(
      prototype,
      'disconnect',
      (native) =>
        function () {
          going.delete(this);
          native.call(this);
        },
    );
  }

  const opened = (kind: string): ProxyHandler<new (...words: never[]) => object> => ({
    construct(target, words, own) {
      const made = Reflect.construct(target, words, own) as object;
      going.set(made, `${kind} ${from()}`);
      return made;
    },
  });
  for (const kind of ['BroadcastChannel', 'EventSource', 'WebSocket', 'Worker', 'AudioContext', 'CloseWatcher']) {
    const native = Reflect.get(window, kind) as (new (...words: never[]) => object) | undefined;
    if (!native) continue;
    for (const end of ['close', 'terminate', 'destroy'])
      if (end in native.prototype)
        wrap(
          native.prototype as object,
          end,
          (inner) =>
            function () {
              going.delete(this);
              return inner.call(this);
            },
        );
    Reflect.set(window, kind, new Proxy(native, opened(kind)));
  }
  wrap(
    IDBFactory.prototype,
    'open',
    (native) =>
      function (...words) {
        const request = native.apply(this, words) as IDBOpenDBRequest;
        request.addEventListener('success', () => going.set(request.result, `IndexedDB ${String(words[0])}`));
        return request;
      },
  );
  wrap(
    IDBDatabase.prototype,
    'close',
    (native) =>
      function () {
        going.delete(this);
        native.call(this);
      },
  );
}
