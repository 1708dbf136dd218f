// The script tag as the README has it, with another way to the bot: it says what the measuring says.
const events = [];
let wake = () => undefined;

const say = (event) => [events.push(event), wake()];
const message = (words, index) => ({
  type: 'message',
  id: String(index),
  ts: new Date(Date.now() - 1e7 + index * 1000).toISOString(),
  from: {kind: 'bot'},
  message: {code: 'message', type: 'text', body: words},
});
let count = 0;

const transport = {
  idempotent: true,
  send: async () => ({event: 'continue', messages: []}),
  async *listen() {
    for (;;) {
      while (events.length) yield events.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  },
};

const ready = new Promise((resolve) => (globalThis.parley ? resolve() : document.addEventListener('parley-ready', resolve, {once: true})));
const script = document.createElement('script');
script.src = '/product/parley.js';
script.dataset.bot = '/bot';
document.head.append(script);

globalThis.peer = {
  closed: () => ready,
  async open(first) {
    await ready;
    document.querySelector('parley-widget').transport = transport;
    await globalThis.parley.open();
    say(message(first, ++count));
  },
  async history(all) {
    const told = all.map((words) => message(words, ++count));
    say({type: 'reset', id: String(count), events: told});
  },
  append: async (words) => say(message(words, ++count)),
};
