import {expect, test} from 'vitest';
import {Conversation} from '../../src/conversation/conversation.ts';
import type {Persistence} from '../../src/conversation/persistence.ts';
import type {TransportEvent} from '../../src/protocol/events.ts';
import type {Attachment} from '../../src/protocol/message.ts';
import type {ListenOptions} from '../../src/protocol/transport.ts';
import {answer, ManualTransport, settled, StillWorld, text} from './bench.ts';

const minute = 60_000;

/** A transport that records the options of each `listen()`; the test emits its events. */
class Line extends ManualTransport {
  readonly idempotent = true;
  readonly asked: ListenOptions[] = [];
  readonly #events: TransportEvent[] = [];
  #wake = (): void => undefined;

  async tell(event: TransportEvent): Promise<void> {
    this.#events.push(event);
    this.#wake();
    await settled();
  }

  async *listen(options: ListenOptions = {}): AsyncGenerator<TransportEvent> {
    this.asked.push(options);
    while (!options.signal?.aborted) {
      const event = this.#events.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

const world = new StillWorld();
let kept: unknown;
const persistence: Persistence = {
  read: async () => structuredClone(kept),
  write: async (state) => void (kept = structuredClone(state)),
  clear: async () => void (kept = undefined),
};

/** A page that opens the conversation. */
async function visit() {
  const transport = new Line();
  const conversation = new Conversation({transport, persistence, ...world.options});
  void conversation.open();
  await settled();
  transport.turns[0]?.answer(answer());
  await settled();
  return {transport, conversation};
}

const file = (signature: number): Attachment => ({url: `https://g.example/a?s=${signature}`, meta: {mimetype: 'image/png'}});
const told = (signature: number): TransportEvent[] => [
  {type: 'message', id: '1', message: {...text('Which?'), quick_replies: [{content_type: 'text', title: 'This'}]}, from: {kind: 'bot'}},
  {type: 'message', id: '2', message: {code: 'message', type: 'attachment', ...file(signature)}, from: {kind: 'bot'}},
];

test('a conversation with expired file URLs requests a full reset once and keeps its own view state', async () => {
  const first = await visit();
  for (const event of told(1)) await first.transport.tell(event);
  const [question, attachment] = first.conversation.state.entries;
  first.conversation.answer(question!.id, 'replies', 'quick_replies[0]');
  first.conversation.look(attachment!.id, {pictures: true});
  first.conversation.read(attachment!.id);
  first.conversation.seen();
  await first.conversation.flush();
  first.conversation.dispose();
  expect(first.transport.asked.map(({stale}) => stale)).toEqual([undefined]);

  await world.pass(49 * minute);
  const soon = await visit();
  expect(soon.transport.asked).toMatchObject([{after: '2'}]);
  expect(soon.transport.asked[0]).not.toHaveProperty('stale');
  soon.conversation.dispose();

  await world.pass(2 * minute);
  const {transport, conversation} = await visit();
  expect(transport.asked).toMatchObject([{after: '2', stale: true}]);
  conversation.watch(false);
  await transport.tell({type: 'reset', id: '2', events: told(2)});
  expect(conversation.state).toMatchObject({unread: 0, readUpTo: attachment!.id, after: '2'});
  expect(conversation.state.entries).toMatchObject([
    {id: question!.id, view: {replies: {choice: 'quick_replies[0]'}}},
    {id: attachment!.id, view: {pictures: true}, message: file(2)},
  ]);

  // Without heartbeats, the conversation reconnects again and again.
  await world.pass(49 * minute);
  expect(transport.asked.length).toBeGreaterThan(5);
  expect(transport.asked.slice(1).every(({stale}) => stale === undefined)).toBe(true);
  await world.pass(2 * minute);
  expect(transport.asked.at(-1)).toMatchObject({stale: true});
  conversation.dispose();
});

test('a reset with renewed URLs updates attachments in place instead of showing them again', async () => {
  kept = undefined;
  const {transport, conversation} = await visit();
  const both = (signature: number): TransportEvent[] => [
    {type: 'message', id: '1', message: {code: 'message', type: 'attachment', ...withRef(signature, 'a')}},
    {
      type: 'message',
      id: '2',
      message: {code: 'message', type: 'multi-attachment', attachments: [withRef(signature, 'a'), withRef(signature, 'b')]},
    },
  ];
  for (const event of both(1)) await transport.tell(event);
  await transport.tell({type: 'reset', id: '2', events: both(2)});
  const entries = conversation.state.entries.flatMap((entry) => (entry.from === 'bot' ? [entry.message] : []));
  expect(entries).toMatchObject([{url: 'https://g.example/a?s=2'}, {attachments: [withRef(2, 'b')]}]);
  expect(entries[1]).toHaveProperty('attachments.length', 1);
  conversation.dispose();
});

function withRef(signature: number, ref: string): Attachment {
  const {url, meta} = file(signature);
  return {url, meta: {...meta, ref}};
}
