// The web component as its examples show it, floating with its own launcher.
import '@carbon/ai-chat/dist/es/web-components/cds-aichat-container/index.js';

const generic = (text) => ({output: {generic: [{response_type: 'text', text}]}});
const rendered = Promise.withResolvers();
const chat = document.createElement('cds-aichat-container');
Object.assign(chat, {
  messaging: {skipWelcome: true, customSendMessage: async () => undefined},
  onAfterRender: (instance) => rendered.resolve(instance),
});
document.body.append(chat);

globalThis.peer = {
  closed: () => rendered.promise,
  async open(first) {
    const instance = await rendered.promise;
    await instance.changeView('mainWindow');
    await instance.messaging.addMessage(generic(first));
  },
  async history(all) {
    const {messaging} = await rendered.promise;
    await messaging.insertHistory(all.map((text) => ({message: generic(text), time: new Date().toISOString()})));
  },
  async append(text) {
    const {messaging} = await rendered.promise;
    await messaging.addMessage(generic(text));
  },
};
