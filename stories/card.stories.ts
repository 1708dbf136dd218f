import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyCard} from '../src/components/card/element.ts';
import '../src/elements/card.ts';
import {elementOf, tap} from './shown.ts';

const meta: Meta<ParleyCard> = {
  title: 'Parts/Card',
  component: 'parley-card',
  args: {element: elementOf('card'), context: {}},
  render: ({element, context}) => html`<parley-card .element=${element} .context=${context}></parley-card>`,
};

export default meta;
type Story = StoryObj<ParleyCard>;

export const Card: Story = {};
export const Answered: Story = {play: tap('Which bulb?')};
export const WithoutPicture: Story = {args: {element: elementOf('card-without-picture')}};
export const MissingPicture: Story = {args: {element: elementOf('card-broken-picture')}};
export const TitleOnly: Story = {args: {element: elementOf('card-title-only')}};
export const ManyWords: Story = {args: {element: elementOf('card-long')}};
export const FifteenButtons: Story = {args: {element: elementOf('card-many-buttons')}};
export const UnsafeLinks: Story = {args: {element: elementOf('unsafe-links')}};
