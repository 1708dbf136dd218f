import type {EndReason, Entry, Notice, SystemEntry} from '../protocol/entry.ts';
import type {Agent, Speaker, TransportEvent} from '../protocol/events.ts';
import {visitorEntry} from './entries.ts';
import type {Arrival, Inbox} from './inbox.ts';
import {withSnapshot} from './snapshot.ts';
import {isVisitorMessage} from './visitor-message.ts';
import type {Store} from './store.ts';
import type {ConversationEnvironment} from './conversation-environment.ts';

type EventOf<T extends TransportEvent['type']> = TransportEvent & {type: T};

const endReasons: Readonly<Record<string, EndReason>> = {agent: 'agent', timeout: 'timeout', error: 'error'};

/** Problems the visitor is told about, if they do not concern a single message; others are reported to the page's developer. */
const problemNotices: Readonly<Record<string, Notice>> = {
  bot_invalid_response: 'invalid_response',
  bot_timeout: 'unanswered',
  bot_unreachable: 'unanswered',
  bot_error: 'unanswered',
  bot_rejected: 'unanswered',
  bot_misconfigured: 'unanswered',
  filter_failed: 'unanswered',
  no_agents: 'no_agents',
  out_of_hours: 'no_agents',
  error_creating_chat: 'no_agents',
};

/** Applies events that arrive unprompted to the conversation. */
export class LateEvents {
  #cancelTyping = (): void => {};

  constructor(
    private readonly store: Store,
    readonly inbox: Inbox,
    private readonly env: ConversationEnvironment,
  ) {}

  apply<T extends TransportEvent['type']>(event: EventOf<T>): void {
    this.#handlers[event.type](event);
  }

  /** Stops waiting for anything. */
  stop(): void {
    this.#cancelTyping();
  }

  readonly #handlers: {[T in TransportEvent['type']]: (event: EventOf<T>) => void} = {
    message: (event) => this.#receive(event),
    ack: ({ref}) => this.store.apply({type: 'acknowledged', id: ref, done: true}),
    read: ({ref}) => this.store.apply({type: 'noted', id: ref}),
    iswriting: (event) => this.#setTyping(event),
    joined: (event) => {
      this.#addNotice(event);
      this.store.apply({type: 'agent_changed', agent: joinedAgent(event.agent)});
    },
    left: (event) => {
      const {agent} = this.store.state;
      if (agent && agent.id === event.agent.id) this.#addNotice({...event, agent: {...agent, ...event.agent}});
      this.#removeAgent(event.agent.id);
      this.store.apply({type: 'paused'});
    },
    queue: ({position, estimateMs}) => this.store.apply({type: 'placed', queue: {position, estimateMs}}),
    transfer: (event) => {
      this.#addNotice(event);
      if (event.status === 'failed') this.store.apply({type: 'placed'});
    },
    end: ({reason = ''}) => this.inbox.end(Object.hasOwn(endReasons, reason) ? endReasons[reason] : undefined),
    problem: (event) => this.#reportProblem(event),
    reset: (event) => this.#applyReset(event),
  };

  #receive(event: EventOf<'message'>): void {
    if (event.from?.kind === 'user') return this.#echo(event);
    this.#identifyBot(event.from);
    this.inbox.accept(event.message, arrivalOf(event));
  }

  /** A bot that was there from the beginning never joined: its first message tells who it is. */
  #identifyBot(from: Speaker | undefined): void {
    const {agent, queue} = this.store.state;
    if (from?.kind !== 'bot' || agent || queue || (from.nick ?? from.avatar ?? from.status) === undefined) return;
    const {kind: _, ...who} = from;
    this.store.apply({type: 'agent_changed', agent: {...who, is_bot: true}});
  }

  /** An echo of the visitor's own message: adds it if it was sent elsewhere, such as on another device; confirms it if it was sent here. */
  #echo(event: EventOf<'message'>): void {
    const entry = this.#echoEntryOf(event);
    if (!entry) return;
    const {id} = entry;
    const at = timeOf(event.ts);
    const known = visitorEntry(this.store.state.entries, id);
    if (!known) this.store.apply({type: 'said', entry, typed: false});
    // The server's clock counts, since the server's own messages are dated by it too.
    else if (known.delivery !== 'sent' || (at !== undefined && at !== known.at))
      this.store.apply({type: 'acknowledged', id, at, done: false});
  }

  #echoEntryOf(event: EventOf<'message'>): Extract<Entry, {from: 'visitor'}> | undefined {
    const {message, ref, ts, id: position} = event;
    if (!isVisitorMessage(message)) return undefined;
    const id = ref ?? message.id ?? this.env.newId();
    const numbered = position !== undefined && {event: position};
    return {id, at: timeOf(ts) ?? this.env.now(), from: 'visitor', message, delivery: 'sent', ...numbered};
  }

  #setTyping({on, ttl}: EventOf<'iswriting'>): void {
    this.#cancelTyping();
    this.#cancelTyping = (): void => {};
    this.store.apply(on ? {type: 'wrote', at: this.env.now()} : {type: 'paused'});
    if (on && ttl !== undefined) this.#cancelTyping = this.env.timer(() => this.store.apply({type: 'paused'}), ttl);
  }

  #removeAgent(id: string | undefined): void {
    if (this.store.state.agent?.id === id) this.store.apply({type: 'agent_changed', agent: undefined});
  }

  /** Adds a notice about the event, if it deserves one; never the same one twice in a row. */
  #addNotice(event: TransportEvent): void {
    const entry = this.#noticeEntryOf(event);
    const {entries} = this.store.state;
    const last = entries.at(-1);
    if (!entry || entries.includes(entry) || (last?.from === 'system' && last.notice === entry.notice && last.who?.id === entry.who?.id))
      return;
    this.store.apply({type: 'noticed', entry});
  }

  #noticeEntryOf(event: TransportEvent): SystemEntry | undefined {
    const content = noticeOf(event);
    if (!content) return undefined;
    const {id, ts} = event;
    const known = this.store.state.entries.find((entry): entry is SystemEntry => entry.from === 'system' && !!id && entry.event === id);
    const at = timeOf(ts) ?? this.env.now();
    return (
      known ?? {...this.inbox.noticeOf(content.notice), at, ...(content.who && {who: content.who}), ...(id !== undefined && {event: id})}
    );
  }

  #reportProblem({ref, code, title = code, retryable = true, ...rest}: EventOf<'problem'>): void {
    const notice = Object.hasOwn(problemNotices, code) ? problemNotices[code] : undefined;
    const error = new Error(title);
    const unanswered = notice === 'unanswered' || notice === 'invalid_response';
    if (ref !== undefined) this.store.apply({type: 'undelivered', id: ref, delivery: 'failed', retryable, unanswered, error});
    else if (notice !== 'no_agents') this.store.apply({type: 'mended', problems: [{path: '', message: title}]});
    this.store.apply({type: 'paused'});
    if (ref === undefined) this.#addNotice({...rest, type: 'problem', code});
  }

  /** Replaces the whole conversation: messages are taken as they are, other events take effect again, but no action is called twice. */
  #applyReset({events}: EventOf<'reset'>): void {
    const {after, entries} = this.store.state;
    const snapshot = events.flatMap((event) =>
      event.type === 'message' ? (this.#entryOf(event) ?? []) : (this.#resetNoticeOf(event) ?? []),
    );
    this.store.apply({type: 'replaced', entries: withSnapshot(entries, snapshot), seen: this.inbox.looking});
    for (const event of events) {
      if (event.type === 'joined') this.store.apply({type: 'agent_changed', agent: joinedAgent(event.agent)});
      else if (event.type === 'left') this.#removeAgent(event.agent.id);
      else if (event.type === 'transfer') this.store.apply({type: 'placed'});
      else if (event.type !== 'message') this.apply(event);
      else if (event.message.type === 'action' && isAfter(event.id, after)) this.inbox.accept(event.message);
    }
  }

  #resetNoticeOf(event: TransportEvent): SystemEntry | undefined {
    return event.id !== undefined && (event.type !== 'problem' || event.ref === undefined) ? this.#noticeEntryOf(event) : undefined;
  }

  #entryOf(event: EventOf<'message'>): Entry | undefined {
    return event.from?.kind === 'user' ? this.#echoEntryOf(event) : this.inbox.entryOf(event.message, arrivalOf(event));
  }
}

