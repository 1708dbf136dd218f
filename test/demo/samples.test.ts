import {existsSync, readFileSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

import {expect, test} from 'vitest';
import {chapters, onTheWire, samples, sdkExamples} from '../../demo/samples.ts';
import type {MessageType} from '../../src/protocol/message.ts';
import {toPlainText} from '../../src/protocol/plain-text.ts';
import {readMessage, readResponse} from '../../src/protocol/read.ts';
import readme from '../fixtures/bot-sdk/readme.json' with {type: 'json'};

const now = new Date('2026-11-20T18:42:00Z');
const all = Object.entries(samples({now}));

test.each(all)('%s is read as it is typed, and reading that again changes nothing', (_, sample) => {
  const {message, problems} = readMessage(onTheWire(sample.message));
  expect(message).toEqual(sample.message);
  expect(readMessage(message).message).toEqual(message);
  if (!('noted' in sample)) expect(problems).toEqual([]);
});

test('on the wire nothing is left of the names the reader has for what it does not know', () => {
  const {unknown, 'custom-template': template, 'custom-element': element} = samples({now});
  expect(onTheWire(unknown.message)).toMatchObject({code: 'message', type: 'video-call', room: 'workshop-2'});
  expect(onTheWire(unknown.message)).not.toHaveProperty('original');
  expect(onTheWire(template.message)).toMatchObject({template: {type: 'light_plan', curve: [0, 0.2, 0.8, 1, 0.6, 0.1]}});
  expect(onTheWire(element.message)).toMatchObject({template: {elements: [{type: 'lamp_compare', by: 'width'}]}});
});

test('the samples hold every kind of message but receipts and what only visitors say', () => {
  const kinds = new Set(all.map(([, {message}]) => message.type));
  const every: MessageType[] = [
    'text',
    'attachment',
    'multi-attachment',
    'action',
    'iswriting',
    'location',
    'link',
    'timepicker',
    'unknown',
  ];
  expect([...kinds].toSorted()).toEqual(every.toSorted());
});

test.each(all.filter(([, {message}]) => message.type !== 'action' && message.type !== 'iswriting'))(
  '%s can be said in words',
  (_, {message}) => {
    expect(toPlainText(message)).not.toBe('');
  },
);

test('each sample stands in one chapter', () => {
  expect([...chapters({now}).values()].flatMap((chapter) => Object.keys(chapter)).toSorted()).toEqual(all.map(([name]) => name).toSorted());
});

test('cases that are promised by number are of that number', () => {
  const {'replies-forty': forty, carousel, pictures, long, 'card-many-buttons': many, 'one-word': word} = samples({now});
  expect(forty.message.quick_replies).toHaveLength(40);
  expect(carousel.message.template?.elements).toHaveLength(5);
  expect(pictures.message.attachments).toHaveLength(5);
  expect(many.message.template?.elements?.[0]?.buttons).toHaveLength(15);
  expect(long.message.body).toHaveLength(5000);
  expect(word.message.body).toBe('Yes');
});

test('every picture and file a sample names is there, with the size it says, but for those that are meant to be missing', () => {
  const named = JSON.stringify(all.map(([, {message}]) => onTheWire(message)));
  const paths = new Set([...named.matchAll(/"(\/(?:pictures|media)\/[^"]+)"/g)].map(([, path]) => path!));
  const missing = [...paths].filter((path) => !existsSync(fileOf(path)));
  expect(paths.size).toBeGreaterThan(15);
  expect(missing.map((path) => path.replace(/.*\//, '')).toSorted()).toEqual(['not-there.jpg', 'not-there.svg']);
  for (const [, url, size] of named.matchAll(/"url":"(\/media\/[^"]+)","meta":\{[^}]*"size":(\d+)/g))
    expect(statSync(fileOf(url!)).size).toBe(Number(size));
});

test('no file of the shop is heavier than a page should have to carry', () => {
  for (const [name, limit] of [
    ['room.jpg', 40_000],
    ['shop-bell.wav', 30_000],
    ['dimming.webm', 60_000],
    ['fjell-hanging-guide.pdf', 10_000],
  ] as const)
    expect(statSync(fileOf(`/media/${name}`)).size).toBeLessThan(limit);
});

test('the guide is a sound PDF: each object stands where its table says', () => {
  const pdf = readFileSync(fileOf('/media/fjell-hanging-guide.pdf'), 'latin1');
  const table = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]));
  expect(table).toMatch(/^xref\n0 9\n/);
  [...table.matchAll(/^(\d{10}) 00000 n/gm)].forEach(([, place], index) =>
    expect(pdf.slice(Number(place))).toMatch(new RegExp(`^${index + 1} 0 obj\n`)),
  );
});

test('where a base is given, pictures, media and links are of that origin', () => {
  const {card, picture} = samples({base: 'http://127.0.0.1:4173', now});
  expect(card.message.template?.elements?.[0]).toMatchObject({
    image_url: 'http://127.0.0.1:4173/pictures/fjell.svg',
    default_action: {url: 'http://127.0.0.1:4173/#fjell'},
  });
  expect(picture.message).toMatchObject({url: 'http://127.0.0.1:4173/media/room.jpg'});
});

test('times to choose from are in the time of Oslo, in summer as in winter, and never on a Sunday', () => {
  const slots = samples({now: new Date('2026-03-27T12:00:00Z')})['time-picker'].message.timeslots;
  expect(slots.map(({start}) => start.slice(0, 10)).filter((day, index, days) => days.indexOf(day) === index)).toEqual([
    '2026-03-28',
    '2026-03-30',
    '2026-03-31',
    '2026-04-01',
  ]);
  expect(slots[0]?.start).toBe('2026-03-28T10:15:00+01:00');
  expect(slots[4]?.start).toBe('2026-03-30T10:15:00+02:00');
});

test.each(sdkExamples)('example $name of the SDK is one that its README prints', ({name, response}) => {
  const {messages, event} = response;
  const printed = readme.map((each) => readResponse(each.response));
  const readHere = readResponse(response);
  if (name === '8') return expect(readHere.messages[0]).toMatchObject({type: 'attachment', meta: {desc: 'Moon, not the dark side'}});
  expect(printed.map((each) => each.messages)).toContainEqual(readHere.messages);
  expect({event, messages}).toMatchObject({event: readHere.event});
});

test('examples 1 to 9 are all there', () => {
  expect(sdkExamples.slice(0, 9).map(({name}) => name)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

function fileOf(path: string): string {
  return fileURLToPath(new URL(`../../demo${path}`, import.meta.url));
}
