import type {Case} from '../malformed.ts';

const nothing = {event: 'continue', messages: []};
const hello = {code: 'message', type: 'text', body: 'Hello'};

/** Whole answers. */
export const responses: readonly Case[] = [
  ['undefined', undefined, nothing, ''],
  ['null', null, nothing, ''],
  ['an empty text', '', nothing, ''],
  ['words', 'Hello', nothing, ''],
  ['JSON in a text', '{"event":"end"}', nothing, ''],
  ['zero', 0, nothing, ''],
  ['true', true, nothing, ''],
  ['a list', [hello], nothing, ''],
  ['an error', {error: 500, message: 'platform error', info: 'secret'}, nothing, ''],
  ['a message alone', hello, nothing, ''],
  ['an empty object', {}, nothing, 'event'],
  ['an event alone', {event: 'end'}, {event: 'end', messages: []}],
  ['no event', {messages: [hello]}, {event: 'continue', messages: [hello]}, 'event'],
  ['event start', {event: 'start', messages: [hello]}, {event: 'continue', messages: [hello]}, 'event'],
  ['event an object', {event: {}, messages: []}, nothing, 'event'],
  ['event null', {event: null, messages: []}, nothing, 'event'],
  ['messages null', {event: 'end', messages: null}, {event: 'end', messages: []}],
  ['messages one object', {event: 'continue', messages: hello}, {event: 'continue', messages: [hello]}, 'messages'],
  ['messages a text', {event: 'continue', messages: 'Hello'}, nothing, 'messages'],
  [
    'messages with holes',
    {event: 'continue', messages: [hello, null, hello]},
    {event: 'continue', messages: [hello, hello]},
    'messages[1]',
  ],
  [
    'a sparse list of messages',
    {event: 'continue', messages: Object.assign([], {2: hello})},
    {event: 'continue', messages: [hello]},
    'messages[0]',
    'messages[1]',
  ],
  [
    'an error within a message',
    {event: 'continue', messages: [{...hello, payload: () => 1}]},
    {event: 'continue', messages: [hello]},
    'messages[0].payload',
  ],
  ['context a text', {event: 'continue', context: 'a'}, nothing, 'context'],
  ['context a list', {event: 'continue', context: []}, nothing, 'context'],
  ['context null', {event: 'continue', context: null}, nothing],
  [
    'context of any shape',
    {event: 'continue', context: {a: [{b: null}], constructor: 1}},
    {...nothing, context: {a: [{b: null}], constructor: 1}},
  ],
  ['data a number', {event: 'continue', data: 1}, nothing, 'data'],
  ['data with objects', {event: 'continue', data: {a: {b: 1}}}, {...nothing, data: {a: {b: 1}}}],
  ['language a list', {event: 'continue', language: ['en']}, nothing, 'language'],
  ['language a number', {event: 'continue', language: 5}, {...nothing, language: '5'}],
  [
    "what is the platform's own",
    {event: 'continue', raw: {a: 1}, tempContext: {}, settings: {engine: {}}, environment: {token: 'secret'}},
    nothing,
  ],
  ['problems of its own', {event: 'continue', messages: [], problems: [{code: 'bot_invalid_response'}]}, nothing],
  [
    'a polluting property',
    JSON.parse('{"event":"continue","__proto__":{"messages":[1]},"context":{"__proto__":{"a":1},"b":2}}'),
    {...nothing, context: {b: 2}},
  ],
];
