import {slowBodies} from '../../components/hostile-bodies.ts';
import type {Hostile} from '../hostile.ts';
import {text} from './builders.ts';

/** Objects nested this deep. */
function deep(levels: number, key = 'deeper'): object {
  let inner: object = {body: 'evil'};
  for (let level = 0; level < levels; level++) inner = {[key]: inner};
  return inner;
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({length: count}, (_, index) => make(index));

/** Messages that try to exhaust time or space. Whatever exceeds a limit is cut; the rest is shown. */
export const sizes: readonly Hostile[] = [
  ...slowBodies.map(([name, body]) => ({name: `slow body: ${name}`, message: text(body, {quick_replies: ['Go on']}), shows: ['Go on']})),
  {name: 'a body of 200,000 characters', message: text(`Begin ${'x'.repeat(200_000)} evil-end`), shows: ['Begin'], hides: ['evil-end']},
  {
    name: 'a title of 200,000 characters',
    message: text('', {template: {type: 'generic', elements: [{title: `Begin ${'x'.repeat(200_000)} evil-end`}]}}),
    shows: ['Begin'],
    hides: ['evil-end'],
  },
  {
    name: '1,000 quick replies',
    message: text('Well?', {quick_replies: many(1_000, (index) => `Reply ${index}.`)}),
    shows: ['Well?', 'Reply 0.', 'Reply 99.'],
    hides: ['Reply 100.'],
  },
  {
    name: '500 cards',
    message: text('', {template: {type: 'generic', elements: many(500, (index) => ({title: `Card ${index}.`}))}}),
    shows: ['Card 0.', 'Card 49.'],
    hides: ['Card 50.'],
  },
  {
    name: '200 buttons',
    message: text('', {
      template: {
        type: 'generic',
        elements: [{title: 'Card', buttons: many(200, (index) => ({type: 'postback', title: `Button ${index}.`, payload: 'x'}))}],
      },
    }),
    shows: ['Button 0.', 'Button 19.'],
    hides: ['Button 20.'],
  },
  {
    name: '200 files',
    message: {
      code: 'message',
      type: 'multi-attachment',
      attachments: many(200, (index) => ({
        url: 'javascript:ran()',
        meta: {mimetype: 'application/pdf', originalName: `file-${index}.pdf`},
      })),
    },
    shows: ['file-0.pdf', 'file-49.pdf'],
    hides: ['file-50.pdf'],
  },
  {
    name: '5,000 times',
    message: {
      code: 'message',
      type: 'timepicker',
      title: 'When?',
      timezone: 'UTC',
      timeslots: many(5_000, (index) => ({
        id: String(index),
        start: new Date(Date.UTC(2099, 0, 1) + index * 60_000).toISOString(),
        duration: 1,
      })),
    },
    shows: ['When?'],
  },
  {name: 'an unknown property 500 levels deep', message: text('Words', {more: deep(500)}), shows: ['Words']},
  {name: 'an unknown message 500 levels deep', message: {code: 'message', type: 'evil', body: 'Words', more: deep(500)}, shows: ['Words']},
  {
    name: 'nested templates',
    message: text('Words', {template: {type: 'generic', elements: [{title: 'Card', template: deep(100, 'template')}]}}),
    shows: ['Words', 'Card'],
  },
  {
    name: 'a payload 500 levels deep',
    message: text('Well?', {quick_replies: [{content_type: 'text', title: 'Yes', payload: deep(500)}]}),
    shows: ['Well?', 'Yes'],
  },
  {
    name: '10,000 unknown properties',
    message: {...text('Words'), ...Object.fromEntries(many(10_000, (index) => [`evil${index}`, index]))},
    shows: ['Words'],
  },
  {
    name: 'nested lists in Markdown',
    message: text(`Words\n${many(200, (index) => `${'  '.repeat(index)}- x`).join('\n')}`),
    shows: ['Words'],
  },
  {name: 'nested quotes in Markdown', message: text(`${'>'.repeat(2_000)} Words`), shows: ['Words']},
  {name: 'nested emphasis in Markdown', message: text(`${'*'.repeat(2_000)}Words${'*'.repeat(2_000)}`), shows: ['Words']},
  {name: 'nested HTML', message: text(`${'<b>'.repeat(3_000)}Words${'</b>'.repeat(3_000)}`), shows: ['Words']},
  {name: 'a table of 200 columns', message: text(`|${'a|'.repeat(200)}\n|${'-|'.repeat(200)}\n|${'Words|'.repeat(200)}`), shows: ['Words']},
  {
    name: '500 links',
    message: text(many(500, () => '[Words](https://evil.example/)').join(' ')),
    shows: ['Words'],
    links: ['https://evil.example/'],
  },
];
