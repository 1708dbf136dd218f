import type {BotEntry, Entry, PartView, SystemEntry, VisitorEntry} from '../protocol/entry.ts';
import type {Agent} from '../protocol/events.ts';
import type {ActionMessage} from '../protocol/message.ts';
import type {Problem} from '../protocol/problem.ts';
import type {ConversationState} from './state.ts';

type Values = Readonly<Record<string, unknown>>;

/** Everything that can happen to a conversation, in the past tense. */
export type ConversationEvent =
  /** What was kept of an earlier visit is back. */
  | {type: 'restored'; state: ConversationState}
  /** The bot was asked to start. */
  | {type: 'began'; at: number}
  | {type: 'opened'}
  | {type: 'not_opened'; error: unknown}
  /** The visitor said something; `typed` in own words, not with a control of a message. */
  | {type: 'said'; entry: VisitorEntry; typed: boolean}
  /** A message left for the bot. */
  | {type: 'posted'; id: string; at: number}
  | {type: 'delivered'; id: string}
  | {type: 'undelivered'; id: string; delivery: 'failed' | 'uncertain'; retryable: boolean; error: unknown}
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
  | {type: 'learned'; context?: Values | undefined; data?: Values | undefined}
  /** The visitor used a control of a message, or answered it in own words. */
  | {type: 'chosen'; id: string; place: 'replies' | 'controls'; choice?: string | undefined}
  | {type: 'looked'; id: string; change: PartView}
  | {type: 'agent_changed'; agent: Agent | undefined}
  | {type: 'uploads_changed'; on: boolean}
  | {type: 'seen'}
  /** A late event was taken in; listening would resume behind it. */
  | {type: 'followed'; after: string}
  | {type: 'ended'; entry: SystemEntry}
  /** A new conversation begins below what was said. */
  | {type: 'started_again'; entry: SystemEntry; data: Values; context: Values | undefined}
  | {type: 'forgotten'; state: ConversationState};

type EventOf<T extends ConversationEvent['type']> = Extract<ConversationEvent, {type: T}>;

const nothingUnderWay = {waiting: undefined, writing: undefined};

const changes: {[T in ConversationEvent['type']]: (state: ConversationState, event: EventOf<T>) => ConversationState} = {
  restored: ({agent, uploads, entries}, {state: kept}) => ({
    ...kept,
    agent: agent ?? kept.agent,
    uploads: uploads ?? kept.uploads,
    entries: [...kept.entries, ...entries],
  }),
  began: (state, {at}) => ({...state, phase: 'connecting', startFailed: undefined, waiting: {since: at}}),
  opened: (state) => ({...state, phase: 'open', waiting: undefined}),
  not_opened: (state) => withQueueFailed({...state, ...nothingUnderWay, phase: 'idle', startFailed: true}),
  said: (state, {entry, typed}) => withEntry(typed ? withRepliesClosed(state) : state, entry),
  posted: (state, {id, at}) => ({...withDelivery(state, id, {delivery: 'sending'}), waiting: {id, since: at}}),
  delivered: (state, {id}) => withoutWaiting(withDelivery(state, id, {delivery: 'sent'}), id),
  undelivered: (state, {id, delivery, retryable}) =>
    withoutWaiting(withDelivery(state, id, {delivery, ...(delivery === 'failed' && {retryable})}), id),
  requeued: (state, {id}) => withDelivery(state, id, {delivery: 'queued'}),
  discarded: (state, {id}) => ({...state, entries: state.entries.filter((entry) => entry.id !== id)}),
  heard: (state, {entry, seen}) => ({...withEntry(state, entry), writing: undefined, unread: state.unread + (seen ? 0 : 1)}),
  wrote: (state, {at}) => ({...state, writing: at}),
  paused: (state) => ({...state, writing: undefined}),
  acted: (state) => state,
  mended: (state) => state,
  noticed: (state, {entry}) => withEntry(state, entry),
  learned: (state, {context = state.context, data}) => ({...state, context, data: {...state.data, ...data}}),
  chosen: (state, {id, place, choice}) => withView(state, id, {[place]: choice === undefined ? {} : {choice}}),
  looked: (state, {id, change}) => withView(state, id, change),
  agent_changed: (state, {agent}) => ({...state, agent}),
  uploads_changed: (state, {on}) => ({...state, uploads: on}),
  seen: (state) => (state.unread ? {...state, unread: 0} : state),
  followed: (state, {after}) => ({...state, after}),
  ended: (state, {entry}) => withEntry(withQueueFailed(withTurnCut({...state, ...nothingUnderWay, phase: 'ended'})), entry),
  started_again: (state, {entry, data, context}) =>
    withEntry({...state, phase: 'idle', agent: undefined, uploads: undefined, after: undefined, data, context}, entry),
  forgotten: (_, {state}) => state,
};

/** What the conversation becomes after an event. Pure: no clock, no network, no ids of its own. */
export function transition<T extends ConversationEvent['type']>(state: ConversationState, event: EventOf<T>): ConversationState {
  return changes[event.type](state, event);
}

/** A conversation as it is after its page went away: what was on its way may have arrived, and nobody is asked any more. */
export function interrupted(state: ConversationState): ConversationState {
  const phase = state.phase === 'connecting' ? 'idle' : state.phase;
  const settled = withTurnCut({...state, ...nothingUnderWay, phase});
  return phase === 'ended' ? withQueueFailed(settled) : settled;
}

function withEntry(state: ConversationState, entry: Entry): ConversationState {
  return {...state, entries: [...state.entries, entry]};
}

function withEntries(state: ConversationState, change: (entry: Entry) => Entry): ConversationState {
  const entries = state.entries.map(change);
  return entries.some((entry, index) => entry !== state.entries[index]) ? {...state, entries} : state;
}

function withDelivery(state: ConversationState, id: string, change: Pick<VisitorEntry, 'delivery' | 'retryable'>): ConversationState {
  return withEntries(state, (entry) => (entry.from === 'visitor' && entry.id === id ? delivered(entry, change) : entry));
}

function withoutWaiting(state: ConversationState, id: string): ConversationState {
  return state.waiting?.id === id ? {...state, waiting: undefined} : state;
}

/** Whether trying again can help is a matter of a failed one only. */
function delivered({id, at, message}: VisitorEntry, change: Pick<VisitorEntry, 'delivery' | 'retryable'>): VisitorEntry {
  return {id, at, from: 'visitor', message, ...change};
}

/** What never left stays with the visitor to decide. */
function withQueueFailed(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    entry.from === 'visitor' && entry.delivery === 'queued' ? delivered(entry, {delivery: 'failed', retryable: true}) : entry,
  );
}

/** Nobody waits any more for the answer to what is on its way. */
function withTurnCut(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    entry.from === 'visitor' && entry.delivery === 'sending' ? delivered(entry, {delivery: 'uncertain'}) : entry,
  );
}

function withView(state: ConversationState, id: string, change: PartView): ConversationState {
  return withEntries(state, (entry) =>
    entry.id === id && (entry.from === 'bot' || entry.from === 'agent') ? {...entry, view: {...entry.view, ...change}} : entry,
  );
}

/** Own words answer every group of quick replies that is still open. */
function withRepliesClosed(state: ConversationState): ConversationState {
  return withEntries(state, (entry) =>
    (entry.from === 'bot' || entry.from === 'agent') && hasOpenReplies(entry) ? {...entry, view: {...entry.view, replies: {}}} : entry,
  );
}

function hasOpenReplies({message, view}: BotEntry): boolean {
  return message.type === 'text' && !!message.quick_replies?.length && !view?.replies;
}
