import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyList} from '../src/components/list/element.ts';
import '../src/elements/list.ts';
import {elementOf, tap, templateOf} from './shown.ts';

const meta: Meta<ParleyList> = {
  title: 'Parts/List',
  component: 'parley-list',
  args: {template: templateOf('list'), context: {}},
  render: ({template, context}) => html`<parley-list .template=${template} .context=${context}></parley-list>`,
};

export default meta;
type Story = StoryObj<ParleyList>;

export const List: Story = {};
export const Words: Story = {args: {template: templateOf('list-of-words')}};
export const Answered: Story = {play: tap(/more|all/i)};
export const OneRow: Story = {args: {template: {type: 'list', elements: [elementOf('list')]}}};
export const ManyWords: Story = {args: {template: {type: 'list', elements: [elementOf('card-long'), elementOf('list')]}}};
export const MissingPicture: Story = {args: {template: {type: 'list', elements: [elementOf('card-broken-picture')]}}};