/** Whoever joins counts as a person unless stated otherwise. */
function joinedAgent(agent: Agent): Agent {
  return {...agent, is_bot: agent.is_bot ?? false};
}

/** The notice that an event leaves in the conversation. */
function noticeOf(event: TransportEvent): Pick<SystemEntry, 'notice' | 'who'> | undefined {
  switch (event.type) {
    case 'joined':
    case 'left':
      // A bot without a name comes and goes silently.
      if (event.agent.is_bot && !event.agent.nick) return undefined;
      return {notice: event.type === 'joined' ? 'agent_joined' : 'agent_left', who: event.agent};
    case 'transfer':
      if (event.status === 'failed') return {notice: 'no_agents'};
      return event.status === 'requested' && event.to?.bot === undefined ? {notice: 'transferring'} : undefined;
    case 'problem': {
      const notice = Object.hasOwn(problemNotices, event.code) ? problemNotices[event.code] : undefined;
      return notice && {notice};
    }
    default:
      return undefined;
  }
}

function arrivalOf({from, ts, id}: EventOf<'message'>): Arrival {
  const {kind, ...who} = from ?? {};
  return {
    at: timeOf(ts),
    event: id,
    from: kind === 'agent' || kind === 'bot' ? kind : undefined,
    who: Object.keys(who).length ? who : undefined,
  };
}

/** Whether an event comes after a place in the log; false for events without a number. */
function isAfter(id: string | undefined, after: string | undefined): boolean {
  return id !== undefined && Number(id) > Number(after ?? 0);
}

/** Parses an ISO 8601 time to milliseconds since 1970; undefined if invalid. */
function timeOf(ts: string | undefined): number | undefined {
  const at = Date.parse(ts ?? '');
  return Number.isNaN(at) ? undefined : at;
}
