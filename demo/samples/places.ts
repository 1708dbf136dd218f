import type {LinkMessage, LocationMessage, TimePickerMessage} from '../../src/protocol/message.ts';
import {visits, zone} from '../oslo.ts';
import type {Place, Sample} from './sample.ts';

/** Where the shop is. */
export const shop = {
  longitude: 10.7441,
  latitude: 59.9169,
  city: 'Nordlicht, Grubbegata 14',
  region: '0179 Oslo',
  countryCode: 'NO',
  countryName: 'Norway',
};

export function shopLocation(): LocationMessage {
  return {code: 'message', type: 'location', ...shop};
}

/** The visits that can be booked. */
export function visitPicker({now, picture}: Place): TimePickerMessage {
  const {longitude, latitude, city, region} = shop;
  return {
    code: 'message',
    type: 'timepicker',
    title: 'When would you like to come?',
    description: 'Half an hour, with somebody who makes the lamps.',
    image: picture('room'),
    location: {name: city, address: region, longitude, latitude, radius: 50},
    timezone: zone,
    timeslots: visits(now),
  };
}

/** Places, links and times. */
export function places(place: Place) {
  return {
    location: {title: 'Place', about: 'Drawn, with no tiles of anybody', message: shopLocation()},
    'location-bare': {
      title: 'Place of two numbers',
      about: 'On the equator and at Greenwich: zero is a place',
      message: {code: 'message', type: 'location', longitude: 0, latitude: 0},
    },
    link: {
      title: 'Link',
      about: 'Shown, never opened by itself',
      message: {
        code: 'message',
        type: 'link',
        url: 'https://nordlicht.example/guides/shorten-the-cable',
        desc: 'How to shorten the cable',
      },
    },
    'link-bare': {
      title: 'Link without words',
      about: 'The address itself is all there is',
      message: {code: 'message', type: 'link', url: 'https://nordlicht.example/guides?lamp=fjell&ceiling=230'},
    },
    'time-picker': {title: 'Time picker', about: 'Four days of four times, in the time of Oslo', message: visitPicker(place)},
    'time-picker-short': {
      title: 'Two times',
      about: 'One day, no picture, no place',
      message: {
        code: 'message',
        type: 'timepicker',
        title: 'When may we call?',
        timezone: zone,
        timeslots: visits(place.now).slice(0, 2),
      },
    },
  } satisfies Record<string, Sample<LocationMessage | LinkMessage | TimePickerMessage>>;
}
