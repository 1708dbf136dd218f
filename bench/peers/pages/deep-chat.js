// The bundle and the element of its README, with a connection of our own; it has no launcher.
import '/product/deepChat.bundle.js';

let chat;
const draw = (texts) => {
  chat?.remove();
  chat = document.createElement('deep-chat');
  chat.connect = {handler: (_body, {onResponse}) => onResponse({text: 'Yes'})};
  chat.history = texts.map((text) => ({role: 'ai', text}));
  chat.style.cssText = 'width: 400px; height: 560px';
  document.body.append(chat);
};

globalThis.peer = {
  closed: () => undefined,
  open: async (first) => draw([first]),
  history: async (all) => draw(all),
  append: async (text) => chat.addMessage({role: 'ai', text}),
};
