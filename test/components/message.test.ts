import 'axe-core/axe.min.js';
import {expect} from 'chai';
import {html, render, type TemplateResult} from 'lit';
import {screen} from 'shadow-dom-testing-library';
import {standaloneContext, type CustomRenderer, type PartContext} from '../../src/components/context.ts';
import type {PageEvent, ReplyEvent} from '../../src/components/events.ts';
import {adoptCustomStyles} from '../../src/components/part-styles.ts';
import {exportedParts} from '../../src/components/parts.ts';
import {LatePart} from '../../src/components/late-part.ts';
import {lateParts} from '../../src/components/late-parts.ts';
import {renderers} from '../../src/components/renderers.ts';
import {drawReplies, drawMessage} from '../../src/components/message/message.ts';
import {ParleyMessage} from '../../src/components/message/element.ts';
import type {BotMessage} from '../../src/protocol/message.ts';
import '../../src/elements/message.ts';

declare const axe: {run(root: Element): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>};

let container: HTMLElement;
let replyEvents: ReplyEvent[];
let errors: unknown[][];
const {error} = console;

before(async () => {
  await Promise.all(Object.values(lateParts).map((late) => late.load()));
});
beforeEach(() => {
  container = document.createElement('main');
  replyEvents = [];
  errors = [];
  console.error = (...words: unknown[]) => errors.push(words);
  container.addEventListener('parley-reply', (event) => replyEvents.push(event));
  document.body.append(container);
});
afterEach(() => {
  container.remove();
  console.error = error;
});

async function draw(message: unknown, given: Partial<ParleyMessage> = {}): Promise<ShadowRoot> {
  const element = container.querySelector('parley-message') ?? document.createElement('parley-message');
  Object.assign(element, {message}, given);
  container.append(element);
  await element.updateComplete;
  return element.shadowRoot!;
}

const settled = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  await container.querySelector('parley-message')?.updateComplete;
};
const button = (name: string | RegExp) => screen.findByShadowRole<HTMLButtonElement>('button', {name});
const bubbles = (root: ParentNode): string[] => [...root.querySelectorAll('.bubble')].map((bubble) => bubble.textContent ?? '');
const wire = (rest: object): object => ({code: 'message', type: 'text', body: '', ...rest});
const quick = [
  {content_type: 'text', title: 'Yes', payload: 'YES'},
  {content_type: 'text', title: 'No'},
];
const card = {
  type: 'generic',
  elements: [
    {
      title: 'Fjell',
      subtitle: 'A lamp',
      buttons: [
        {type: 'postback', title: 'Order', payload: 'ORDER'},
        {type: 'web_url', title: 'See', url: 'https://shop.example/fjell'},
      ],
    },
  ],
};

/** Renders with a context of its own, without the element. */
function renderDirectly(message: BotMessage, look?: Parameters<typeof drawMessage>[2], given: Partial<PartContext> = {}): HTMLElement {
  const box = document.createElement('div');
  container.append(box);
  const context = standaloneContext({remember: () => undefined, ...given});
  render(html`${drawMessage(message, context, look)}${drawReplies(message, context)}`, box);
  return box;
}

