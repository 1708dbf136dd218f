import {readFileSync} from 'node:fs';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {withSnapshot} from '../../src/conversation/snapshot.ts';
import {type ConversationState, initialState} from '../../src/conversation/state.ts';
import {type ConversationEvent, interrupted, transition} from '../../src/conversation/transition.ts';
import type {BotEntry, Delivery, Entry, SystemEntry, VisitorEntry} from '../../src/protocol/entry.ts';
import type {Attachment} from '../../src/protocol/message.ts';
import {lines, text} from './harness.ts';

const visitor = (id: string, delivery: Delivery): VisitorEntry => ({id, at: 1, from: 'visitor', message: text(id), delivery});
const bot = (id: string, more: Partial<BotEntry> = {}): BotEntry => ({id, at: 1, from: 'bot', message: text(id), ...more});
const notice = (id: string, noticeType: SystemEntry['notice'] = 'ended'): SystemEntry => ({id, at: 1, from: 'system', notice: noticeType});
const file = (renewed: number): Attachment & {code: 'message'; type: 'attachment'} => ({
  code: 'message',
  type: 'attachment',
  url: `https://x.example/a?e=${renewed}`,
  meta: {mimetype: 'image/png'},
});
const botAsking = (id: string): BotEntry => bot(id, {message: {...text(id), quick_replies: [{content_type: 'text', title: 'Yes'}]}});

const state = (part: Partial<ConversationState>): ConversationState => ({...initialState, ...part});
const stateAfter = (before: Partial<ConversationState>, ...events: ConversationEvent[]): ConversationState =>
  events.reduce<ConversationState>(transition, state(before));

const known = {name: 'Ada'};

