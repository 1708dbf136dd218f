import type {Hostile} from '../hostile.ts';
import {card, text} from './builders.ts';

/** Parses JSON as it arrives over the wire, where a key may be `__proto__`. */
const wire = (json: string): unknown => JSON.parse(json);

/** Objects in place of text that a template might take for its own. */
const smuggled: readonly (readonly [name: string, value: unknown])[] = [
  ['a Lit template', {_$litType$: 1, strings: ['<img src=x onerror=ran()>'], values: []}],
  [
    'a Lit template with raw strings',
    {_$litType$: 1, strings: Object.assign(['<script>ran()</script>'], {raw: ['<script>ran()</script>']}), values: []},
  ],
  ['a Lit directive', {_$litDirective$: 'ran', values: ['ran()']}],
  [
    'a React element',
    {$$typeof: 'Symbol(react.element)', type: 'script', props: {dangerouslySetInnerHTML: {__html: '<img src=x onerror=ran()>'}}},
  ],
  ['a DOM node', {nodeType: 1, innerHTML: '<img src=x onerror=ran()>', outerHTML: '<script>ran()</script>'}],
  ['an object with toString', {toString: 'ran()', valueOf: 'ran()'}],
  ['an object with toJSON', {toJSON: '<img src=x onerror=ran()>'}],
  ['a thenable', wire('{"then":"ran()"}')],
  ['an array of code', ['<img src=x onerror=ran()>', ['<script>ran()</script>']]],
  ['an event handler', {handleEvent: 'ran()'}],
];

const polluted = '{"polluted":true,"toString":"ran()","body":"evil"}';

export const shapes: readonly Hostile[] = [
  ...smuggled.map(([name, value]) => ({name: `body as ${name}`, message: text(value, {quick_replies: ['Go on']}), shows: ['Go on']})),
  ...smuggled.map(([name, value]) => ({
    name: `title of a card as ${name}`,
    message: card({title: value, subtitle: 'Of glass'}, 'A card'),
    shows: ['A card', 'Of glass'],
  })),
  ...smuggled.map(([name, value]) => ({
    name: `title of a quick reply as ${name}`,
    message: text('Well?', {quick_replies: [{content_type: 'text', title: value, payload: 'yes'}]}),
    shows: ['Well?'],
  })),
  ...smuggled.map(([name, value]) => ({
    name: `type as ${name}`,
    message: {code: 'message', type: value, body: 'These words'},
    shows: ['These words'],
  })),
  {
    name: '__proto__ in a message',
    message: wire(`{"code":"message","type":"text","body":"Words","__proto__":${polluted}}`),
    shows: ['Words'],
  },
  {
    name: 'constructor.prototype in a message',
    message: wire(`{"code":"message","type":"text","body":"Words","constructor":{"prototype":${polluted}}}`),
    shows: ['Words'],
  },
  {
    name: '__proto__ in a template',
    message: wire(
      `{"code":"message","type":"text","body":"Words","template":{"__proto__":${polluted},"type":"generic","elements":[{"title":"Card","__proto__":${polluted}}]}}`,
    ),
    shows: ['Words', 'Card'],
  },
  {
    name: '__proto__ in a button',
    message: wire(
      `{"code":"message","type":"text","body":"","template":{"type":"generic","elements":[{"title":"Card","buttons":[{"type":"x","title":"Press","__proto__":${polluted}}]}]}}`,
    ),
    shows: ['Card', 'Press'],
  },
  {
    name: '__proto__ in a quick reply',
    message: wire(
      `{"code":"message","type":"text","body":"Well?","quick_replies":[{"content_type":"text","title":"Yes","__proto__":${polluted}}]}`,
    ),
    shows: ['Well?', 'Yes'],
  },
  {
    name: '__proto__ in file metadata',
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
    message: text('Words', {template: {type, elements: [{title: 'Card', html: '<img src=x onerror=ran()>'}]}}),
    shows: ['Words', 'Card'],
  })),
  ...['__proto__', 'constructor', 'toString', 'button', 'evil'].map((type) => ({
    name: `element of type ${type}`,
    message: text('Words', {template: {type: 'generic', elements: [{type, title: 'Card', innerHTML: '<img src=x onerror=ran()>'}]}}),
    shows: ['Words', 'Card'],
  })),
  {
    name: 'attribute names as unknown properties',
    message: text('Words', {
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
    name: 'an unknown message with code as text',
    message: {code: 'message', type: 'evil', text: '<img src=x onerror=ran()>Words'},
    shows: ['Words'],
  },
  {
    name: 'an unknown message with settings and tokens',
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
    name: 'a text message with settings and tokens',
    message: text('Words', {settings: {token: 'evil-token'}, environment: {token: 'evil-token'}, raw: {secret: 'evil-token'}}),
    shows: ['Words'],
    hides: ['evil-token'],
  },
];
