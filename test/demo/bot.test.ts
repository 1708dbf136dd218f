import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBot} from '../../demo/bot.ts';
import {listen, type RunningServer} from '../../demo/listen.ts';
import {samples, sdkExamples} from '../../demo/samples.ts';
import type {VisitorMessage} from '../../src/protocol/message.ts';
import {typesOf, titlesOf, Visitor, repliesOf, textOf} from './visitor.ts';

// A Friday, 19:42 in Oslo.
const now = new Date('2026-11-20T18:42:00Z');
const delays: number[] = [];
let bot: RunningServer;

beforeAll(async () => {
  bot = await listen(createBot({now: () => now, wait: async (milliseconds) => void delays.push(milliseconds)}), 0);
});
afterAll(() => bot.close());

const visitor = (options?: ConstructorParameters<typeof Visitor>[1]) => new Visitor(bot.url, options);

test('greets by time of day in Oslo and by the name from the page, and answers in the requested language', async () => {
  const answer = await visitor({data: {firstname: 'Alice'}, language: 'no'}).start();
  expect(textOf(answer)).toContain('Good evening, Alice.');
  expect(answer.language).toBe('no');
  expect(repliesOf(answer).length).toBeGreaterThan(3);
});

test.each([
  ['2026-11-20T07:00:00Z', 'Good morning'],
  ['2026-11-20T13:00:00Z', 'Good afternoon'],
  ['2026-07-20T04:30:00Z', 'Good morning'],
  ['2026-07-20T15:59:00Z', 'Good afternoon'],
  ['2026-07-20T16:00:00Z', 'Good evening'],
])('greets at %s with "%s"', async (at, words) => {
  const other = await listen(createBot({now: () => new Date(at)}), 0);
  const answer = await new Visitor(other.url).start();
  await other.close();
  expect(textOf(answer)).toContain(words);
});

test('recommends hanging height, maximum width and fitting pendants for a table under a low ceiling', async () => {
  const answer = await visitor().say('A dining table, 160 cm. Ceiling is quite low');
  expect(answer.messages[0]).toMatchObject({body: 'Hang it **60 cm above the table**, no wider than 55 cm. Two fit a low ceiling:'});
  expect(titlesOf(answer.messages[0])).toEqual(['Fjell pendant', 'Natt lantern']);
  expect(textOf(answer)).toContain('For your ceiling of 230 cm');
});

test.each([
  ['our ceiling is 2.3 m and the table is 90 cm', ['Natt lantern'], 'no wider than 30 cm'],
  ['the table is 1,2 m long, the ceiling 195 cm high', ['Natt lantern'], 'no wider than 40 cm'],
  ['a 160 cm table under a 180 cm ceiling', [], 'Nothing of ours should hang there'],
  ['ceiling of 260', ['Fjell pendant', 'Natt lantern'], 'a ceiling of 260 cm'],
])('parses the measurements in "%s"', async (words, lamps, said) => {
  const answer = await visitor().say(words);
  expect(titlesOf(answer.messages[0])).toEqual(lamps);
  expect(textOf(answer)).toContain(said);
});

test('remembers its question in the context, so that a bare length is taken as the length of the table', async () => {
  const alice = visitor();
  const asked = await alice.say('A dining table', 'room:dining');
  expect(asked.data).toEqual({room: 'dining'});
  expect(textOf(asked)).toContain('How long is the table?');
  expect(textOf(await alice.say('120 cm'))).toContain('no wider than 40 cm');
  expect(textOf(await visitor().say('120 cm'))).not.toContain('no wider');
});

test('remembers the lamp being discussed, so that "which bulb" and "can I dim it" refer to it', async () => {
  const alice = visitor();
  await alice.say('tell me about the floor lamp');
  expect(textOf(await alice.say('Which bulb?'))).toContain('**Skog floor lamp** takes E27');
  expect(textOf(await alice.say('can I dim it'))).toContain('Skog floor lamp does not dim');
  expect(textOf(await alice.say('and the lantern, does it dim?'))).toContain('Natt lantern dims');
  expect(textOf(await visitor().say('Which bulb?'))).toContain('Which lamp needs a bulb?');
});

test('ignores nonsensical values in the context, and keeps entries of others', async () => {
  const alice = visitor();
  alice.context = {lamp: 'constructor', room: 'toString', asked: 7, lost: 'often', token: 'abc'};
  expect(textOf(await alice.say('Which bulb?'))).toContain('Which lamp needs a bulb?');
  expect(alice.context).toMatchObject({token: 'abc'});
  alice.context = {lamp: 'constructor', room: 'toString'};
  expect(textOf(await alice.say('put it into the basket'))).toContain('Which one?');
  alice.context = {room: 'toString'};
  expect(textOf(await alice.say('anything under 170 euros'))).toContain('Up to €\u00a0170');
});

test('remembers the room being discussed, and restricts a search by price to it', async () => {
  const alice = visitor();
  await alice.say('a dining table', 'room:dining');
  const answer = await alice.say('anything under 170 euros');
  expect(answer.messages[0]).toMatchObject({body: 'For a table, up to €\u00a0170:'});
  expect(titlesOf(answer.messages[0])).toEqual(['Natt lantern']);
});

