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
const unknownMessage = readMessage({type: 'poll', title: 'Tea?', options: ['yes'], text: '**Choose**'}).message!;

describe('numbered plain text, for channels where the visitor types a number', () => {
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
  ])('renders the recorded answer to "%s"', (name, texts) => {
    expect(numbered(recorded(name))).toEqual(texts);
  });

  test('numbers the buttons of the recorded help in order', () => {
    const [text] = numbered(recorded('help'));
    expect(text).toMatch(/^Just an example of generic template:\n\nHere are \(some\) commands you can send\n1\) quick\n/);
    expect(text).toContain('\n5) transfer\n6) bye');
  });

  test('shows a bare URL for each row of the documented list', () => {
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

  test('continues numbering from the elements to the buttons of a list', () => {
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

  test('continues numbering from a template to the quick replies; maxOptions limits options, but not titles', () => {
    const card = (title: string) => element(title, {buttons: [postbackButton('Yes'), postbackButton('No')]});
    const message = textMessage('Choose', {template: genericTemplate(card('A'), card('B')), quick_replies: ['Later']});
    expect(toPlainText(message, {numbered: true})).toBe('Choose\n\nA\n1) Yes\n2) No\n\nB\n3) Yes\n4) No\n5) Later');
    expect(toPlainText(message, {numbered: true, maxOptions: 3})).toBe('Choose\n\nA\n1) Yes\n2) No\n\nB\n3) Yes');
    expect(toPlainText(message, {maxOptions: 3})).toBe('Choose\nA\nYes, No\nB\nYes, …');
  });

  test('offers to share the position only if the channel can send it', () => {
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
  ] as [BotMessage, string][])('renders %j', (message, text) => {
    expect(toPlainText(message, {numbered: true})).toBe(text);
  });

  test('lists all time slots of a time picker', () => {
    const text = toPlainText(picker, {numbered: true, locale: 'en-GB'});
    expect(text).toMatch(/^When\?\nA visit to the shop\nShop\nKarl Johans gate 1\nTimes \(Europe\/Oslo\)\n1\) 20 Nov 2026, 10:00\n/);
    expect(text).toMatch(/\n7\) 26 Nov 2026, 10:00$/);
  });
});

/** For screen readers, notifications and transcripts. */
const plainTexts: readonly [what: string, message: BotMessage, text: string][] = [
  ['a text', textMessage('**Hello** <b>you</b>'), 'Hello you'],
  [
    'a text with quick replies',
    textMessage('Which colour?', {quick_replies: ['Red', quickReply('Blue', {payload: 5}), locationReply()]}),
    'Which colour?\nSuggested answers: Red, Blue, Share my position',
  ],
  [
    'a location reply without a title',
    textMessage('Where?', {quick_replies: [{content_type: 'location', payload: 'LOC_1'}]}),
    'Where?\nSuggested answers: Share my position',
  ],
  ['quick replies only', textMessage('', {quick_replies: ['Red']}), 'Suggested answers: Red'],
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
  ['a card with a picture only', pictureCard, 'Picture: y.png'],
  [
    'a template that cannot be rendered',
    textMessage('', {template: {type: 'own', elements: [{extra: {a: 1}}]}}),
    'This message cannot be shown here.',
  ],
  ['a postback', {code: 'message', type: 'postback', body: 'OK', payload: 'x'}, 'OK'],
  ['a picture', attachment('https://e.com/cat.png'), 'Picture: cat.png'],
  ['a video', attachment('https://e.com/cat.webm', {desc: 'A cat'}), 'Video: A cat'],
  ['an audio file', attachment('https://e.com/cat.mp3', {originalName: 'Meow'}), 'Audio: Meow'],
  ['a file without a name', attachment('https://e.com/'), 'File'],
  ['several files', attachments(['https://e.com/a.png', 'https://e.com/b.pdf']), 'Picture: a.png\nFile: b.pdf'],
  ['a location', location({longitude: 10.75, latitude: 59.91, city: 'Oslo', countryCode: 'NO'}), 'Place: Oslo, NO'],
  ['a location without a name', location({longitude: 0, latitude: -1.5}), 'Place: -1.5, 0'],
  ['a link', {code: 'message', type: 'link', url: 'https://e.com', desc: 'Our shop'}, 'Our shop'],
  ['a link without a description', {code: 'message', type: 'link', url: 'https://e.com'}, 'https://e.com'],
  ['an unknown message with text', unknownMessage, 'Tea?\nChoose'],
  ['an unknown message without text', readMessage({type: 'strange', payload: 1}).message!, 'This message cannot be shown here.'],
  ['an action', action('Geo'), ''],
  ['iswriting', isWriting(), ''],
  ['an ack', {code: 'message', type: 'ack', ref: '1'}, ''],
  ['a read', {code: 'message', type: 'read', ref: '1'}, ''],
  ['a mediachange', {code: 'message', type: 'mediachange'}, ''],
];

