import type {Page} from '@playwright/test';
import {expect, test} from './fixtures.ts';
import {accessibilityTree, withoutTimes} from './accessibility-tree.ts';
import {say, openChat} from './visitor.ts';

/** Records in the page what is rendered and what the live regions of the transcript announce, in order. */
async function recordAnnouncements(page: Page): Promise<void> {
  await page.evaluate(() => {
    const happened: string[] = [];
    Object.assign(globalThis, {happened});
    const root = document.querySelector('parley-widget')!.shadowRoot!.querySelector('parley-chat')!.shadowRoot!;
    const transcript = root.querySelector('parley-transcript')!.shadowRoot!;
    const tell = (node: Node) => {
      if (!(node instanceof HTMLElement)) return;
      const words = node.textContent.replace(/\s+/g, ' ').trim();
      if (node.parentElement?.classList.contains('voice')) happened.push(`said: ${words}`);
      for (const entry of node.matches('[data-entry]') ? [node] : node.querySelectorAll('article'))
        happened.push(`drawn: ${entry.querySelector('.said')!.textContent.replace(/\s+/g, ' ').trim()}`);
      const alert = node.matches('[role=alert]') ? node : node.querySelector('[role=alert]');
      if (alert) happened.push(`alert: ${alert.querySelector('.why')!.textContent.trim()}`);
    };
    // The greeting may have been announced already; it stays in the live region for a while.
    transcript.querySelectorAll('.voice > *').forEach(tell);
    new MutationObserver((changes) => changes.flatMap(({addedNodes}) => [...addedNodes]).forEach(tell)).observe(transcript, {
      childList: true,
      subtree: true,
    });
  });
}

const recorded = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as {happened: string[]}).happened);

async function announcements(page: Page): Promise<string[]> {
  return (await recorded(page)).filter((line) => !line.startsWith('drawn: ')).map(withoutTimes);
}

test.describe.configure({timeout: 90_000}); // Many steps.

test('exposes a whole conversation in order with names, roles and states, and announces each message once', async ({
  page,
  isMobile,
  complaints,
}) => {
  test.skip(isMobile, 'the same on a phone');
  complaints.expect(/500|TransportError/);
  await page.goto('/?direct');
  const log = await openChat(page);
  const answer = (words: string) =>
    expect(
      log
        .getByRole('article', {name: /^Nordlicht, /})
        .filter({hasText: words})
        .first(),
    ).toBeVisible();
  await answer('What are you lighting?');
  await recordAnnouncements(page);

  await log.getByRole('button', {name: 'A dining table'}).click();
  await answer('How long is the table?');
  await say(page, 'show card');
  await answer('This one fits a table');
  await say(page, 'show list');
  await answer('Ceiling rose');
  await say(page, 'show mixed-files');
  await answer('fjell-hanging-guide.pdf');
  await expect(log.getByRole('slider')).toHaveAttribute('aria-valuetext', /0:03/);
  await say(page, 'show location');
  await answer('Grubbegata 14');
  await say(page, 'slow 2');
  await expect(log.getByRole('status')).toBeVisible();
  expect((await accessibilityTree(page, 'log')).slice(-4).map(withoutTimes)).toEqual([
    '    slow 2',
    '    Sending',
    '  status live polite',
    '    Nordlicht is writing',
  ]);
  await answer('That took 2 seconds.');
  await say(page, 'show time-picker');
  await answer('When would you like to come?');
  await log
    .getByRole('group', {name: /^Times/})
    .getByRole('button')
    .nth(2)
    .click();
  await log.getByRole('button', {name: /^Choose /}).click();
  await expect.poll(() => announcements(page)).toContain(expectedAnnouncements.at(-2));
  await (await say(page, 'fail')).getByRole('alert').waitFor();

  expect((await accessibilityTree(page, 'log')).map(withoutTimes)).toEqual(expectedTranscript);
  await expect.poll(async () => (await announcements(page)).length).toBe(expectedAnnouncements.length);
  expect(await announcements(page)).toEqual(expectedAnnouncements);
  // Announced while it is rendered, it would be lost if the focus moves at the same time.
  const told = (await recorded(page)).map(withoutTimes);
  expect(told.findIndex((line) => line.startsWith('said: Nordlicht: Hang it'))).toBeGreaterThan(
    told.findIndex((line) => line.startsWith('drawn: Hang it')),
  );
});

