import {isWriting, textMessage} from '../../../src/protocol/build.ts';
import type {Outcome, Reply, Topic, Turn} from '../turn.ts';

async function slow({wait, words}: Turn): Promise<Reply> {
  const seconds = numberIn(words, 12, 120);
  await wait(seconds * 1000);
  return {messages: [textMessage(`That took ${seconds} seconds.`)]};
}

/** Never answers: the client must give up first. */
function hang({signal}: Turn): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true}));
}

/** Some messages are valid, others need repair, and one is null. */
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

function manyMessages(count: number): Reply {
  return {messages: Array.from({length: count}, (_, index) => textMessage(`Message ${index + 1} of ${count}.`))};
}

/** Sends the rest of a slow answer later: "async 20" after 20 seconds. */
function answerLater({platform, words}: Turn): Reply {
  if (!platform) {
    const honest =
      'A bot that needs long answers at once with what it has, and sends the rest when it is ready. That rest reaches a chat through a gateway; ' +
      'this page asks me directly, so nothing can come later. All I can do is write:';
    return {messages: [textMessage(honest), isWriting()]};
  }
  const seconds = numberIn(words, 6, 3600);
  platform.runLater(async () => {
    await platform.wait(seconds * 1000);
    await platform.send({
      event: 'continue',
      messages: [textMessage(`Here is the rest, ${seconds} seconds later. Nobody asked me a second time.`)],
    });
  });
  return {messages: [textMessage(`The rest comes in ${seconds} seconds. Go on asking, or close this page: it finds you.`), isWriting()]};
}

/** Sends many messages unprompted, each in its own call: "storm 500". */
function storm({platform, words}: Turn): Reply {
  if (!platform) return {messages: [textMessage('Only through a gateway can I speak unasked.')]};
  const count = numberIn(words, 100, 1000);
  platform.runLater(async () => {
    for (let index = 1; index <= count; index++)
      await platform.send({event: 'continue', messages: [textMessage(`Drop ${index} of ${count}.`)]});
  });
  return {messages: [textMessage(`${count} drops.`)]};
}

/** Leaks internal data as a careless bot does; no visitor may see it. */
function leak({request}: Turn): Response {
  const secrets = {token: 'leaked-token', password: 'leaked-password'};
  return Response.json({
    event: 'continue',
    messages: [{...textMessage('I said too much beside this.'), raw: secrets, context: secrets, environment: request.environment}],
    raw: secrets,
    context: {...request.context, leaked: secrets},
    tempContext: secrets,
    settings: {engine: {type: 'custom', settings: secrets}},
    environment: request.environment,
  });
}

function numberIn(words: string, fallback: number, max: number): number {
  return Math.min(max, Number(/\d+/.exec(words)?.[0] ?? fallback));
}

interface Command {
  about: string;
  answer(turn: Turn): Outcome | Promise<Outcome>;
}

/** Faults between a chat and its bot, on demand. */
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
  burst: {about: 'eight messages at once', answer: () => manyMessages(8)},
  flood: {about: 'more messages than anybody should send', answer: () => manyMessages(130)},
  async: {about: 'a first answer at once, the rest after 6 seconds; "async 20" after 20', answer: answerLater},
  storm: {about: 'a hundred things said unasked; "storm 500" more of them', answer: storm},
  leak: {about: 'an answer with keys and secrets beside the words', answer: leak},
  bye: {
    about: 'the end of the conversation',
    answer: ({name}) => ({messages: [textMessage(`Good night${name ? `, ${name}` : ''}. Leave a light on.`)], event: 'end'}),
  },
};

/** A command must stand alone or be followed by a number, so that nobody triggers it by accident. */
export const faultTopics: readonly Topic[] = Object.entries(commands).map(([name, {answer}]) => ({
  claims: ({words}) => new RegExp(`^ ${name}( \\d+)? $`).test(words),
  answer,
}));
