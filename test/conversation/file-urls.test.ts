import {expect, test} from 'vitest';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {Attachment} from '../../src/protocol/message.ts';
import type {ListenOptions} from '../../src/protocol/transport.ts';
import {answer, ManualTransport, flushPromises, FakeEnvironment, text} from './harness.ts';

const minute = 60_000;

/** A transport that records the options of each `listen()`; the test emits its events. */
class EventTransport extends ManualTransport {
  readonly idempotent = true;
  readonly listenOptions: ListenOptions[] = [];
  readonly #events: TransportEvent[] = [];
  #wake = (): void => undefined;

  async emit(event: TransportEvent): Promise<void> {
    this.#events.push(event);
    this.#wake();
    await flushPromises();
  }

  async *listen(options: ListenOptions = {}): AsyncGenerator<TransportEvent> {
    this.listenOptions.push(options);
    while (!options.signal?.aborted) {
      const event = this.#events.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

const environment = new FakeEnvironment();
let stored: unknown;
const persistence: Persistence = {
  read: async () => structuredClone(stored),
  write: async (state) => void (stored = structuredClone(state)),
  clear: async () => void (stored = undefined),
};

/** A page that opens the conversation. */
async function openPage() {
  const transport = new EventTransport();
  const conversation = new Conversation({transport, persistence, ...environment.options});
  void conversation.open();
  await flushPromises();
  transport.turns[0]?.answer(answer());
  await flushPromises();
  return {transport, conversation};
}

const file = (signature: number): Attachment => ({url: `https://g.example/a?s=${signature}`, meta: {mimetype: 'image/png'}});
const fileEvents = (signature: number): TransportEvent[] => [
  {type: 'message', id: '1', message: {...text('Which?'), quick_replies: [{content_type: 'text', title: 'This'}]}, from: {kind: 'bot'}},
  {type: 'message', id: '2', message: {code: 'message', type: 'attachment', ...file(signature)}, from: {kind: 'bot'}},
];

test('a conversation with expired file URLs requests a full reset once and keeps its own view state', async () => {
  const first = await openPage();
  for (const event of fileEvents(1)) await first.transport.emit(event);
  const [question, attachment] = first.conversation.state.entries;
  first.conversation.answer(question!.id, 'replies', 'quick_replies[0]');
  first.conversation.look(attachment!.id, {pictures: true});
  first.conversation.read(attachment!.id);
  first.conversation.seen();
  await first.conversation.flush();
  first.conversation.dispose();
  expect(first.transport.listenOptions.map(({stale}) => stale)).toEqual([undefined]);

  await environment.advance(49 * minute);
  const soon = await openPage();
  expect(soon.transport.listenOptions).toMatchObject([{after: '2'}]);
  expect(soon.transport.listenOptions[0]).not.toHaveProperty('stale');
  soon.conversation.dispose();

  await environment.advance(2 * minute);
  const {transport, conversation} = await openPage();
  expect(transport.listenOptions).toMatchObject([{after: '2', stale: true}]);
  conversation.watch(false);
  await transport.emit({type: 'reset', id: '2', events: fileEvents(2)});
  expect(conversation.state).toMatchObject({unread: 0, readUpTo: attachment!.id, after: '2'});
  expect(conversation.state.entries).toMatchObject([
    {id: question!.id, view: {replies: {choice: 'quick_replies[0]'}}},
    {id: attachment!.id, view: {pictures: true}, message: file(2)},
  ]);

  // Without heartbeats, the conversation reconnects again and again.
  await environment.advance(49 * minute);
  expect(transport.listenOptions.length).toBeGreaterThan(5);
  expect(transport.listenOptions.slice(1).every(({stale}) => stale === undefined)).toBe(true);
  await environment.advance(2 * minute);
  expect(transport.listenOptions.at(-1)).toMatchObject({stale: true});
  conversation.dispose();
});

test('a reset with renewed URLs updates attachments in place instead of showing them again', async () => {
  stored = undefined;
  const {transport, conversation} = await openPage();
  const both = (signature: number): TransportEvent[] => [
    {type: 'message', id: '1', message: {code: 'message', type: 'attachment', ...withRef(signature, 'a')}},
    {
      type: 'message',
      id: '2',
      message: {code: 'message', type: 'multi-attachment', attachments: [withRef(signature, 'a'), withRef(signature, 'b')]},
    },
  ];
  for (const event of both(1)) await transport.emit(event);
  await transport.emit({type: 'reset', id: '2', events: both(2)});
  const entries = conversation.state.entries.flatMap((entry) => (entry.from === 'bot' ? [entry.message] : []));
  expect(entries).toMatchObject([{url: 'https://g.example/a?s=2'}, {attachments: [withRef(2, 'b')]}]);
  expect(entries[1]).toHaveProperty('attachments.length', 1);
  conversation.dispose();
});

function withRef(signature: number, ref: string): Attachment {
  const {url, meta} = file(signature);
  return {url, meta: {...meta, ref}};
}
