import {expect} from 'chai';
import {html} from 'lit';
import type {PartContext} from '../../src/components/context.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {drawReplies, drawMessage} from '../../src/components/message/message.ts';
import type {PartView} from '../../src/protocol/entry.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import {renderPart} from './part-fixture.ts';

const {error} = console;
let errors: string[];

beforeEach(() => {
  errors = [];
  console.error = (...words) => errors.push(words.join(' '));
});
afterEach(() => Object.assign(console, {error}));

/** A view whose property throws when it is read. */
const throwingView = (name: keyof PartView): PartView =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error('broken');
    },
  });

const intactMessage: BotMessage = {code: 'message', type: 'text', body: 'Still here.'};

/** Renders messages one below the other, each with its own view. */
const renderMessages = (...messages: readonly (readonly [message: BotMessage, view?: PartView])[]) =>
  renderPart(
    (context) =>
      html`${messages.map(([message, view = {}]) => {
        const own: PartContext = {...context, view};
        return html`<div>${drawMessage(message, own)}${drawReplies(message, own)}</div>`;
      })}`,
  );

const textsOf = (element: Element): string[] =>
  [...element.shadowRoot!.querySelectorAll('.flow > div')].map((one) => one.textContent.replace(/\s+/g, ' ').trim());

describe('a message that throws while rendering', () => {
  const failing: readonly (readonly [name: string, message: BotMessage, view: PartView, words: string])[] = [
    [
      'quick replies',
      {code: 'message', type: 'text', body: 'Well?', quick_replies: [{content_type: 'text', title: 'Yes'}]},
      throwingView('replies'),
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
      throwingView('controls'),
      'CardOrder',
    ],
    [
      'images',
      {code: 'message', type: 'attachment', url: 'https://cdn.example/a.png', meta: {mimetype: 'image/png', desc: 'A lamp'}},
      throwingView('pictures'),
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
      throwingView('slot'),
      'When?',
    ],
    [
      'a location',
      {code: 'message', type: 'location', latitude: 59.9, longitude: 10.7, city: 'Oslo'},
      throwingView('expanded'),
      'Place: Oslo',
    ],
  ];
  for (const [name, message, view, words] of failing) {
    it(`falls back to its plain text, leaving its neighbours intact: ${name}`, async () => {
      const host = await renderMessages([intactMessage], [message, view], [intactMessage]);
      const [before, middle, after] = textsOf(host);
      expect([before, after]).to.deep.equal(['Still here.', 'Still here.']);
      expect(middle!.replace(/\s/g, '')).to.contain(words.replace(/\s/g, ''));
      expect(errors.length).to.be.greaterThan(0);
    });
  }

  it('is tested with all parts loaded, so that the tests do not just wait for them', () => {
    expect(Object.values(lateParts).every((late) => late.part)).to.equal(true);
  });
});