describe('each event', () => {
  const cases: [string, Partial<ConversationState>, ConversationEvent, Partial<ConversationState>][] = [
    [
      'not_opened with a retry keeps queued messages and sets startAt',
      {phase: 'connecting', waiting: {since: 7}, entries: [visitor('a', 'queued')]},
      {type: 'not_opened', error: 0, again: {at: 9}},
      {phase: 'idle', startFailed: true, startAt: 9, waiting: undefined, entries: [visitor('a', 'queued')]},
    ],
    [
      'not_opened without a network is not a failure',
      {phase: 'connecting', waiting: {since: 7}, entries: [visitor('a', 'queued')]},
      {type: 'not_opened', error: 0, again: {}},
      {phase: 'idle', waiting: undefined, entries: [visitor('a', 'queued')]},
    ],
    [
      'posted stores the moment, shared by messages with the same context and data',
      {entries: [{...visitor('a', 'sent'), moment: 0}, visitor('b', 'queued')], moments: {0: {data: known, context: known}}, data: known},
      {type: 'posted', id: 'b', at: 7, remembered: true},
      {
        entries: [
          {...visitor('a', 'sent'), moment: 0},
          {...visitor('b', 'sending'), moment: 1},
        ],
        moments: {0: {data: known, context: known}, 1: {data: known, context: undefined}},
        data: known,
        waiting: {id: 'b', since: 7},
      },
    ],
    [
      'delivered keeps waiting for a late answer',
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
      {type: 'delivered', id: 'a', late: true},
      {entries: [visitor('a', 'sent')], waiting: {id: 'a', since: 7}},
    ],
    [
      'postponed queues the message again with retryAt',
      {entries: [visitor('a', 'sending'), visitor('b', 'queued')], waiting: {id: 'a', since: 7}},
      {type: 'postponed', id: 'a', again: {at: 9}, error: 0},
      {entries: [{...visitor('a', 'queued'), retryAt: 9}, visitor('b', 'queued')], waiting: undefined},
    ],
    [
      'requeued removes retryAt',
      {entries: [{...visitor('a', 'queued'), retryAt: 9}]},
      {type: 'requeued', id: 'a'},
      {entries: [visitor('a', 'queued')]},
    ],
    [
      'acknowledged marks the message as sent',
      {entries: [{...visitor('a', 'queued'), retryAt: 9}], waiting: {id: 'a', since: 7}},
      {type: 'acknowledged', id: 'a', done: false},
      {entries: [visitor('a', 'sent')], waiting: {id: 'a', since: 7}},
    ],
    [
      'acknowledged and done ends the waiting',
      {entries: [visitor('a', 'sent')], waiting: {id: 'a', since: 7}},
      {type: 'acknowledged', id: 'a', done: true},
      {entries: [visitor('a', 'sent')], waiting: undefined},
    ],
    ['stopped ends the waiting', {waiting: {id: 'a', since: 7}, writing: 8}, {type: 'stopped'}, {waiting: undefined, writing: undefined}],
    [
      'heard ends the waiting for a message that is sent',
      {entries: [visitor('a', 'sent')], waiting: {id: 'a', since: 7}},
      {type: 'heard', entry: bot('x'), seen: true},
      {entries: [visitor('a', 'sent'), bot('x')], waiting: undefined},
    ],
    [
      'heard does not end the waiting for a message that is still sending',
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
      {type: 'heard', entry: bot('x'), seen: true},
      {entries: [visitor('a', 'sending'), bot('x')], waiting: {id: 'a', since: 7}},
    ],
    ['drafted stores the draft', {}, {type: 'drafted', draft: 'Hel'}, {draft: 'Hel'}],
    ['drafted removes an empty draft', {draft: 'H'}, {type: 'drafted', draft: ''}, {draft: undefined}],
    [
      'read moves forward',
      {entries: [bot('x'), bot('y')], readUpTo: 'x'},
      {type: 'read', id: 'y'},
      {entries: [bot('x'), bot('y')], readUpTo: 'y'},
    ],
    [
      'read never moves backward',
      {entries: [bot('x'), bot('y')], readUpTo: 'y'},
      {type: 'read', id: 'x'},
      {entries: [bot('x'), bot('y')], readUpTo: 'y'},
    ],
    ['shown sets opened', {}, {type: 'shown', open: true}, {opened: true}],
    ['online_changed sets online', {}, {type: 'online_changed', online: false}, {online: false}],
    [
      'restored keeps the current draft, open state and network state',
      {draft: 'new', opened: true, online: false},
      {type: 'restored', state: state({draft: 'old', opened: false, readUpTo: 'x', entries: [bot('x')]})},
      {draft: 'new', opened: true, online: false, readUpTo: 'x', entries: [bot('x')]},
    ],
    [
      'forgotten keeps the open state and the network state',
      {draft: 'new', opened: true, online: false, entries: [bot('x')]},
      {type: 'forgotten', state: initialState},
      {draft: undefined, opened: true, online: false, entries: []},
    ],
    [
      'rewound changes nothing if the moment is unknown',
      {phase: 'open', entries: [bot('x')]},
      {type: 'rewound', id: 'x'},
      {phase: 'open', entries: [bot('x')]},
    ],
    [
      'replaced counts new messages as unread while nobody is watching',
      {entries: [bot('x', {event: '1'}), visitor('a', 'queued')], unread: 1},
      {
        type: 'replaced',
        entries: [bot('x', {event: '1'}), visitor('a', 'queued'), bot('y', {event: '2'}), visitor('b', 'sent')],
        seen: false,
      },
      {entries: [bot('x', {event: '1'}), visitor('a', 'queued'), bot('y', {event: '2'}), visitor('b', 'sent')], unread: 2},
    ],
    [
      'began waits for the start',
      {startFailed: true},
      {type: 'began', at: 7},
      {phase: 'connecting', waiting: {since: 7}, startFailed: undefined},
    ],
    ['opened ends the waiting', {phase: 'connecting', waiting: {since: 7}}, {type: 'opened'}, {phase: 'open', waiting: undefined}],
    [
      'not_opened fails queued messages as retryable',
      {phase: 'connecting', waiting: {since: 7}, entries: [visitor('a', 'queued'), visitor('b', 'sent')]},
      {type: 'not_opened', error: 0},
      {phase: 'idle', startFailed: true, waiting: undefined, entries: [{...visitor('a', 'failed'), retryable: true}, visitor('b', 'sent')]},
    ],
    [
      'said appends the message',
      {entries: [bot('x')]},
      {type: 'said', entry: visitor('a', 'queued'), typed: true},
      {entries: [bot('x'), visitor('a', 'queued')]},
    ],
    [
      'said with typed text closes open groups only',
      {entries: [botAsking('x'), {...botAsking('y'), view: {replies: {choice: 'c'}, slide: 1}}, bot('z')]},
      {type: 'said', entry: visitor('a', 'queued'), typed: true},
      {
        entries: [
          {...botAsking('x'), view: {replies: {}}},
          {...botAsking('y'), view: {replies: {choice: 'c'}, slide: 1}},
          bot('z'),
          visitor('a', 'queued'),
        ],
      },
    ],
    [
      'posted waits for the answer',
      {entries: [visitor('a', 'queued')]},
      {type: 'posted', id: 'a', at: 7},
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
    ],
    [
      'delivered ends the waiting',
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
      {type: 'delivered', id: 'a'},
      {entries: [visitor('a', 'sent')], waiting: undefined},
    ],
    [
      'undelivered as failed sets retryable',
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
      {type: 'undelivered', id: 'a', delivery: 'failed', retryable: false, error: 0},
      {entries: [{...visitor('a', 'failed'), retryable: false}], waiting: undefined},
    ],
    [
      'undelivered as uncertain does not, and does not end the waiting for another message',
      {entries: [{...visitor('a', 'failed'), retryable: true}], waiting: {id: 'b', since: 7}},
      {type: 'undelivered', id: 'a', delivery: 'uncertain', retryable: true, error: 0},
      {entries: [visitor('a', 'uncertain')], waiting: {id: 'b', since: 7}},
    ],
    [
      'requeued removes retryable',
      {entries: [{...visitor('a', 'failed'), retryable: true}]},
      {type: 'requeued', id: 'a'},
      {entries: [visitor('a', 'queued')]},
    ],
    [
      'postponed with an imposed wait makes the message not retryable',
      {entries: [visitor('a', 'sending')], waiting: {id: 'a', since: 7}},
      {type: 'postponed', id: 'a', again: {at: 9, imposed: true}, error: 0},
      {entries: [{...visitor('a', 'queued'), retryAt: 9, retryable: false}], waiting: undefined},
    ],
    ['discarded removes the message', {entries: [visitor('a', 'failed'), bot('b')]}, {type: 'discarded', id: 'a'}, {entries: [bot('b')]}],
    [
      'heard ends the typing',
      {writing: 5, unread: 1},
      {type: 'heard', entry: bot('a'), seen: true},
      {writing: undefined, unread: 1, entries: [bot('a')]},
    ],
    ['heard unseen counts as unread', {unread: 1}, {type: 'heard', entry: bot('a'), seen: false}, {unread: 2, entries: [bot('a')]}],
    ['wrote sets writing', {}, {type: 'wrote', at: 9}, {writing: 9}],
    ['paused removes writing', {writing: 9}, {type: 'paused'}, {writing: undefined}],
    ['noticed appends the notice', {}, {type: 'noticed', entry: notice('a', 'too_much')}, {entries: [notice('a', 'too_much')]}],
    ['learned merges data', {data: {a: 1, b: 1}, context: {x: 1}}, {type: 'learned', data: {b: 2}}, {data: {a: 1, b: 2}, context: {x: 1}}],
    ['learned replaces the context', {data: {a: 1}, context: {x: 1}}, {type: 'learned', context: {y: 1}}, {data: {a: 1}, context: {y: 1}}],
    [
      'chosen',
      {entries: [bot('a', {view: {slide: 1}})]},
      {type: 'chosen', id: 'a', place: 'controls', choice: 'c'},
      {entries: [bot('a', {view: {slide: 1, controls: {choice: 'c'}}})]},
    ],
    [
      'chosen answers a group of an agent',
      {entries: [{...botAsking('a'), from: 'agent'}]},
      {type: 'chosen', id: 'a', place: 'replies', choice: 'c'},
      {entries: [{...botAsking('a'), from: 'agent', view: {replies: {choice: 'c'}}}]},
    ],
    [
      'said closes a group of an agent',
      {entries: [{...botAsking('a'), from: 'agent'}]},
      {type: 'said', entry: visitor('v', 'queued'), typed: true},
      {entries: [{...botAsking('a'), from: 'agent', view: {replies: {}}}, visitor('v', 'queued')]},
    ],
    [
      'chosen without a choice closes the group',
      {entries: [bot('a')]},
      {type: 'chosen', id: 'a', place: 'replies'},
      {entries: [bot('a', {view: {replies: {}}})]},
    ],
    [
      'looked',
      {entries: [bot('a'), bot('b')]},
      {type: 'looked', id: 'b', change: {slide: 2}},
      {entries: [bot('a'), bot('b', {view: {slide: 2}})]},
    ],
    ['agent_changed', {agent: {nick: 'A'}}, {type: 'agent_changed', agent: {nick: 'B'}}, {agent: {nick: 'B'}}],
    ['uploads_changed', {}, {type: 'uploads_changed', on: true}, {uploads: true}],
    ['seen', {unread: 3}, {type: 'seen'}, {unread: 0}],
    ['followed', {after: '1'}, {type: 'followed', after: '2'}, {after: '2'}],
    [
      'ended settles everything that is pending',
      {phase: 'open', waiting: {since: 1}, writing: 1, entries: [visitor('a', 'sent'), visitor('b', 'sending'), visitor('c', 'queued')]},
      {type: 'ended', entry: notice('e')},
      {
        phase: 'ended',
        waiting: undefined,
        writing: undefined,
        entries: [visitor('a', 'sent'), visitor('b', 'uncertain'), {...visitor('c', 'failed'), retryable: true}, notice('e')],
      },
    ],
    [
      'started_again resets agent, uploads, position, data and context, but not entries or unread',
      {phase: 'ended', entries: [bot('a')], agent: {nick: 'A'}, uploads: true, after: '4', data: {a: 1}, context: {b: 1}, unread: 1},
      {type: 'started_again', entry: notice('e', 'started_again'), data: {c: 1}, context: undefined},
      {
        phase: 'idle',
        entries: [bot('a'), notice('e', 'started_again')],
        agent: undefined,
        uploads: undefined,
        after: undefined,
        data: {c: 1},
        context: undefined,
        unread: 1,
      },
    ],
    ['forgotten', {phase: 'open', entries: [bot('a')]}, {type: 'forgotten', state: initialState}, {phase: 'idle', entries: []}],
    [
      'restored puts its entries above existing ones',
      {entries: [notice('n')], uploads: false},
      {type: 'restored', state: state({phase: 'open', entries: [bot('a')], agent: {nick: 'A'}, uploads: true})},
      {phase: 'open', entries: [bot('a'), notice('n')], agent: {nick: 'A'}, uploads: false},
    ],
  ];

  test.each(cases)('%s', (_, before, event, then) => {
    expect(stateAfter(before, event)).toEqual(state({...before, ...then}));
  });

  test.each<ConversationEvent>([
    {type: 'acted', code: 'a', args: [], message: {code: 'message', type: 'action', action_code: 'a', args: []}},
    {type: 'mended', problems: []},
    {type: 'seen'},
    {type: 'looked', id: 'nobody', change: {slide: 1}},
    {type: 'chosen', id: 'v', place: 'replies'},
    {type: 'delivered', id: 'nobody'},
    {type: 'requeued', id: 'x'},
  ])('$type that changes nothing returns the same state object', (event) => {
    const before = state({entries: [bot('x'), visitor('v', 'sent')]});
    expect(transition(before, event)).toBe(before);
  });
});