describe('plain text', () => {
  test.each(plainTexts)('renders %s', (_, message, text) => {
    expect(toPlainText(message)).toBe(text);
  });

  test('lists the first five of many time slots', () => {
    const text = toPlainText(picker, {locale: 'en-GB'});
    expect(text).toBe(
      'When?\nA visit to the shop\nShop\nTimes (Europe/Oslo): 20 Nov 2026, 10:00, 21 Nov 2026, 10:00, 22 Nov 2026, 10:00, 23 Nov 2026, 10:00, 24 Nov 2026, 10:00, …',
    );
  });

  test('names the time zone, in which times without an offset are read', () => {
    const timeslots = [{id: 'a', start: '2026-11-20T10:00:00', duration: 30}];
    const {message} = readMessage({type: 'timepicker', title: 'When?', timezone: 'America/New_York', timeslots});
    expect(toPlainText(message!, {locale: 'en-GB'})).toBe('When?\nTimes (America/New_York): 20 Nov 2026, 10:00');
    expect(toPlainText({...picker, timeslots: []})).toBe('When?\nA visit to the shop\nShop');
  });

  test('shows times unchanged if the time zone is unknown', () => {
    expect(toPlainText({...picker, timezone: 'Nowhere', timeslots: picker.timeslots.slice(0, 1)})).toContain(
      'Times (Nowhere): 2026-11-20T09:00:00Z',
    );
  });

  test('uses the labels of the chat', () => {
    const labels = {suggestions: 'Risposte suggerite', share_position: 'Condividi la posizione', unsupported: 'Non qui'};
    expect(toPlainText(textMessage('Dove?', {quick_replies: [locationReply()]}), {labels})).toBe(
      'Dove?\nRisposte suggerite: Condividi la posizione',
    );
    expect(toPlainText(readMessage({type: 'x'}).message!, {labels})).toBe('Non qui');
  });

  test('includes URLs with `addresses`, for stored transcripts', () => {
    expect(toPlainText(attachment('https://e.com/a.png'), {addresses: true})).toBe('a.png (https://e.com/a.png)');
    expect(toPlainText(textMessage('[a](https://e.com)', {quick_replies: ['b']}), {addresses: true})).toBe(
      'a (https://e.com)\nSuggested answers: b',
    );
  });

  test('keeps Markdown and HTML with `markdown: false`', () => {
    expect(toPlainText(textMessage(' **a** <b> '), {markdown: false})).toBe('**a** <b>');
  });
});

test('plain text can be made from any message that was read', () => {
  fc.assert(
    fc.property(fc.oneof(botMessage, mutated), fc.boolean(), (value, asNumbers) => {
      const {message} = readMessage(value);
      if (message) expect(typeof toPlainText(message, {numbered: asNumbers})).toBe('string');
    }),
    {numRuns: 1000},
  );
});
