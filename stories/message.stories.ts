import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {ParleyMessage} from '../src/components/message/element.ts';
import '../src/elements/message.ts';
import {messageOf, sdkExample} from './shown.ts';

const meta: Meta<ParleyMessage> = {
  title: 'Conversation/Message',
  component: 'parley-message',
  args: {message: messageOf('replies-and-card'), quickRepliesBehaviour: 'disable', templateBody: 'show', links: 'new-tab', images: 'all'},
  render: ({message, quickRepliesBehaviour, templateBody, links, images}) =>
    html`<parley-message
      .message=${message}
      quick-replies-behaviour=${quickRepliesBehaviour}
      template-body=${templateBody}
      links=${links}
      images=${images}
    ></parley-message>`,
};

export default meta;
type Story = StoryObj<ParleyMessage>;

export const RepliesAndCard: Story = {};
export const TemplateWithoutItsBody: Story = {args: {templateBody: 'hide'}};
export const PicturesOnDemand: Story = {args: {images: 'click'}};
export const NothingButReplies: Story = {args: {message: messageOf('empty')}};
export const UnknownType: Story = {args: {message: messageOf('unknown')}};
export const CustomTemplate: Story = {args: {message: messageOf('custom-template')}};
export const CustomElement: Story = {args: {message: messageOf('custom-element')}};
export const NotAMessage: Story = {args: {message: 42}};
export const SdkExample1QuickReplies: Story = {args: {message: sdkExample('1')}};
export const SdkExample2QuickRepliesVertical: Story = {args: {message: sdkExample('2')}};
export const SdkExample3QuickRepliesWithImages: Story = {args: {message: sdkExample('3')}};
export const SdkExample4GenericTemplate: Story = {args: {message: sdkExample('4')}};
export const SdkExample5Carousel: Story = {args: {message: sdkExample('5')}};
export const SdkExample6List: Story = {args: {message: sdkExample('6')}};
export const SdkExample7ListWithLinks: Story = {args: {message: sdkExample('7')}};
export const SdkExample8Attachment: Story = {args: {message: sdkExample('8')}};
export const SdkExample9AttachmentSentDirectly: Story = {args: {message: sdkExample('9')}};
export const SdkExampleCustomEventButton: Story = {args: {message: sdkExample('event')}};
export const SdkExampleText: Story = {args: {message: sdkExample('wit')}};
export const SdkExampleQuickRepliesToAlice: Story = {args: {message: sdkExample('alice')}};
export const SdkExampleList: Story = {args: {message: sdkExample('list')}};
export const SdkExampleTransfer: Story = {args: {message: sdkExample('transfer')}};
