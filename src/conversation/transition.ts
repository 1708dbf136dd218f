import type {BotEntry, Entry, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {ActionMessage} from '../protocol/message.ts';
import {defined} from '../protocol/fields.ts';
import type {Problem} from '../protocol/problem.ts';
import {visitorEntry, withDelivery, withEntry, withQueueFailed, withRead, withRepliesClosed, withTurnAborted, withView} from './entries.ts';
import {withRewind, withMoment} from './rewind.ts';
import type {ConversationState, Queue} from './state.ts';

type Values = Readonly<Record<string, unknown>>;

/** When something is retried automatically: `at`, in milliseconds since 1970, or as soon as there is a network. */
export interface Again {
  at?: number | undefined;
  /** Whether the server asked for this wait; then it cannot be shortened. */
  imposed?: boolean | undefined;
}

/** Everything that can happen to a conversation, in the past tense. */
export type ConversationEvent =
  /** The conversation of an earlier visit was restored. */
  | {type: 'restored'; state: ConversationState}
  /** The bot was asked to start. */
  | {type: 'began'; at: number}
  | {type: 'opened'}
  /** The start failed; with `again` it is retried automatically, see `postponed`. */
  | {type: 'not_opened'; error: unknown; again?: Again | undefined}
  /** The visitor said something; `typed` if in their own words and not with a control of a message. */
  | {type: 'said'; entry: VisitorEntry; typed: boolean}
  /** A message was sent to the bot; `remembered` if its moment is to be stored. */
  | {type: 'posted'; id: string; at: number; remembered?: boolean | undefined}
  /** It arrived; `late` if its answer will come later, as an event. */
  | {type: 'delivered'; id: string; late?: boolean | undefined}
  /** It did not get through, and is retried automatically. */
  | {type: 'postponed'; id: string; again: Again; error: unknown}
  /** The server confirmed a message; `done` if it has been dealt with. */
  | {type: 'acknowledged'; id: string; at?: number | undefined; done: boolean}
  /** The visitor stopped waiting for an answer, which may still come. */
  | {type: 'stopped'}
  /** It did not arrive, or got no answer. */
  | {
      type: 'undelivered';
      id: string;
      delivery: 'failed' | 'uncertain';
      retryable: boolean;
      unanswered?: boolean | undefined;
      error: unknown;
    }
  /** A message and all before it were read on the other side. */
  | {type: 'noted'; id: string}
  /** The visitor's place in the queue for a person changed; undefined if they no longer wait. */
  | {type: 'placed'; queue?: Queue | undefined}
  /** The visitor asked to send it again. */
  | {type: 'requeued'; id: string}
  | {type: 'discarded'; id: string}
  /** The other side said something; `seen` if somebody was looking. */
  | {type: 'heard'; entry: BotEntry; seen: boolean}
  | {type: 'wrote'; at: number}
  | {type: 'paused'}
  /** The bot called an action of the page. Announced once; does not change the state. */
  | {type: 'acted'; code: string; args: readonly unknown[]; message: ActionMessage}
  /** An answer had to be repaired; for the bot's author. */
  | {type: 'mended'; problems: readonly Problem[]}
  | {type: 'noticed'; entry: SystemEntry}
  /** The bot's memory or the data about the visitor changed. */
  | {type: 'learned'; context?: Values | undefined; data?: Values | undefined; language?: string | undefined}
  /** The visitor used a control of a message, or answered it in their own words. */
  | {type: 'chosen'; id: string; place: 'replies' | 'controls'; choice?: string | undefined}
  | {type: 'looked'; id: string; change: PartView}
  | {type: 'agent_changed'; agent: Agent | undefined}
  | {type: 'uploads_changed'; on: boolean}
  | {type: 'seen'}
  | {type: 'drafted'; draft: string}
  | {type: 'read'; id: string}
  /** The visitor opened or closed the conversation. */
  | {type: 'shown'; open: boolean}
  | {type: 'online_changed'; online: boolean}
  /** It turned out that nothing can be stored beyond this page. */
  | {type: 'unkept'}
  /** The visitor went back to a message to change the answer. */
  | {type: 'rewound'; id: string}
  /** The server sent the whole conversation again, and these are all its entries now; `seen` if somebody was looking. */
  | {type: 'replaced'; entries: readonly Entry[]; seen: boolean}
  /** A late event was processed; listening would resume after it. */
  | {type: 'followed'; after: string}
  | {type: 'ended'; entry: SystemEntry}
  /** A new conversation started below the previous one. */
  | {type: 'started_again'; entry: SystemEntry; data: Values; context: Values | undefined}
  | {type: 'forgotten'; state: ConversationState};

type EventOf<T extends ConversationEvent['type']> = Extract<ConversationEvent, {type: T}>;

const noActivity = {waiting: undefined, writing: undefined};
const noSession = {agent: undefined, queue: undefined, uploads: undefined, after: undefined, moments: undefined};

const reducers: {[T in ConversationEvent['type']]: (state: ConversationState, event: EventOf<T>) => ConversationState} = {
  restored: ({agent, uploads, draft, opened, online, unkept, entries}, {state: stored}) => ({
    ...stored,
    agent: agent ?? stored.agent,
    uploads: uploads ?? stored.uploads,
    draft: draft ?? stored.draft,
    opened: opened ?? stored.opened,
    online,
    unkept,
    entries: [...stored.entries, ...entries],
  }),
  began: (state, {at}) => ({...state, phase: 'connecting', startFailed: undefined, startAt: undefined, waiting: {since: at}}),
  opened: (state) => ({...state, phase: 'open', waiting: undefined}),
  not_opened: (state, {again}) => {
    const idle: ConversationState = {...state, ...noActivity, phase: 'idle'};
    if (!again) return withQueueFailed({...idle, startFailed: true});
    return again.at === undefined ? idle : {...idle, startFailed: true, startAt: again.at};
  },
  said: (state, {entry, typed}) => withEntry(typed ? withRepliesClosed(state) : state, entry),
  posted: (state, {id, at, remembered}) => ({
    ...withDelivery(remembered ? withMoment(state, id) : state, id, {delivery: 'sending'}),
    waiting: {id, since: at},
  }),
  delivered: (state, {id, late}) => {
    const sent = withDelivery(state, id, {delivery: 'sent'});
    return late ? sent : withoutWaiting(sent, id);
  },
  postponed: (state, {id, again: {at, imposed}}) => {
    const progress = {...(at !== undefined && {retryAt: at}), ...(imposed && {retryable: false})};
    return withoutWaiting(withDelivery(state, id, {delivery: 'queued', ...progress}), id);
  },
  acknowledged: (state, {id, at, done}) => {
    const sent = withDelivery(state, id, {delivery: 'sent', ...(at !== undefined && {at})});
    return done ? withoutWaiting(sent, id) : sent;
  },
  stopped: (state) => ({...state, ...noActivity}),
  undelivered: (state, {id, delivery, retryable, unanswered}) =>
    withoutWaiting(withDelivery(state, id, {delivery, ...(delivery === 'failed' && {retryable}), ...(unanswered && {unanswered})}), id),
  noted: (state, {id}) => withRead(state, id),
  placed: (state, {queue}) => (queue || state.queue ? {...state, queue} : state),
  requeued: (state, {id}) => withDelivery(state, id, {delivery: 'queued'}),
  discarded: (state, {id}) => ({...state, entries: state.entries.filter((entry) => entry.id !== id)}),
  heard: (state, {entry, seen}) => ({
    ...withEntry(state, entry),
    waiting: isAnswerDue(state) ? undefined : state.waiting,
    writing: undefined,
    unread: state.unread + (seen ? 0 : 1),
  }),
  wrote: (state, {at}) => ({...state, writing: at}),
  paused: (state) => ({...state, writing: undefined}),
  acted: (state) => state,
  mended: (state) => state,
  noticed: (state, {entry}) => withEntry(state, entry),
  learned: (state, {context, language, data}) => ({...state, ...defined({context, language}), data: {...state.data, ...data}}),
  chosen: (state, {id, place, choice}) => withView(state, id, {[place]: choice === undefined ? {} : {choice}}),
  looked: (state, {id, change}) => withView(state, id, change),
  agent_changed: (state, {agent}) => ({...state, agent, queue: undefined}),
  uploads_changed: (state, {on}) => ({...state, uploads: on}),
  seen: (state) => (state.unread ? {...state, unread: 0} : state),
  drafted: (state, {draft}) => ({...state, draft: draft || undefined}),
  read: (state, {id}) => (positionOf(state, id) > positionOf(state, state.readUpTo) ? {...state, readUpTo: id} : state),
  shown: (state, {open}) => ({...state, opened: open}),
  online_changed: (state, {online}) => ({...state, online}),
  unkept: (state) => ({...state, unkept: true}),
  rewound: (state, {id}) => withRewind(state, id),
  replaced: (state, {entries, seen}) => ({
    ...state,
    ...(isAnswerDue(state) && noActivity),
    entries,
    unread: state.unread + (seen ? 0 : countNew(entries, state)),
  }),
  followed: (state, {after}) => ({...state, after}),
  ended: (state, {entry}) =>
    withEntry(withQueueFailed(withTurnAborted({...state, ...noActivity, queue: undefined, phase: 'ended'})), entry),
  started_again: (state, {entry, data, context}) => withEntry({...state, ...noSession, phase: 'idle', data, context}, entry),
  forgotten: ({opened, online, unkept}, {state}) => ({...state, opened, online, unkept}),
};

/** The state after an event. Pure: no clock, no network, no generated ids. */
export function transition<T extends ConversationEvent['type']>(state: ConversationState, event: EventOf<T>): ConversationState {
  return reducers[event.type](state, event);
}

/**
 * The state after its page went away: a message that was being sent becomes `uncertain`, and no answer is awaited any more.
 * @param idempotent Whether the same message can be sent twice without harm; then it is queued again.
 */
export function interrupted(state: ConversationState, idempotent = false): ConversationState {
  const phase = state.phase === 'connecting' ? 'idle' : state.phase;
  const settled = withTurnAborted({...state, ...noActivity, phase}, idempotent ? 'queued' : 'uncertain');
  return phase === 'ended' ? withQueueFailed(settled) : settled;
}

function withoutWaiting(state: ConversationState, id: string): ConversationState {
  return state.waiting?.id === id ? {...state, waiting: undefined} : state;
}

/** Whether the awaited message has arrived, so that the next thing heard counts as its answer. */
function isAnswerDue({waiting, entries}: ConversationState): boolean {
  return waiting?.id !== undefined && visitorEntry(entries, waiting.id)?.delivery === 'sent';
}

/** How many entries are new and not the visitor's own. */
function countNew(entries: readonly Entry[], state: ConversationState): number {
  const known = new Set(state.entries.map(({id}) => id));
  return entries.filter(({id, from}) => from !== 'visitor' && !known.has(id)).length;
}

function positionOf({entries}: ConversationState, id: string | undefined): number {
  return entries.findLastIndex((entry) => entry.id === id);
}