describe('a message', () => {
  it('with text is a bubble with a corner that points at the speaker', async () => {
    const root = await draw(wire({body: 'One moment.'}));
    expect(bubbles(root)).to.deep.equal(['One moment.']);
    const bubble = root.querySelector('.bubble')!;
    expect(bubble.getAttribute('part')).to.equal('bubble bot only');
    expect(getComputedStyle(bubble).borderBottomLeftRadius).to.equal('4.5px');
    expect(getComputedStyle(bubble).borderBottomRightRadius).to.equal('18px');
  });

  it('renders its text, its template and its quick replies, in this order', async () => {
    const root = await draw(wire({body: '**Look**', template: card, quick_replies: quick}));
    const order = [...root.querySelectorAll('.bubble, .card, .quick-replies')].map(({classList}) => classList[0]);
    expect(order).to.deep.equal(['bubble', 'card', 'quick-replies']);
    expect(root.querySelector('strong')!.textContent).to.equal('Look');
    expect(getComputedStyle(root.querySelector('.bubble')!).borderBottomLeftRadius, 'it is not the last bubble').to.equal('18px');
  });

  it('hides the text above a template with templateBody: hide, but no other text', async () => {
    const element = await draw(wire({body: 'generic', template: card}), {templateBody: 'hide'});
    expect(bubbles(element)).to.deep.equal([]);
    expect(element.querySelector('.card')).not.to.equal(null);
    expect(bubbles(await draw(wire({body: 'Hello', quick_replies: quick})))).to.deep.equal(['Hello']);
  });

  it('without text has no empty bubble', async () => {
    const root = await draw(wire({quick_replies: quick}));
    expect(bubbles(root)).to.deep.equal([]);
    expect((await screen.findByShadowRole('group', {name: 'Suggested answers'})).querySelectorAll('button').length).to.equal(2);
  });

  it('with nothing but blanks or an HTML comment shows no bubble', async () => {
    expect(bubbles(await draw(wire({body: ' \n ', quick_replies: quick})))).to.deep.equal([]);
    const root = await draw(wire({body: '<!-- for the developer -->', quick_replies: quick}));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(root.querySelector<HTMLElement>('.bubble')!.offsetHeight).to.equal(0);
  });

  it('is parsed tolerantly from the wire, repairing invalid fields', async () => {
    const root = await draw({body: 7, quick_replies: ['Yes', {title: 'No', payload: 0}], type: 'TEXT'});
    expect(bubbles(root)).to.deep.equal(['7']);
    (await button('No')).click();
    expect({...replyEvents[0]!.message}).to.deep.equal({code: 'message', type: 'text', body: 'No', payload: '0'});
  });

  it('with attachments, a location, a link or a time picker is rendered by its part', async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{type: 'attachment', url: 'https://shop.example/a.pdf', meta: {mimetype: 'application/pdf', originalName: 'a.pdf'}}, 'a.pdf'],
      [
        {
          type: 'multi-attachment',
          attachments: [{url: 'https://shop.example/b.pdf', meta: {mimetype: 'application/pdf', originalName: 'b.pdf'}}],
        },
        'b.pdf',
      ],
      [{type: 'location', latitude: 59.91, longitude: 10.75, city: 'Oslo'}, 'Oslo'],
      [{type: 'link', url: 'https://shop.example/guide', desc: 'The guide'}, 'The guide'],
      [{type: 'timepicker', title: 'When?', timezone: 'UTC', timeslots: [{id: '1', start: '2030-01-02T10:00:00Z', duration: 30}]}, 'When?'],
    ];
    for (const [message, words] of cases) {
      const root = await draw({code: 'message', ...message});
      expect(root.querySelector('.message')!.textContent).to.contain(words);
      expect(root.querySelector('.unsupported')).to.equal(null);
    }
    expect(errors).to.deep.equal([]);
  });

  it('that is set before the element is defined is rendered after the upgrade', async () => {
    const early = document.createElement('parley-early') as ParleyMessage;
    early.message = wire({body: 'Early', template: card});
    container.append(early);
    customElements.define('parley-early', class extends ParleyMessage {});
    await early.updateComplete;
    await early.updateComplete;
    expect(early.shadowRoot!.textContent).to.match(/^\s*Early\s/);
    expect(early.shadowRoot!.querySelectorAll('.card')).to.have.length(1);
  });

  it('that is a signal or an action renders nothing', async () => {
    for (const message of [
      {type: 'iswriting'},
      {type: 'ack', ref: '1'},
      {type: 'read', ref: '1'},
      {type: 'mediachange'},
      {type: 'action', action_code: 'Geo', args: []},
    ]) {
      const root = await draw({code: 'message', ...message});
      expect(root.querySelector('.message')!.childElementCount, message.type).to.equal(0);
    }
  });

  it('of an unknown type shows the text it has, or says that it cannot be shown', async () => {
    const root = await draw({code: 'message', type: 'survey', title: 'How was it?', body: 'Tell *us*', stars: 5});
    expect(root.querySelector('.bubble')!.textContent).to.match(/How was it\?\s*Tell us/);
    const transferRoot = await draw({code: 'transfer', message: 'I pass you to *Ada*'});
    expect(transferRoot.querySelector('.bubble')!.textContent).to.equal('I pass you to Ada');
    const memeRoot = await draw({code: 'message', type: 'meme', caption: 'Good morning'});
    expect(memeRoot.querySelector('.bubble')!.textContent).to.equal('Good morning');
    await draw({code: 'message', type: 'survey', stars: 5});
    expect(root.querySelector('.message')!.textContent.trim()).to.equal('This message cannot be shown here.');
    await draw('');
    expect(root.textContent).to.contain('This message cannot be shown here.');
    await draw(undefined);
    expect(root.querySelector('*')).to.equal(null);
  });

  it('that throws while rendering falls back to its text', () => {
    const broken = {code: 'message', type: 'timepicker', title: 'When?', timezone: 'UTC', timeslots: null} as unknown as BotMessage;
    expect(renderDirectly(broken).textContent).to.contain('When?');
    expect(errors.length).to.equal(1);
  });

  it('waits for its lazy part, and then renders the latest message', async () => {
    const {template} = lateParts;
    const part = await template.load();
    let finishLoading = (): void => {};
    lateParts.template = new LatePart(() => new Promise((resolve) => (finishLoading = () => resolve(part))));
    try {
      const drawing = draw(wire({template: card}));
      await new Promise((resolve) => setTimeout(resolve));
      const element = container.querySelector('parley-message')!;
      expect(element.shadowRoot!.querySelector('.message')).to.equal(null);
      element.message = wire({body: 'No lamp', template: card});
      finishLoading();
      const root = await drawing;
      expect([...root.querySelectorAll('.bubble, .card')].map((shown) => shown.className.split(' ')[0])).to.deep.equal(['bubble', 'card']);
      expect(getComputedStyle(root.querySelector('.card')!).borderTopWidth).to.equal('1px');
    } finally {
      lateParts.template = template;
    }
  });

  it('of every type has a renderer', () => {
    expect(Object.keys(renderers).toSorted()).to.deep.equal([
      'ack',
      'action',
      'attachment',
      'iswriting',
      'link',
      'location',
      'mediachange',
      'multi-attachment',
      'postback',
      'read',
      'text',
      'timepicker',
      'unknown',
    ]);
  });
});

