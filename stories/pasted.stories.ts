import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {within} from 'shadow-dom-testing-library';
import {sdkExamples} from '../demo/samples.ts';
import '../src/elements/message.ts';
import {pasted} from './pasted.ts';

interface Args {
  json: string;
}

const meta: Meta<Args> = {
  title: 'Conversation/Your own JSON',
  argTypes: {json: {control: 'text', description: 'What your bot answers, or one message or more of it: paste it here.'}},
  render: ({json}) => pasted(json),
};

export default meta;
type Story = StoryObj<Args>;

export const Answer: Story = {args: {json: JSON.stringify(sdkExamples[0]?.response, null, 2)}};
export const MendedMessage: Story = {
  args: {json: '[{"type": "text", "body": "Which colour?", "quick_replies": [{"title": "Red", "imageUrl": "https://a.example"}, {}]}]'},
  play: hears(/^messages\[0\]\.quick_replies\[1\]: a quick reply with a title was expected/, /^Not known.*: quick_replies\[0\]\.imageUrl$/),
};
export const NothingToSee: Story = {
  args: {json: '{"type": "action", "action_code": "highlight", "args": []}'},
  play: hears(/^Nothing of this/),
};
export const NoJson: Story = {args: {json: '{"messages": [{"type": "text" "body": "Hello"}]}'}, play: hears(/^This is no JSON\. \S/)};

/** Plays an author who looks for a reported mistake. */
function hears(...told: RegExp[]): NonNullable<Story['play']> {
  return async ({canvasElement}) => void (await Promise.all(told.map((words) => within(canvasElement).findByText(words))));
}
