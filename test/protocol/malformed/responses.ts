import type {Case} from '../malformed.ts';

const nothing = {event: 'continue', messages: []};
const hello = {code: 'message', type: 'text', body: 'Hello'};

/** Whole answers. */
export const responses: readonly Case[] = [
  ['undefined', undefined, nothing, ''],
  ['null', null, nothing, ''],
  ['an empty string', '', nothing, ''],
  ['a string', 'Hello', nothing, ''],
  ['a JSON string', '{"event":"end"}', nothing, ''],
  ['zero', 0, nothing, ''],
  ['true', true, nothing, ''],
  ['an array', [hello], nothing, ''],
  ['an error', {error: 500, message: 'platform error', info: 'secret'}, nothing, ''],
  ['a message instead of a response', hello, nothing, ''],
  ['an empty object', {}, nothing, 'event'],
  ['an event only', {event: 'end'}, {event: 'end', messages: []}],
  ['no event', {messages: [hello]}, {event: 'continue', messages: [hello]}, 'event'],
  ['event "start"', {event: 'start', messages: [hello]}, {event: 'continue', messages: [hello]}, 'event'],
  ['event is an object', {event: {}, messages: []}, nothing, 'event'],
  ['event is null', {event: null, messages: []}, nothing, 'event'],
  ['messages are null', {event: 'end', messages: null}, {event: 'end', messages: []}],
  ['messages are a single object', {event: 'continue', messages: hello}, {event: 'continue', messages: [hello]}, 'messages'],
  ['messages are a string', {event: 'continue', messages: 'Hello'}, nothing, 'messages'],
  [
    'messages with null between them',
    {event: 'continue', messages: [hello, null, hello]},
    {event: 'continue', messages: [hello, hello]},
    'messages[1]',
  ],
  [
    'a sparse array of messages',
    {event: 'continue', messages: Object.assign([], {2: hello})},
    {event: 'continue', messages: [hello]},
    'messages[0]',
    'messages[1]',
  ],
  [
    'a problem within a message',
    {event: 'continue', messages: [{...hello, payload: () => 1}]},
    {event: 'continue', messages: [hello]},
    'messages[0].payload',
  ],
  ['context is a string', {event: 'continue', context: 'a'}, nothing, 'context'],
  ['context is an array', {event: 'continue', context: []}, nothing, 'context'],
  ['context is null', {event: 'continue', context: null}, nothing],
  [
    'context with arbitrary contents',
    {event: 'continue', context: {a: [{b: null}], constructor: 1}},
    {...nothing, context: {a: [{b: null}], constructor: 1}},
  ],
  ['data is a number', {event: 'continue', data: 1}, nothing, 'data'],
  ['data with nested objects', {event: 'continue', data: {a: {b: 1}}}, {...nothing, data: {a: {b: 1}}}],
  ['language is an array', {event: 'continue', language: ['en']}, nothing, 'language'],
  ['language is a number', {event: 'continue', language: 5}, {...nothing, language: '5'}],
  [
    'properties internal to the platform',
    {event: 'continue', raw: {a: 1}, tempContext: {}, settings: {engine: {}}, environment: {token: 'secret'}},
    nothing,
  ],
  ['a problems property', {event: 'continue', messages: [], problems: [{code: 'bot_invalid_response'}]}, nothing],
  [
    'a __proto__ property',
    JSON.parse('{"event":"continue","__proto__":{"messages":[1]},"context":{"__proto__":{"a":1},"b":2}}'),
    {...nothing, context: {b: 2}},
  ],
];
