import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {defaultOptions} from '../src/components/context.ts';
import type {ParleyQuickReplies} from '../src/components/quick-replies/element.ts';
import '../src/elements/quick-replies.ts';
import {repliesOf, tap} from './shown.ts';

const meta: Meta<ParleyQuickReplies> = {
  title: 'Parts/Quick replies',
  component: 'parley-quick-replies',
  args: {replies: repliesOf('replies'), orientation: 'horizontal', context: {}},
  render: ({replies, orientation, context}) =>
    html`<parley-quick-replies .replies=${replies} orientation=${orientation} .context=${context}></parley-quick-replies>`,
};

export default meta;
type Story = StoryObj<ParleyQuickReplies>;

export const Horizontal: Story = {};
export const Vertical: Story = {args: {replies: repliesOf('replies-vertical'), orientation: 'vertical'}};
export const Pictures: Story = {args: {replies: repliesOf('replies-pictures')}};
export const PicturesVertical: Story = {args: {replies: repliesOf('replies-pictures-vertical'), orientation: 'vertical'}};
export const Position: Story = {args: {replies: repliesOf('replies-location')}};
export const WithoutPayload: Story = {args: {replies: repliesOf('replies-bare')}};
export const Forty: Story = {args: {replies: repliesOf('replies-forty')}};
export const LongWords: Story = {args: {replies: repliesOf('replies-long')}};
export const Answered: Story = {play: tap('Reading')};
export const AnsweredAndCollapsed: Story = {
  args: {context: {options: {...defaultOptions, quickReplies: 'collapse'}}},
  play: tap('Reading'),
};
export const AnsweredAndKept: Story = {args: {context: {options: {...defaultOptions, quickReplies: 'keep'}}}, play: tap('Reading')};
export const NothingMoreToSay: Story = {args: {context: {live: false}}};
