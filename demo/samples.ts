import type {BotMessage} from '../src/protocol/message.ts';
import {answers} from './samples/answers.ts';
import {files} from './samples/files.ts';
import {objects} from './samples/objects.ts';
import {places} from './samples/places.ts';
import {rest} from './samples/rest.ts';
import {type PlaceOptions, placeOf, type Sample} from './samples/sample.ts';
import {words} from './samples/words.ts';

export type {Sample} from './samples/sample.ts';
export {sdkExamples} from './samples/sdk-examples.ts';

/**
 * Samples of every kind of message and case, from a lamp shop, for stories, tests and the demo bot.
 * Pictures are under `/pictures/` and media under `/media/` of `base`.
 */
export function samples(options?: PlaceOptions) {
  const place = placeOf(options);
  return {...words, ...answers(place), ...objects(place), ...files(place), ...places(place), ...rest(place)};
}

export type SampleName = keyof ReturnType<typeof samples>;

/** The samples by chapter, in the order of presentation. */
export function chapters(options?: PlaceOptions): ReadonlyMap<string, Readonly<Record<string, Sample>>> {
  const place = placeOf(options);
  return new Map<string, Readonly<Record<string, Sample>>>([
    ['Words', words],
    ['Quick replies', answers(place)],
    ['Cards and lists', objects(place)],
    ['Files', files(place)],
    ['Places and times', places(place)],
    ['Everything else', rest(place)],
  ]);
}

/** The message as a bot sends it, without the names that the reader gives to unknown types. */
export function onTheWire(message: BotMessage): unknown {
  return message.type === 'unknown' ? message.original : flattened(message);
}

function flattened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flattened);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const {extra, ...own} = value as Readonly<Record<string, unknown>>;
  const known = Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, flattened(inner)]));
  return {...(extra as object | undefined), ...known};
}
