import type {Entry} from '../../src/protocol/entry.ts';
import type {TextMessage} from '../../src/protocol/message.ts';

const begun = Date.UTC(2026, 0, 5, 9);
const words = 'The lamp over the table is warm and can be dimmed, it comes in brass and in black and is here within three days'.split(' ');

/** Sentences of three to 32 words, the same in every run. */
const body = (index: number): string =>
  `m${index} ${words.slice(0, 3).join(' ')} ${Array.from({length: (index * 7) % 30}, (_, at) => words[(index + at) % words.length]).join(' ')}`;

const card = (index: number) => ({
  title: `Lamp ${index}`,
  subtitle: 'Brass, 40 cm',
  image_url: `/pictures/${index % 20}.svg`,
  buttons: [{type: 'postback' as const, title: 'Tell me more', payload: `MORE_${index}`}],
});

/** Of a hundred messages ten are cards with a picture, three carousels of four cards, thirteen end with quick replies; every third is the visitor's words. */
export function mixed(count: number, name = 'm'): Entry[] {
  return Array.from({length: count}, (_, index) => {
    const at = begun + index * 40_000;
    const id = `${name}${index}`;
    const message: TextMessage = {code: 'message', type: 'text', body: body(index)};
    if (index % 3 === 2) return {id, at, from: 'visitor', message, delivery: 'sent'};
    return {id, at, from: 'bot', message: {...message, ...extrasOf(index)}};
  });
}

/** Plain words of the bot, said after all of these. */
export function texts(count: number): Entry[] {
  return Array.from({length: count}, (_, index) => ({
    id: `late${index}`,
    at: begun + 1e9 + index,
    from: 'bot',
    message: {code: 'message', type: 'text', body: body(index)},
  }));
}

function extrasOf(index: number): Partial<TextMessage> {
  const place = index % 100;
  // Among the two thirds that are the bot's.
  if (place % 10 === 0) return {template: {type: 'generic', elements: [card(index)]}};
  if (place === 13 || place === 43 || place === 73)
    return {template: {type: 'generic', elements: [0, 1, 2, 3].map((more) => card(index + more))}};
  if (place % 5 === 1 || place % 15 === 4)
    return {quick_replies: ['Yes', 'No', 'Later'].map((title) => ({content_type: 'text', title, payload: title}))};
  return {};
}
