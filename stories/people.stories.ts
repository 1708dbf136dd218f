import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import type {TransportEvent} from '../src/protocol/events.ts';
import {ScriptedTransport} from '../src/transport/scripted.ts';
import '../src/elements/chat.ts';

interface Args {
  /** Events after the bot's greeting. */
  events: readonly TransportEvent[];
}

const mira = {id: 'mira', nick: 'Mira', status: 'Workshop', is_bot: false};
const says = (body: string): TransportEvent => ({
  type: 'message',
  message: {code: 'message', type: 'text', body},
  from: {kind: 'agent', ...mira},
});
const asked: TransportEvent = {
  type: 'message',
  message: {code: 'message', type: 'text', body: 'Can someone look at my old Lys?'},
  from: {kind: 'user'},
  ref: 'asked',
};
const searched: readonly TransportEvent[] = [asked, {type: 'transfer', status: 'requested'}];
const joined: readonly TransportEvent[] = [
  ...searched,
  {type: 'joined', agent: mira},
  {type: 'read', ref: 'asked'},
  says('Gladly. Is it the tall one?'),
];

const meta: Meta<Args> = {
  title: 'Chat/People',
  component: 'parley-chat',
  render: ({events}) => {
    const transport = new ScriptedTransport(['Hello. What are you lighting?']);
    for (const event of events) transport.emit(event);
    return html`<parley-chat class="panel" storage="none" heading="Nordlicht" .transport=${transport}></parley-chat>`;
  },
};

export default meta;
type Story = StoryObj<Args>;

export const Waiting: Story = {args: {events: [...searched, {type: 'queue', position: 3, estimateMs: 240_000}]}};
export const Next: Story = {args: {events: [...searched, {type: 'queue', position: 1}]}};
export const Joined: Story = {args: {events: joined}};
export const HandedBack: Story = {args: {events: [...joined, {type: 'left', agent: mira}]}};
export const NobodyFree: Story = {args: {events: [...searched, {type: 'transfer', status: 'failed'}]}};
export const EndedByThem: Story = {args: {events: [...joined, {type: 'end', reason: 'agent'}]}};
