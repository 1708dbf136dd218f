import {expect} from 'chai';
import * as fc from 'fast-check';
import {html, render} from 'lit';
import type {ParleyMessage} from '../../src/components/message/element.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import '../../src/components/text/sanitize.ts';
import '../../src/elements/message.ts';
import {inspectPage} from '../corpora/inspect-page.ts';
import {anything, botMessage, mutated} from '../protocol/arbitrary-messages.ts';
import {hostileBodies} from './hostile-bodies.ts';
import {refusedAddresses} from '../corpora/hostile/addresses.ts';

const {error, warn} = console;
const executed: string[] = [];

let container: HTMLElement;
let logged: unknown[][];

before(async () => {
  Object.defineProperty(window, 'ran', {value: (what = 'ran') => executed.push(what)});
  await Promise.all(Object.values(lateParts).map((late) => late.load()));
});
beforeEach(() => {
  container = document.createElement('article');
  container.dataset['entry'] = 'fuzz';
  document.body.append(container);
  logged = [];
  console.error = console.warn = (...args) => logged.push(args);
});
afterEach(() => {
  container.remove();
  Object.assign(console, {error, warn});
});

/** Renders a message, and returns the elements and attributes that must not be there. */
async function disallowedIn(message: unknown): Promise<string[]> {
  render(html`<parley-message .message=${message} .images=${'click'}></parley-message>`, container);
  const element = container.querySelector<ParleyMessage>('parley-message')!;
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  // Entries are inspected within their own root, so the content is copied out of the shadow root.
  const entry = document.createElement('article');
  entry.dataset['entry'] = 'copy';
  entry.append(...[...element.shadowRoot!.childNodes].map((node) => node.cloneNode(true)));
  document.body.append(entry);
  const {foreign} = inspectPage();
  entry.remove();
  return foreign.filter((one) => !one.startsWith('<parley-message'));
}

/** Fragments of harmful markup, to be joined at random. */
const fragment = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom(...hostileBodies.map(([, body]) => body))},
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...'< > </ /> " \' ` = & # ; : ( ) [ ] { } ! - _ * ~ | \\ / \n \t \r \0 <!-- --> <![CDATA[ ]]> <? ?> <!DOCTYPE &# &lt; &colon; javascript: data: https:// www. @'.split(
        ' ',
      ),
      ...'script style svg math template noscript textarea title iframe object embed form input select option table tr td b a p ul li pre code img video'
        .split(' ')
        .flatMap((name) => [`<${name}>`, `</${name}>`, `<${name} `]),
      ...'onerror=ran() onload=ran() href=javascript:ran() src=x style=position:fixed id=evil name=evil class=evil is=evil xlink:href=javascript:ran() srcdoc=x'.split(
        ' ',
      ),
    ),
  },
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 8})},
);
const markup = fc.array(fragment, {minLength: 1, maxLength: 14}).map((pieces) => pieces.join(''));
const address = fc.oneof(fc.constantFrom(...refusedAddresses.map(([, one]) => one)), fc.webUrl(), markup);

const hostileMessage = fc.oneof(
  fc.record({type: fc.constant('text'), body: markup}),
  fc.record({
    type: fc.constant('text'),
    body: markup,
    quick_replies: fc.array(
      fc.record({content_type: fc.constantFrom('text', 'location'), title: markup, payload: markup, image_url: address}),
      {maxLength: 3},
    ),
    template: fc.record({
      type: fc.constantFrom('generic', 'list', 'other'),
      elements: fc.array(
        fc.record({
          title: markup,
          subtitle: markup,
          image_url: address,
          default_action: fc.record({url: address}),
          buttons: fc.array(
            fc.record({type: fc.oneof(fc.constantFrom('postback', 'web_url'), markup), title: markup, url: address, payload: markup}),
            {maxLength: 3},
          ),
        }),
        {maxLength: 3},
      ),
    }),
  }),
  fc.record({
    type: fc.constant('multi-attachment'),
    attachments: fc.array(
      fc.record({
        url: address,
        meta: fc.record({
          mimetype: fc.oneof(fc.constantFrom('image/png', 'image/svg+xml', 'audio/mpeg', 'video/mp4', 'text/html'), markup),
          originalName: markup,
          desc: markup,
        }),
      }),
      {maxLength: 4},
    ),
  }),
  fc.record({type: fc.constant('link'), url: address, desc: markup}),
  fc.record({
    type: fc.constant('location'),
    latitude: fc.double(),
    longitude: fc.double(),
    city: markup,
    countryCode: markup,
    accuracy: fc.double(),
  }),
  fc.record({
    type: fc.constant('timepicker'),
    title: markup,
    description: markup,
    timezone: markup,
    image: address,
    timeslots: fc.array(
      fc.record({id: markup, start: fc.oneof(fc.date({noInvalidDate: true}).map(String), markup), duration: fc.double()}),
      {maxLength: 4},
    ),
  }),
  fc.record({type: markup, body: markup, text: markup, title: markup}),
);

const inputs: readonly (readonly [name: string, input: fc.Arbitrary<unknown>, runs: number])[] = [
  ['arbitrary values', anything, 150],
  ['valid messages', botMessage, 100],
  ['mutated valid messages', mutated, 250],
  ['messages with hostile text and URLs', hostileMessage, 400],
];

describe('rendering any message', () => {
  for (const [name, input, numRuns] of inputs) {
    it(`neither throws nor logs, and produces only allowed markup: ${name}`, async function () {
      this.timeout(120_000);
      await fc.assert(
        fc.asyncProperty(input, async (message) => {
          expect(await disallowedIn(message)).to.deep.equal([]);
          expect(logged).to.deep.equal([]);
          expect(executed).to.deep.equal([]);
        }),
        {numRuns},
      );
    });
  }

  it('neither clobbers globals of the page nor pollutes Object.prototype', () => {
    expect('polluted' in {}).to.equal(false);
    expect((window as Window & {evil?: unknown}).evil).to.equal(undefined);
    expect(document.querySelector('#evil')).to.equal(null);
  });
});
