// The full bundle of its README, with a connection of our own; it has no launcher.
const script = document.createElement('script');
script.src = '/product/webchat.js';
const loaded = new Promise((resolve) => (script.onload = resolve));
document.head.append(script);

const place = document.createElement('div');
place.style.cssText = 'width: 400px; height: 560px';

/** What its `directLine` must be: two streams, the last value of each at once for who comes later. */
function stream(first) {
  const listeners = new Set();
  const values = first === undefined ? [] : [first];
  return {
    next: (value) => [values.push(value), listeners.forEach((one) => one.next?.(value))],
    subscribe(next) {
      const one = typeof next === 'function' ? {next} : next;
      listeners.add(one);
      for (const value of values) one.next?.(value);
      return {unsubscribe: () => listeners.delete(one)};
    },
    [Symbol.observable ?? '@@observable']() {
      return this;
    },
    '@@observable'() {
      return this;
    },
  };
}

const activities = stream();
let count = 0;
const say = (text) =>
  activities.next({
    type: 'message',
    id: `a${++count}`,
    from: {id: 'bot', role: 'bot', name: 'Bot'},
    text,
    timestamp: new Date(Date.now() - 1e6 + count * 10).toISOString(),
    channelData: {},
  });

globalThis.peer = {
  closed: () => loaded,
  async open(first) {
    await loaded;
    document.body.append(place);
    const directLine = {
      activity$: activities,
      connectionStatus$: stream(2),
      end: () => undefined,
      postActivity: () => stream('sent'),
    };
    globalThis.WebChat.renderWebChat({directLine, userID: 'visitor'}, place);
    say(first);
  },
  history: async (all) => all.forEach(say),
  append: async (text) => void say(text),
};
