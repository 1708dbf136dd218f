import {isWriting, textMessage} from '../../../src/protocol/build.ts';
import type {Outcome, Reply, Topic, Turn} from '../turn.ts';

async function slow({wait, words}: Turn): Promise<Reply> {
  const seconds = Math.min(120, Number(/\d+/.exec(words)?.[0] ?? 12));
  await wait(seconds * 1000);
  return {messages: [textMessage(`That took ${seconds} seconds.`)]};
}

/** Whoever asks must give up first. */
function hang({signal}: Turn): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true}));
}

/** Parts of it can be shown, others need mending, one is nothing at all. */
const sloppy = {
  event: 'nonsense',
  messages: [
    {type: 'text', body: 'This one lacks its code, and is shown.'},
    {code: 'message', type: 'text', body: 42},
    {code: 'message', type: 'text', body: 'A list that is none:', quick_replies: 'red'},
    {
      code: 'message',
      type: 'text',
      body: 'A card of a string and a card:',
      template: {
        type: 'generic',
        elements: [
          'nothing',
          {title: 'Fjell pendant', buttons: [{title: 'No type, and an address', url: 'https://nordlicht.example/'}, null]},
        ],
      },
    },
    null,
    {code: 'message', type: 'location', latitude: '59.9169', longitude: '10.7441'},
    {code: 'message', type: 'text', body: 'The last one is fine.'},
  ],
};

function several(count: number): Reply {
  return {messages: Array.from({length: count}, (_, index) => textMessage(`Message ${index + 1} of ${count}.`))};
}

function later(): Reply {
  const honest =
    'A bot that needs long answers at once with what it has, and sends the rest when it is ready. That rest reaches a chat through a gateway; ' +
    'this page asks me directly, so nothing can come later. All I can do is write:';
  return {messages: [textMessage(honest), isWriting()]};
}

interface Command {
  about: string;
  answer(turn: Turn): Outcome | Promise<Outcome>;
}

/** What can go wrong between a chat and its bot, on demand. */
export const commands: Readonly<Record<string, Command>> = {
  slow: {about: 'an answer after 12 seconds; "slow 3" after 3', answer: slow},
  hang: {about: 'no answer, ever', answer: hang},
  fail: {about: 'the bot breaks: a 500', answer: () => Promise.reject(new Error('The bot broke, as you wished'))},
  garbled: {
    about: 'an answer that is no JSON',
    answer: () => new Response('{"event": "continue", "messages": [{"code": "mess', {headers: {'content-type': 'application/json'}}),
  },
  empty: {about: 'an answer with nothing in it at all', answer: () => undefined},
  silence: {about: 'an answer without messages', answer: () => ({messages: []})},
  sloppy: {about: 'an answer with parts that must be mended', answer: () => Response.json(sloppy)},
  burst: {about: 'eight messages at once', answer: () => several(8)},
  flood: {about: 'more messages than anybody should send', answer: () => several(130)},
  async: {about: 'what a bot does that needs long', answer: later},
  bye: {
    about: 'the end of the conversation',
    answer: ({name}) => ({messages: [textMessage(`Good night${name ? `, ${name}` : ''}. Leave a light on.`)], event: 'end'}),
  },
};

/** A command counts only alone or with a number behind it, so that nobody meets it by accident. */
export const trouble: readonly Topic[] = Object.entries(commands).map(([name, {answer}]) => ({
  claims: ({words}) => new RegExp(`^ ${name}( \\d+)? $`).test(words),
  answer,
}));