test('addresses visitors by the name they give, and passes it to the page', async () => {
  const alice = visitor();
  await alice.say('what is my name');
  const answer = await alice.say('Ines');
  expect(textOf(answer)).toContain('Good to meet you, Ines.');
  expect(answer.data).toEqual({firstname: 'Ines'});
  expect(textOf(await visitor().say('Hi, my name is Ola Nordmann.'))).toContain('Good to meet you, Ola Nordmann.');
});

const exchanges: readonly (readonly [said: string, expected: RegExp])[] = [
  ['hello', /What are you lighting/],
  ['Good evening!', /What are you lighting/],
  ['thanks', /Gladly/],
  ['are you a bot?', /A bot/],
  ['I need a light for reading', /behind the shoulder/],
  ['something for my bedroom', /2700 K/],
  ['a hallway without windows', /at the wall/],
  ['a lamp for the bathroom mirror', /IP44/],
  ['do you have a table lamp?', /opal glass/],
  ['show me what lamps you make', /All that we make/],
  ['how much is Lys?', /Lys table lamp is \*\*€\u00a0189/],
  ['prices', /Skog floor lamp \| €\u00a0420/],
  ['anything under 170 euros', /Up to €\u00a0170.*Dagg wall globe.*Natt lantern/],
  ['lamps under 50', /Nothing up to €\u00a050.*Dagg/],
  ['does the fjell pendant dim?', /Fjell pendant dims/],
  ['how do you deliver?', /How shall we send it/],
  ['where is my order NL-1042?', /Thursday between 10 and 12/],
  ['where is my order', /What is its number/],
  ['order NL-9999', /I find no order NL-9999/],
  ['I want to return it', /A hundred days/],
  ['when are you open?', /Closed for today/],
  ['my lamp is broken', /whoever bought it/],
  ['spare parts please', /Ceiling rose/],
  ['where are you?', /Grubbegata 14/],
  ['I would like to visit you', /timepicker/],
  ['a photo, please', /multi-attachment/],
  ['is there a manual?', /application\/pdf/],
  ['let me hear the bell', /audio\/wav/],
  ['have you got a film of it', /video\/webm/],
  ['can I talk to a person?', /The workshop is closed now/],
  ['what can you do', /Every kind of message/],
  ['the weather in Bergen', /That is beyond me/],
];

test.each(exchanges)('answers "%s" with %s', async (said, expected) => {
  expect(textOf(await visitor().say(said))).toMatch(new RegExp(expected, 's'));
});

test('offers a person after two messages in a row that it does not understand', async () => {
  const alice = visitor();
  expect(textOf(await alice.say('quantum'))).not.toContain('Talk to a person');
  expect(textOf(await alice.say('gravity'))).toContain('Talk to a person');
  await alice.say('hello');
  expect(textOf(await alice.say('gravity'))).not.toContain('Talk to a person');
});

test('hands over to a person by ending the conversation with the transfer data that a platform expects', async () => {
  const alice = visitor({environment: {contactId: 'c_1'}});
  expect(textOf(await alice.say('I want a person'))).toContain('Shall I hand you over?');
  const answer = await alice.say('Hand me over', 'transfer:workshop');
  expect(answer).toMatchObject({event: 'end', data: {transferToAgent: 'workshop'}});
});

test('continues the conversation instead of handing over when no platform is in between', async () => {
  const alice = visitor();
  for (const answer of [await alice.say('I want a person'), await alice.say('Hand me over', 'transfer:workshop')]) {
    expect(answer.event).toBe('continue');
    expect(answer.data).toBeUndefined();
    expect(textOf(answer)).toContain('nobody can take over here');
  }
});

test('says during opening hours that the workshop is open and staffed', async () => {
  const open = await listen(createBot({now: () => new Date('2026-11-20T09:30:00Z')}), 0);
  const alice = new Visitor(open.url);
  expect(textOf(await alice.say('are you open'))).toContain('Open now, until 18:00.');
  expect(textOf(await alice.say('a person please'))).toContain('Mira and Tomas are in the workshop until 18:00.');
  await open.close();
});

test('offers visits on the next open days in Oslo time, and books one by the id of its slot', async () => {
  const alice = visitor({data: {name: 'Alice'}});
  const [picker] = (await alice.say('book a visit')).messages;
  if (picker?.type !== 'timepicker') throw new Error('no times to choose from');
  const days = [...new Set(picker.timeslots.map(({start}) => start.slice(0, 10)))];
  expect(days).toEqual(['2026-11-21', '2026-11-23', '2026-11-24', '2026-11-25']);
  const slot = picker.timeslots.find(({id}) => id === 'visit-2026-11-24-1330');
  expect(slot).toMatchObject({start: '2026-11-24T13:30:00+01:00', duration: 30});
  const answer = await alice.say('Tue 24, 13:30', slot?.id);
  expect(textOf(answer)).toContain('Booked: **Tuesday 24 November, 13:30**, for Alice.');
  expect(answer.data).toEqual({visit: '2026-11-24T12:30:00.000Z'});
  expect(typesOf(await alice.say('never', 'visit-2026-13-77-9999'))).toEqual(['text', 'timepicker']);
});

