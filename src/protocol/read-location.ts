import {type Content, type Fields, defined} from './fields.ts';
import {instantOf} from './instant.ts';
import type {LocationMessage, TimePickerMessage, TimePickerPlace, TimeSlot} from './message.ts';
import {readPayload} from './read-text.ts';
import {isoDate} from './safe-copy.ts';

/** Reads a `location`; undefined without two finite coordinates. 0 is valid: the equator, Greenwich. */
export function readLocation(fields: Fields): Content<LocationMessage> | undefined {
  const longitude = fields.number('longitude');
  const latitude = fields.number('latitude');
  if (longitude === undefined || latitude === undefined) return fields.leaveOut('a location with longitude and latitude');
  return {
    type: 'location',
    longitude,
    latitude,
    ...defined({
      countryCode: fields.string('countryCode'),
      countryName: fields.text('countryName'),
      region: fields.text('region'),
      city: fields.text('city'),
      accuracy: fields.number('accuracy'),
      timezone: fields.string('timezone'),
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
  const timezone = fields.string('timezone')?.trim();
  const zone = timezone ?? 'UTC';
  const timeslots = fields.objects('timeslots', fields.context.limits.timeslots, 'a time slot', (slot) => readSlot(slot, zone));
  if (title === undefined && description === undefined && timeslots.length === 0) return fields.leaveOut('a time picker with time slots');
  const place = fields.object('location');
  if (timezone === undefined) fields.report('a time picker with a timezone was expected; UTC is taken');
  return {
    type: 'timepicker',
    title: title ?? '',
    ...defined({description, image: fields.url('image'), location: place && readPlace(place)}),
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
    return {name, ...defined({longitude, latitude, radius: fields.number('radius'), address})};
  return fields.leaveOut('a place with a name or with longitude and latitude');
}

function readSlot(fields: Fields, zone: string): TimeSlot | undefined {
  const raw = fields.value('start');
  const start = readInstant(raw, zone);
  if (start === undefined) return fields.leaveOut('a time slot with a start');
  const duration = fields.number('duration');
  // The bot gets back its own notation.
  const id = fields.string('id') ?? (typeof raw === 'string' ? raw.trim() : start);
  return {id, start, duration: duration !== undefined && duration > 0 ? duration : 0};
}

/** A moment as ISO 8601 text; accepts also a `Date` or milliseconds since 1970. */
function readInstant(value: unknown, zone: string): string | undefined {
  if (typeof value === 'string') return instantOf(value.trim(), zone);
  return isoDate(typeof value === 'number' ? new Date(value) : value);
}
