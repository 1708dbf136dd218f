import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyButton} from '../src/components/button/element.ts';
import '../src/elements/button.ts';
import {tap} from './shown.ts';

const meta: Meta<ParleyButton> = {
  title: 'Parts/Button',
  component: 'parley-button',
  args: {button: {type: 'postback', title: 'Which bulb?', payload: 'bulb:fjell'}, look: 'action', context: {}},
  argTypes: {look: {control: 'inline-radio', options: ['action', 'chip', 'foot']}},
  render: ({button, look, context}) => html`<parley-button .button=${button} look=${look} .context=${context}></parley-button>`,
};

export default meta;
type Story = StoryObj<ParleyButton>;

export const Answers: Story = {};
export const Leaves: Story = {args: {button: {type: 'web_url', title: 'Show in the shop', url: 'https://nordlicht.example/#fjell'}}};
export const Acts: Story = {args: {button: {type: 'basket', title: 'Put into the basket', product: 'fjell'}}};
export const Chip: Story = {args: {look: 'chip'}};
export const Foot: Story = {args: {look: 'foot'}};
export const Chosen: Story = {play: tap('Which bulb?')};
export const NothingMoreToSay: Story = {args: {context: {live: false}}};
export const UnsafeLink: Story = {args: {button: {type: 'web_url', title: 'A script', url: 'javascript:alert(1)'}}};
export const LongTitle: Story = {
  args: {button: {type: 'postback', title: 'I would rather like to know which bulb fits the large one in bronze', payload: 'bulb'}},
};