/** Expected content of the transcript, one line each. */
const expectedTranscript: readonly string[] = [
  'log "Conversation"',
  '  Today',
  '  article "Nordlicht, 0:00" described "Good day. I know every lamp we make, and I can fetch a person."',
  '    Good day. I know every lamp we make, and I can fetch a person.',
  '  article "Nordlicht, 0:00" described "What are you lighting?"',
  '    What are you lighting?',
  '    0:00',
  '    group "Suggested answers"',
  '      button "A dining table , Chosen" disabled',
  '      button "A place to read" disabled',
  '      button "A bedroom" disabled',
  '      button "A hallway without windows" disabled',
  '      button "Show what you can do" disabled',
  '  article "You, 0:00" described "A dining table"',
  '    A dining table',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Hang it 60 cm above the table; about a third of the table is wide enough."',
  '    Hang it',
  '    60 cm above the table',
  '    ; about a third of the table is wide enough.',
  '  article "Nordlicht, 0:00" described "For a table: Choices: Fjell pendant, Natt lantern"',
  '    For a table:',
  '    region "Choices: Fjell pendant, Natt lantern" roledescription carousel',
  '      group "Choices"',
  '        group "1 of 2: Fjell pendant" roledescription slide',
  '          heading "Fjell pendant (opens in a new tab)"',
  '            link "Fjell pendant (opens in a new tab)"',
  '          Oiled bronze, 45\u00a0cm. Warm 2700\u00a0K, dims to 5\u00a0%. €\u00a0349',
  '          link "Show in the shop (opens in a new tab)"',
  '          button "Tell me more"',
  '        group "2 of 2: Natt lantern" roledescription slide',
  '          heading "Natt lantern (opens in a new tab)"',
  '            link "Natt lantern (opens in a new tab)"',
  '          Hangs or stands, 28 cm. Glass and brass. €\u00a0165',
  '          link "Show in the shop (opens in a new tab)"',
  '          button "Tell me more"',
  '      1 of 2',
  '      : Fjell pendant',
  '      button "Previous" disabled',
  '      button "Next"',
  '  article "Nordlicht, 0:00" described "How long is the table?"',
  '    How long is the table?',
  '    0:00',
  '    group "Suggested answers"',
  '      button "120 cm" disabled',
  '      button "160 cm" disabled',
  '      button "200 cm" disabled',
  '  article "You, 0:00" described "show card"',
  '    show card',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Card. A button that answers, one that leaves and one that acts on the page."',
  '    Card.',
  '    A button that answers, one that leaves and one that acts on the page.',
  '  article "Nordlicht, 0:00" described "This one fits a table of 160 cm: Fjell pendant (opens in a new tab) Oiled bronze, 45\u00a0cm. Warm 2700\u00a0K, dims to 5\u00a0%. €\u00a0349 Which bulb? Show in the shop (opens in a new tab) Put into the basket"',
  '    This one fits a table of 160 cm:',
  '    heading "Fjell pendant (opens in a new tab)"',
  '      link "Fjell pendant (opens in a new tab)"',
  '    Oiled bronze, 45\u00a0cm. Warm 2700\u00a0K, dims to 5\u00a0%. €\u00a0349',
  '    button "Which bulb?"',
  '    link "Show in the shop (opens in a new tab)"',
  '    button "Put into the basket"',
  '    0:00',
  '  article "You, 0:00" described "show list"',
  '    show list',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "List. Pictures, a button in each row, one below all."',
  '    List.',
  '    Pictures, a button in each row, one below all.',
  '  article "Nordlicht, 0:00" described "Spare parts for Lys and Fjell: Textile cable, clay 3 m, € 24 Add Opal shade for Lys Fits from 1998, € 62 Add Ceiling rose Bronze, € 31 Add All spare parts"',
  '    Spare parts for Lys and Fjell:',
  '    list',
  '      listitem',
  '        heading "Textile cable, clay"',
  '        3 m, € 24',
  '        group "Textile cable, clay"',
  '          button "Add"',
  '      listitem',
  '        heading "Opal shade for Lys"',
  '        Fits from 1998, € 62',
  '        group "Opal shade for Lys"',
  '          button "Add"',
  '      listitem',
  '        heading "Ceiling rose"',
  '        Bronze, € 31',
  '        group "Ceiling rose"',
  '          button "Add"',
  '    button "All spare parts"',
  '    0:00',
  '  article "You, 0:00" described "show mixed-files"',
  '    show mixed-files',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Several files. A picture, a sound and a guide in one message."',
  '    Several files.',
  '    A picture, a sound and a guide in one message.',
  '  article "Nordlicht, 0:00" described "3 files"',
  '    group "3 files"',
  '      figure',
  '        button "View Fjell, oiled" hasPopup dialog',
  '        Figcaption',
  '          Fjell, oiled',
  '      button "Play, The bell at our door"',
  '      slider "Position, The bell at our door" value 0',
  '      The bell at our door',
  '      link "Download fjell-hanging-guide.pdf Fjell, hanging guide, 1.9 kB"',
  '    0:00',
  '  article "You, 0:00" described "show location"',
  '    show location',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Place. Drawn, with no tiles of anybody."',
  '    Place.',
  '    Drawn, with no tiles of anybody.',
  '  article "Nordlicht, 0:00" described "Nordlicht, Grubbegata 14 0179 Oslo, Norway · 59.9169, 10.7441 Show on map (opens in a new tab) Other maps"',
  '    heading "Nordlicht, Grubbegata 14"',
  '    0179 Oslo, Norway',
  '    ·',
  '    59.9169, 10.7441',
  '    link "Show on map (opens in a new tab)"',
  '    button "Other maps"',
  '    0:00',
  '  article "You, 0:00" described "slow 2"',
  '    slow 2',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "That took 2 seconds."',
  '    That took 2 seconds.',
  '    0:00',
  '  article "You, 0:00" described "show time-picker"',
  '    show time-picker',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Time picker. Four days of four times, in the time of Oslo."',
  '    Time picker.',
  '    Four days of four times, in the time of Oslo.',
  '  article "Nordlicht, 0:00" described "When would you like to come?"',
  '    group "When would you like to come?"',
  '      heading "When would you like to come?"',
  '      Half an hour, with somebody who makes the lamps.',
  '      link "Nordlicht, Grubbegata 14 0179 Oslo (opens in a new tab)"',
  '      group "Days"',
  '        button "Day" disabled pressed',
  '        button "Day" disabled',
  '        button "Day" disabled',
  '        button "Day" disabled',
  '      group "Times, Day"',
  '        button "0:00" disabled',
  '        button "0:00" disabled',
  '        button "0:00" disabled pressed',
  '        button "0:00" disabled',
  '      button "Day, 0:00 Chosen" disabled',
  '      Times are in Central European Time, as on your clock',
  '    0:00',
  '  article "You, 0:00" described "Day, 0:00"',
  '    Day, 0:00',
  '    Sent',
  '    0:00',
  '  article "Nordlicht, 0:00" described "Booked: Day, 0:00. Ask for Mira, and bring a picture of your room."',
  '    Booked:',
  '    Day, 0:00',
  '    . Ask for Mira, and bring a picture of your room.',
  '    0:00',
  '  article "You, 0:00" described "fail"',
  '    fail',
  '    alert live assertive',
  '      Not sent',
  '      button "Try again"',
  '      button "Delete"',
];

