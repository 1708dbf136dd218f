import type {BotEntry, Entry, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {ActionMessage} from '../protocol/message.ts';
import type {Problem} from '../protocol/problem.ts';
import {visitorEntry, withDelivery, withEntry, withQueueFailed, withRead, withRepliesClosed, withTurnCut, withView} from './entries.ts';
import {rewound, withMoment} from './rewind.ts';
import {withSnapshot} from './snapshot.ts';
import type {ConversationState, Queue} from './state.ts';

type Values = Readonly<Record<string, unknown>>;

/** When something is tried again by itself: `at`, in milliseconds since 1970, or else once there is a network. */
export interface Again {
  at?: number | undefined;
  /** The other side asked for this wait: nobody may shorten it. */
  imposed?: boolean | undefined;
}

/** Everything that can happen to a conversation, in the past tense. */
export type ConversationEvent =
  /** What was kept of an earlier visit is back. */
  | {type: 'restored'; state: ConversationState}
  /** The bot was asked to start. */
  | {type: 'began'; at: number}
  | {type: 'opened'}
  /** The bot could not be asked to start; with `again` that is tried again by itself, see `postponed`. */
  | {type: 'not_opened'; error: unknown; again?: Again | undefined}
  /** The visitor said something; `typed` in own words, not with a control of a message. */
  | {type: 'said'; entry: VisitorEntry; typed: boolean}
  /** A message left for the bot; `remembered` with what it went out with. */
  | {type: 'posted'; id: string; at: number; remembered?: boolean | undefined}
  /** It arrived; `late` when the answer to it comes later, as an event. */
  | {type: 'delivered'; id: string; late?: boolean | undefined}
  /** It did not get through, and is tried again by itself. */
  | {type: 'postponed'; id: string; again: Again; error: unknown}
  /** The other side told that it has a message, and has dealt with it when it is `done`. */
  | {type: 'acknowledged'; id: string; at?: number | undefined; done: boolean}
  /** The visitor waits no longer for an answer that may still come. */
  | {type: 'stopped'}
  /** It did not arrive, or was left without an answer. */
  | {
      type: 'undelivered';
      id: string;
      delivery: 'failed' | 'uncertain';
      retryable: boolean;
      unanswered?: boolean | undefined;
      error: unknown;
    }
  /** The other side has read a message, and those before it. */
  | {type: 'noted'; id: string}
  /** The visitor waits for a person, or does so no more. */
  | {type: 'placed'; queue?: Queue | undefined}
  /** The visitor asked to send it once more. */
  | {type: 'requeued'; id: string}
  | {type: 'discarded'; id: string}
  /** The other side said something; `seen` when somebody looked. */
  | {type: 'heard'; entry: BotEntry; seen: boolean}
  | {type: 'wrote'; at: number}
  | {type: 'paused'}
  /** The bot called the page. Told once, changes nothing. */
  | {type: 'acted'; code: string; args: readonly unknown[]; message: ActionMessage}
  /** An answer was not quite as it has to be; for the bot's author. */
  | {type: 'mended'; problems: readonly Problem[]}
  | {type: 'noticed'; entry: SystemEntry}
  /** The bot's memory or what is known of the visitor changed. */
  | {type: 'learned'; context?: Values | undefined; data?: Values | undefined; language?: string | undefined}
  /** The visitor used a control of a message, or answered it in own words. */
  | {type: 'chosen'; id: string; place: 'replies' | 'controls'; choice?: string | undefined}
  | {type: 'looked'; id: string; change: PartView}
  | {type: 'agent_changed'; agent: Agent | undefined}
  | {type: 'uploads_changed'; on: boolean}
  | {type: 'seen'}
  | {type: 'drafted'; draft: string}
  | {type: 'read'; id: string}
  /** The visitor opened the conversation, or put it away. */
  | {type: 'shown'; open: boolean}
  | {type: 'online_changed'; online: boolean}
  /** It turned out that nothing is kept beyond this page. */
  | {type: 'unkept'}
  /** The visitor went back to a message, to answer it anew. */
  | {type: 'rewound'; id: string}
  /** The other side told the whole conversation anew; `seen` when somebody looked. */
  | {type: 'replaced'; entries: readonly Entry[]; seen: boolean}
  /** A late event was taken in; listening would resume behind it. */
  | {type: 'followed'; after: string}
  | {type: 'ended'; entry: SystemEntry}
  /** A new conversation begins below what was said. */
  | {type: 'started_again'; entry: SystemEntry; data: Values; context: Values | undefined}
  | {type: 'forgotten'; state: ConversationState};

type EventOf<T extends ConversationEvent['type']> = Extract<ConversationEvent, {type: T}>;

const nothingUnderWay = {waiting: undefined, writing: undefined};
const nothingLeft = {agent: undefined, queue: undefined, uploads: undefined, after: undefined, moments: undefined};

const changes: {[T in ConversationEvent['type']]: (state: ConversationState, event: EventOf<T>) => ConversationState} = {
  restored: ({agent, uploads, draft, opened, online, unkept, entries}, {state: kept}) => ({
    ...kept,
    agent: agent ?? kept.agent,
    uploads: uploads ?? kept.uploads,
    draft: draft ?? kept.draft,
    opened: opened ?? kept.opened,
    online,
    unkept,
    entries: [...kept.entries, ...entries],
  }),
  began: (state, {at}) => ({...state, phase: 'connecting', startFailed: undefined, startAt: undefined, waiting: {since: at}}),
  opened: (state) => ({...state, phase: 'open', waiting: undefined}),
  not_opened: (state, {again}) => {
    const idle: ConversationState = {...state, ...nothingUnderWay, phase: 'idle'};
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
  stopped: (state) => ({...state, ...nothingUnderWay}),
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
  learned: (state, {context = state.context, language = state.language, data}) => ({
    ...state,
    context,
    language,
    data: {...state.data, ...data},
  }),
  chosen: (state, {id, place, choice}) => withView(state, id, {[place]: choice === undefined ? {} : {choice}}),
  looked: (state, {id, change}) => withView(state, id, change),
  agent_changed: (state, {agent}) => ({...state, agent, queue: undefined}),
  uploads_changed: (state, {on}) => ({...state, uploads: on}),
  seen: (state) => (state.unread ? {...state, unread: 0} : state),
  drafted: (state, {draft}) => ({...state, draft: draft || undefined}),
  read: (state, {id}) => (placeOf(state, id) > placeOf(state, state.readUpTo) ? {...state, readUpTo: id} : state),
  shown: (state, {open}) => ({...state, opened: open}),
  online_changed: (state, {online}) => ({...state, online}),
  unkept: (state) => ({...state, unkept: true}),
  rewound: (state, {id}) => rewound(state, id),
  replaced: (state, {entries, seen}) => withSnapshot({...state, ...(isAnswerDue(state) && nothingUnderWay)}, entries, seen),
  followed: (state, {after}) => ({...state, after}),
  ended: (state, {entry}) =>
    withEntry(withQueueFailed(withTurnCut({...state, ...nothingUnderWay, queue: undefined, phase: 'ended'})), entry),
  started_again: (state, {entry, data, context}) => withEntry({...state, ...nothingLeft, phase: 'idle', data, context}, entry),
  forgotten: ({opened, online, unkept}, {state}) => ({...state, opened, online, unkept}),
};

/** What the conversation becomes after an event. Pure: no clock, no network, no ids of its own. */
export function transition<T extends ConversationEvent['type']>(state: ConversationState, event: EventOf<T>): ConversationState {
  return changes[event.type](state, event);
}

/**
 * A conversation as it is after its page went away: what was on its way may have arrived, and nobody is asked any more.
 * @param idempotent Whether the same message can be sent again without harm; then it goes again.
 */
export function interrupted(state: ConversationState, idempotent = false): ConversationState {
  const phase = state.phase === 'connecting' ? 'idle' : state.phase;
  const settled = withTurnCut({...state, ...nothingUnderWay, phase}, idempotent ? 'queued' : 'uncertain');
  return phase === 'ended' ? withQueueFailed(settled) : settled;
}

function withoutWaiting(state: ConversationState, id: string): ConversationState {
  return state.waiting?.id === id ? {...state, waiting: undefined} : state;
}

/** Whether the message somebody waits for has arrived, so that the next thing heard is taken for its answer. */
function isAnswerDue({waiting, entries}: ConversationState): boolean {
  return waiting?.id !== undefined && visitorEntry(entries, waiting.id)?.delivery === 'sent';
}

function placeOf({entries}: ConversationState, id: string | undefined): number {
  return entries.findLastIndex((entry) => entry.id === id);
}
