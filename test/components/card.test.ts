import {emulateMedia, sendKeys, sendMouse} from '@web/test-runner-commands';
import {expect} from 'chai';
import {html} from 'lit';
import {screen, within} from 'shadow-dom-testing-library';
import {ParleyButton} from '../../src/components/button/element.ts';
import type {CustomRenderer} from '../../src/components/context.ts';
import {template} from '../../src/components/template/template.ts';
import type {Button, Template, TemplateElement} from '../../src/protocol/message.ts';
import '../../src/elements/button.ts';
import '../../src/elements/card.ts';
import {audit, followedLinks, picture, renderPart, until} from './part-fixture.ts';

const bulbButton: Button = {type: 'postback', title: 'Which bulb?', payload: 'BULB'};
const asideButton: Button = {type: 'postback', title: 'Put aside', payload: 'ASIDE'};
const shopLink: Button = {type: 'web_url', title: 'Show in the shop', url: 'https://nordlicht.example/fjell'};
const basketButton: Button = {type: 'basket', title: 'Put into the basket', sku: 'F-1', options: {colour: 'bronze'}};
const fjell: TemplateElement = {
  title: 'Fjell pendant',
  subtitle: 'Oiled bronze, 45 cm',
  image_url: picture('fjell'),
  buttons: [bulbButton, asideButton, shopLink, basketButton],
};

const generic = (element: TemplateElement, more: Partial<Template> = {}): Template => ({type: 'generic', elements: [element], ...more});
const show = (shown: Template, setting: Parameters<typeof renderPart>[1] = {}) =>
  renderPart((context) => template(shown, context), setting);
const button = (name: string | RegExp) => screen.getByShadowRole('button', {name});
const link = (name: string | RegExp) => screen.getByShadowRole('link', {name});

afterEach(async () => {
  document.documentElement.removeAttribute('dir');
  followedLinks.length = 0;
  await emulateMedia({colorScheme: 'light'});
});

