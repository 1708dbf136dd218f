import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  action,
  attachment,
  attachments,
  element,
  eventButton,
  genericTemplate,
  isWriting,
  listTemplate,
  location,
  locationReply,
  postbackButton,
  quickReply,
  textMessage,
  webUrlButton,
} from '../../src/protocol/build.ts';
import type {BotResponse} from '../../src/protocol/exchange.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {toPlainText} from '../../src/protocol/plain-text.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import {botMessage, mutated} from './arbitrary-messages.ts';

const folder = join(import.meta.dirname, '../fixtures/bot-sdk');
const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const examples = json('readme.json') as {name: string; response: BotResponse}[];
const recorded = (name: string) => readResponse((json(`${name}.json`) as {response: {body: unknown}}).response.body).messages;
const example = (name: string) => readResponse(examples.find((each) => each.name === name)!.response).messages;
const numbered = (messages: readonly BotMessage[]) => messages.map((message) => toPlainText(message, {numbered: true}));

const picker: BotMessage = {
  code: 'message',
  type: 'timepicker',
  title: 'When?',
  description: 'A visit to the shop',
  timezone: 'Europe/Oslo',
  location: {name: 'Shop', address: 'Karl Johans gate 1', longitude: 0, latitude: 0},
  timeslots: Array.from({length: 7}, (_, index) => ({id: `${index}`, start: `2026-11-2${index}T09:00:00Z`, duration: 30})),
};
const pictureCard = textMessage('', {
  template: {type: 'generic', elements: [{image_url: 'https://e.com/y.png', default_action: {type: 'web_url', url: 'https://e.com'}}]},
});
const strange = readMessage({type: 'poll', title: 'Tea?', options: ['yes'], text: '**Choose**'}).message!;

describe('numbered, for channels where the number is typed', () => {
  test.each([
    ['quick', ['Just an example of quick replies... choose a color?\n1) Red\n2) Blue\n3) White']],
    [
      'cat',
      [
        'Just an example of generic templates:\n\nMeow!\nWe have the right cat for everyone.\nView Website (https://en.wikipedia.org/wiki/Cat)\n1) OK',
      ],
    ],
    ['pagevent', ['Just an event\n\nYou can handle the following page events']],
    ['attach', ['Scream.gif (https://media.giphy.com/media/l1KsqYM8Zt3yG3tVS/giphy.gif)']],
    ['send-is-writing', ['']],
    ['transfer', ["OK I'm transferring you to a 'jolly'-tagged agent. Bye!"]],
  ])('the recorded %s', (name, texts) => {
    expect(numbered(recorded(name))).toEqual(texts);
  });

  test('the recorded help numbers its buttons as they stand', () => {
    const [text] = numbered(recorded('help'));
    expect(text).toMatch(/^Just an example of generic template:\n\nHere are \(some\) commands you can send\n1\) quick\n/);
    expect(text).toContain('\n5) transfer\n6) bye');
  });

  test('the documented list prints a bare address for each row', () => {
    expect(numbered(example('6: a list'))).toEqual([
      `List template

Documentation part 1 - 2018
All documents about our products available in 2018. Advertisement, User's guides, technical info...
https://www.vivocha.com

Documentation part 2 - 2017
All documents about our products available in 2017. Advertisement, User's guides, technical info...
https://www.vivocha.com

Documentation part 3 - 2011-2016
All deprecated documents about old products no more available...
https://www.vivocha.com

1) More`,
    ]);
  });

  test('numbers run on from the elements to the bottom of the list', () => {
    expect(numbered(example('7: a list with buttons'))).toEqual([
      `list template

Visit our website
All our products in one place. News, plans, tips, prices.
View (https://www.pintux.it)

Technical documentation
Technical info, API documentation, tutorials and more...
https://www.lensculture.com
1) OK

2) More`,
    ]);
  });

  test('numbers run on from a template to the quick replies, and stop at the limit while titles go on', () => {
    const card = (title: string) => element(title, {buttons: [postbackButton('Yes'), postbackButton('No')]});
    const message = textMessage('Choose', {template: genericTemplate(card('A'), card('B')), quick_replies: ['Later']});
    expect(toPlainText(message, {numbered: true})).toBe('Choose\n\nA\n1) Yes\n2) No\n\nB\n3) Yes\n4) No\n5) Later');
    expect(toPlainText(message, {numbered: true, maxOptions: 3})).toBe('Choose\n\nA\n1) Yes\n2) No\n\nB\n3) Yes');
    expect(toPlainText(message, {maxOptions: 3})).toBe('Choose\nA\nYes, No\nB\nYes, …');
  });

  test('a position is offered only where one can be sent', () => {
    const message = textMessage('Where?', {quick_replies: ['Oslo', locationReply()]});
    expect(toPlainText(message, {numbered: true})).toBe('Where?\n1) Oslo');
    expect(toPlainText(message, {numbered: true, position: true})).toBe('Where?\n1) Oslo\n2) Share my position');
  });

  test.each([
    [location({longitude: 10.75, latitude: 59.91, city: 'Oslo', countryName: 'Norway'}), 'Oslo, Norway: 59.91, 10.75'],
    [location({longitude: 0, latitude: 0}), '0, 0'],
    [attachment('https://e.com/a.png', {desc: 'A cat', originalName: 'a.png'}), 'A cat (https://e.com/a.png)'],
    [attachment('https://e.com/'), 'https://e.com/'],
    [attachments(['https://e.com/a.png', 'https://e.com/b.pdf']), 'a.png (https://e.com/a.png)\nb.pdf (https://e.com/b.pdf)'],
    [{code: 'message', type: 'link', url: 'https://e.com', desc: 'Our shop'}, 'Our shop (https://e.com)'],
    [{code: 'message', type: 'link', url: 'https://e.com'}, 'https://e.com'],
    [textMessage('See [our shop](https://e.com)'), 'See our shop (https://e.com)'],
    [textMessage('', {template: {type: 'generic', elements: [{image_url: 'https://e.com/y.png'}]}}), 'y.png (https://e.com/y.png)'],
    [action('Geo'), ''],
    [isWriting(), ''],
    [readMessage({type: 'strange', payload: 1}).message!, ''],
  ] as [BotMessage, string][])('%j', (message, text) => {
    expect(toPlainText(message, {numbered: true})).toBe(text);
  });

  test('every point in time of a time picker is listed', () => {
    const text = toPlainText(picker, {numbered: true, locale: 'en-GB'});
    expect(text).toMatch(/^When\?\nA visit to the shop\nShop\nKarl Johans gate 1\nTimes \(Europe\/Oslo\)\n1\) 20 Nov 2026, 10:00\n/);
    expect(text).toMatch(/\n7\) 26 Nov 2026, 10:00$/);
  });
});

