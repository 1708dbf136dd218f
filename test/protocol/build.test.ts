import {deepStrictEqual} from 'node:assert/strict';
import {describe, expect, test} from 'vitest';
import {
  action,
  attachment,
  attachments,
  defaultAction,
  element,
  eventButton,
  genericTemplate,
  isWriting,
  listTemplate,
  location,
  locationReply,
  postbackButton,
  postbackOf,
  quickReplies,
  quickReply,
  replyTo,
  textMessage,
  webUrlButton,
} from '../../src/protocol/build.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {fileName, mimetypeOf} from '../../src/protocol/mimetype.ts';
import {readMessage} from '../../src/protocol/read.ts';
import {schemaErrors} from './schemas.ts';

/** Built messages, and their wire format. */
const built: readonly [what: string, message: BotMessage, wire: object][] = [
  ['a text', textMessage('Hello'), {code: 'message', type: 'text', body: 'Hello'}],
  [
    'a text with quick replies',
    textMessage('Which colour?', {
      quick_replies: ['Red', quickReply('Blue', {payload: 0}), locationReply()],
      quick_replies_orientation: 'vertical',
    }),
    {
      code: 'message',
      type: 'text',
      body: 'Which colour?',
      quick_replies_orientation: 'vertical',
      quick_replies: [
        {content_type: 'text', title: 'Red', payload: 'Red'},
        {content_type: 'text', title: 'Blue', payload: 0},
        {content_type: 'location'},
      ],
    },
  ],
  [
    'a card with every kind of button',
    textMessage('', {
      template: genericTemplate(
        element('Fjell', {
          subtitle: 'A lamp',
          image_url: 'https://e.com/fjell.jpg',
          default_action: 'https://e.com/fjell',
          buttons: [
            postbackButton('More'),
            postbackButton('Zero', 0),
            webUrlButton('Shop', 'https://e.com'),
            eventButton('Show', 'show_lamp', {lamp: 'fjell', title: 'no', type: 'no'}),
          ],
        }),
      ),
    }),
    {
      code: 'message',
      type: 'text',
      body: '',
      template: {
        type: 'generic',
        elements: [
          {
            title: 'Fjell',
            subtitle: 'A lamp',
            image_url: 'https://e.com/fjell.jpg',
            default_action: {type: 'web_url', url: 'https://e.com/fjell'},
            buttons: [
              {type: 'postback', title: 'More', payload: 'More'},
              {type: 'postback', title: 'Zero', payload: '0'},
              {type: 'web_url', title: 'Shop', url: 'https://e.com'},
              {type: 'show_lamp', title: 'Show', lamp: 'fjell'},
            ],
          },
        ],
      },
    },
  ],
  [
    'a list',
    textMessage('Lamps', {
      template: listTemplate(
        [element('A', {default_action: defaultAction('https://e.com')}), element('B')],
        [postbackButton('More', 'more')],
      ),
    }),
    {
      code: 'message',
      type: 'text',
      body: 'Lamps',
      template: {
        type: 'list',
        elements: [{title: 'A', default_action: {type: 'web_url', url: 'https://e.com'}}, {title: 'B'}],
        buttons: [{type: 'postback', title: 'More', payload: 'more'}],
      },
    },
  ],
  ['a location at 0, 0', location({longitude: 0, latitude: 0}), {code: 'message', type: 'location', longitude: 0, latitude: 0}],
  [
    'a file',
    attachment('https://e.com/a.PNG?x', {desc: 'A cat'}),
    {code: 'message', type: 'attachment', url: 'https://e.com/a.PNG?x', meta: {mimetype: 'image/png', desc: 'A cat'}},
  ],
  [
    'files',
    attachments(['https://e.com/a.pdf', {url: 'u', meta: {mimetype: 'image/png'}}]),
    {
      code: 'message',
      type: 'multi-attachment',
      attachments: [
        {url: 'https://e.com/a.pdf', meta: {mimetype: 'application/pdf'}},
        {url: 'u', meta: {mimetype: 'image/png'}},
      ],
    },
  ],
  ['an action', action('Geo', 1, {a: 2}), {code: 'message', type: 'action', action_code: 'Geo', args: [1, {a: 2}]}],
  ['an action without arguments', action('Geo'), {code: 'message', type: 'action', action_code: 'Geo', args: []}],
  ['iswriting', isWriting(), {code: 'message', type: 'iswriting'}],
];