describe('a card', () => {
  it('shows its title, its subtitle and a full-width row at least 44 pixels high for each action', async () => {
    const {renderRoot} = await show(generic(fjell));
    expect(screen.getByShadowRole('heading', {name: 'Fjell pendant'})).not.to.equal(null);
    expect(screen.getByShadowText('Oiled bronze, 45 cm')).not.to.equal(null);
    const width = renderRoot.querySelector('.card')!.clientWidth;
    expect(width).to.be.at.most(300);
    for (const row of renderRoot.querySelectorAll<HTMLElement>('.action')) {
      expect(row.offsetWidth).to.equal(width);
      expect(row.offsetHeight).to.be.at.least(44);
    }
  });

  it('replies with the title, payload and path of a button, only once for a double click', async () => {
    const {replies} = await show(generic(fjell));
    const box = button('Put aside').getBoundingClientRect();
    const position: [number, number] = [Math.round(box.x + 20), Math.round(box.y + 20)];
    await sendMouse({type: 'click', position});
    await sendMouse({type: 'click', position});
    expect(replies.length).to.equal(1);
    expect(replies[0]!.message).to.deep.equal({code: 'message', type: 'postback', body: 'Put aside', payload: 'ASIDE'});
    expect([replies[0]!.source, replies[0]!.choice]).to.deep.equal(['postback', 'template.elements[0].buttons[1]']);
  });

  it('accepts only the first of two clicks before it is rerendered', async () => {
    const {replies} = await show(generic(fjell));
    button('Put aside').click();
    button('Which bulb?').click();
    expect(replies.map(({choice}) => choice)).to.deep.equal(['template.elements[0].buttons[1]']);
  });

  it('marks the chosen button and keeps its focus; disables other replies, but not links and page buttons', async () => {
    const made = await show(generic(fjell));
    button('Which bulb?').focus();
    await sendKeys({press: 'Enter'});
    await until(() => made.view.controls !== undefined);
    await made.updateComplete;
    const chosen = button('Which bulb? Chosen');
    expect(made.shadowRoot!.activeElement).to.equal(chosen);
    expect(chosen.part.contains('chosen')).to.equal(true);
    expect(chosen.getAttribute('aria-disabled')).to.equal('true');
    const other = button('Put aside');
    expect([other.getAttribute('aria-disabled'), other.tabIndex, (other as HTMLButtonElement).disabled]).to.deep.equal(['true', -1, false]);
    other.click();
    expect(made.replies.length).to.equal(1);
    expect(button('Put into the basket').getAttribute('aria-disabled')).to.equal(null);
    expect(link(/Show in the shop/).getAttribute('aria-disabled')).to.equal(null);
  });

  it('stays active if the page cancels the reply', async () => {
    const made = await show(generic(fjell));
    made.addEventListener('parley-reply', (event) => event.preventDefault());
    button('Which bulb?').click();
    await made.updateComplete;
    expect(button('Which bulb?').getAttribute('aria-disabled')).to.equal(null);
  });

  it('stays active after a reply with quickReplies: keep', async () => {
    await show(generic(fjell), {options: {quickReplies: 'keep'}, view: {controls: {choice: 'template.elements[0].buttons[0]'}}});
    expect(button('Which bulb?').getAttribute('aria-disabled')).to.equal(null);
  });

  it('is inert with live: false, except for its links', async () => {
    const {replies, pages} = await show(generic(fjell), {live: false});
    for (const name of ['Which bulb?', 'Put into the basket']) {
      expect(button(name).getAttribute('aria-disabled')).to.equal('true');
      button(name).click();
    }
    link(/Show in the shop/).click();
    expect([replies.length, pages.map(({name}) => name)]).to.deep.equal([0, ['web_url']]);
  });

  it('is out of the tab order with reachable: false, but can still be clicked', async () => {
    const made = await show(generic({...fjell, default_action: {type: 'web_url', url: 'https://nordlicht.example'}}), {reachable: false});
    expect([...made.renderRoot.querySelectorAll<HTMLElement>('a, button')].map(({tabIndex}) => tabIndex)).to.deep.equal([
      -1, -1, -1, -1, -1, -1,
    ]);
    button('Which bulb?').click();
    expect(made.replies.length).to.equal(1);
  });

  it('has its title and actions in the tab order, from top to bottom', async () => {
    const made = await show(generic({...fjell, default_action: {type: 'web_url', url: 'https://nordlicht.example'}}));
    const focusOrder: string[] = [];
    for (let step = 0; step < 5; step++) {
      await sendKeys({press: 'Tab'});
      focusOrder.push(made.shadowRoot!.activeElement!.textContent.replace(/\s+/g, ' ').trim());
    }
    expect(focusOrder.map((words) => words.split(' (')[0])).to.deep.equal([
      'Fjell pendant',
      'Which bulb?',
      'Put aside',
      'Show in the shop',
      'Put into the basket',
    ]);
  });

  it('clamps a long title, but not with large text', async () => {
    const made = await show(
      generic({title: 'A rather long title that does not fit into the lines of a card that is this narrow. '.repeat(6)}),
    );
    const title = screen.getByShadowRole('heading');
    expect(title.scrollHeight).to.be.above(title.clientHeight);
    made.style.setProperty('--parley-text-scale', '2');
    expect(title.scrollHeight).to.equal(title.clientHeight);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit in every state (${colorScheme})`, async () => {
      await emulateMedia({colorScheme});
      document.documentElement.style.colorScheme = colorScheme;
      await show(
        generic(
          {...fjell, default_action: {type: 'web_url', url: 'https://nordlicht.example'}},
          {buttons: [{...shopLink, url: 'javascript:1'}]},
        ),
      );
      await audit();
      await show(generic(fjell), {view: {controls: {choice: 'template.elements[0].buttons[0]'}}});
      await audit();
      await show(generic({...fjell, image_url: 'https://localhost:1/no.png'}), {live: false});
      await until(() => screen.queryByShadowText('Picture not available') !== null);
      await audit();
      await show(generic(fjell), {options: {images: 'click'}});
      await audit();
      document.documentElement.style.colorScheme = '';
    });
  }
});

describe('links and buttons of a card', () => {
  it('open in a new tab without opener and referrer, and say so', async () => {
    await show(generic(fjell));
    const anchor = link('Show in the shop (opens in a new tab)') as HTMLAnchorElement;
    expect([anchor.href, anchor.target, anchor.rel]).to.deep.equal(['https://nordlicht.example/fjell', '_blank', 'noopener noreferrer']);
  });

  it('open in the same tab with links: same-tab', async () => {
    await show(generic(fjell), {options: {links: 'same-tab'}});
    expect((link('Show in the shop') as HTMLAnchorElement).target).to.equal('');
  });

  it('open a tel: URL without a new tab', async () => {
    await show(generic({title: 'Call', buttons: [{type: 'web_url', title: 'Ring us', url: 'tel:+4712345'}]}));
    expect((link('Ring us') as HTMLAnchorElement).target).to.equal('');
  });

  it('dispatch a page event first, which can cancel the navigation', async () => {
    const made = await show(generic(fjell));
    link(/Show in the shop/).click();
    expect(followedLinks).to.deep.equal(['https://nordlicht.example/fjell']);
    made.addEventListener('parley-page-event', (event) => event.preventDefault());
    link(/Show in the shop/).click();
    expect(followedLinks.length).to.equal(1);
    expect(made.pages.map(({name, data}) => [name, data['url']])).to.deep.equal(
      [1, 2].map(() => ['web_url', 'https://nordlicht.example/fjell']),
    );
    expect(made.pages[0]!.button).to.deep.equal(shopLink);
    expect(made.replies).to.deep.equal([]);
  });

  it('include custom properties of the button in the page event', async () => {
    const {pages} = await show(generic({buttons: [{...shopLink, extra: {product: 'fjell'}}]}));
    link(/Show in the shop/).click();
    expect(pages.map(({data, button}) => [data, button])).to.deep.equal([
      [
        {url: 'https://nordlicht.example/fjell', product: 'fjell'},
        {...shopLink, product: 'fjell'},
      ],
    ]);
  });

  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    'https://good@evil.example',
    'nordlicht',
    'geo:1,2',
  ]) {
    it(`have no href for the unsafe URL ${url}, and say why`, async () => {
      const {renderRoot} = await show(
        generic({title: 'X', default_action: {type: 'web_url', url}, buttons: [{type: 'web_url', title: 'Go', url}]}),
      );
      const refused = link('Go This link is not safe to open');
      expect([refused.getAttribute('aria-disabled'), refused.hasAttribute('href')]).to.deep.equal(['true', false]);
      expect(renderRoot.querySelectorAll('[href]').length).to.equal(0);
      expect(screen.getByShadowRole('heading', {name: 'X'})).not.to.equal(null);
    });
  }

  it('of a custom type pass a frozen copy of their data to the page, once, and send the bot nothing', async () => {
    const made = await show(generic(fjell));
    button('Put into the basket').click();
    button('Put into the basket').click();
    expect(made.pages.length).to.equal(1);
    const [{name, data, button: whole}] = made.pages as [(typeof made.pages)[0]];
    expect(name).to.equal('basket');
    expect(data).to.deep.equal({sku: 'F-1', options: {colour: 'bronze'}});
    expect(whole).to.deep.equal(basketButton);
    expect(Object.isFrozen(data) && Object.isFrozen(data['options'])).to.equal(true);
    expect(() => Object.assign(made.pages[0]!, {data: {}}), 'its data is read-only').to.throw(TypeError);
    expect(() => Object.assign(made.pages[0]!, {_vts: 1}), 'frameworks may add properties').not.to.throw();
    expect(data['options']).not.to.equal(basketButton['options']);
    expect(made.replies).to.deep.equal([]);
  });

  it('link from the title, and from the image for pointer users only', async () => {
    const {renderRoot, pages} = await show(generic({...fjell, default_action: {type: 'web_url', url: 'https://nordlicht.example/f'}}));
    expect(within(screen.getByShadowRole('heading')).getByShadowRole('link', {name: 'Fjell pendant (opens in a new tab)'})).not.to.equal(
      null,
    );
    const cover = renderRoot.querySelector<HTMLAnchorElement>('.picture a')!;
    expect([cover.getAttribute('aria-hidden'), cover.tabIndex, cover.href]).to.deep.equal(['true', -1, 'https://nordlicht.example/f']);
    cover.click();
    expect(pages.map(({data}) => data)).to.deep.equal([{url: 'https://nordlicht.example/f'}]);
  });

  it('of the template itself reply with their own path', async () => {
    const {replies} = await show(generic({title: 'X'}, {buttons: [bulbButton]}));
    button('Which bulb?').click();
    expect(replies[0]!.choice).to.equal('template.buttons[0]');
  });
});

describe('a card image', () => {
  const boxOf = (root: ParentNode) => root.querySelector('.picture')!.getBoundingClientRect().toJSON();

  it('causes no layout shift when it loads, and loads lazily without a referrer', async () => {
    const {renderRoot} = await show(generic(fjell));
    const before = boxOf(renderRoot);
    const image = renderRoot.querySelector('img')!;
    expect([image.loading, image.decoding, image.referrerPolicy]).to.deep.equal(['lazy', 'async', 'no-referrer']);
    await until(() => image.complete && image.naturalWidth > 0);
    expect(boxOf(renderRoot)).to.deep.equal(before);
    expect(before.width / before.height).to.be.closeTo(1.91, 0.02);
  });

  it('that fails to load is replaced by an icon and a message in the same box', async () => {
    const {renderRoot} = await show(generic({...fjell, image_url: picture('missing')}));
    const before = boxOf(renderRoot);
    expect(await screen.findByShadowText('Picture not available')).not.to.equal(null);
    expect(renderRoot.querySelector('img')).to.equal(null);
    expect(boxOf(renderRoot)).to.deep.equal(before);
  });

  it('that failed to load is not requested again when its message is rerendered', async () => {
    const made = await show(generic({...fjell, image_url: picture('missing')}));
    await screen.findByShadowText('Picture not available');
    made.remember({expanded: true});
    await made.updateComplete;
    expect(made.renderRoot.querySelector('img')).to.equal(null);
  });

  it('loads if it replaces one that failed to load', async () => {
    const made = await show(generic({...fjell, image_url: picture('missing')}));
    await screen.findByShadowText('Picture not available');
    made.draw = (context) => template(generic(fjell), context);
    made.requestUpdate();
    await until(() => (made.renderRoot.querySelector('img')?.naturalWidth ?? 0) > 0);
  });

  for (const image_url of ['http://elsewhere.example/a.png', 'data:image/png;base64,AAAA', 'blob:https://x/1', 'javascript:1', 'a.png']) {
    it(`is never requested from ${image_url}`, async () => {
      const {renderRoot} = await show(generic({...fjell, image_url}));
      expect(screen.getByShadowText('Picture not available')).not.to.equal(null);
      expect(renderRoot.querySelector('img')).to.equal(null);
    });
  }

  it('has alternative text if the card has no title', async () => {
    await show(generic({image_url: picture('fjell'), buttons: [bulbButton]}));
    expect(screen.getByShadowRole('img', {name: 'Picture'})).not.to.equal(null);
  });

  it('waits for a click with images: click; the focus stays in its box', async () => {
    const made = await show(generic({...fjell, default_action: {type: 'web_url', url: 'https://nordlicht.example'}}), {
      options: {images: 'click'},
    });
    expect(made.renderRoot.querySelector('img')).to.equal(null);
    const before = boxOf(made.renderRoot);
    button('View Fjell pendant').focus();
    await sendKeys({press: 'Enter'});
    await until(() => made.renderRoot.querySelector('img') !== null);
    expect(made.view.pictures).to.equal(true);
    expect(made.shadowRoot!.activeElement).to.equal(made.renderRoot.querySelector('.picture'));
    expect(boxOf(made.renderRoot)).to.deep.equal(before);
  });

  for (const [image_url, trusted, shown] of [
    [picture('fjell'), [], true],
    [`https://img.${location.hostname}:1/x.png`, [], true],
    [`https://not${location.hostname}:1/x.png`, [], false],
    ['https://elsewhere.example/x.png', [], false],
    ['https://elsewhere.example/x.png', ['https://elsewhere.example'], true],
  ] as const) {
    it(`of ${image_url} ${shown ? 'loads' : 'waits for a click'} with images: same-site${trusted.length ? ' and a trusted origin' : ''}`, async () => {
      const {renderRoot} = await show(generic({...fjell, image_url}), {options: {images: 'same-site', trusted}});
      expect(renderRoot.querySelector('img') !== null).to.equal(shown);
      expect(screen.queryByShadowRole('button', {name: 'View Fjell pendant'}) === null).to.equal(shown);
    });
  }
});