test('an uncertain message stays uncertain if a retry fails, until one succeeds', () => {
  const doubted = stateAfter(
    {entries: [visitor('a', 'uncertain')], phase: 'open'},
    {type: 'requeued', id: 'a'},
    {type: 'posted', id: 'a', at: 7},
  );
  const refused = {type: 'undelivered', id: 'a', delivery: 'failed', retryable: true, error: 0} as const;
  expect(lines(doubted)).toEqual(['visitor sending: a']);
  expect(lines(transition(doubted, refused))).toEqual(['visitor uncertain: a']);
  expect(lines(transition(doubted, {type: 'ended', entry: notice('e')})).at(0)).toBe('visitor uncertain: a');
  expect(transition(doubted, {type: 'delivered', id: 'a'}).entries).toEqual([visitor('a', 'sent')]);
});

test('an interrupted state: sending becomes uncertain, connecting becomes idle, and nothing is waited for', () => {
  const entries = [visitor('a', 'sending'), visitor('b', 'queued')];
  const left = {entries, waiting: {since: 1}, writing: 1} as const;
  expect(lines(interrupted(state({...left, phase: 'open'})))).toEqual(['visitor uncertain: a', 'visitor queued: b']);
  expect(lines(interrupted(state({...left, phase: 'ended'})))).toEqual(['visitor uncertain: a', 'visitor failed: b']);
  expect(interrupted(state({...left, phase: 'connecting'}))).toMatchObject({phase: 'idle', waiting: undefined, writing: undefined});
});

