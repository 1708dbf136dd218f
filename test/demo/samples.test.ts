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

test.each(all)('reads %s as the typed message, and reading the result again changes nothing', (_, sample) => {
  const {message, problems} = readMessage(onTheWire(sample.message));
  expect(message).toEqual(sample.message);
  expect(readMessage(message).message).toEqual(message);
  if (!('noted' in sample)) expect(problems).toEqual([]);
});

test('restores unknown types on the wire to what the reader had received', () => {
  const {unknown, 'custom-template': template, 'custom-element': element} = samples({now});
  expect(onTheWire(unknown.message)).toMatchObject({code: 'message', type: 'video-call', room: 'workshop-2'});
  expect(onTheWire(unknown.message)).not.toHaveProperty('original');
  expect(onTheWire(template.message)).toMatchObject({template: {type: 'light_plan', curve: [0, 0.2, 0.8, 1, 0.6, 0.1]}});
  expect(onTheWire(element.message)).toMatchObject({template: {elements: [{type: 'lamp_compare', by: 'width'}]}});
});

test('covers every message type except receipts and those that only visitors send', () => {
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
  'renders %s as plain text',
  (_, {message}) => {
    expect(toPlainText(message)).not.toBe('');
  },
);

test('puts each sample into exactly one chapter', () => {
  expect([...chapters({now}).values()].flatMap((chapter) => Object.keys(chapter)).toSorted()).toEqual(all.map(([name]) => name).toSorted());
});

test('has exactly as many replies, cards, pictures, buttons and characters as promised', () => {
  const {'replies-forty': forty, carousel, pictures, long, 'card-many-buttons': many, 'one-word': word} = samples({now});
  expect(forty.message.quick_replies).toHaveLength(40);
  expect(carousel.message.template?.elements).toHaveLength(5);
  expect(pictures.message.attachments).toHaveLength(5);
  expect(many.message.template?.elements?.[0]?.buttons).toHaveLength(15);
  expect(long.message.body).toHaveLength(5000);
  expect(word.message.body).toBe('Yes');
});

test('has every file that a sample refers to, in the stated size, except two that are missing on purpose', () => {
  const named = JSON.stringify(all.map(([, {message}]) => onTheWire(message)));
  const paths = new Set([...named.matchAll(/"(\/(?:pictures|media)\/[^"]+)"/g)].map(([, path]) => path!));
  const missing = [...paths].filter((path) => !existsSync(fileOf(path)));
  expect(paths.size).toBeGreaterThan(15);
  expect(missing.map((path) => path.replace(/.*\//, '')).toSorted()).toEqual(['not-there.jpg', 'not-there.svg']);
  for (const [, url, size] of named.matchAll(/"url":"(\/media\/[^"]+)","meta":\{[^}]*"size":(\d+)/g))
    expect(statSync(fileOf(url!)).size).toBe(Number(size));
});

test('keeps media files within their size limits', () => {
  for (const [name, limit] of [
    ['room.jpg', 40_000],
    ['shop-bell.wav', 30_000],
    ['dimming.webm', 60_000],
    ['fjell-hanging-guide.pdf', 10_000],
  ] as const)
    expect(statSync(fileOf(`/media/${name}`)).size).toBeLessThan(limit);
});

test('has correct offsets in the cross-reference table of the PDF guide', () => {
  const pdf = readFileSync(fileOf('/media/fjell-hanging-guide.pdf'), 'latin1');
  const table = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]));
  expect(table).toMatch(/^xref\n0 9\n/);
  [...table.matchAll(/^(\d{10}) 00000 n/gm)].forEach(([, place], index) =>
    expect(pdf.slice(Number(place))).toMatch(new RegExp(`^${index + 1} 0 obj\n`)),
  );
});

test('resolves pictures, media and links against the given base', () => {
  const {card, picture} = samples({base: 'http://127.0.0.1:4173', now});
  expect(card.message.template?.elements?.[0]).toMatchObject({
    image_url: 'http://127.0.0.1:4173/pictures/fjell.svg',
    default_action: {url: 'http://127.0.0.1:4173/#fjell'},
  });
  expect(picture.message).toMatchObject({url: 'http://127.0.0.1:4173/media/room.jpg'});
});

test('offers time slots in Oslo time across the change to summer time, and none on Sundays', () => {
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

test.each(sdkExamples)('matches example $name of the SDK with its README', ({name, response}) => {
  const {messages, event} = response;
  const printed = readme.map((each) => readResponse(each.response));
  const readHere = readResponse(response);
  if (name === '8') return expect(readHere.messages[0]).toMatchObject({type: 'attachment', meta: {desc: 'Moon, not the dark side'}});
  expect(printed.map((each) => each.messages)).toContainEqual(readHere.messages);
  expect({event, messages}).toMatchObject({event: readHere.event});
});

test('has the SDK examples 1 to 9', () => {
  expect(sdkExamples.slice(0, 9).map(({name}) => name)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

function fileOf(path: string): string {
  return fileURLToPath(new URL(`../../demo${path}`, import.meta.url));
}
