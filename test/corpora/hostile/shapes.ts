import type {Hostile} from '../hostile.ts';
import {card, said} from './said.ts';

/** As it comes over the wire, where a name may be `__proto__`. */
const wire = (json: string): unknown => JSON.parse(json);

/** Words as an object that a template would take for one of its own. */
const smuggled: readonly (readonly [name: string, value: unknown])[] = [
  ['a template of Lit', {_$litType$: 1, strings: ['<img src=x onerror=ran()>'], values: []}],
  [
    'a template of Lit with raw strings',
    {_$litType$: 1, strings: Object.assign(['<script>ran()</script>'], {raw: ['<script>ran()</script>']}), values: []},
  ],
  ['a directive of Lit', {_$litDirective$: 'ran', values: ['ran()']}],
  [
    'an element of React',
    {$$typeof: 'Symbol(react.element)', type: 'script', props: {dangerouslySetInnerHTML: {__html: '<img src=x onerror=ran()>'}}},
  ],
  ['a node', {nodeType: 1, innerHTML: '<img src=x onerror=ran()>', outerHTML: '<script>ran()</script>'}],
  ['an object with toString', {toString: 'ran()', valueOf: 'ran()'}],
  ['an object with toJSON', {toJSON: '<img src=x onerror=ran()>'}],
  ['a promise', wire('{"then":"ran()"}')],
  ['a list of code', ['<img src=x onerror=ran()>', ['<script>ran()</script>']]],
  ['an event handler', {handleEvent: 'ran()'}],
];

const polluted = '{"polluted":true,"toString":"ran()","body":"evil"}';

export const shapes: readonly Hostile[] = [
  ...smuggled.map(([name, value]) => ({name: `body as ${name}`, message: said(value, {quick_replies: ['Go on']}), shows: ['Go on']})),
  ...smuggled.map(([name, value]) => ({
    name: `title of a card as ${name}`,
    message: card({title: value, subtitle: 'Of glass'}, 'A card'),
    shows: ['A card', 'Of glass'],
  })),
  ...smuggled.map(([name, value]) => ({
    name: `title of a quick reply as ${name}`,
    message: said('Well?', {quick_replies: [{content_type: 'text', title: value, payload: 'yes'}]}),
    shows: ['Well?'],
  })),
  ...smuggled.map(([name, value]) => ({
    name: `type as ${name}`,
    message: {code: 'message', type: value, body: 'These words'},
    shows: ['These words'],
  })),
  {
    name: 'what all objects have, in a message',
    message: wire(`{"code":"message","type":"text","body":"Words","__proto__":${polluted}}`),
    shows: ['Words'],
  },
  {
    name: 'what all objects have, in its constructor',
    message: wire(`{"code":"message","type":"text","body":"Words","constructor":{"prototype":${polluted}}}`),
    shows: ['Words'],
  },
  {
    name: 'what all objects have, in a template',
    message: wire(
      `{"code":"message","type":"text","body":"Words","template":{"__proto__":${polluted},"type":"generic","elements":[{"title":"Card","__proto__":${polluted}}]}}`,
    ),
    shows: ['Words', 'Card'],
  },
  {
    name: 'what all objects have, in a button',
    message: wire(
      `{"code":"message","type":"text","body":"","template":{"type":"generic","elements":[{"title":"Card","buttons":[{"type":"x","title":"Press","__proto__":${polluted}}]}]}}`,
    ),
    shows: ['Card', 'Press'],
  },
  {
    name: 'what all objects have, in a quick reply',
    message: wire(
      `{"code":"message","type":"text","body":"Well?","quick_replies":[{"content_type":"text","title":"Yes","__proto__":${polluted}}]}`,
    ),
    shows: ['Well?', 'Yes'],
  },
  {
    name: 'what all objects have, in what a file tells of itself',
    message: wire(
      `{"code":"message","type":"attachment","url":"https://cdn.example/a.pdf","meta":{"mimetype":"application/pdf","originalName":"a.pdf","__proto__":${polluted}}}`,
    ),
    shows: ['a.pdf'],
    links: ['https://cdn.example/a.pdf'],
  },
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'watch', '__defineGetter__'].map((type) => ({
    name: `type ${type}`,
    message: {code: 'message', type, body: 'These words'},
    shows: ['These words'],
  })),
  ...['__proto__', 'constructor', 'toString', '<img src=x onerror=ran()>', 'script', 'parley-card'].map((type) => ({
    name: `template of type ${type}`,
    message: said('Words', {template: {type, elements: [{title: 'Card', html: '<img src=x onerror=ran()>'}]}}),
    shows: ['Words', 'Card'],
  })),
  ...['__proto__', 'constructor', 'toString', 'button', 'evil'].map((type) => ({
    name: `element of type ${type}`,
    message: said('Words', {template: {type: 'generic', elements: [{type, title: 'Card', innerHTML: '<img src=x onerror=ran()>'}]}}),
    shows: ['Words', 'Card'],
  })),
  {
    name: 'names of attributes beside the words',
    message: said('Words', {
      style: 'position:fixed',
      class: 'evil',
      id: 'evil',
      onclick: 'ran()',
      innerHTML: '<img src=x onerror=ran()>',
      part: 'evil',
      slot: 'header',
      is: 'evil',
    }),
    shows: ['Words'],
  },
  {
    name: 'html instead of a body',
    message: {code: 'message', type: 'html', html: '<img src=x onerror=ran()>', body: 'Words'},
    shows: ['Words'],
  },
  {
    name: 'an unknown message with words that are code',
    message: {code: 'message', type: 'evil', text: '<img src=x onerror=ran()>Words'},
    shows: ['Words'],
  },
  {
    name: 'an unknown message with settings and tokens of others',
    message: {
      code: 'message',
      type: 'evil',
      body: 'Words',
      settings: {token: 'evil-token'},
      environment: {token: 'evil-token'},
      raw: {secret: 'evil-token'},
    },
    shows: ['Words'],
    hides: ['evil-token'],
  },
  {
    name: 'a text with settings and tokens of others',
    message: said('Words', {settings: {token: 'evil-token'}, environment: {token: 'evil-token'}, raw: {secret: 'evil-token'}}),
    shows: ['Words'],
    hides: ['evil-token'],
  },
];
