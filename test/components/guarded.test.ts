import {expect} from 'chai';
import {html} from 'lit';
import type {PartContext} from '../../src/components/context.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {replies, said} from '../../src/components/message/message.ts';
import type {PartView} from '../../src/protocol/entry.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {stage} from './stage.ts';

const {error} = console;
let told: string[];

beforeEach(() => {
  told = [];
  console.error = (...words) => told.push(words.join(' '));
});
afterEach(() => Object.assign(console, {error}));

/** A view whose property throws when it is read. */
const broken = (name: keyof PartView): PartView =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error('broken');
    },
  });

const good: BotMessage = {code: 'message', type: 'text', body: 'Still here.'};

/** Renders messages one below the other, each with its own view. */
const drawn = (...messages: readonly (readonly [message: BotMessage, view?: PartView])[]) =>
  stage(
    (context) =>
      html`${messages.map(([message, view = {}]) => {
        const own: PartContext = {...context, view};
        return html`<div>${said(message, own)}${replies(message, own)}</div>`;
      })}`,
  );

const wordsOf = (element: Element): string[] =>
  [...element.shadowRoot!.querySelectorAll('.flow > div')].map((one) => one.textContent.replace(/\s+/g, ' ').trim());

describe('a message that throws while rendering', () => {
  const failing: readonly (readonly [name: string, message: BotMessage, view: PartView, words: string])[] = [
    [
      'quick replies',
      {code: 'message', type: 'text', body: 'Well?', quick_replies: [{content_type: 'text', title: 'Yes'}]},
      broken('replies'),
      'Well?Suggested answers: Yes',
    ],
    [
      'buttons',
      {
        code: 'message',
        type: 'text',
        body: '',
        template: {type: 'generic', elements: [{title: 'Card', buttons: [{type: 'postback', title: 'Order', payload: 'x'}]}]},
      },
      broken('controls'),
      'CardOrder',
    ],
    [
      'images',
      {code: 'message', type: 'attachment', url: 'https://cdn.example/a.png', meta: {mimetype: 'image/png', desc: 'A lamp'}},
      broken('pictures'),
      'A lamp (https://cdn.example/a.png (opens in a new tab))',
    ],
    [
      'time slots',
      {
        code: 'message',
        type: 'timepicker',
        title: 'When?',
        timezone: 'UTC',
        timeslots: [{id: '1', start: '2099-01-01T10:00:00Z', duration: 1}],
      },
      broken('slot'),
      'When?',
    ],
    ['a location', {code: 'message', type: 'location', latitude: 59.9, longitude: 10.7, city: 'Oslo'}, broken('expanded'), 'Place: Oslo'],
  ];
  for (const [name, message, view, words] of failing) {
    it(`falls back to its plain text, leaving its neighbours intact: ${name}`, async () => {
      const place = await drawn([good], [message, view], [good]);
      const [before, middle, after] = wordsOf(place);
      expect([before, after]).to.deep.equal(['Still here.', 'Still here.']);
      expect(middle!.replace(/\s/g, '')).to.contain(words.replace(/\s/g, ''));
      expect(told.length).to.be.greaterThan(0);
    });
  }

  it('is tested with all parts loaded, so that the tests do not just wait for them', () => {
    expect(Object.values(lateParts).every((late) => late.part)).to.equal(true);
  });
});
