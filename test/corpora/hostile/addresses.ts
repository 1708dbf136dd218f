import type {Hostile} from '../hostile.ts';
import {card, said} from './said.ts';

/** Addresses nobody is led to, and nothing is loaded from. */
export const refusedAddresses: readonly (readonly [name: string, address: string])[] = [
  ['a script', 'javascript:ran()'],
  ['a script in capitals', 'JaVaScRiPt:ran()'],
  ['a script behind spaces', '   javascript:ran()'],
  ['a script behind a control character', '\u0001javascript:ran()'],
  ['a script behind a null character', '\u0000javascript:ran()'],
  ['a script with a tab in its name', 'java\tscript:ran()'],
  ['a script with a line break in its name', 'java\nscript:ran()'],
  ['a script with a return in its name', 'java\rscript:ran()'],
  ['a script with a null character in its name', 'java\u0000script:ran()'],
  ['a script with a space before its colon', 'javascript :ran()'],
  ['a script with a soft hyphen', 'java\u00adscript:ran()'],
  ['a script with a sign of no width', 'java\u200bscript:ran()'],
  ['a script behind a mark of bytes', '\ufeffjavascript:ran()'],
  ['a script with a character reference', 'javascript&colon;ran()'],
  ['a script with a numbered reference', '&#106;avascript:ran()'],
  ['a script in escapes', 'javascript%3Aran()'],
  ['a script behind a view of the source', 'view-source:javascript:ran()'],
  ['a script as a comment of an address', 'javascript://evil.example/%0aran()'],
  ['a script that would be a host', 'javascript://https://evil.example/?%0aran()'],
  ['a script in wide letters', 'ｊａｖａｓｃｒｉｐｔ:ran()'],
  ['a script with a Turkish letter', 'javascrıpt:ran()'],
  ['a script of another kind', 'vbscript:ran()'],
  ['a script of a third kind', 'livescript:ran()'],
  ['a page in data', 'data:text/html,<script>ran()</script>'],
  ['a page in coded data', 'data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg=='],
  ['a drawing in data', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"/>'],
  ['a picture in data', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='],
  ['words in data', 'data:,ran()'],
  ['a blob', 'blob:https://evil.example/00000000-0000-0000-0000-000000000000'],
  ['a file', 'file:///etc/passwd'],
  ['a file of a network', '\\\\evil.example\\share'],
  ['a file of a system', 'filesystem:https://evil.example/temporary/x'],
  ['a page of the browser', 'about:blank'],
  ['a page of a document', 'about:srcdoc'],
  ['settings of the browser', 'chrome://settings'],
  ['an extension', 'chrome-extension://evil/x.html'],
  ['an app of a phone', 'intent://evil.example/#Intent;end'],
  ['a market of a phone', 'market://details?id=evil'],
  ['an app of a computer', 'ms-settings:'],
  ['a search of a computer', 'search-ms:query=evil'],
  ['a shell', 'ssh://evil.example'],
  ['a transfer', 'ftp://evil.example/x.png'],
  ['a socket', 'ws://evil.example/'],
  ['a text message', 'sms:+4722334455'],
  ['a source map', 'webpack://x'],
  ['a host behind a user name', 'https://bank.example@evil.example/'],
  ['a host behind a user name and a password', 'https://bank.example:443@evil.example/x.png'],
  ['a host behind an escaped sign', 'https://bank.example%40x:y@evil.example/'],
  ['an address without a protocol', '//evil.example/x.png'],
  ['an address with three slashes', '///evil.example/x.png'],
  ['an address with slashes the other way', '/\\evil.example/x.png'],
  ['an address with a tab between its slashes', '/\t/evil.example/x.png'],
  ['a query alone', '?logout=1'],
  ['a fragment alone', '#parley'],
  ['a name alone', 'logout'],
  ['a way upwards', '../../logout'],
  ['a protocol alone', 'https:'],
  ['a protocol without a host', 'https://'],
  ['a host with a space', 'https://evil .example/'],
  ['a host of escapes', 'https://%00/'],
  ['a port out of range', 'https://evil.example:99999/'],
  ['an address of version 6 left open', 'https://[::1/'],
];

/** Addresses that are what they seem, normalised. */
const led: readonly (readonly [name: string, address: string, normal: string])[] = [
  ['a host in capitals', 'HTTPS://SHOP.EXAMPLE/A', 'https://shop.example/A'],
  ['a host in letters of another script', 'https://аррӏе.example/', 'https://xn--80ak6aa92e.example/'],
  ['a host of dots of another kind', 'https://shop。example/', 'https://shop.example/'],
  ['a host of numbers', 'https://0x7f.1/', 'https://127.0.0.1/'],
  ['a way upwards in an address', 'https://shop.example/a/../../b', 'https://shop.example/b'],
  ['a sign that would end an attribute', 'https://shop.example/"onmouseover="ran()', 'https://shop.example/%22onmouseover=%22ran()'],
  ['a sign that would end a tag', 'https://shop.example/><script>ran()</script>', 'https://shop.example/%3E%3Cscript%3Eran()%3C/script%3E'],
  ['line breaks inside', 'https://shop.example/a\n\r\tb', 'https://shop.example/ab'],
  ['slashes the other way', 'https:\\\\shop.example\\a', 'https://shop.example/a'],
  ['a script in its query', 'https://shop.example/?x=javascript:ran()', 'https://shop.example/?x=javascript:ran()'],
];

/** One message with an address in each field that leads somewhere, or loads something. */
const inFields = (address: string): readonly (readonly [name: string, message: object, shows: readonly string[]])[] => [
  [
    'a card',
    card({
      title: 'A lamp',
      subtitle: 'Of glass',
      image_url: address,
      default_action: {type: 'web_url', url: address},
      buttons: [{type: 'web_url', title: 'Look', url: address}],
    }),
    ['A lamp', 'Of glass', 'Look'],
  ],
  ['a link message', {code: 'message', type: 'link', url: address, desc: 'Read on'}, ['Read on']],
  [
    'a file',
    {code: 'message', type: 'attachment', url: address, meta: {mimetype: 'application/pdf', originalName: 'plan.pdf'}},
    ['plan.pdf'],
  ],
  [
    'pictures',
    {
      code: 'message',
      type: 'multi-attachment',
      attachments: [
        {url: address, meta: {mimetype: 'image/png', originalName: 'one.png'}},
        {url: address, meta: {mimetype: 'audio/mpeg', originalName: 'two.mp3'}},
        {url: address, meta: {mimetype: 'video/mp4', originalName: 'three.mp4'}},
      ],
    },
    ['one.png', 'two.mp3', 'three.mp4'],
  ],
  [
    'a list',
    said('Three lamps', {
      template: {
        type: 'list',
        elements: [
          {title: 'One', image_url: address, default_action: {type: 'web_url', url: address}},
          {title: 'Two', image_url: address},
        ],
        buttons: [{type: 'web_url', title: 'All of them', url: address}],
      },
    }),
    ['Three lamps', 'One', 'Two', 'All of them'],
  ],
  [
    'a quick reply',
    said('Which one?', {quick_replies: [{content_type: 'text', title: 'This one', image_url: address}]}),
    ['Which one?', 'This one'],
  ],
  [
    'a time picker',
    {
      code: 'message',
      type: 'timepicker',
      title: 'When?',
      timezone: 'UTC',
      image: address,
      timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 30}],
    },
    ['When?', '10:00'],
  ],
];

export const addresses: readonly Hostile[] = [
  // Each address in two of the seven kinds of fields, each kind with every few addresses: all go by the one judge, which is tested with all.
  ...refusedAddresses.flatMap(([name, address], index) =>
    inFields(address)
      .filter((_, place) => (index + place) % 7 < 2)
      .map(([where, message, shows]) => ({name: `${name} as the address in ${where}`, message, shows})),
  ),
  ...led.flatMap(([name, address, normal]) => [
    {
      name: `${name} in a card`,
      message: card({
        title: 'A lamp',
        default_action: {type: 'web_url', url: address},
        buttons: [{type: 'web_url', title: 'Look', url: address}],
      }),
      shows: ['A lamp', 'Look'],
      links: [normal],
    },
    {
      name: `${name} in a link message`,
      message: {code: 'message', type: 'link', url: address, desc: 'Read on'},
      shows: ['Read on'],
      links: [normal],
    },
  ]),
  {
    name: 'a link message whose words are another address',
    message: {code: 'message', type: 'link', url: 'https://evil.example/login', desc: 'https://bank.example/'},
    shows: ['https://bank.example/', 'evil.example'],
    links: ['https://evil.example/login'],
  },
];