describe('a visitor message', () => {
  const words: BotMessage = {code: 'message', type: 'text', body: '**not bold** <b>x</b>\nhttps://a.example'};

  it('is rendered verbatim, with the given side and states as CSS parts', () => {
    const bubble = renderDirectly(words, {side: 'visitor', states: ['last', 'sending']}).querySelector('.bubble')!;
    expect(bubble.textContent).to.equal(words.body);
    expect(bubble.childElementCount).to.equal(0);
    expect(bubble.getAttribute('part')).to.equal('bubble visitor last sending');
  });

  it('shows the title of a postback', () => {
    expect(bubbles(renderDirectly({code: 'message', type: 'postback', body: 'Order', payload: 'X'}, {side: 'visitor'}))).to.deep.equal([
      'Order',
    ]);
  });

  it('is not rendered by the page’s renderers', () => {
    const own = new Map<string, CustomRenderer>([['text', {render: () => html`own`, say: () => 'own'}]]);
    expect(renderDirectly(words, {side: 'visitor'}, {renderers: own}).textContent).to.contain('not bold');
    expect(renderDirectly(words, {side: 'bot'}, {renderers: own}).textContent).to.equal('own');
  });
});

describe('the controls of a message', () => {
  it('reply as in a conversation, and each group is answered independently', async () => {
    const root = await draw(wire({body: 'Which?', template: card, quick_replies: quick}));
    (await button('Order')).click();
    await settled();
    expect({...replyEvents[0]!.message}).to.deep.equal({code: 'message', type: 'postback', body: 'Order', payload: 'ORDER'});
    expect([replyEvents[0]!.source, replyEvents[0]!.choice]).to.deep.equal(['postback', 'template.elements[0].buttons[0]']);
    expect((await button(/Order/)).getAttribute('aria-disabled')).to.equal('true');
    expect((await button('Yes')).hasAttribute('aria-disabled')).to.equal(false);
    (await button('Yes')).click();
    await settled();
    expect((await button(/Yes/)).getAttribute('part')).to.equal('reply chosen');
    expect(root.querySelector('.reply.inert')!.textContent).to.contain('No');
  });

  it('stay active if the last listener cancels the reply', async () => {
    const cancel = (event: Event): void => event.preventDefault();
    window.addEventListener('parley-reply', cancel);
    await draw(wire({quick_replies: quick}));
    (await button('Yes')).click();
    await settled();
    window.removeEventListener('parley-reply', cancel);
    expect((await button('Yes')).hasAttribute('aria-disabled')).to.equal(false);
  });

  it('become active again for another message', async () => {
    await draw(wire({quick_replies: quick}));
    (await button('Yes')).click();
    await settled();
    await draw(wire({quick_replies: quick.slice()}));
    expect((await button('Yes')).hasAttribute('aria-disabled')).to.equal(false);
  });

  it('dispatch page events that cross shadow roots', async () => {
    const pageEvents: PageEvent[] = [];
    container.addEventListener('parley-page-event', (event) => {
      pageEvents.push(event);
      event.preventDefault();
    });
    const root = await draw(wire({body: '[shop](https://shop.example/)'}));
    root.querySelector('a')!.click();
    expect(pageEvents[0]!.data).to.deep.equal({url: 'https://shop.example/'});
  });
});

