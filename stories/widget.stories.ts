import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, nothing} from 'lit';
import {ScriptedTransport} from '../src/transport/scripted.ts';
import '../src/elements/widget.ts';
import {over} from './network.ts';
import {messageOf, tap} from './shown.ts';

interface Args {
  open: boolean;
  position: 'end' | 'start';
  teaser: string;
  brand: string;
}

const meta: Meta<Args> = {
  title: 'Chat/Widget',
  component: 'parley-widget',
  args: {open: false, position: 'end', teaser: '', brand: ''},
  argTypes: {brand: {control: 'color'}, position: {control: 'inline-radio', options: ['end', 'start']}},
  render: ({open, position, teaser, brand}, {globals}) =>
    html`<parley-widget
      ?open=${open}
      storage="none"
      heading="Nordlicht"
      position=${position}
      teaser=${teaser || nothing}
      brand=${brand || nothing}
      .transport=${over(new ScriptedTransport([[messageOf('text'), messageOf('replies')], 'Gladly.']), globals)}
    ></parley-widget>`,
};

export default meta;
type Story = StoryObj<Args>;

export const Closed: Story = {};
export const Open: Story = {args: {open: true}};
export const OpenedByTheVisitor: Story = {play: tap('Open chat')};
export const Teaser: Story = {args: {teaser: 'Is the ceiling low? Ask me which pendant fits.'}};
export const AtTheStart: Story = {args: {position: 'start', open: true}};
export const BrandOfBlue: Story = {args: {brand: '#0b5fff', open: true}};
