import {type Content, Fields, given, type Reading} from './fields.ts';
import {instant} from './instant.ts';
import type {LocationMessage, TimePickerMessage, TimePickerPlace, TimeSlot} from './message.ts';
import {readPayload} from './read-text.ts';
import {isoDate, isRecord} from './safe-copy.ts';

/** Reads a `location`; undefined without two finite coordinates. 0 is valid: the equator, Greenwich. */
export function readLocation(fields: Fields): Content<LocationMessage> | undefined {
  const longitude = fields.number('longitude');
  const latitude = fields.number('latitude');
  if (longitude === undefined || latitude === undefined) {
    fields.note('a location with longitude and latitude was expected; left out');
    return undefined;
  }
  return {
    type: 'location',
    longitude,
    latitude,
    ...given({
      countryCode: fields.name('countryCode'),
      countryName: fields.text('countryName'),
      region: fields.text('region'),
      city: fields.text('city'),
      accuracy: fields.number('accuracy'),
      timezone: fields.name('timezone'),
      speed: fields.number('speed'),
      altitude: fields.number('altitude'),
      payload: readPayload(fields),
    }),
  };
}

/** Reads a `timepicker`; undefined if it has neither text nor a time to choose. */
export function readTimePicker(fields: Fields): Content<TimePickerMessage> | undefined {
  const title = fields.text('title');
  const description = fields.text('description');
  const timezone = fields.name('timezone')?.trim();
  const zone = timezone ?? 'UTC';
  const timeslots = fields.list('timeslots', fields.reading.limits.timeslots, (item, path) =>
    readSlot(item, path, {reading: fields.reading, zone}),
  );
  if (title === undefined && description === undefined && timeslots.length === 0) {
    fields.note('a time picker with time slots was expected; left out');
    return undefined;
  }
  const place = fields.object('location');
  if (timezone === undefined) fields.note('a time picker with a timezone was expected; UTC is taken');
  return {
    type: 'timepicker',
    title: title ?? '',
    ...given({description, image: fields.address('image'), location: place && readPlace(place)}),
    timezone: zone,
    timeslots,
  };
}

function readPlace(fields: Fields): TimePickerPlace | undefined {
  const longitude = fields.number('longitude');
  const latitude = fields.number('latitude');
  const address = fields.text('address');
  const name = fields.text('name') ?? address ?? '';
  if (name !== '' || (longitude !== undefined && latitude !== undefined))
    return {name, ...given({longitude, latitude, radius: fields.number('radius'), address})};
  fields.note('a place with a name or with longitude and latitude was expected; left out');
  return undefined;
}

function readSlot(item: unknown, path: string, {reading, zone}: {reading: Reading; zone: string}): TimeSlot | undefined {
  if (!isRecord(item)) {
    reading.note(path, 'a time slot was expected; left out');
    return undefined;
  }
  const fields = new Fields(item, path, reading);
  const written = fields.value('start');
  const start = readInstant(written, zone);
  if (start === undefined) {
    fields.note('a time slot with a start was expected; left out');
    return undefined;
  }
  const duration = fields.number('duration');
  // The bot gets back its own notation.
  const id = fields.name('id') ?? (typeof written === 'string' ? written.trim() : start);
  return {id, start, duration: duration !== undefined && duration > 0 ? duration : 0};
}

/** A moment as ISO 8601 text; accepts also a `Date` or milliseconds since 1970. */
function readInstant(value: unknown, zone: string): string | undefined {
  if (typeof value === 'string') return instant(value.trim(), zone);
  return isoDate(typeof value === 'number' ? new Date(value) : value);
}
