import type {Hostile} from '../hostile.ts';
import {card} from './builders.ts';

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

/** Button types that are event names elsewhere. The page gets one event with a fixed name; here they only have to be rendered. */
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
  {name: 'action with arguments that are a string', message: {code: 'message', type: 'action', action_code: 'x', args: 'ran()'}},
  {
    name: 'agent with code as name and picture',
    message: {
      code: 'message',
      type: 'action',
      action_code: 'setAgent',
      args: [{nick: '<img src=x onerror=ran()>', avatar: 'javascript:ran()', status: '<script>ran()</script>', is_bot: true}],
    },
  },
  {
    name: 'agent with __proto__',
    message: JSON.parse(
      '{"code":"message","type":"action","action_code":"setAgent","args":[{"__proto__":{"polluted":true},"nick":"Nordlicht","is_bot":true}]}',
    ) as object,
  },
  {
    name: 'agent that is null',
    message: {code: 'message', type: 'action', action_code: 'setAgent', args: [null]},
  },
  {
    name: 'upload icon with a foreign server',
    message: {code: 'message', type: 'action', action_code: 'showUploadIcon', args: [{url: 'https://evil.example/'}]},
  },
  ...events.map((type) => ({
    name: `button of type ${type}`,
    message: card({title: 'Card', buttons: [{type, title: 'Press', payload: 'x', detail: {onclick: 'ran()'}}]}),
    shows: ['Card', 'Press'],
  })),
];
