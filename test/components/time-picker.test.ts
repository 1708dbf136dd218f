import {emulateMedia, sendKeys} from '@web/test-runner-commands';
import {expect} from 'chai';
import {screen, within} from 'shadow-dom-testing-library';
import {timePicker} from '../../src/components/time-picker/time-picker.ts';
import {localZone} from '../../src/components/time-picker/zone.ts';
import type {TimePickerMessage} from '../../src/protocol/message.ts';
import '../../src/elements/time-picker.ts';
import {audit, picture, renderPart, until} from './part-fixture.ts';

const starts = ['26T13:30', '25T09:30', '25T10:00', '26T09:30', '27T00:15'];
const workshop: TimePickerMessage = {
  code: 'message',
  type: 'timepicker',
  title: 'Visit the workshop',
  description: 'Half an hour with Mira',
  timezone: 'Europe/Oslo',
  timeslots: starts.map((start, index) => ({id: `slot-${index}`, start: `2026-11-${start}:00+01:00`, duration: 30})),
};
const now = Date.parse('2026-11-25T09:45:00+01:00');
const show = (message: TimePickerMessage = workshop, setting: Parameters<typeof renderPart>[1] = {}, at = now) =>
  renderPart((context) => timePicker(message, context, at), setting);
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const names = (group: RegExp) =>
  within(screen.getByShadowRole('group', {name: group}))
    .getAllByShadowRole('button')
    .map(({textContent}) => textContent.replace(/\s+/g, ' ').trim());
/** A date as the browser formats it: not every browser puts a comma after the weekday. */
const formatDate = (weekday: 'short' | 'long', day: number) =>
  new Intl.DateTimeFormat('en-GB', {weekday, day: 'numeric', month: weekday, timeZone: 'UTC'}).format(Date.UTC(2026, 10, day));
const [wednesday, thursday] = [formatDate('short', 25), formatDate('short', 26)];
const pressed = (node: HTMLElement) => node.getAttribute('aria-pressed');
const inert = (node: HTMLElement) => [node.getAttribute('aria-disabled'), node.tabIndex];

afterEach(async () => {
  document.documentElement.style.colorScheme = '';
  document.documentElement.dir = '';
  await emulateMedia({colorScheme: 'light'});
});

