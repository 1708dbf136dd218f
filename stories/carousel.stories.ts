import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {defaultOptions} from '../src/components/context.ts';
import type {ParleyCarousel} from '../src/components/carousel/element.ts';
import '../src/elements/carousel.ts';
import {elementOf, tap, templateOf} from './shown.ts';

const fifty = Array.from({length: 50}, (_, index) => ({...elementOf('carousel'), title: `Lamp ${index + 1} of fifty`}));

const meta: Meta<ParleyCarousel> = {
  title: 'Parts/Carousel',
  component: 'parley-carousel',
  args: {template: templateOf('carousel'), context: {}},
  render: ({template, context}) => html`<parley-carousel .template=${template} .context=${context}></parley-carousel>`,
};

export default meta;
type Story = StoryObj<ParleyCarousel>;

export const Carousel: Story = {};
export const InTheMiddle: Story = {play: tap('Next', 'Next')};
export const Answered: Story = {play: tap('Tell me more')};
export const AsList: Story = {args: {context: {options: {...defaultOptions, carousels: 'list'}}}};
export const Uneven: Story = {args: {template: templateOf('carousel-uneven')}};
export const Fifty: Story = {args: {template: {type: 'generic', elements: fifty}}};
