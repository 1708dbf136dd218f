import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {defaultOptions} from '../src/components/context.ts';
import type {ParleyText} from '../src/components/text/element.ts';
import '../src/elements/text.ts';
import {bodyOf} from './shown.ts';

const meta: Meta<ParleyText> = {
  title: 'Parts/Text',
  component: 'parley-text',
  args: {body: bodyOf('text'), context: {}},
  render: ({body, context}) => html`<parley-text .body=${body} .context=${context}></parley-text>`,
};

export default meta;
type Story = StoryObj<ParleyText>;

export const Text: Story = {};
export const OneWord: Story = {args: {body: bodyOf('one-word')}};
export const Lines: Story = {args: {body: bodyOf('lines')}};
export const Markdown: Story = {args: {body: bodyOf('markdown')}};
export const MarkdownAsWritten: Story = {args: {body: bodyOf('markdown'), context: {options: {...defaultOptions, markdown: false}}}};
export const Table: Story = {args: {body: bodyOf('table')}};
export const Code: Story = {args: {body: bodyOf('code')}};
export const Html: Story = {args: {body: bodyOf('html')}};
export const HtmlAsWritten: Story = {args: {body: bodyOf('html'), context: {options: {...defaultOptions, html: 'none'}}}};
export const Links: Story = {args: {body: bodyOf('link-in-text')}};
export const OneLongWord: Story = {args: {body: bodyOf('long-word')}};
export const Emoji: Story = {args: {body: bodyOf('emoji')}};
export const FiveThousandCharacters: Story = {args: {body: bodyOf('long')}};
export const Arabic: Story = {args: {body: bodyOf('arabic')}};
export const Hebrew: Story = {args: {body: bodyOf('hebrew')}};
