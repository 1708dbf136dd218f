import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyTyping} from '../src/components/typing/element.ts';
import '../src/elements/typing.ts';

const meta: Meta<ParleyTyping> = {
  title: 'Parts/Typing',
  component: 'parley-typing',
  args: {words: '', name: 'Nordlicht'},
  render: ({words, name}) => html`<parley-typing words=${words} name=${name}></parley-typing>`,
};

export default meta;
type Story = StoryObj<ParleyTyping>;

export const Dots: Story = {};
export const DotsAndWords: Story = {args: {words: 'Still looking for it, 7 s'}};
export const LongWords: Story = {args: {words: 'Still asking the workshop whether the last shade of this bronze is on the lathe, 24 s'}};
