import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyAttachment} from '../src/components/attachment/element.ts';
import {defaultOptions} from '../src/components/context.ts';
import '../src/elements/attachment.ts';
import {shown} from './shown.ts';

const meta: Meta<ParleyAttachment> = {
  title: 'Parts/Attachment',
  component: 'parley-attachment',
  args: {message: shown['picture'].message, context: {}},
  render: ({message, context}) => html`<parley-attachment .message=${message} .context=${context}></parley-attachment>`,
};

export default meta;
type Story = StoryObj<ParleyAttachment>;

export const Picture: Story = {};
export const PictureOnDemand: Story = {args: {context: {options: {...defaultOptions, images: 'click'}}}};
export const MissingPicture: Story = {args: {message: shown['picture-missing'].message}};
export const Pictures: Story = {args: {message: shown['pictures'].message}};
export const Sound: Story = {args: {message: shown['sound'].message}};
export const Film: Story = {args: {message: shown['film'].message}};
export const Pdf: Story = {args: {message: shown['pdf'].message}};
export const UnknownFile: Story = {args: {message: shown['unknown-file'].message}};
export const MixedFiles: Story = {args: {message: shown['mixed-files'].message}};
