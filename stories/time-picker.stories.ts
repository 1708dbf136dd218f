import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyTimePicker} from '../src/components/time-picker/element.ts';
import '../src/elements/time-picker.ts';
import {shown, tap} from './shown.ts';

const visit = shown['time-picker'].message;

const meta: Meta<ParleyTimePicker> = {
  title: 'Parts/Time picker',
  component: 'parley-time-picker',
  args: {message: visit, context: {}},
  render: ({message, context}) => html`<parley-time-picker .message=${message} .context=${context}></parley-time-picker>`,
};

export default meta;
type Story = StoryObj<ParleyTimePicker>;

export const FourDays: Story = {};
export const TwoTimes: Story = {args: {message: shown['time-picker-short'].message}};
export const TimeChosen: Story = {play: tap(/^\d\d:\d\d/)};
export const Answered: Story = {play: tap(/^\d\d:\d\d/, /^Choose/)};
export const InThePast: Story = {args: {message: {...visit, timeslots: [{id: 'past', start: '2020-01-01T10:00:00Z', duration: 30}]}}};
export const NoTimes: Story = {args: {message: {...visit, timeslots: []}}};