describe('the options of a message', () => {
  it('are parsed from attributes, with defaults for invalid values', async () => {
    container.innerHTML = `<parley-message markdown="false" html="none" links="same-tab" images="click" quick-replies-behaviour="keep" template-body="hide"></parley-message>
      <parley-message markdown="yes" html="all" links="_top" images="" quick-replies-behaviour="vanish" template-body="no"></parley-message>`;
    const options = [...container.querySelectorAll('parley-message')].map(
      ({markdown, html: safe, links, images, quickRepliesBehaviour, templateBody}) => [
        markdown,
        safe,
        links,
        images,
        quickRepliesBehaviour,
        templateBody,
      ],
    );
    expect(options).to.deep.equal([
      [false, 'none', 'same-tab', 'click', 'keep', 'hide'],
      [true, 'safe', 'new-tab', 'all', 'disable', 'show'],
    ]);
  });

  it('control how its text is rendered', async () => {
    const root = await draw(wire({body: '**a** [b](https://b.example)'}), {links: 'same-tab'});
    expect(root.querySelector('a')!.target).to.equal('');
    expect(bubbles(await draw(wire({body: '**a**'}), {markdown: false, html: 'none'}))).to.deep.equal(['**a**']);
    // Frameworks set an existing property to the value of the attribute.
    expect(bubbles(await draw(wire({body: '**b**'}), {markdown: 'false' as never}))).to.deep.equal(['**b**']);
  });

  it('merge labels of the page with the English ones', async () => {
    await draw(wire({quick_replies: [...quick, {content_type: 'location'}]}), {labels: {suggestions: 'Risposte'}});
    expect((await screen.findByShadowRole('group', {name: 'Risposte'})).textContent).to.contain('Share my position');
  });

  it('format numbers in the language around the element, and tolerate an invalid one', async () => {
    const many = wire({quick_replies: Array.from({length: 5}, (_, index) => `${index}`)});
    for (const [lang, expected] of [
      ['ar-EG', '\u2068٤\u2069 others'], // Isolated, since it is written from right to left.
      ['x', '4 others'],
      ['en', '4 others'],
    ] as const) {
      container.lang = lang;
      await draw({...many}, {quickRepliesBehaviour: 'collapse'});
      (await button('0')).click();
      await settled();
      expect(await button(expected)).not.to.equal(null);
      container.querySelector('parley-message')!.remove();
    }
    await draw({...many}, {quickRepliesBehaviour: 'collapse', language: 'not a language'});
    (await button('0')).click();
    await settled();
    expect(await button('4 others')).not.to.equal(null);
  });
});