/** For ears, notifications and the eyes of someone who reads back. */
const spoken: readonly [what: string, message: BotMessage, text: string][] = [
  ['words', textMessage('**Hello** <b>you</b>'), 'Hello you'],
  [
    'words with answers',
    textMessage('Which colour?', {quick_replies: ['Red', quickReply('Blue', {payload: 5}), locationReply()]}),
    'Which colour?\nSuggested answers: Red, Blue, Share my position',
  ],
  [
    'an offer of the position that has no words but a payload',
    textMessage('Where?', {quick_replies: [{content_type: 'location', payload: 'LOC_1'}]}),
    'Where?\nSuggested answers: Share my position',
  ],
  ['answers alone', textMessage('', {quick_replies: ['Red']}), 'Suggested answers: Red'],
  [
    'a card with every kind of button',
    textMessage('Look:', {
      template: genericTemplate(
        element('Fjell', {
          subtitle: 'A lamp',
          default_action: 'https://e.com',
          buttons: [postbackButton('More'), webUrlButton('Shop', 'https://e.com'), eventButton('Show', 'show')],
        }),
      ),
    }),
    'Look:\nFjell\nA lamp\nShop\nMore, Show',
  ],
  [
    'a list',
    textMessage('Lamps', {template: listTemplate([element('A'), element('B', {subtitle: 'b'})], [postbackButton('More')])}),
    'Lamps\nA\nB\nb\nMore',
  ],
  ['a card that is a picture', pictureCard, 'Picture: y.png'],
  [
    'a template nobody can draw',
    textMessage('', {template: {type: 'own', elements: [{extra: {a: 1}}]}}),
    'This message cannot be shown here.',
  ],
  ['a postback', {code: 'message', type: 'postback', body: 'OK', payload: 'x'}, 'OK'],
  ['a picture', attachment('https://e.com/cat.png'), 'Picture: cat.png'],
  ['a film', attachment('https://e.com/cat.webm', {desc: 'A cat'}), 'Video: A cat'],
  ['a sound', attachment('https://e.com/cat.mp3', {originalName: 'Meow'}), 'Audio: Meow'],
  ['a file without a name', attachment('https://e.com/'), 'File'],
  ['several files', attachments(['https://e.com/a.png', 'https://e.com/b.pdf']), 'Picture: a.png\nFile: b.pdf'],
  ['a place', location({longitude: 10.75, latitude: 59.91, city: 'Oslo', countryCode: 'NO'}), 'Place: Oslo, NO'],
  ['a place without a name', location({longitude: 0, latitude: -1.5}), 'Place: -1.5, 0'],
  ['a link', {code: 'message', type: 'link', url: 'https://e.com', desc: 'Our shop'}, 'Our shop'],
  ['a link without words', {code: 'message', type: 'link', url: 'https://e.com'}, 'https://e.com'],
  ['an unknown message with words', strange, 'Tea?\nChoose'],
  ['an unknown message without', readMessage({type: 'strange', payload: 1}).message!, 'This message cannot be shown here.'],
  ['an action', action('Geo'), ''],
  ['writing', isWriting(), ''],
  ['an ack', {code: 'message', type: 'ack', ref: '1'}, ''],
  ['a read', {code: 'message', type: 'read', ref: '1'}, ''],
  ['a change of media', {code: 'message', type: 'mediachange'}, ''],
];

