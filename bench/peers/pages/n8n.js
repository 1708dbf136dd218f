// The embed of its README. What was said before comes from its webhook; one more is put where its own answers go.
import {createChat} from '/product/chat.bundle.es.js';

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = '/product/style.css';
document.head.append(style);

const app = createChat({webhookUrl: '/webhook', mode: 'window', loadPreviousSession: false, initialMessages: [], showWelcomeScreen: false});
const chat = app.config.globalProperties.$chat;
let count = 0;
const message = (text) => ({id: `n${++count}`, text, sender: 'bot'});

globalThis.peer = {
  closed: () => undefined,
  async open(first) {
    document.querySelector('.chat-window-toggle').click();
    chat.messages.value.push(message(first));
  },
  history: async (all) => void (chat.messages.value = all.map(message)),
  append: async (text) => void chat.messages.value.push(message(text)),
};