test('no sequence of events mutates a state, removes an entry or message, or changes the order', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const event: fc.Arbitrary<ConversationEvent> = fc.oneof(
    fc.record({type: fc.constant('began' as const), at: fc.nat()}),
    fc.constantFrom<ConversationEvent>({type: 'opened'}, {type: 'not_opened', error: 0}, {type: 'seen'}, {type: 'paused'}),
    fc.record({type: fc.constant('posted' as const), id: ids, at: fc.nat()}),
    fc.record({type: fc.constant('delivered' as const), id: ids}),
    fc.record({
      type: fc.constant('undelivered' as const),
      id: ids,
      delivery: fc.constantFrom('failed' as const, 'uncertain' as const),
      retryable: fc.boolean(),
      error: fc.constant(0),
    }),
    fc.record({type: fc.constantFrom('requeued' as const, 'rewound' as const, 'read' as const), id: ids}),
    fc.record({type: fc.constant('posted' as const), id: ids, at: fc.nat(), remembered: fc.constant(true)}),
    fc.record({type: fc.constant('postponed' as const), id: ids, again: fc.record({at: fc.nat()}), error: fc.constant(0)}),
    fc.record({type: fc.constant('acknowledged' as const), id: ids, done: fc.boolean()}),
    fc.constantFrom<ConversationEvent>({type: 'stopped'}, {type: 'drafted', draft: 'x'}, {type: 'learned', context: {step: 1}}),
    fc.record({type: fc.constant('looked' as const), id: ids, change: fc.record({slide: fc.nat(3)})}),
    fc.record({type: fc.constant('chosen' as const), id: ids, place: fc.constantFrom('replies' as const, 'controls' as const)}),
    fc.record({type: fc.constant('heard' as const), entry: fc.nat().map((n) => botAsking(`h${n}`)), seen: fc.boolean()}),
    fc.record({type: fc.constant('said' as const), entry: fc.nat().map((n) => visitor(`s${n}`, 'queued')), typed: fc.boolean()}),
    fc.nat().map((n): ConversationEvent => ({type: 'ended', entry: notice(`n${n}`)})),
  );
  fc.assert(
    fc.property(fc.array(event, {maxLength: 40}), (events) => {
      let current: ConversationState = frozen(
        state({entries: [visitor('a', 'queued'), botAsking('b'), visitor('c', 'sending'), visitor('d', 'failed'), bot('e')]}),
      );
      for (const one of events) {
        const next = frozen(transition(current, one));
        const grows = 'entry' in one;
        expect(next.entries.slice(0, current.entries.length).map(({id}) => id)).toEqual(current.entries.map(({id}) => id));
        expect(next.entries.length).toBe(current.entries.length + (grows ? 1 : 0));
        expect(messages(next.entries)).toEqual(expect.arrayContaining(messages(current.entries)));
        current = next;
      }
    }),
  );
});