test.each(built)('%s is built in wire format, valid, and read without problems', (_, message, wire) => {
  deepStrictEqual(message, wire);
  expect(schemaErrors('bot_response', {event: 'continue', messages: [message]})).toEqual([]);
  expect(readMessage(message)).toEqual({message, problems: []});
});

describe('a payload', () => {
  test.each([0, '', false, 'x'])('of %j is kept as it is', (payload) => {
    expect(quickReply('Title', {payload}).payload).toBe(payload);
  });

  test('defaults to the title', () => {
    expect(quickReplies(['Red'])).toEqual([quickReply('Red')]);
    expect(quickReply('Red', {image_url: 'https://e.com/red.png'})).toHaveProperty('image_url', 'https://e.com/red.png');
    expect(locationReply('Here I am')).toHaveProperty('title', 'Here I am');
    expect(quickReply('Red').payload).toBe('Red');
    expect(postbackButton('Red').payload).toBe('Red');
    expect(postbackButton('Red', '').payload).toBe('');
  });
});

test('location() rejects coordinates that are not finite numbers', () => {
  for (const longitude of [Number.NaN, Number.POSITIVE_INFINITY, '5' as unknown as number]) {
    expect(() => location({longitude, latitude: 0})).toThrow('longitude must be a finite number');
  }
});

test('eventButton() rejects the types postback and web_url, and blank ones', () => {
  for (const type of ['postback', 'web_url', 'Web_URL', ' ']) expect(() => eventButton('a', type)).toThrow('type must be a name');
});

describe('the message sent by', () => {
  test.each([
    [
      {content_type: 'text', title: 'Red', payload: 'red'},
      {body: 'Red', payload: 'red'},
    ],
    [
      {content_type: 'text', title: 'Red', payload: 5},
      {body: 'Red', payload: '5'},
    ],
    [
      {content_type: 'text', title: 'Red', payload: 0},
      {body: 'Red', payload: '0'},
    ],
    [
      {content_type: 'text', title: 'Red', payload: ''},
      {body: 'Red', payload: ''},
    ],
    [
      {content_type: 'text', title: 'Red', payload: false},
      {body: 'Red', payload: 'false'},
    ],
    [{content_type: 'text', title: 'Red'}, {body: 'Red'}],
    [{content_type: 'location'}, {body: 'Here'}],
  ] as const)('the quick reply %j is %j', (reply, gives) => {
    const message = replyTo(reply, 'Here');
    deepStrictEqual(message, {code: 'message', type: 'text', ...gives});
    expect(schemaErrors('text_message', message)).toEqual([]);
  });

  test('a postback button has its title as body and its payload', () => {
    deepStrictEqual(postbackOf(postbackButton('transfer', 'trasfer')), {
      code: 'message',
      type: 'postback',
      body: 'transfer',
      payload: 'trasfer',
    });
  });
});

test.each([
  [['https://e.com/a/b.jpeg'], 'image/jpeg'],
  [['https://e.com/a.MP4#t=1'], 'video/mp4'],
  [['/a.docx'], 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [['https://e.com/download?file=a.png'], 'application/octet-stream'],
  [['https://e.com/download', 'cat.webp'], 'image/webp'],
  [['https://e.mp3'], 'application/octet-stream'],
  [['https://e.com/mp3'], 'application/octet-stream'],
  [['https://e.com/a.'], 'application/octet-stream'],
  [[undefined, ''], 'application/octet-stream'],
])('the MIME type of %j is %s', (addresses, type) => {
  expect(mimetypeOf(...addresses)).toBe(type);
});

test.each([
  ['https://e.com/a/My%20cat.gif?size=2', 'My cat.gif'],
  ['https://e.com', ''],
  ['https://e.com/', ''],
  ['a.png', 'a.png'],
  ['https://e.com/100%.png', '100%.png'],
  ['data:image/png;base64,AA/BB', ''],
])('the file name of %s is "%s"', (address, name) => {
  expect(fileName(address)).toBe(name);
});