describe('spoken', () => {
  test.each(spoken)('%s', (_, message, text) => {
    expect(toPlainText(message)).toBe(text);
  });

  test('of many points in time the first five are said', () => {
    const text = toPlainText(picker, {locale: 'en-GB'});
    expect(text).toBe(
      'When?\nA visit to the shop\nShop\nTimes (Europe/Oslo): 20 Nov 2026, 10:00, 21 Nov 2026, 10:00, 22 Nov 2026, 10:00, 23 Nov 2026, 10:00, 24 Nov 2026, 10:00, …',
    );
  });

  test('a time without an offset is one of the picker, whose zone is named', () => {
    const timeslots = [{id: 'a', start: '2026-11-20T10:00:00', duration: 30}];
    const {message} = readMessage({type: 'timepicker', title: 'When?', timezone: 'America/New_York', timeslots});
    expect(toPlainText(message!, {locale: 'en-GB'})).toBe('When?\nTimes (America/New_York): 20 Nov 2026, 10:00');
    expect(toPlainText({...picker, timeslots: []})).toBe('When?\nA visit to the shop\nShop');
  });

  test('a time in no zone is said as the bot wrote it', () => {
    expect(toPlainText({...picker, timezone: 'Nowhere', timeslots: picker.timeslots.slice(0, 1)})).toContain(
      'Times (Nowhere): 2026-11-20T09:00:00Z',
    );
  });

  test("in the words of the chat's own labels", () => {
    const labels = {suggestions: 'Risposte suggerite', share_position: 'Condividi la posizione', unsupported: 'Non qui'};
    expect(toPlainText(textMessage('Dove?', {quick_replies: [locationReply()]}), {labels})).toBe(
      'Dove?\nRisposte suggerite: Condividi la posizione',
    );
    expect(toPlainText(readMessage({type: 'x'}).message!, {labels})).toBe('Non qui');
  });

  test('with addresses, for a transcript to keep', () => {
    expect(toPlainText(attachment('https://e.com/a.png'), {addresses: true})).toBe('a.png (https://e.com/a.png)');
    expect(toPlainText(textMessage('[a](https://e.com)', {quick_replies: ['b']}), {addresses: true})).toBe(
      'a (https://e.com)\nSuggested answers: b',
    );
  });

  test('with its marks, where a page shows them', () => {
    expect(toPlainText(textMessage(' **a** <b> '), {markdown: false})).toBe('**a** <b>');
  });
});

test('whatever was read can be said, either way', () => {
  fc.assert(
    fc.property(fc.oneof(botMessage, mutated), fc.boolean(), (value, asNumbers) => {
      const {message} = readMessage(value);
      if (message) expect(typeof toPlainText(message, {numbered: asNumbers})).toBe('string');
    }),
    {numRuns: 1000},
  );
});
