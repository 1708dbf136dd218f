import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyLocation} from '../src/components/location/element.ts';
import '../src/elements/location.ts';
import {shown} from './shown.ts';

const meta: Meta<ParleyLocation> = {
  title: 'Parts/Location',
  component: 'parley-location',
  args: {message: shown['location'].message, context: {}},
  render: ({message, context}) => html`<parley-location .message=${message} .context=${context}></parley-location>`,
};

export default meta;
type Story = StoryObj<ParleyLocation>;

export const Place: Story = {};
export const TwoNumbers: Story = {args: {message: shown['location-bare'].message}};
export const FarSouthAndWest: Story = {
  args: {message: {code: 'message', type: 'location', latitude: -54.8019, longitude: -68.303, city: 'Ushuaia'}},
};
