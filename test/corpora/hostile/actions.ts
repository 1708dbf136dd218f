import type {Hostile} from '../hostile.ts';
import {card} from './said.ts';

const codes = [
  'eval',
  'alert',
  'ran',
  'Function',
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  'location',
  'open',
  'destroy',
  'document.cookie',
  'window.ran',
  'javascript:ran()',
  'click',
  'evil evil',
  '',
  ' setAgent',
  'SETAGENT',
];

/** Types of buttons that are events somewhere. The page hears of one event of a fixed name; here they only have to be drawn. */
const events = [
  'click',
  'submit',
  'error',
  'load',
  'parley-message',
  'parley-action',
  'parley-reply',
  'parley-page-event',
  'securitypolicyviolation',
  '__proto__',
  'constructor',
  'toString',
  'on',
  'onclick',
  'a b',
  '<evil>',
  '"',
  'POSTBACK ',
  'Web_Url',
];

export const actions: readonly Hostile[] = [
  ...codes.map((code) => ({
    name: `action ${code || 'without a name'}`,
    message: {code: 'message', type: 'action', action_code: code, args: ['ran()', {__proto__: {polluted: true}}]},
  })),
  {name: 'action with a code that is an object', message: {code: 'message', type: 'action', action_code: {toString: 'ran()'}, args: []}},
  {name: 'action with arguments that are words', message: {code: 'message', type: 'action', action_code: 'x', args: 'ran()'}},
  {
    name: 'somebody whose name and picture are code',
    message: {
      code: 'message',
      type: 'action',
      action_code: 'setAgent',
      args: [{nick: '<img src=x onerror=ran()>', avatar: 'javascript:ran()', status: '<script>ran()</script>', is_bot: true}],
    },
  },
  {
    name: 'somebody whose name takes what all objects have',
    message: JSON.parse(
      '{"code":"message","type":"action","action_code":"setAgent","args":[{"__proto__":{"polluted":true},"nick":"Nordlicht","is_bot":true}]}',
    ) as object,
  },
  {
    name: 'nobody',
    message: {code: 'message', type: 'action', action_code: 'setAgent', args: [null]},
  },
  {
    name: 'files from a server of its own',
    message: {code: 'message', type: 'action', action_code: 'showUploadIcon', args: [{url: 'https://evil.example/'}]},
  },
  ...events.map((type) => ({
    name: `button of type ${type}`,
    message: card({title: 'Card', buttons: [{type, title: 'Press', payload: 'x', detail: {onclick: 'ran()'}}]}),
    shows: ['Card', 'Press'],
  })),
];
