import {onTheWire, samples, type SampleName} from '../../demo/samples.ts';
import type {Delivery, Entry} from '../../src/protocol/entry.ts';
import {expect, fixedTime, clearPointerAndFocus} from './picture-test.ts';
import {origin} from './site.ts';
import {test} from './stage.ts';

const shown = samples({base: origin, now: fixedTime});
// The font has no glyphs for the boxes of task lists.
shown.markdown.message.body = shown.markdown.message.body.replace(/^- \[.*\n?/gm, '');
const wireMessage = (name: SampleName): unknown => onTheWire(shown[name].message);

/** Samples that are rendered as they are. */
const unanswered: readonly SampleName[] = [
  ...(['text', 'markdown', 'html', 'table', 'code', 'long-word'] as const),
  ...(['replies', 'replies-vertical', 'replies-pictures', 'replies-pictures-vertical', 'replies-location'] as const),
  ...(['card', 'card-without-picture', 'card-broken-picture', 'unsafe-links', 'carousel', 'carousel-uneven', 'list'] as const),
  ...(['list-of-words', 'picture', 'picture-missing', 'sound', 'film', 'pdf', 'unknown-file', 'pictures'] as const),
  ...(['location', 'link', 'time-picker', 'custom-template'] as const),
];

for (const name of unanswered)
  test(`${name} matches its screenshot`, async ({stage}) => {
    await expect(await stage.message(wireMessage(name))).toHaveScreenshot(`${name}.png`);
  });

test('right-to-left parts match their dark screenshots', async ({stage}) => {
  const arabic = {dark: true, lang: 'ar'} as const;
  for (const name of ['arabic', 'replies', 'carousel', 'list', 'time-picker', 'mixed-files'] as const)
    await expect.soft(await stage.message(wireMessage(name), arabic)).toHaveScreenshot(`${name}-dark-rtl.png`);
});

/** Samples that are answered, with the buttons to press. */
const answered: readonly [name: string, sample: SampleName, taps: readonly (string | RegExp)[], behaviour?: 'collapse'][] = [
  ['replies-answered', 'replies', ['Reading']],
  ['replies-collapsed', 'replies', ['Reading'], 'collapse'],
  ['card-answered', 'card', ['Which bulb?']],
  ['time-picker-answered', 'time-picker', [/^11:00/, /^Choose/]],
];

for (const [name, sample, taps, quickRepliesBehaviour = 'disable'] of answered)
  test(`${name} matches its screenshot`, async ({stage}) => {
    const part = await stage.message(wireMessage(sample), {}, {quickRepliesBehaviour});
    for (const tap of taps) await part.getByRole('button', {name: tap}).first().click();
    await clearPointerAndFocus(stage.page);
    await expect(part).toHaveScreenshot(`${name}.png`);
  });

const noon = fixedTime.getTime();
const mira = {id: 'mira', nick: 'Mira Halvorsen', avatar: `${origin}/pictures/mira.svg`};
const text = (body: string) => ({code: 'message', type: 'text', body}) as const;
const botEntry = (id: string, body: string): Entry => ({id, at: noon, from: 'bot', message: text(body)});
const visitorEntry = (body: string, delivery: Delivery = 'sent'): Entry => ({
  id: body,
  at: noon,
  from: 'visitor',
  message: text(body),
  delivery,
});

test('delivery states match their screenshot', async ({stage}) => {
  const entries = (['sent', 'queued', 'sending', 'failed', 'uncertain'] as const).map((delivery) =>
    visitorEntry(`This is ${delivery}`, delivery),
  );
  await expect(await stage.transcript(400, {entries})).toHaveScreenshot('deliveries.png');
});

test('system notices match their screenshot', async ({stage}) => {
  const entries = (['started_again', 'too_much', 'invalid_response', 'agent_left', 'ended'] as const).map((notice): Entry => ({
    id: notice,
    at: noon,
    from: 'system',
    notice,
    who: mira,
  }));
  await expect(await stage.transcript(270, {entries, live: false})).toHaveScreenshot('notices.png');
});

test('speakers, the unread line and the typing indicator match their screenshot', async ({stage}) => {
  const entries: Entry[] = [
    botEntry('hello', 'Good evening. I know every lamp we make.'),
    visitorEntry('Can somebody look at mine?'),
    {id: 'joined', at: noon, from: 'system', notice: 'agent_joined', who: mira},
    {id: 'gladly', at: noon, from: 'agent', who: mira, message: text('Gladly. Is it the tall one?')},
    {id: 'picture', at: noon, from: 'agent', who: mira, message: text('A picture would help.')},
  ];
  const set = {entries, name: 'Nordlicht', avatar: `${origin}/pictures/mark.svg`, person: mira, waiting: noon - 12_000};
  await expect(await stage.transcript(510, {...set, unreadFrom: 'gladly', unreadCount: 2})).toHaveScreenshot('people.png');
});
