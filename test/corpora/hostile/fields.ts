import type {Hostile} from '../hostile.ts';
import {card, text} from './builders.ts';

/** Text that is code elsewhere. In fields other than the body it is plain text, shown unchanged. */
const payloads: readonly (readonly [name: string, words: string])[] = [
  ['a failing picture', '<img src=x onerror=ran()>'],
  ['a script', '</span></button><script>ran()</script>'],
  ['an SVG', '<svg/onload=ran()>'],
  ['the end of an attribute', `" onmouseover="ran()" id="evil" class='evil'`],
  ['the end of a comment', '--><img src=x onerror=ran()><!--'],
  ['template markers', '<!--?lit$123$--><?lit$123$?>${ran()} {{ran()}} <%= ran() %>'],
  ['template expressions', '{{constructor.constructor("ran()")()}} #{ran()} ${{ran}} [[ran()]]'],
  ['Markdown', '**a** [b](javascript:ran()) ![c](https://evil.example/c.png)'],
  ['character references', '&lt;img src=x onerror=ran()&gt;&#60;script&#62;'],
  ['a script URL', 'javascript:ran()'],
  ['names of Object.prototype', '__proto__ constructor prototype hasOwnProperty'],
  ['label placeholders', '$name $count $$& $1 $what $time'],
];

/** Messages with the same text in each visible field other than the body. */
const places: readonly (readonly [name: string, with_: (words: string) => object, links?: readonly string[]])[] = [
  ['a card', (words) => card({title: words, subtitle: words})],
  ['buttons of a card', (words) => card({title: 'Card', buttons: [{type: 'postback', title: words, payload: words}]})],
  ['a button of the page', (words) => card({title: 'Card', buttons: [{type: 'evil', title: words, anything: words}]})],
  [
    'a link of a card',
    (words) => card({title: 'Card', buttons: [{type: 'web_url', title: words, url: 'https://shop.example/'}]}),
    ['https://shop.example/'],
  ],
  ['a quick reply', (words) => text('Well?', {quick_replies: [{content_type: 'text', title: words, payload: words}]})],
  ['a quick reply without a title', (words) => text('Well?', {quick_replies: [{content_type: 'text', payload: words}]})],
  ['a position to share', (words) => text('Where?', {quick_replies: [{content_type: 'location', title: words, payload: words}]})],
  [
    'a list',
    (words) =>
      text('', {
        template: {
          type: 'list',
          elements: [{title: words, subtitle: words}, {title: 'Other'}],
          buttons: [{type: 'postback', title: 'All', payload: words}],
        },
      }),
  ],
  ['a carousel', (words) => text('', {template: {type: 'generic', elements: [{title: words}, {title: words, subtitle: words}]}})],
  [
    'a file',
    (words) => ({
      code: 'message',
      type: 'attachment',
      url: 'https://shop.example/a.pdf',
      meta: {mimetype: 'application/pdf', originalName: 'a.pdf', desc: words},
    }),
    ['https://shop.example/a.pdf'],
  ],
  [
    'the name of a file',
    (words) => ({
      code: 'message',
      type: 'attachment',
      url: 'https://shop.example/a.pdf',
      meta: {mimetype: 'application/pdf', originalName: words},
    }),
    ['https://shop.example/a.pdf'],
  ],
  ['a link message', (words) => ({code: 'message', type: 'link', url: 'https://shop.example/', desc: words}), ['https://shop.example/']],
  [
    'a time picker',
    (words) => ({
      code: 'message',
      type: 'timepicker',
      title: words,
      description: words,
      timezone: 'UTC',
      timeslots: [{id: words, start: '2099-01-01T10:00:00Z', duration: 30}],
    }),
  ],
];

export const fields: readonly Hostile[] = places.flatMap(([where, make, links = []]) =>
  payloads.map(([name, words]) => ({name: `${name} in ${where}`, message: make(words), shows: [words], links})),
);