const messages = (entries: readonly Entry[]) => entries.flatMap((entry) => ('message' in entry ? [entry.message] : []));

/** Freezes deeply, so that mutations throw. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe('the diagrams in docs/conversation.md', () => {
  const diagrams = readFileSync(new URL('../../docs/conversation.md', import.meta.url), 'utf8')
    .split('```mermaid')
    .slice(1);
  const transitions = diagrams.map((diagram) =>
    [...diagram.split('```')[0]!.matchAll(/^ *(\S+) --> (\S+) : (\S+)$/gm)].map(([, ...arrow]) => arrow),
  );

  test.each(transitions[0]!)('are correct: a conversation goes from %s to %s on %s', (from, to, name) => {
    const entry = notice('n');
    const events: ConversationEvent[] = [
      {type: 'began', at: 1},
      {type: 'opened'},
      {type: 'not_opened', error: 0},
      {type: 'ended', entry},
      {type: 'started_again', entry, data: {}, context: undefined},
    ];
    const event = events.find(({type}) => type === name)!;
    expect(stateAfter({phase: from as ConversationState['phase']}, event).phase).toBe(to);
  });

  test.each(transitions[1]!)('are correct: a message goes from %s to %s on %s', (from, to, name) => {
    const events: ConversationEvent[] = [
      {type: 'said', entry: visitor('a', 'queued'), typed: true},
      {type: 'posted', id: 'a', at: 1},
      {type: 'delivered', id: 'a'},
      {type: 'postponed', id: 'a', again: {at: 1}, error: 0},
      {type: 'undelivered', id: 'a', delivery: to as 'failed', retryable: true, error: 0},
      {type: 'acknowledged', id: 'a', done: true},
      {type: 'requeued', id: 'a'},
      {type: 'discarded', id: 'a'},
      {type: 'not_opened', error: 0},
      {type: 'ended', entry: notice('n')},
    ];
    const before = from === '[*]' ? [] : [visitor('a', from as Delivery)];
    const then = stateAfter(
      {entries: before},
      events.find(({type}) => type === name)!,
    ).entries.find(({id}) => id === 'a');
    expect(then && 'delivery' in then ? then.delivery : '[*]').toBe(to);
  });

  test('show all phase changes and all delivery states', () => {
    expect(transitions[0]).toHaveLength(6);
    expect(new Set(transitions[1]!.flatMap(([from, to]) => [from, to]))).toEqual(
      new Set(['[*]', 'queued', 'sending', 'sent', 'failed', 'uncertain']),
    );
  });
});

describe('merging a snapshot', () => {
  const merge = (entries: readonly Entry[], snapshot: readonly Entry[]): string[] =>
    withSnapshot(entries, snapshot).map((entry) => `${entry.id} ${entry.from === 'visitor' ? entry.delivery : entry.from}`);

  test('keeps a message of an earlier conversation in place even if it arrived in the current one', () => {
    const before = [visitor('a', 'uncertain'), notice('n', 'started_again'), bot('hello', {event: '1'})];
    expect(merge(before, [bot('x', {event: '1'}), visitor('a', 'sent'), visitor('b', 'sent')])).toEqual([
      'a sent',
      'n system',
      'hello bot',
      'b sent',
    ]);
  });

  test('never moves a queued message above one that was said earlier', () => {
    const before = [visitor('a', 'sent'), visitor('b', 'queued'), bot('hello', {event: '1'}), visitor('c', 'queued')];
    expect(merge(before, [bot('x', {event: '1'}), visitor('a', 'sent')])).toEqual(['hello bot', 'a sent', 'b queued', 'c queued']);
  });

  test('keeps a queued message after the entry it followed', () => {
    const before = [bot('x', {event: '1'}), visitor('a', 'queued')];
    expect(merge(before, [bot('z', {event: '1'}), bot('y', {event: '2'})])).toEqual(['x bot', 'a queued', 'y bot']);
  });

  test('takes over renewed file URLs and keeps answers and view state', () => {
    const mine = bot('x', {event: '1', view: {slide: 2, controls: {choice: 'c'}}, message: file(1)});
    const said = visitor('a', 'sent');
    expect(
      withSnapshot([mine, {...said, message: file(1)}], [bot('z', {event: '1', message: file(2)}), {...said, message: file(2)}]),
    ).toEqual([
      {...mine, message: file(2)},
      {...said, message: file(2)},
    ]);
  });
});