describe('a custom renderer', () => {
  const only = (type: string, renderer: Partial<CustomRenderer>): Map<string, CustomRenderer> =>
    new Map([[type, {render: () => document.createTextNode(''), say: () => '', ...renderer}]]);

  it('receives messages of its type as they came over the wire', async () => {
    const given: unknown[] = [];
    const survey = {code: 'message', type: 'survey', stars: [1, 2]};
    const own = (data: unknown) => {
      given.push(data);
      return html`<p class="own">stars</p>`;
    };
    const root = await draw(survey, {renderers: only('survey', {render: own})});
    expect(root.querySelector('.own')!.textContent).to.equal('stars');
    expect(given[0]).to.deep.equal(survey);
    const known = wire({body: 'Hello', mood: 'good', template: {...card, ribbon: 'new', elements: [{title: 'Fjell', price: 9}]}});
    await draw(known, {renderers: only('text', {render: own})});
    expect(given.at(-1)).to.deep.include({body: 'Hello', mood: 'good'});
    expect((given.at(-1) as {template: unknown}).template).to.deep.equal({
      type: 'generic',
      ribbon: 'new',
      elements: [{price: 9, title: 'Fjell'}],
    });
    const replies = [{content_type: 'text', title: 'Yes', metadata: {id: 7}}];
    const leads = {type: 'web_url', url: 'https://shop.example', webview_height_ratio: 'tall'};
    await draw(wire({quick_replies: replies, template: {type: 'generic', elements: [{default_action: leads, title: 'Fjell'}]}}), {
      renderers: only('text', {render: own}),
    });
    expect(given.at(-1)).to.deep.include({
      quick_replies: replies,
      template: {type: 'generic', elements: [{default_action: leads, title: 'Fjell'}]},
    });
    const files = [{url: 'https://shop.example/a.png', meta: {mimetype: 'image/png', width: 4}, thumb: 't'}];
    await draw({code: 'message', type: 'multi-attachment', attachments: files}, {renderers: only('multi-attachment', {render: own})});
    expect(given.at(-1)).to.deep.include({attachments: files});
  });

  it('may return a node, which is kept until the message changes', async () => {
    let calls = 0;
    const own = only('survey', {
      render: ({stars}) => {
        calls++;
        const node = document.createElement('output');
        node.textContent = String(stars);
        return node;
      },
    });
    const survey = {code: 'message', type: 'survey', stars: 5};
    const root = await draw(survey, {renderers: own});
    const node = root.querySelector('output');
    container.querySelector('parley-message')!.requestUpdate();
    await settled();
    expect(root.querySelector('output')).to.equal(node);
    expect(calls).to.equal(1);
    await draw({...survey, stars: 4}, {renderers: own});
    expect(root.querySelector('output')!.textContent).to.equal('4');
    expect(calls).to.equal(2);
  });

  it('that throws, at once or later, or returns nothing renderable falls back to the text', async () => {
    const later = html`${{
      get ['_$litType$'](): never {
        throw new Error('later');
      },
    }}`;
    const failures: readonly (() => unknown)[] = [
      () => {
        throw new Error('at once');
      },
      () => later,
      () => 'a string',
      () => undefined,
    ];
    for (const fail of failures) {
      const own = only('survey', {render: fail as CustomRenderer['render']});
      const root = await draw({code: 'message', type: 'survey', body: 'How was it?'}, {renderers: own});
      expect(bubbles(root)).to.deep.equal(['How was it?']);
    }
    expect(errors.length).to.equal(failures.length);
  });

  it('that failed is not called again until the message changes', () => {
    let calls = 0;
    const drawStars = ({stars}: Readonly<Record<string, unknown>>): TemplateResult => {
      calls++;
      if (stars === 0) throw new Error('no stars');
      return html`<p class="own">${stars}</p>`;
    };
    const context = standaloneContext({remember: () => undefined, renderers: only('survey', {render: drawStars})});
    const show = (stars: number): string => {
      const original = {type: 'survey', body: 'How was it?', stars};
      render(drawMessage({code: 'message', type: 'unknown', kind: 'survey', original}, context), container);
      return container.textContent;
    };
    expect([show(0), show(0), calls]).to.deep.equal(['How was it?', 'How was it?', 1]);
    expect([show(4), show(4), calls]).to.deep.equal(['4', '4', 2]);
    expect([show(3), calls]).to.deep.equal(['3', 3]);
    expect([show(0), calls]).to.deep.equal(['How was it?', 4]);
    expect(errors.length).to.equal(2);
  });

  it('has its style sheet adopted, only once', async () => {
    const styles = new CSSStyleSheet();
    styles.replaceSync('.own { color: rgb(1, 2, 3); }');
    const own = only('survey', {render: () => html`<p class="own">x</p>`, styles});
    const root = await draw({code: 'message', type: 'survey'}, {renderers: own});
    expect(getComputedStyle(root.querySelector('.own')!).color).to.equal('rgb(1, 2, 3)');
    adoptCustomStyles(root, own);
    expect(root.adoptedStyleSheets.filter((sheet) => sheet === styles).length).to.equal(1);
  });

  it('can be set before and after its message is rendered, per element', async () => {
    const element = document.createElement('parley-message');
    const styles = new CSSStyleSheet();
    styles.replaceSync('.own { color: rgb(3, 2, 1); }');
    element.renderers.set('survey', {render: () => html`<p class="own">first</p>`, say: () => ''});
    container.append(element);
    const root = await draw({code: 'message', type: 'survey'});
    expect(root.querySelector('.own')!.textContent).to.equal('first');
    element.renderers.set('other', {render: () => html`<p>other</p>`, say: () => ''});
    element.renderers.set('survey', {render: () => html`<p class="own">second</p>`, say: () => '', styles});
    await settled();
    expect(root.querySelector('.own')!.textContent).to.equal('second');
    expect(getComputedStyle(root.querySelector('.own')!).color).to.equal('rgb(3, 2, 1)');
    expect([...element.renderers.keys()]).to.deep.equal(['survey', 'other']);
    expect(document.createElement('parley-message').renderers.size, 'of another element').to.equal(0);
  });

  it('receives the answer of the visitor in its view', async () => {
    const own = only('text', {render: (_data, {view}) => html`<p class="own">${JSON.stringify(view)}</p>`});
    const root = await draw(wire({body: 'Hello', quick_replies: quick}), {renderers: own});
    (await button('No')).click();
    await settled();
    expect(root.querySelector('.own')!.textContent).to.equal('{"replies":{"choice":"quick_replies[1]"}}');
  });
});