describe('a template', () => {
  const renderedData: unknown[] = [];
  const receipt: CustomRenderer = {
    render: (data) => (renderedData.push(data), html`<p>Total ${data['total']}</p>`),
    say: () => 'receipt',
  };
  const broken: CustomRenderer = {
    render: () => {
      throw new Error('on purpose');
    },
    say: () => '',
  };
  const error = console.error;

  beforeEach(() => {
    renderedData.length = 0;
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = error;
  });

  it('of a custom type is rendered by the page, from the original wire data', async () => {
    const paid = {type: 'pay', title: 'Pay', extra: {by: 'card'}};
    const shown: Template = {
      type: 'receipt',
      elements: [{title: 'Bread', buttons: [{...shopLink, extra: {look: 'small'}}], extra: {price: 3}}],
      buttons: [paid],
      extra: {total: 5},
    };
    await show(shown, {renderers: new Map([['receipt', receipt]])});
    expect(screen.getByShadowText('Total 5')).not.to.equal(null);
    const elements = [{title: 'Bread', buttons: [{...shopLink, look: 'small'}], price: 3}];
    expect(renderedData[0]).to.deep.equal({type: 'receipt', total: 5, elements, buttons: [paid]});
  });

  it('with an element of a custom type has that element rendered by the page', async () => {
    await show(generic({type: 'receipt', extra: {total: 7}}, {buttons: [bulbButton]}), {renderers: new Map([['receipt', receipt]])});
    expect(screen.getByShadowText('Total 7')).not.to.equal(null);
    expect(button('Which bulb?')).not.to.equal(null);
  });

  it('whose renderer throws falls back to its titles and buttons', async () => {
    await show(
      {type: 'receipt', elements: [{title: 'Bread', subtitle: '€ 3'}, {title: 'Butter'}], buttons: [bulbButton]},
      {renderers: new Map([['receipt', broken]])},
    );
    expect(screen.getAllByShadowRole('heading').map(({textContent}) => textContent)).to.deep.equal(['Bread', 'Butter']);
    expect(button('Which bulb?')).not.to.equal(null);
  });

  it('of an unknown type renders the fields that it recognizes', async () => {
    await show({
      type: 'receipt',
      elements: [
        {title: 'Bread', subtitle: '€ 3', buttons: [asideButton]},
        {type: 'x', extra: {a: 1}},
      ],
    });
    expect(screen.getByShadowText('€ 3')).not.to.equal(null);
    expect(button('Put aside')).not.to.equal(null);
  });

  for (const shown of [{type: 'receipt'}, {type: 'generic', elements: []}, {type: 'x', elements: [{extra: {a: 1}}]}] satisfies Template[]) {
    it(`says so if it has nothing to show: ${JSON.stringify(shown)}`, async () => {
      await show(shown);
      expect(screen.getByShadowText('This message cannot be shown here.')).not.to.equal(null);
    });
  }

  it('writes no style attribute, which a strict CSP would block', async () => {
    const {renderRoot} = await show(generic(fjell), {view: {controls: {}}});
    expect(renderRoot.querySelectorAll('[style]').length).to.equal(0);
  });
});

