import type {Hostile} from '../hostile.ts';
import {said} from './said.ts';

const map = 'https://www.openstreetmap.org/?mlat=59.900000&mlon=10.700000#map=16/59.900000/10.700000';
const place = (more: object): object => ({code: 'message', type: 'location', latitude: 59.9, longitude: 10.7, ...more});
const picker = (more: object): object => ({
  code: 'message',
  type: 'timepicker',
  title: 'When?',
  timezone: 'UTC',
  timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 30}],
  ...more,
});

/** Places and times that are none, or more. */
export const values: readonly Hostile[] = [
  {name: 'a place named by code', message: place({city: '<img src=x onerror=ran()>'}), shows: ['<img src=x onerror=ran()>'], links: [map]},
  {
    name: 'a country that is no code',
    message: place({countryCode: '"><script>ran()</script>'}),
    shows: ['<script>ran()</script>'],
    links: [map],
  },
  {name: 'a country of all objects', message: place({countryCode: '__proto__'}), links: [map]},
  {name: 'an accuracy out of the world', message: place({city: 'Oslo', accuracy: 1e300}), shows: ['Oslo'], links: [map]},
  {name: 'an accuracy below nothing', message: place({city: 'Oslo', accuracy: -5}), shows: ['Oslo'], links: [map]},
  {name: 'an accuracy that is code', message: place({city: 'Oslo', accuracy: '<img src=x onerror=ran()>'}), shows: ['Oslo'], links: [map]},
  {name: 'coordinates as words', message: place({latitude: '59.9', longitude: '10.7', city: 'Oslo'}), shows: ['Oslo'], links: [map]},
  {
    name: 'coordinates with another address in them',
    message: place({latitude: '59.9&evil=https://evil.example', city: 'Oslo'}),
  },
  {name: 'coordinates that are code', message: place({latitude: 'javascript:ran()', city: 'Oslo'})},
  {name: 'a place with a zone of code', message: place({city: 'Oslo', timezone: '<script>ran()</script>'}), shows: ['Oslo'], links: [map]},
  {name: 'a time zone that is code', message: picker({timezone: '<img src=x onerror=ran()>'}), shows: ['When?']},
  {name: 'a time zone of all objects', message: picker({timezone: '__proto__'}), shows: ['When?']},
  {name: 'a time zone upwards', message: picker({timezone: '../../etc/passwd'}), shows: ['When?']},
  {
    name: 'a slot at the end of time',
    message: picker({timeslots: [{id: '1', start: '+275760-09-13T00:00:00Z', duration: 30}]}),
    shows: ['When?'],
  },
  {
    name: 'a slot before time',
    message: picker({timeslots: [{id: '1', start: '-271821-04-20T00:00:00Z', duration: 30}]}),
    shows: ['When?'],
  },
  {
    name: 'a slot that lasts for ever',
    message: picker({timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 1e308}]}),
    shows: ['When?', '10:00'],
  },
  {
    name: 'a slot whose moment is code',
    message: picker({
      timeslots: [
        {id: '1', start: '<script>ran()</script>', duration: 30},
        {id: '2', start: '2099-01-01T11:00:00Z', duration: 30},
      ],
    }),
    shows: ['When?', '11:00'],
  },
  {
    name: 'slots of one id',
    message: picker({timeslots: [10, 11, 12].map((hour) => ({id: 'same', start: `2099-01-01T${hour}:00:00Z`, duration: 30}))}),
    shows: ['10:00', '11:00', '12:00'],
  },
  {
    name: 'slots whose ids are names of all objects',
    message: picker({
      timeslots: ['__proto__', 'constructor', 'toString'].map((id, index) => ({id, start: `2099-01-01T1${index}:00:00Z`, duration: 30})),
    }),
    shows: ['10:00', '11:00', '12:00'],
  },
  {
    name: 'a time picker whose place is named by code',
    message: picker({location: {name: '<img src=x onerror=ran()>', address: 'javascript:ran()', latitude: 59.9, longitude: 10.7}}),
    shows: ['<img src=x onerror=ran()>', 'javascript:ran()'],
    links: [map],
  },
  {
    name: 'a time picker that is described by code',
    message: picker({description: '<style>*{display:none}</style>'}),
    shows: ['<style>*{display:none}</style>'],
  },
  {
    name: 'quick replies in a direction that is code',
    message: said('Well?', {quick_replies: ['Yes'], quick_replies_orientation: '" onclick="ran()'}),
    shows: ['Well?', 'Yes'],
  },
  {name: 'a language that is code', message: said('Words', {lang: '"><img src=x onerror=ran()>'}), shows: ['Words']},
  {
    name: 'a quick reply that asks for an e-mail address',
    message: said('Your mail?', {quick_replies: [{content_type: 'user_email'}]}),
    shows: ['Your mail?'],
  },
  {name: 'a receipt for code', message: {code: 'message', type: 'ack', ref: '<img src=x onerror=ran()>'}},
  {name: 'a change of media to a film of the visitor', message: {code: 'message', type: 'mediachange', media: {Video: {tx: 'required'}}}},
];