describe('the CSS parts of a message', () => {
  it('are all exported', async () => {
    const exported = new Set(exportedParts.split(', '));
    const root = await draw(
      wire({
        body: 'a',
        template: card,
        quick_replies: [...quick, {content_type: 'text', title: 'P', image_url: 'https://x.invalid/a.png'}],
      }),
      {quickRepliesBehaviour: 'collapse'},
    );
    (await button('Yes')).click();
    await settled();
    const drawnParts = [...root.querySelectorAll('[part]')].flatMap(({part}) => [...part]);
    expect(drawnParts.length).to.be.greaterThan(8);
    expect(drawnParts.filter((part) => !exported.has(part))).to.deep.equal([]);
  });

  it('have no style attribute, which a strict CSP would block', async () => {
    const root = await draw(wire({body: '# a\n\n- b\n\n9. c', template: card, quick_replies: quick}));
    expect(root.querySelectorAll('[style]').length).to.equal(0);
  });
});

describe('the accessibility audit of a message', () => {
  const states: readonly (readonly [string, object])[] = [
    ['text and quick replies', wire({body: '*Hello*', quick_replies: quick})],
    ['a card', wire({body: 'Look', template: card})],
    ['an unsupported type', {code: 'message', type: 'survey'}],
  ];
  for (const [name, message] of states) {
    for (const scheme of ['light', 'dark']) {
      it(`passes with ${name} (${scheme})`, async () => {
        await draw(message);
        container.querySelector('parley-message')!.dataset['scheme'] = scheme;
        container.style.background = scheme === 'dark' ? '#111' : '#fff';
        await new Promise((resolve) => setTimeout(resolve, 250));
        const {violations} = await axe.run(container);
        expect(violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).to.deep.equal([]);
      });
    }
  }
});
