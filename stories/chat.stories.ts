import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, nothing} from 'lit';
import {TransportError} from '../src/protocol/errors.ts';
import {type Script, ScriptedTransport} from '../src/transport/scripted.ts';
import '../src/elements/chat.ts';
import {over} from './network.ts';
import {choose, messageOf, say, tap} from './shown.ts';

interface Args {
  script: Script;
  /** Default: the language of the toolbar. */
  language?: string;
  composer: 'always' | 'auto' | 'hidden';
  echoPostback: 'true' | 'false';
  quickRepliesBehaviour: 'disable' | 'collapse' | 'keep';
}

const greeting = [messageOf('text'), messageOf('replies')];
const script: Script = [greeting, [messageOf('card'), messageOf('carousel')], 'Gladly.'];

const meta: Meta<Args> = {
  title: 'Chat/Chat',
  component: 'parley-chat',
  args: {script, composer: 'always', echoPostback: 'true', quickRepliesBehaviour: 'disable'},
  render: ({script, language, composer, echoPostback, quickRepliesBehaviour}, {globals}) =>
    html`<parley-chat
      class="panel"
      storage="none"
      heading="Nordlicht"
      subtitle="Lamps for long evenings"
      language=${language ?? nothing}
      composer=${composer}
      echo-postback=${echoPostback}
      quick-replies-behaviour=${quickRepliesBehaviour}
      .transport=${over(new ScriptedTransport(script), globals)}
    ></parley-chat>`,
};

export default meta;
type Story = StoryObj<Args>;

export const Greeting: Story = {};
export const Answered: Story = {play: tap('Reading')};
export const AnsweredAndCollapsed: Story = {args: {quickRepliesBehaviour: 'collapse'}, play: tap('Reading')};
export const AnsweredInOwnWords: Story = {play: say('A lamp for reading, please')};
export const CardAnswered: Story = {args: {script: [[messageOf('card')], 'Gladly.']}, play: tap('Which bulb?')};
export const Thinking: Story = {args: {script: [greeting, {answer: 'Here it is.', delay: 600_000}]}, play: tap('Reading')};
export const NotSent: Story = {
  args: {script: [greeting, new TransportError('unreachable', 'The connection was lost on purpose')]},
  play: tap('Reading'),
};
export const NobodyThere: Story = {args: {script: [new TransportError('offline', 'The connection was refused on purpose')]}};
export const Ended: Story = {args: {script: [{event: 'end', messages: [messageOf('text')]}]}};
export const Menu: Story = {args: {language: 'en'}, play: tap('More')};
export const DisplayAndSound: Story = {args: {language: 'en'}, play: choose('Display and sound')};
export const WithoutComposer: Story = {args: {composer: 'hidden'}};
export const German: Story = {args: {language: 'de'}};
export const Italian: Story = {args: {language: 'it'}};
export const Arabic: Story = {args: {language: 'ar'}};
