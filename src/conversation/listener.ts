import type {TransportEvent} from '../protocol/events.ts';
import type {Transport} from '../protocol/transport.ts';
import type {Intake, Source} from './intake.ts';
import {isSpoken} from './spoken.ts';
import type {Store} from './store.ts';

type EventOf<T extends TransportEvent['type']> = TransportEvent & {type: T};

/** Takes in what arrives unasked, for as long as the conversation is open and one connection lasts. */
export class LateListener {
  #listening: AbortController | undefined;

  constructor(
    private readonly transport: Transport,
    private readonly store: Store,
    private readonly intake: Intake,
    private readonly source: Source,
  ) {}

  /** Follows the conversation: listens while it is open, and only then. */
  follow(open: boolean): void {
    if (open && !this.#listening) void this.#listen((this.#listening = new AbortController()).signal);
    if (!open) this.stop();
  }

  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const {after} = this.store.state;
    try {
      for await (const event of this.transport.listen?.({after, signal}) ?? []) {
        if (signal.aborted) return;
        this.#take(event);
      }
    } catch (error) {
      if (!signal.aborted) console.warn('Late messages cannot be heard any more', error);
    }
  }

  #take<T extends TransportEvent['type']>(event: EventOf<T>): void {
    this.#takers[event.type](event);
    if (event.id !== undefined) this.store.apply({type: 'followed', after: event.id});
  }

  readonly #takers: {[T in TransportEvent['type']]: (event: EventOf<T>) => void} = {
    message: (event) => this.#hear(event),
    iswriting: ({on}) => this.store.apply(on ? {type: 'wrote', at: this.source.now()} : {type: 'paused'}),
    joined: ({agent}) => this.store.apply({type: 'agent_changed', agent}),
    left: ({agent}) => this.#lose(agent.id),
    end: () => this.intake.end(),
    problem: (event) => this.#fail(event),
    reset: ({events}) => {
      for (const event of events) this.#take(event);
    },
    // An answer says that its message arrived; places in a queue and transfers come with people, whom a gateway brings.
    ack: () => {},
    read: () => {},
    queue: () => {},
    transfer: () => {},
  };

  #hear(event: EventOf<'message'>): void {
    const {kind, ...who} = event.from ?? {};
    if (kind === 'user') return this.#echo(event);
    this.intake.hear(event.message, {
      at: timeOf(event.ts),
      from: kind === 'agent' ? 'agent' : undefined,
      who: Object.keys(who).length ? who : undefined,
    });
  }

  /** What the visitor said elsewhere, such as in another tab; what was said here is there already. */
  #echo({message, ref, ts}: EventOf<'message'>): void {
    const id = ref ?? message.id ?? this.source.newId();
    if (!isSpoken(message) || this.store.state.entries.some((entry) => entry.id === id)) return;
    const at = timeOf(ts) ?? this.source.now();
    this.store.apply({type: 'said', entry: {id, at, from: 'visitor', message, delivery: 'sent'}, typed: false});
  }

  #lose(id: string | undefined): void {
    if (this.store.state.agent?.id === id) this.store.apply({type: 'agent_changed', agent: undefined});
  }

  #fail({ref, code, title = code, retryable = true}: EventOf<'problem'>): void {
    if (ref !== undefined) this.store.apply({type: 'undelivered', id: ref, delivery: 'failed', retryable, error: new Error(title)});
    else if (code === 'bot_invalid_response') this.intake.notice('invalid_response');
    else this.store.apply({type: 'mended', problems: [{path: '', message: title}]});
  }
}

/** Milliseconds since 1970 of an ISO 8601 time, if it is one. */
function timeOf(ts: string | undefined): number | undefined {
  const at = Date.parse(ts ?? '');
  return Number.isNaN(at) ? undefined : at;
}