describe('a time picker', () => {
  it('shows its title, the days in order, and the times of the first day with one left', async () => {
    await show();
    expect(screen.getByShadowRole('group', {name: 'Visit the workshop'})).not.to.equal(null);
    expect(screen.getByShadowText('Half an hour with Mira')).not.to.equal(null);
    expect(names(/^Days/)).to.deep.equal(['Wed 25 Nov', 'Thu 26 Nov', 'Fri 27 Nov']);
    expect(pressed(button('Wed 25 Nov'))).to.equal('true');
    expect(names(new RegExp(`^Times, ${formatDate('long', 25)}`))).to.deep.equal(['09:30', '10:00']);
  });

  it('strikes through past times and disables them', async () => {
    const made = await show();
    const past = button('09:30');
    expect(inert(past)).to.deep.equal(['true', -1]);
    expect(getComputedStyle(past).textDecorationLine).to.equal('line-through');
    past.click();
    expect(made.view.slot).to.equal(undefined);
  });

  it('hides days without times left, unless none has any', async () => {
    await show(workshop, {}, Date.parse('2026-11-26T10:00:00+01:00'));
    expect(names(/^Days/)).to.deep.equal(['Thu 26 Nov', 'Fri 27 Nov']);
    await show(workshop, {}, Date.parse('2027-01-01T00:00:00Z'));
    expect(names(/^Days/)).to.deep.equal(['Wed 25 Nov', 'Thu 26 Nov', 'Fri 27 Nov']);
  });

  it('shows the choice on its confirm button, and replies once with its id and path', async () => {
    const made = await show();
    expect(inert(button('Choose a time'))).to.deep.equal(['true', -1]);
    button('Thu 26 Nov').click();
    await made.updateComplete;
    button('13:30').click();
    await made.updateComplete;
    expect([made.view.day, made.view.slot, pressed(button('13:30'))]).to.deep.equal(['2026-11-26', 'timeslots[0]', 'true']);
    expect(made.replies).to.deep.equal([]);
    const confirm = button(`Choose ${thursday}, 13:30`);
    confirm.click();
    confirm.click();
    expect(made.replies.map(({message, source, choice}) => ({message, source, choice}))).to.deep.equal([
      {message: {code: 'message', type: 'text', body: `${thursday}, 13:30`, payload: 'slot-0'}, source: 'time', choice: 'timeslots[0]'},
    ]);
  });

  it('distinguishes times with the same id, even at the same time', async () => {
    const timeslots = ['09:30', '10:00', '10:00'].map((time) => ({id: 'same', start: `2026-11-26T${time}:00+01:00`, duration: 30}));
    const made = await show({...workshop, timeslots});
    for (const [index, time] of ['09:30', '10:00', '10:00'].entries()) {
      const slots = within(screen.getByShadowRole('group', {name: /^Times/})).getAllByShadowRole('button');
      slots[index]!.click();
      await made.updateComplete;
      expect(slots.map(pressed)).to.deep.equal(slots.map((_, at) => String(at === index)));
      expect(button(`Choose ${thursday}, ${time}`)).not.to.equal(null);
    }
    button(`Choose ${thursday}, 10:00`).click();
    expect(made.replies.map(({message, choice}) => [message, choice])).to.deep.equal([
      [{code: 'message', type: 'text', body: `${thursday}, 10:00`, payload: 'same'}, 'timeslots[2]'],
    ]);
  });

  it('can be used by keyboard alone, without losing the focus', async () => {
    const made = await show();
    await sendKeys({press: 'Tab'});
    await sendKeys({press: 'Tab'});
    await sendKeys({press: ' '});
    await made.updateComplete;
    expect(made.shadowRoot!.activeElement).to.equal(button('Thu 26 Nov'));
    for (const press of ['Tab', 'Tab', 'Enter']) await sendKeys({press});
    await made.updateComplete;
    expect(made.shadowRoot!.activeElement).to.equal(button('09:30'));
    for (const press of ['Tab', 'Tab', 'Enter']) await sendKeys({press});
    await until(() => made.view.controls !== undefined);
    await made.updateComplete;
    expect(made.shadowRoot!.activeElement).to.equal(button(`${thursday}, 09:30 Chosen`));
    expect(made.replies.length).to.equal(1);
  });

  it('is inert once answered, with the chosen time and day marked, even if past', async () => {
    const made = await show(workshop, {view: {controls: {choice: 'timeslots[1]'}}}, Date.parse('2026-11-26T12:00:00+01:00'));
    expect(pressed(button('Wed 25 Nov'))).to.equal('true');
    const chosen = button('09:30');
    expect([pressed(chosen), chosen.part.contains('chosen'), getComputedStyle(chosen).textDecorationLine]).to.deep.equal([
      'true',
      true,
      'none',
    ]);
    for (const one of screen.getAllByShadowRole('button')) {
      expect(inert(one), one.textContent).to.deep.equal(['true', -1]);
      one.click();
    }
    expect([made.replies.length, made.view]).to.deep.equal([0, {controls: {choice: 'timeslots[1]'}}]);
  });

  it('is inert if answered in the visitor’s own words, and with live: false', async () => {
    for (const setting of [{view: {controls: {}, slot: 'timeslots[0]', day: '2026-11-26'}}, {live: false}]) {
      await show(workshop, setting);
      expect(screen.getAllByShadowRole('button').every((one) => one.getAttribute('aria-disabled') === 'true')).to.equal(true);
      expect(button('Choose a time')).not.to.equal(null);
    }
  });

  it('stays active with quickReplies: keep', async () => {
    await show(workshop, {options: {quickReplies: 'keep'}, view: {controls: {choice: 'timeslots[2]'}, slot: 'timeslots[2]'}});
    expect(button(`Choose ${wednesday}, 10:00`).getAttribute('aria-disabled')).to.equal(null);
  });

  it('is out of the tab order with reachable: false', async () => {
    await show({...workshop, location: {name: 'Shop', latitude: 0, longitude: 0}}, {reachable: false, view: {slot: 'timeslots[2]'}});
    const stops = [...screen.getAllByShadowRole('button'), screen.getByShadowRole('link')];
    expect(new Set(stops.map(({tabIndex}) => tabIndex))).to.deep.equal(new Set([-1]));
  });

  it('shows times in the bot’s time zone, and in the visitor’s if it differs', async () => {
    const elsewhere = localZone() === 'Asia/Tokyo' ? 'America/New_York' : 'Asia/Tokyo';
    const {renderRoot} = await show(
      {...workshop, timezone: elsewhere, timeslots: [{id: 'a', start: '2026-11-26T12:00:00Z', duration: 30}]},
      {view: {slot: 'timeslots[0]'}},
    );
    const at = (timeZone?: string) =>
      new Intl.DateTimeFormat('en-GB', {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZone,
      }).format(Date.parse('2026-11-26T12:00:00Z'));
    expect(button(`Choose ${at(elsewhere)}`)).not.to.equal(null);
    expect(renderRoot.querySelector('.zone')!.textContent)
      .to.match(/^Times are in (Japan Standard|Eastern) Time/)
      .and.include(`On your clock: ${at()}`);
  });

  it('says so if both clocks show the same time', async () => {
    const {renderRoot} = await show({...workshop, timezone: localZone()});
    expect(renderRoot.querySelector('.zone')!.textContent).to.match(/^Times are in .+, as on your clock$/);
  });

  for (const timezone of ['Mars/Olympus', '', 'not a zone']) {
    it(`falls back to the visitor’s time zone for “${timezone}”`, async () => {
      const {renderRoot} = await show({...workshop, timezone});
      expect(renderRoot.querySelector('.zone')!.textContent).to.match(/as on your clock$/);
    });
  }

  it('falls back to the visitor’s time zone as reported by the browser', async () => {
    const {resolvedOptions} = Intl.DateTimeFormat.prototype;
    Intl.DateTimeFormat.prototype.resolvedOptions = function () {
      return {...resolvedOptions.call(this), timeZone: 'Asia/Tokyo'};
    };
    try {
      const {renderRoot} = await show({...workshop, timezone: 'Mars/Olympus'});
      expect(renderRoot.querySelector('.zone')!.textContent).to.equal('Times are in Japan Standard Time, as on your clock');
    } finally {
      Intl.DateTimeFormat.prototype.resolvedOptions = resolvedOptions;
    }
  });

  it('formats times for the locale, and shows months if there are several', async () => {
    await show(
      {...workshop, timeslots: [...workshop.timeslots, {id: 'x', start: '2026-12-01T14:00:00+01:00', duration: 30}]},
      {locale: 'en-US', view: {slot: 'timeslots[0]', day: '2026-11-26'}},
    );
    expect(names(/^Days/).at(-1)).to.equal('Tue 1 Dec');
    expect(button('Choose Thu, Nov 26, 1:30 PM')).not.to.equal(null);
  });

  it('skips unparseable times, and renders without any', async () => {
    await show({...workshop, timeslots: [{id: 'x', start: 'soon', duration: 1}, ...workshop.timeslots]});
    expect(names(/^Days/).length).to.equal(3);
    await show({...workshop, timeslots: []});
    expect(screen.getByShadowRole('heading', {name: 'Visit the workshop'})).not.to.equal(null);
    expect(screen.queryByShadowRole('button')).to.equal(null);
  });

  it('shows its image and its location, which links to a map', async () => {
    const {renderRoot, pages} = await show({
      ...workshop,
      image: picture('room'),
      location: {name: 'Nordlicht', address: 'Grubbegata 14', latitude: 59.9, longitude: 0},
    });
    expect(renderRoot.querySelector('.picture img')).not.to.equal(null);
    const place = screen.getByShadowRole('link', {name: /Nordlicht Grubbegata 14/});
    place.click();
    expect(pages[0]!.data['url']).to.match(/openstreetmap\.org.*mlat=59\.900000&mlon=0\.000000/);
  });

  it('shows a location without coordinates as plain text', async () => {
    const {renderRoot} = await show({...workshop, location: {name: 'Nordlicht', address: 'Grubbegata 14'}});
    expect(renderRoot.querySelector('[part=location]')!.textContent).to.match(/Nordlicht\s*Grubbegata 14/);
    expect(renderRoot.querySelector('a')).to.equal(null);
    await audit();
  });

  it('scrolls a remembered day into view, and nothing else', async () => {
    const timeslots = Array.from({length: 20}, (_, index) => ({
      id: `d${index}`,
      start: new Date(now + (index + 1) * 86_400_000).toISOString(),
      duration: 30,
    }));
    const made = await show({...workshop, timeslots}, {view: {day: '2026-12-10'}});
    const row = made.renderRoot.querySelector('.days')!;
    await until(() => row.scrollLeft > 0);
    const [shown, outer] = [row.querySelector('[aria-pressed=true]')!.getBoundingClientRect(), row.getBoundingClientRect()];
    expect(shown.right).to.be.at.most(outer.right + 1);
    expect(made.renderRoot.querySelector('.flow')?.scrollTop ?? 0).to.equal(0);
  });

  it('cuts the last visible day in half if there are more, and scrolls on when it is chosen', async () => {
    const days = (count: number) =>
      Array.from({length: count}, (_, index) => ({
        id: `d${index}`,
        start: new Date(now + (index + 1) * 86_400_000).toISOString(),
        duration: 30,
      }));
    const drawn = async (count: number, width: string) => {
      const made = await show({...workshop, timeslots: days(count)});
      made.style.inlineSize = width;
      const row = made.renderRoot.querySelector<HTMLElement>('.days')!;
      const edge = () => row.getBoundingClientRect().right;
      const cut = () => [...row.children].find((day) => day.getBoundingClientRect().right > edge() + 1) as HTMLElement | undefined;
      const share = () => (edge() - cut()!.getBoundingClientRect().left) / cut()!.offsetWidth;
      return {made, cut, share};
    };
    expect((await drawn(5, '400px')).cut() === undefined, 'five fit').to.equal(true);
    expect((await drawn(4, '320px')).cut() === undefined, 'four fit a small phone').to.equal(true);
    expect((await drawn(7, '320px')).share()).to.be.within(0.3, 0.8);
    const {made, cut, share} = await drawn(7, '400px');
    expect(share()).to.be.within(0.3, 0.8);
    const half = cut()!;
    half.click();
    await made.updateComplete;
    await until(() => cut() === half.nextElementSibling);
    expect(share()).to.be.within(0.3, 0.8);
  });

  it('is no wider than a bubble in a wide chat, and a single day is no wider than one of four', async () => {
    const made = await show({...workshop, timeslots: workshop.timeslots.slice(-1)});
    made.style.inlineSize = '1200px';
    expect(made.renderRoot.querySelector<HTMLElement>('.time-picker')!.offsetWidth).to.be.within(300, 450);
    expect(made.renderRoot.querySelector<HTMLElement>('.day')!.offsetWidth).to.be.within(64, 110);
  });

  it('makes each button at least 44 pixels high', async () => {
    const {renderRoot} = await show();
    for (const one of renderRoot.querySelectorAll<HTMLElement>('button')) expect(one.offsetHeight).to.be.at.least(44);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit in every state (${colorScheme})`, async () => {
      document.documentElement.style.colorScheme = colorScheme;
      for (const view of [{}, {slot: 'timeslots[2]', day: '2026-11-25'}, {controls: {choice: 'timeslots[0]'}}]) {
        await show(workshop, {view});
        await audit();
      }
    });
  }
});

describe('<parley-time-picker>', () => {
  it('renders a raw message, and remembers the choice', async () => {
    const made = document.createElement('parley-time-picker');
    made.now = now;
    made.message = {...workshop};
    made.lang = 'en-GB';
    document.body.replaceChildren(made);
    await made.updateComplete;
    button('10:00').click();
    await made.updateComplete;
    button(`Choose ${wednesday}, 10:00`).click();
    await until(() => screen.queryByShadowRole('button', {name: `${wednesday}, 10:00 Chosen`}) !== null);
  });
});
