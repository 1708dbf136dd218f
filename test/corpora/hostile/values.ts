import type {Hostile} from '../hostile.ts';
import {text} from './builders.ts';

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

/** Invalid and extreme locations, times and other values. */
export const values: readonly Hostile[] = [
  {
    name: 'a location with code as city',
    message: place({city: '<img src=x onerror=ran()>'}),
    shows: ['<img src=x onerror=ran()>'],
    links: [map],
  },
  {
    name: 'a country code that is code',
    message: place({countryCode: '"><script>ran()</script>'}),
    shows: ['<script>ran()</script>'],
    links: [map],
  },
  {name: 'a country code of __proto__', message: place({countryCode: '__proto__'}), links: [map]},
  {name: 'an absurd accuracy', message: place({city: 'Oslo', accuracy: 1e300}), shows: ['Oslo'], links: [map]},
  {name: 'a negative accuracy', message: place({city: 'Oslo', accuracy: -5}), shows: ['Oslo'], links: [map]},
  {name: 'an accuracy that is code', message: place({city: 'Oslo', accuracy: '<img src=x onerror=ran()>'}), shows: ['Oslo'], links: [map]},
  {name: 'coordinates as strings', message: place({latitude: '59.9', longitude: '10.7', city: 'Oslo'}), shows: ['Oslo'], links: [map]},
  {
    name: 'coordinates containing a URL parameter',
    message: place({latitude: '59.9&evil=https://evil.example', city: 'Oslo'}),
  },
  {name: 'coordinates that are code', message: place({latitude: 'javascript:ran()', city: 'Oslo'})},
  {
    name: 'a location with code as time zone',
    message: place({city: 'Oslo', timezone: '<script>ran()</script>'}),
    shows: ['Oslo'],
    links: [map],
  },
  {name: 'a time zone that is code', message: picker({timezone: '<img src=x onerror=ran()>'}), shows: ['When?']},
  {name: 'a time zone of __proto__', message: picker({timezone: '__proto__'}), shows: ['When?']},
  {name: 'a time zone with a parent path', message: picker({timezone: '../../etc/passwd'}), shows: ['When?']},
  {
    name: 'a slot at the maximum date',
    message: picker({timeslots: [{id: '1', start: '+275760-09-13T00:00:00Z', duration: 30}]}),
    shows: ['When?'],
  },
  {
    name: 'a slot at the minimum date',
    message: picker({timeslots: [{id: '1', start: '-271821-04-20T00:00:00Z', duration: 30}]}),
    shows: ['When?'],
  },
  {
    name: 'a slot with an absurd duration',
    message: picker({timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 1e308}]}),
    shows: ['When?', '10:00'],
  },
  {
    name: 'a slot with code as start',
    message: picker({
      timeslots: [
        {id: '1', start: '<script>ran()</script>', duration: 30},
        {id: '2', start: '2099-01-01T11:00:00Z', duration: 30},
      ],
    }),
    shows: ['When?', '11:00'],
  },
  {
    name: 'slots with the same id',
    message: picker({timeslots: [10, 11, 12].map((hour) => ({id: 'same', start: `2099-01-01T${hour}:00:00Z`, duration: 30}))}),
    shows: ['10:00', '11:00', '12:00'],
  },
  {
    name: 'slots with names of Object.prototype as ids',
    message: picker({
      timeslots: ['__proto__', 'constructor', 'toString'].map((id, index) => ({id, start: `2099-01-01T1${index}:00:00Z`, duration: 30})),
    }),
    shows: ['10:00', '11:00', '12:00'],
  },
  {
    name: 'a time picker with code as location',
    message: picker({location: {name: '<img src=x onerror=ran()>', address: 'javascript:ran()', latitude: 59.9, longitude: 10.7}}),
    shows: ['<img src=x onerror=ran()>', 'javascript:ran()'],
    links: [map],
  },
  {
    name: 'a time picker with code as description',
    message: picker({description: '<style>*{display:none}</style>'}),
    shows: ['<style>*{display:none}</style>'],
  },
  {
    name: 'quick replies with code as orientation',
    message: text('Well?', {quick_replies: ['Yes'], quick_replies_orientation: '" onclick="ran()'}),
    shows: ['Well?', 'Yes'],
  },
  {name: 'a language that is code', message: text('Words', {lang: '"><img src=x onerror=ran()>'}), shows: ['Words']},
  {
    name: 'a quick reply that asks for an e-mail address',
    message: text('Your mail?', {quick_replies: [{content_type: 'user_email'}]}),
    shows: ['Your mail?'],
  },
  {name: 'an ack with code as ref', message: {code: 'message', type: 'ack', ref: '<img src=x onerror=ran()>'}},
  {
    name: "a mediachange that requests the visitor's video",
    message: {code: 'message', type: 'mediachange', media: {Video: {tx: 'required'}}},
  },
];
