import type {Entry} from '../protocol/entry.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {visitorEntry} from './entries.ts';
import type {Arrival, Intake, Source} from './intake.ts';
import {isSpoken} from './spoken.ts';
import type {Store} from './store.ts';

type EventOf<T extends TransportEvent['type']> = TransportEvent & {type: T};

/** Makes of each event that arrives unasked what it means for the conversation. */
export class LateEvents {
  constructor(
    private readonly store: Store,
    private readonly intake: Intake,
    private readonly source: Source,
  ) {}

  take<T extends TransportEvent['type']>(event: EventOf<T>): void {
    this.#takers[event.type](event);
  }

  readonly #takers: {[T in TransportEvent['type']]: (event: EventOf<T>) => void} = {
    message: (event) => this.#hear(event),
    ack: ({ref}) => this.store.apply({type: 'acknowledged', id: ref, done: true}),
    iswriting: ({on}) => this.store.apply(on ? {type: 'wrote', at: this.source.now()} : {type: 'paused'}),
    joined: ({agent}) => this.store.apply({type: 'agent_changed', agent}),
    left: ({agent}) => this.#lose(agent.id),
    end: () => this.intake.end(),
    problem: (event) => this.#fail(event),
    reset: (event) => this.#replace(event),
    // Places in a queue, transfers and who has read come with people, whom a gateway brings.
    read: () => {},
    queue: () => {},
    transfer: () => {},
  };

  #hear(event: EventOf<'message'>): void {
    if (event.from?.kind === 'user') this.#echo(event);
    else this.intake.hear(event.message, arrivalOf(event));
  }

  /** What the visitor said elsewhere, such as in another tab; of what was said here it tells that it arrived. */
  #echo(event: EventOf<'message'>): void {
    const entry = this.#echoed(event);
    if (!entry) return;
    if (!this.store.state.entries.some(({id}) => id === entry.id)) this.store.apply({type: 'said', entry, typed: false});
    else if (visitorEntry(this.store.state.entries, entry.id)?.delivery !== 'sent')
      this.store.apply({type: 'acknowledged', id: entry.id, done: false});
  }

  #echoed(event: EventOf<'message'>): Extract<Entry, {from: 'visitor'}> | undefined {
    const {message, ref, ts, id: position} = event;
    if (!isSpoken(message)) return undefined;
    const id = ref ?? message.id ?? this.source.newId();
    const numbered = position !== undefined && {event: position};
    return {id, at: timeOf(ts) ?? this.source.now(), from: 'visitor', message, delivery: 'sent', ...numbered};
  }

  #lose(id: string | undefined): void {
    if (this.store.state.agent?.id === id) this.store.apply({type: 'agent_changed', agent: undefined});
  }

  #fail({ref, code, title = code, retryable = true}: EventOf<'problem'>): void {
    if (ref !== undefined) this.store.apply({type: 'undelivered', id: ref, delivery: 'failed', retryable, error: new Error(title)});
    else if (code === 'bot_invalid_response') this.intake.notice('invalid_response');
    else this.store.apply({type: 'mended', problems: [{path: '', message: title}]});
  }

  /** The whole conversation anew: its messages stand as they are told, and all else happens, but no call for the second time. */
  #replace({events}: EventOf<'reset'>): void {
    const {after} = this.store.state;
    const entries = events.flatMap((event) => (event.type === 'message' ? (this.#entryOf(event) ?? []) : []));
    this.store.apply({type: 'replaced', entries, seen: this.intake.looking});
    for (const event of events) {
      if (event.type !== 'message') this.take(event);
      else if (event.message.type === 'action' && isLater(event.id, after)) this.intake.hear(event.message);
    }
  }

  #entryOf(event: EventOf<'message'>): Entry | undefined {
    return event.from?.kind === 'user' ? this.#echoed(event) : this.intake.entryOf(event.message, arrivalOf(event));
  }
}

function arrivalOf({from, ts, id}: EventOf<'message'>): Arrival {
  const {kind, ...who} = from ?? {};
  return {at: timeOf(ts), event: id, from: kind === 'agent' ? 'agent' : undefined, who: Object.keys(who).length ? who : undefined};
}

/** Whether an event stands behind a place in the log; of one without a place nobody can say. */
function isLater(id: string | undefined, after: string | undefined): boolean {
  return id !== undefined && Number(id) > Number(after ?? 0);
}

/** Milliseconds since 1970 of an ISO 8601 time, if it is one. */
function timeOf(ts: string | undefined): number | undefined {
  const at = Date.parse(ts ?? '');
  return Number.isNaN(at) ? undefined : at;
}
