// The script of its README and a socket. It shows what was said before from what it has stored; one more comes through the socket.
const script = document.createElement('script');
script.src = '/product/index.js';
const loaded = new Promise((resolve) => (script.onload = resolve));
document.head.append(script);

const start = async () => {
  await loaded;
  globalThis.WebChat.default({
    socketUrl: location.origin,
    initPayload: '/start',
    customMessageDelay: () => 0,
    params: {storage: 'local'},
  });
};

globalThis.peer = {
  closed: start,
  async open(first) {
    await start();
    const launcher = await until(() => document.querySelector('.rw-launcher'));
    if (!document.querySelector('.rw-messages-container')) launcher.click();
    if (first) await globalThis.sayBySocket([first]);
  },
  async history(all) {
    const kept = JSON.parse(localStorage.getItem('chat_session'));
    const [one] = kept.conversation;
    localStorage.setItem('chat_session', JSON.stringify({...kept, conversation: all.map((text) => ({...one, text}))}));
  },
  append: (text) => globalThis.sayBySocket([text]),
};

async function until(find) {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