/** Expected announcements, one line each. */
const expectedAnnouncements: readonly string[] = [
  'said: Nordlicht: Good day. I know every lamp we make, and I can fetch a person.',
  'said: Nordlicht: What are you lighting? Suggested answers: A dining table, A place to read, A bedroom, A hallway without windows, Show what you can do',
  'said: Nordlicht: Hang it 60 cm above the table; about a third of the table is wide enough.',
  'said: Nordlicht: For a table: Fjell pendant Oiled bronze, 45 cm. Warm 2700 K, dims to 5 %. € 349 Show in the shop Tell me more Natt lantern Hangs or stands, 28 cm. Glass and brass. € 165 Show in the shop Tell me more',
  'said: Nordlicht: How long is the table? Suggested answers: 120 cm, 160 cm, 200 cm',
  'said: Nordlicht: Card. A button that answers, one that leaves and one that acts on the page.',
  'said: Nordlicht: This one fits a table of 160 cm: Fjell pendant Oiled bronze, 45 cm. Warm 2700 K, dims to 5 %. € 349 Show in the shop Which bulb?, Put into the basket',
  'said: Nordlicht: List. Pictures, a button in each row, one below all.',
  'said: Nordlicht: Spare parts for Lys and Fjell: Textile cable, clay 3 m, € 24 Add Opal shade for Lys Fits from 1998, € 62 Add Ceiling rose Bronze, € 31 Add All spare parts',
  'said: Nordlicht: Several files. A picture, a sound and a guide in one message.',
  'said: Nordlicht: Picture: Fjell, oiled Audio: The bell at our door File: Fjell, hanging guide',
  'said: Nordlicht: Place. Drawn, with no tiles of anybody.',
  'said: Nordlicht: Place: Nordlicht, Grubbegata 14, 0179 Oslo, Norway',
  'said: Nordlicht: That took 2 seconds.',
  'said: Nordlicht: Time picker. Four days of four times, in the time of Oslo.',
  'said: Nordlicht: When would you like to come? Half an hour, with somebody who makes the lamps. Nordlicht, Grubbegata 14 Times (Europe/Oslo): Day, 0:00, Day, 0:00, Day, 0:00, Day, 0:00, Day, 0:00, …',
  'said: Nordlicht: Booked: Day, 0:00. Ask for Mira, and bring a picture of your room.',
  'alert: Not sent',
];
