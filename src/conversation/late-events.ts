import type {EndReason, Entry, Notice, SystemEntry} from '../protocol/entry.ts';
import type {Agent, Speaker, TransportEvent} from '../protocol/events.ts';
import {visitorEntry} from './entries.ts';
import type {Arrival, Intake} from './intake.ts';
import {withSnapshot} from './snapshot.ts';
import {isSpoken} from './spoken.ts';
import type {Store} from './store.ts';
import type {World} from './world.ts';

type EventOf<T extends TransportEvent['type']> = TransportEvent & {type: T};

const endings: Readonly<Record<string, EndReason>> = {agent: 'agent', timeout: 'timeout', error: 'error'};

/** Problems the visitor is told about, if they do not concern a single message; others are reported to the page's developer. */
const troubles: Readonly<Record<string, Notice>> = {
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
  #calm = (): void => {};

  constructor(
    private readonly store: Store,
    readonly intake: Intake,
    private readonly world: World,
  ) {}

  take<T extends TransportEvent['type']>(event: EventOf<T>): void {
    this.#takers[event.type](event);
  }

  /** Stops waiting for anything. */
  stop(): void {
    this.#calm();
  }

  readonly #takers: {[T in TransportEvent['type']]: (event: EventOf<T>) => void} = {
    message: (event) => this.#hear(event),
    ack: ({ref}) => this.store.apply({type: 'acknowledged', id: ref, done: true}),
    read: ({ref}) => this.store.apply({type: 'noted', id: ref}),
    iswriting: (event) => this.#watchWriting(event),
    joined: (event) => {
      this.#tell(event);
      this.store.apply({type: 'agent_changed', agent: newcomer(event.agent)});
    },
    left: (event) => {
      const {agent} = this.store.state;
      if (agent && agent.id === event.agent.id) this.#tell({...event, agent: {...agent, ...event.agent}});
      this.#lose(event.agent.id);
      this.store.apply({type: 'paused'});
    },
    queue: ({position, estimateMs}) => this.store.apply({type: 'placed', queue: {position, estimateMs}}),
    transfer: (event) => {
      this.#tell(event);
      if (event.status === 'failed') this.store.apply({type: 'placed'});
    },
    end: ({reason = ''}) => this.intake.end(Object.hasOwn(endings, reason) ? endings[reason] : undefined),
    problem: (event) => this.#fail(event),
    reset: (event) => this.#replace(event),
  };

  #hear(event: EventOf<'message'>): void {
    if (event.from?.kind === 'user') return this.#echo(event);
    this.#meet(event.from);
    this.intake.hear(event.message, arrivalOf(event));
  }

  /** A bot that was there from the beginning never joined: its first message tells who it is. */
  #meet(from: Speaker | undefined): void {
    const {agent, queue} = this.store.state;
    if (from?.kind !== 'bot' || agent || queue || (from.nick ?? from.avatar ?? from.status) === undefined) return;
    const {kind: _, ...who} = from;
    this.store.apply({type: 'agent_changed', agent: {...who, is_bot: true}});
  }

  /** An echo of the visitor's own message: adds it if it was sent elsewhere, such as on another device; confirms it if it was sent here. */
  #echo(event: EventOf<'message'>): void {
    const entry = this.#echoed(event);
    if (!entry) return;
    const {id} = entry;
    const at = timeOf(event.ts);
    const known = visitorEntry(this.store.state.entries, id);
    if (!known) this.store.apply({type: 'said', entry, typed: false});
    // The server's clock counts, since the server's own messages are dated by it too.
    else if (known.delivery !== 'sent' || (at !== undefined && at !== known.at))
      this.store.apply({type: 'acknowledged', id, at, done: false});
  }

  #echoed(event: EventOf<'message'>): Extract<Entry, {from: 'visitor'}> | undefined {
    const {message, ref, ts, id: position} = event;
    if (!isSpoken(message)) return undefined;
    const id = ref ?? message.id ?? this.world.newId();
    const numbered = position !== undefined && {event: position};
    return {id, at: timeOf(ts) ?? this.world.now(), from: 'visitor', message, delivery: 'sent', ...numbered};
  }

  #watchWriting({on, ttl}: EventOf<'iswriting'>): void {
    this.#calm();
    this.#calm = (): void => {};
    this.store.apply(on ? {type: 'wrote', at: this.world.now()} : {type: 'paused'});
    if (on && ttl !== undefined) this.#calm = this.world.timer(() => this.store.apply({type: 'paused'}), ttl);
  }

  #lose(id: string | undefined): void {
    if (this.store.state.agent?.id === id) this.store.apply({type: 'agent_changed', agent: undefined});
  }

  /** Adds a notice about the event, if it deserves one; never the same one twice in a row. */
  #tell(event: TransportEvent): void {
    const entry = this.#lineOf(event);
    const {entries} = this.store.state;
    const last = entries.at(-1);
    if (!entry || entries.includes(entry) || (last?.from === 'system' && last.notice === entry.notice && last.who?.id === entry.who?.id))
      return;
    this.store.apply({type: 'noticed', entry});
  }

  #lineOf(event: TransportEvent): SystemEntry | undefined {
    const line = noticeOf(event);
    if (!line) return undefined;
    const {id, ts} = event;
    const known = this.store.state.entries.find((entry): entry is SystemEntry => entry.from === 'system' && !!id && entry.event === id);
    const at = timeOf(ts) ?? this.world.now();
    return known ?? {...this.intake.noticeOf(line.notice), at, ...(line.who && {who: line.who}), ...(id !== undefined && {event: id})};
  }

  #fail({ref, code, title = code, retryable = true, ...rest}: EventOf<'problem'>): void {
    const notice = Object.hasOwn(troubles, code) ? troubles[code] : undefined;
    const error = new Error(title);
    const unanswered = notice === 'unanswered' || notice === 'invalid_response';
    if (ref !== undefined) this.store.apply({type: 'undelivered', id: ref, delivery: 'failed', retryable, unanswered, error});
    else if (notice !== 'no_agents') this.store.apply({type: 'mended', problems: [{path: '', message: title}]});
    this.store.apply({type: 'paused'});
    if (ref === undefined) this.#tell({...rest, type: 'problem', code});
  }

  /** Replaces the whole conversation: messages are taken as they are told, other events take effect again, but no action is called twice. */
  #replace({events}: EventOf<'reset'>): void {
    const {after, entries} = this.store.state;
    const told = events.flatMap((event) => (event.type === 'message' ? (this.#entryOf(event) ?? []) : (this.#keptLineOf(event) ?? [])));
    this.store.apply({type: 'replaced', entries: withSnapshot(entries, told), seen: this.intake.looking});
    for (const event of events) {
      if (event.type === 'joined') this.store.apply({type: 'agent_changed', agent: newcomer(event.agent)});
      else if (event.type === 'left') this.#lose(event.agent.id);
      else if (event.type === 'transfer') this.store.apply({type: 'placed'});
      else if (event.type !== 'message') this.take(event);
      else if (event.message.type === 'action' && isLater(event.id, after)) this.intake.hear(event.message);
    }
  }

  #keptLineOf(event: TransportEvent): SystemEntry | undefined {
    return event.id !== undefined && (event.type !== 'problem' || event.ref === undefined) ? this.#lineOf(event) : undefined;
  }

  #entryOf(event: EventOf<'message'>): Entry | undefined {
    return event.from?.kind === 'user' ? this.#echoed(event) : this.intake.entryOf(event.message, arrivalOf(event));
  }
}

/** Whoever joins counts as a person unless stated otherwise. */
function newcomer(agent: Agent): Agent {
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
      const notice = Object.hasOwn(troubles, event.code) ? troubles[event.code] : undefined;
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
function isLater(id: string | undefined, after: string | undefined): boolean {
  return id !== undefined && Number(id) > Number(after ?? 0);
}

/** Parses an ISO 8601 time to milliseconds since 1970; undefined if invalid. */
function timeOf(ts: string | undefined): number | undefined {
  const at = Date.parse(ts ?? '');
  return Number.isNaN(at) ? undefined : at;
}
