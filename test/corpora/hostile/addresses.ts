import type {Hostile} from '../hostile.ts';
import {card, text} from './builders.ts';

/** URLs that are never linked to or loaded. */
export const refusedAddresses: readonly (readonly [name: string, address: string])[] = [
  ['a script', 'javascript:ran()'],
  ['a script in mixed case', 'JaVaScRiPt:ran()'],
  ['a script behind spaces', '   javascript:ran()'],
  ['a script behind a control character', '\u0001javascript:ran()'],
  ['a script behind a null character', '\u0000javascript:ran()'],
  ['a script with a tab in its name', 'java\tscript:ran()'],
  ['a script with a line break in its name', 'java\nscript:ran()'],
  ['a script with a carriage return in its name', 'java\rscript:ran()'],
  ['a script with a null character in its name', 'java\u0000script:ran()'],
  ['a script with a space before its colon', 'javascript :ran()'],
  ['a script with a soft hyphen', 'java\u00adscript:ran()'],
  ['a script with a zero-width space', 'java\u200bscript:ran()'],
  ['a script behind a byte order mark', '\ufeffjavascript:ran()'],
  ['a script with a character reference', 'javascript&colon;ran()'],
  ['a script with a numeric character reference', '&#106;avascript:ran()'],
  ['a script with percent encoding', 'javascript%3Aran()'],
  ['a script behind view-source', 'view-source:javascript:ran()'],
  ['a script in a second line of a URL', 'javascript://evil.example/%0aran()'],
  ['a script that looks like a host', 'javascript://https://evil.example/?%0aran()'],
  ['a script in fullwidth letters', 'ｊａｖａｓｃｒｉｐｔ:ran()'],
  ['a script with a dotless i', 'javascrıpt:ran()'],
  ['a VBScript', 'vbscript:ran()'],
  ['a LiveScript', 'livescript:ran()'],
  ['a page as data URL', 'data:text/html,<script>ran()</script>'],
  ['a page as base64 data URL', 'data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg=='],
  ['an SVG as data URL', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"/>'],
  ['a picture as data URL', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='],
  ['plain text as data URL', 'data:,ran()'],
  ['a blob', 'blob:https://evil.example/00000000-0000-0000-0000-000000000000'],
  ['a file', 'file:///etc/passwd'],
  ['a network share', '\\\\evil.example\\share'],
  ['a filesystem URL', 'filesystem:https://evil.example/temporary/x'],
  ['about:blank', 'about:blank'],
  ['about:srcdoc', 'about:srcdoc'],
  ['browser settings', 'chrome://settings'],
  ['an extension', 'chrome-extension://evil/x.html'],
  ['an Android intent', 'intent://evil.example/#Intent;end'],
  ['an app store', 'market://details?id=evil'],
  ['a Windows app', 'ms-settings:'],
  ['a Windows search', 'search-ms:query=evil'],
  ['SSH', 'ssh://evil.example'],
  ['FTP', 'ftp://evil.example/x.png'],
  ['a WebSocket', 'ws://evil.example/'],
  ['a text message', 'sms:+4722334455'],
  ['a bundler URL', 'webpack://x'],
  ['a host behind a user name', 'https://bank.example@evil.example/'],
  ['a host behind a user name and a password', 'https://bank.example:443@evil.example/x.png'],
  ['a host behind an escaped @', 'https://bank.example%40x:y@evil.example/'],
  ['a protocol-relative URL', '//evil.example/x.png'],
  ['a URL with three slashes', '///evil.example/x.png'],
  ['a URL with a backslash', '/\\evil.example/x.png'],
  ['a URL with a tab between its slashes', '/\t/evil.example/x.png'],
  ['a query only', '?logout=1'],
  ['a fragment only', '#parley'],
  ['a file name only', 'logout'],
  ['a parent path', '../../logout'],
  ['a protocol only', 'https:'],
  ['a protocol without a host', 'https://'],
  ['a host with a space', 'https://evil .example/'],
  ['a percent-encoded host', 'https://%00/'],
  ['a port out of range', 'https://evil.example:99999/'],
  ['an unclosed IPv6 address', 'https://[::1/'],
];

/** Allowed URLs and their normalized form. */
const allowed: readonly (readonly [name: string, address: string, normal: string])[] = [
  ['a host in capitals', 'HTTPS://SHOP.EXAMPLE/A', 'https://shop.example/A'],
  ['a host in another script', 'https://аррӏе.example/', 'https://xn--80ak6aa92e.example/'],
  ['a host with ideographic full stops', 'https://shop。example/', 'https://shop.example/'],
  ['a host in hexadecimal', 'https://0x7f.1/', 'https://127.0.0.1/'],
  ['a parent path in a URL', 'https://shop.example/a/../../b', 'https://shop.example/b'],
  ['a quote that would end an attribute', 'https://shop.example/"onmouseover="ran()', 'https://shop.example/%22onmouseover=%22ran()'],
  [
    'a bracket that would end a tag',
    'https://shop.example/><script>ran()</script>',
    'https://shop.example/%3E%3Cscript%3Eran()%3C/script%3E',
  ],
  ['line breaks in a URL', 'https://shop.example/a\n\r\tb', 'https://shop.example/ab'],
  ['backslashes', 'https:\\\\shop.example\\a', 'https://shop.example/a'],
  ['a script in its query', 'https://shop.example/?x=javascript:ran()', 'https://shop.example/?x=javascript:ran()'],
];

/** Messages with a URL in each field that is linked or loaded. */
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
    text('Three lamps', {
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
    text('Which one?', {quick_replies: [{content_type: 'text', title: 'This one', image_url: address}]}),
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
  // Each URL in two of the seven messages, since all use the same sanitizer, which is tested with every URL.
  ...refusedAddresses.flatMap(([name, address], index) =>
    inFields(address)
      .filter((_, place) => (index + place) % 7 < 2)
      .map(([where, message, shows]) => ({name: `${name} as URL in ${where}`, message, shows})),
  ),
  ...allowed.flatMap(([name, address, normal]) => [
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
    name: 'a link message whose text is another URL',
    message: {code: 'message', type: 'link', url: 'https://evil.example/login', desc: 'https://bank.example/'},
    shows: ['https://bank.example/', 'evil.example'],
    links: ['https://evil.example/login'],
  },
];