describe('<parley-card> and <parley-button>', () => {
  it('render raw elements, repairing invalid fields, and remember the choice until the element changes', async () => {
    const card = document.createElement('parley-card');
    card.element = {title: 'Fjell', default_action: 'https://nordlicht.example/f', buttons: [{title: 'Tell me', payload: 7}]};
    document.body.replaceChildren(card);
    await card.updateComplete;
    expect((link(/Fjell/) as HTMLAnchorElement).href).to.equal('https://nordlicht.example/f');
    button('Tell me').click();
    await until(() => screen.queryByShadowRole('button', {name: 'Tell me Chosen'}) !== null);
    card.element = {title: 'Another', buttons: [{title: 'Tell me'}]};
    await card.updateComplete;
    expect(button('Tell me').getAttribute('aria-disabled')).to.equal(null);
  });

  it('render nothing for invalid input', async () => {
    const card = document.createElement('parley-card');
    document.body.replaceChildren(card);
    card.element = 'x';
    await card.updateComplete;
    expect(card.shadowRoot!.querySelector('.card')).to.equal(null);
  });

  it('take their colour from a custom property of the page', async () => {
    const one = document.createElement('parley-button');
    Object.assign(one, {button: bulbButton, look: 'chip'});
    one.style.setProperty('--parley-accent-ink', 'rgb(1, 2, 3)');
    document.body.replaceChildren(one);
    await one.updateComplete;
    expect(getComputedStyle(button('Which bulb?')).color).to.equal('rgb(1, 2, 3)');
    expect(customElements.get('parley-button')).to.equal(ParleyButton);
  });
});
