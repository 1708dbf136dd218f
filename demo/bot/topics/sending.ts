import type {Attachment} from '../../../src/protocol/message.ts';
import {isWriting, textMessage} from '../../../src/protocol/build.ts';
import {lamps} from '../../catalogue.ts';
import {textWithReplies, reply} from '../../compose.ts';
import {attached, fileOf, files} from '../../samples/files.ts';
import {offerOf} from '../offer.ts';
import {lampOf, type Reply, type Topic, type Turn} from '../turn.ts';

function photos({place}: Turn): Reply {
  return {messages: [textMessage('From rooms that are lit:'), files(place).pictures.message]};
}

function guide({place}: Turn): Reply {
  return {messages: [textMessage('Two pages, with all measures:'), attached(fileOf('fjell-hanging-guide.pdf', place))]};
}

/** Writes the offer after the answer, uploads it to the gateway, and announces it. */
function offer(turn: Turn): Reply {
  const {platform, name, now} = turn;
  const lamp = lampOf(turn);
  if (!lamp)
    return {
      messages: [
        textWithReplies(
          'An offer for which lamp?',
          lamps.slice(0, 4).map(({id, name}) => reply(name, `offer:${id}`)),
        ),
      ],
    };
  if (!platform)
    return {
      messages: [
        textMessage(`${lamp.name}: € ${lamp.price}. In writing it reaches you only through a gateway; this page asks me directly.`),
      ],
    };
  platform.runLater(async () => {
    await platform.wait(4000);
    const file = {name: `offer-${lamp.id}.pdf`, mimetype: 'application/pdf', bytes: offerOf(lamp, name, now), desc: `Offer: ${lamp.name}`};
    const attachment = await platform.upload(file);
    await platform.send({event: 'continue', messages: [textMessage('Here it is, good for two weeks:'), attached(attachment)]});
  });
  return {
    messages: [textMessage(`I write the offer for the ${lamp.name}. A moment, and you have it here.`), isWriting()],
    memory: {lamp: lamp.id},
  };
}

/** Acknowledges files from the visitor. */
function acknowledgeFiles({message}: Turn): Reply {
  const sent: readonly Attachment[] =
    message?.type === 'multi-attachment' ? message.attachments : message?.type === 'attachment' ? [message] : [];
  const names = sent.map(({meta}) => meta.originalName ?? meta.desc ?? meta.mimetype);
  const pictures = sent.filter(({meta}) => meta.mimetype.startsWith('image/')).length;
  const seen = pictures ? 'The workshop looks at it and writes what it costs.' : 'I keep it with your question.';
  return {
    messages: [
      textWithReplies(`Thank you for ${new Intl.ListFormat('en').format(names)}. ${seen}`, [
        reply('How long does it take?', 'repair:time'),
        reply('Talk to a person', 'person'),
      ]),
    ],
  };
}

/** Answers the result of an action on the page. */
function answerActionResult({message}: Turn): Reply {
  if (message?.type !== 'action') return {messages: []};
  const result = message.args[0];
  const became: {product?: unknown; found?: unknown} = typeof result === 'object' && result !== null ? result : {};
  const {product = 'it', found = false} = became;
  if (!found) return {messages: [textMessage(`This page has no ${String(product)}.`)]};
  if (message.action_code !== 'basket')
    return {
      messages: [
        textWithReplies('There it is, with a ring around it.', [
          reply('Put it into the basket', `put:${String(product)}`),
          reply('Which bulb?', `bulb:${String(product)}`),
        ]),
      ],
    };
  return {messages: [textWithReplies('It is in your basket.', [reply('How do you send it?', 'send:'), reply('Spare parts', 'parts')])]};
}

/** Files in both directions, and results from the page. */
export const fileTopics: readonly Topic[] = [
  {claims: ({message}) => message?.type === 'attachment' || message?.type === 'multi-attachment', answer: acknowledgeFiles},
  {claims: ({message}) => message?.type === 'action', answer: answerActionResult},
  {claims: ({message}) => message === undefined, answer: () => ({messages: []})},
  {payloads: ['files:photos'], keywords: ['photo', 'picture', 'image', 'how does it look'], answer: photos},
  {payloads: ['offer:'], keywords: ['offer', 'quote', 'written offer', 'in writing'], answer: offer},
  {payloads: ['files:guide'], keywords: ['manual', 'guide', 'instructions', 'hanging guide', 'pdf', 'drawing'], answer: guide},
  {payloads: ['files:sound'], keywords: ['sound', 'bell'], answer: ({place}) => ({messages: [attached(fileOf('shop-bell.wav', place))]})},
  {
    payloads: ['files:film'],
    keywords: ['film', 'video', 'movie'],
    answer: ({place}) => ({messages: [attached(fileOf('dimming.webm', place))]}),
  },
];