test.each([
  [{latitude: 59.9069, longitude: 10.7441}, '1.1 km'],
  [{latitude: 59.9159, longitude: 10.7441}, '110 m'],
  [{latitude: 60.39, longitude: 5.32}, '305 km'],
  [{latitude: 0, longitude: 0}, '6727 km'],
])('answers a position with the distance to the workshop: %o', async (place, far) => {
  const answer = await visitor().send({code: 'message', type: 'location', ...place});
  expect(textOf(answer)).toContain(`You are **${far}** away.`);
});

test('acknowledges files from the visitor by name', async () => {
  const file = (name: string) => ({url: `https://files.example/${name}`, meta: {mimetype: 'image/jpeg', originalName: name}});
  expect(textOf(await visitor().send({code: 'message', type: 'attachment', ...file('shade.jpg')}))).toContain('Thank you for shade.jpg.');
  const both = await visitor().send({code: 'message', type: 'multi-attachment', attachments: [file('a.jpg'), file('b.jpg')]});
  expect(textOf(both)).toContain('Thank you for a.jpg and b.jpg.');
});

test('asks the page to act on a product, and answers according to the result', async () => {
  const alice = visitor();
  const [asked] = (await alice.say('show me the lantern on the page')).messages;
  expect(asked).toMatchObject({type: 'action', action_code: 'highlight', args: [{product: 'natt'}]});
  const told = (args: unknown[], action_code = 'highlight') => alice.send({code: 'message', type: 'action', action_code, args});
  expect(textOf(await told([{product: 'natt', found: true}]))).toContain('There it is');
  expect(textOf(await told([{product: 'natt', found: true}], 'basket'))).toContain('It is in your basket');
  expect(textOf(await told([{product: 'moon', found: false}]))).toContain('has no moon');
  expect(textOf(await told([]))).toContain('This page has no');
  expect((await alice.say('put the ceiling rose into the basket')).messages[0]).toMatchObject({
    action_code: 'basket',
    args: [{product: 'rose'}],
  });
});

test.each(Object.entries(samples()).filter(([, sample]) => !('noted' in sample)))(
  'shows the sample on "show %s"',
  async (name, {message, title}) => {
    const answer = await visitor().say(`show ${name}`);
    expect(answer.messages.at(-1)?.type).toBe(message.type);
    expect((await visitor().say(title, `show:${name}`)).messages).toEqual(answer.messages);
  },
);

test.each(sdkExamples.filter(({broken}) => !broken))('shows example $name of the SDK', async ({name, response}) => {
  const answer = await visitor().say('example', `show:sdk ${name}`);
  expect(answer.event).toBe(response.event);
  expect(typesOf(answer)).toEqual(response.messages.map(({type}) => type));
  expect(textOf(answer)).not.toMatch(/https:[^"]+\.(jpg|png|gif)/);
});

test('lists samples in every chapter of the menu', async () => {
  const menu = await visitor().say('help');
  const chapters = repliesOf(menu);
  expect(chapters.length).toBe(8);
  for (const chapter of chapters) expect(repliesOf(await visitor().send(chapter)).length).toBeGreaterThan(3);
});

test('understands every message that can be reached through quick replies and buttons', async () => {
  const seen = new Set<string>();
  const ahead = [{said: {code: 'message', type: 'text', body: 'hello'} as VisitorMessage, context: {}}];
  for (let way = ahead.pop(); way; way = ahead.pop()) {
    const key = JSON.stringify(way.said);
    if (seen.has(key) || /show|"(hang|fail|garbled|empty|sloppy|flood)"/.test(key)) continue;
    seen.add(key);
    const alice = visitor();
    alice.context = way.context;
    const answer = await alice.send(way.said);
    expect(textOf(answer), key).not.toContain('beyond me');
    ahead.push(...repliesOf(answer).map((said) => ({said, context: alice.context ?? {}})));
  }
  expect(seen.size).toBeGreaterThan(40);
});

test('answers "slow" after 12 seconds, or after the given number of seconds', async () => {
  await visitor().say('slow');
  await visitor().say('slow 3');
  expect(delays).toEqual([12_000, 3000]);
});

test('answers "async" with what it cannot do here and a typing signal when asked directly', async () => {
  expect(typesOf(await visitor().say('async'))).toEqual(['text', 'iswriting']);
});

test('ends the conversation on "bye"', async () => {
  expect((await visitor({data: {name: 'Ola'}}).say('Bye!')).event).toBe('end');
});

test('sends eight messages on "burst" and none on "silence"', async () => {
  expect((await visitor().say('burst')).messages).toHaveLength(8);
  expect((await visitor().say('silence')).messages).toHaveLength(0);
});
