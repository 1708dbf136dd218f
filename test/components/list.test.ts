import {emulateMedia} from '@web/test-runner-commands';
import {expect} from 'chai';
import {html} from 'lit';
import {screen, within} from 'shadow-dom-testing-library';
import {template} from '../../src/components/template/template.ts';
import type {Button, Template} from '../../src/protocol/message.ts';
import '../../src/elements/list.ts';
import {audit, picture, renderPart, until} from './part-fixture.ts';

const add = (payload: string): Button => ({type: 'postback', title: 'Add', payload});
const partsList: Template = {
  type: 'list',
  elements: [
    {title: 'Textile cable', subtitle: '3 m, € 24', image_url: picture('cable'), buttons: [add('cable')]},
    {
      title: 'Opal shade',
      subtitle: '€ 62',
      buttons: [add('shade'), {type: 'web_url', title: 'Look', url: 'https://nordlicht.example'}],
      default_action: {type: 'web_url', url: 'https://nordlicht.example/shade'},
    },
  ],
  buttons: [
    {type: 'postback', title: 'All spare parts', payload: 'ALL'},
    {type: 'web_url', title: 'The shop', url: 'https://nordlicht.example'},
  ],
};
const show = (shown: Template = partsList, setting: Parameters<typeof renderPart>[1] = {}) =>
  renderPart((context) => template(shown, context), setting);
const row = (index: number) => within(screen.getAllByShadowRole('listitem')[index]!);

afterEach(async () => {
  document.documentElement.style.colorScheme = '';
  await emulateMedia({colorScheme: 'light'});
});

describe('a list', () => {
  it('renders a row per element, 56-pixel images, and its own buttons below', async () => {
    const {renderRoot} = await show();
    expect(within(screen.getByShadowRole('list')).getAllByShadowRole('listitem').length).to.equal(2);
    expect(row(0).getByShadowRole('heading', {name: 'Textile cable'})).not.to.equal(null);
    const box = renderRoot.querySelector('.picture')!.getBoundingClientRect();
    expect([box.width, box.height]).to.deep.equal([56, 56]);
    expect(screen.getByShadowRole('button', {name: 'All spare parts'}).offsetHeight).to.be.at.least(48);
  });

  it('is no wider than a bubble in a wide chat', async () => {
    const made = await show();
    made.style.inlineSize = '1200px';
    expect(made.renderRoot.querySelector<HTMLElement>('.list')!.offsetWidth).to.be.within(300, 450);
  });

  it('aligns titles if only some rows have images, and reserves no space if none has', async () => {
    const {renderRoot} = await show();
    const starts = () => [...renderRoot.querySelectorAll('.title')].map((title) => title.getBoundingClientRect().left);
    expect(starts()[0]).to.equal(starts()[1]);
    expect(starts()[0]).to.be.above(renderRoot.querySelector('.picture')!.getBoundingClientRect().right);
    const plain = await show({...partsList, elements: [{title: 'Textile cable'}, {title: 'Opal shade'}]});
    const [title, edge] = [plain.renderRoot.querySelector('.title')!, plain.renderRoot.querySelector('.list')!].map(
      (node) => node.getBoundingClientRect().left,
    );
    expect(title! - edge!).to.be.below(20);
  });

  it('replies with the path of the chosen button, only once', async () => {
    const {replies} = await show();
    // The group name tells screen reader users which row a button belongs to.
    const chip = within(screen.getByShadowRole('group', {name: /^Opal shade/})).getByShadowRole('button', {name: 'Add'});
    chip.click();
    chip.click();
    expect(replies.map(({choice, message}) => [choice, message])).to.deep.equal([
      ['template.elements[1].buttons[0]', {code: 'message', type: 'postback', body: 'Add', payload: 'shade'}],
    ]);
  });

  it('marks the chosen button, disables the other replies, and keeps links active', async () => {
    await show(partsList, {view: {controls: {choice: 'template.buttons[0]'}}});
    expect(screen.getByShadowRole('button', {name: 'All spare parts Chosen'})).not.to.equal(null);
    expect(row(0).getByShadowRole('button', {name: 'Add'}).getAttribute('aria-disabled')).to.equal('true');
    expect(screen.getByShadowRole('link', {name: /The shop/}).getAttribute('aria-disabled')).to.equal(null);
  });

  it('links the title of a row to its default action', async () => {
    await show();
    expect(row(1).getByShadowRole<HTMLAnchorElement>('link', {name: /Opal shade/}).href).to.equal('https://nordlicht.example/shade');
  });

  it('replaces an image that fails to load by an icon, without a layout shift', async () => {
    const made = await show({...partsList, elements: [{title: 'Rose', image_url: picture('missing')}]});
    const before = made.renderRoot.querySelector('.row')!.getBoundingClientRect().toJSON();
    await until(() => made.renderRoot.querySelector('.missing') !== null);
    expect(made.renderRoot.querySelector('.row')!.getBoundingClientRect().toJSON()).to.deep.equal(before);
  });

  it('renders an element of a custom type in a row of its own', async () => {
    const shown: Template = {type: 'list', elements: [{title: 'One'}, {type: 'price', extra: {sum: 9}}]};
    await show(shown, {renderers: new Map([['price', {render: ({sum}) => html`<p>€ ${sum}</p>`, say: () => ''}]])});
    expect(row(1).getByShadowText('€ 9')).not.to.equal(null);
  });

  it('renders only its buttons if it has no elements', async () => {
    await show({type: 'list', buttons: [add('x')]});
    expect(screen.queryByShadowRole('list')).to.equal(null);
    expect(screen.getByShadowRole('button', {name: 'Add'})).not.to.equal(null);
  });

  it('gives its 32-pixel buttons a touch target of 44 pixels', async () => {
    await show();
    const chip = row(0).getByShadowRole('button', {name: 'Add'});
    const {top, left, width} = chip.getBoundingClientRect();
    const root = chip.getRootNode() as ShadowRoot;
    expect(chip.offsetHeight).to.equal(32);
    expect(root.elementFromPoint(left + width / 2, top - 5)).to.equal(chip);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit (${colorScheme})`, async () => {
      document.documentElement.style.colorScheme = colorScheme;
      await show();
      await audit();
      await show(partsList, {view: {controls: {choice: 'template.elements[0].buttons[0]'}}, options: {images: 'click'}});
      await audit();
    });
  }
});

describe('<parley-list>', () => {
  it('renders a raw template, and remembers the choice', async () => {
    const list = document.createElement('parley-list');
    list.template = {type: 'LIST', elements: [{title: 'One', buttons: [{title: 'Take it'}]}]};
    document.body.replaceChildren(list);
    await list.updateComplete;
    row(0).getByShadowRole('button', {name: 'Take it'}).click();
    await until(() => screen.queryByShadowRole('button', {name: 'Take it Chosen'}) !== null);
  });
});
