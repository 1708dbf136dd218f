import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {Entry} from '../src/protocol/entry.ts';
import type {ParleyTranscript} from '../src/widget/transcript.ts';
import '../src/elements/transcript.ts';
import {mira, notice, said, visitor} from './entries.ts';
import {shown} from './shown.ts';

const talk: Entry[] = [...said(['text', 'lines']), visitor('How high does it hang?'), ...said(['replies-and-card'])];

const meta: Meta<ParleyTranscript> = {
  title: 'Conversation/Transcript',
  component: 'parley-transcript',
  args: {entries: talk, name: 'Nordlicht', avatar: mira.avatar, live: true, unreadCount: 0, unreadFrom: undefined, waiting: undefined},
  render: (args) =>
    html`<parley-transcript
      class="panel"
      .entries=${args.entries}
      .name=${args.name}
      .avatar=${args.avatar}
      .live=${args.live}
      .unreadFrom=${args.unreadFrom}
      .unreadCount=${args.unreadCount}
      .waiting=${args.waiting}
    ></parley-transcript>`,
};

export default meta;
type Story = StoryObj<ParleyTranscript>;

export const Conversation: Story = {};
export const Empty: Story = {args: {entries: []}};
export const OfAPerson: Story = {args: {entries: said(['text', 'one-word'], 'agent').map((entry) => ({...entry, who: mira}) as Entry)}};
export const EveryDelivery: Story = {
  args: {
    entries: (['sent', 'queued', 'sending', 'failed', 'uncertain'] as const).map((delivery) =>
      visitor(`This one is ${delivery}`, delivery),
    ),
  },
};
export const Notices: Story = {
  args: {entries: (['started_again', 'too_much', 'invalid_response', 'ended'] as const).map(notice), live: false},
};
export const Unread: Story = {args: {entries: talk, unreadFrom: 'replies-and-card-0', unreadCount: 1}};
export const Waiting: Story = {args: {entries: [...said(['text']), visitor('Is it there?')], waiting: Date.now() - 12_000}};
export const Everything: Story = {args: {entries: said(Object.keys(shown))}};
/** Not audited: its entries are those of the other stories, and a thousand of them take axe twenty times as long. */
export const AThousandEntries: Story = {
  args: {entries: Array.from({length: 1000}, (_, at) => visitor(`Line ${at + 1}`, 'sent', at))},
  parameters: {a11y: {test: 'off'}},
};
