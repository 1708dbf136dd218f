import type {TransportEvent} from '../protocol/events.ts';
import type {Timer} from './surroundings.ts';

export interface SequenceOptions {
  /** Id of the last event processed. */
  after: string | undefined;
  /** Whether events are numbered consecutively, so that a missing one is noticed. */
  numbered: boolean;
  timer: Timer;
  /** Called with each event once, in order; `after` is where listening would resume now. */
  take: (event: TransportEvent, after: string | undefined) => void;
  /** Called when an event has been missing for too long; listening again asks for it. */
  missed: () => void;
}

/** Milliseconds later events wait for a missing one before it is asked for. */
const patience = 2_000;
/** How often a missing event is asked for before it is given up. */
const asks = 3;
/** How many ids are remembered to recognise repeated events, if ids are not numbers. */
const memory = 1_000;
const number = /^\d{1,15}$/;

/** Puts events into order and removes repetitions. */
export class Sequence {
  #last: number;
  /** Events that arrived too early. */
  readonly #early = new Map<number, TransportEvent>();
  /** Places given up; their events may still arrive. */
  readonly #missing = new Set<number>();
  readonly #seen = new Set<string>();
  /** After which place an event was asked for, and how often. */
  #asked = {behind: -1, times: 0};
  #stopWaiting: (() => void) | undefined;

  constructor(private readonly options: SequenceOptions) {
    const {after = '0'} = options;
    this.#last = number.test(after) ? Number(after) : 0;
    if (options.after !== undefined) this.#seen.add(after);
  }

  accept(event: TransportEvent): void {
    const {id} = event;
    if (id === undefined) this.options.take(event, undefined);
    else if (this.options.numbered && number.test(id)) this.#acceptNumbered(event, Number(id));
    else if (!this.#seen.has(id)) this.#acceptNamed(event, id);
  }

  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  #acceptNamed(event: TransportEvent, id: string): void {
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (oldest !== undefined && this.#seen.size > memory) this.#seen.delete(oldest);
    this.options.take(event, id);
  }

  #acceptNumbered(event: TransportEvent, place: number): void {
    if (event.type === 'reset') return this.#restart(event, place);
    if (this.#missing.delete(place)) return this.options.take(event, undefined);
    if (place <= this.#last) return;
    this.#early.set(place, event);
    this.#drain();
  }

  /** A reset covers everything up to its own place. */
  #restart(event: TransportEvent, place: number): void {
    this.stop();
    this.#last = place;
    this.#missing.clear();
    for (const early of this.#early.keys()) if (early <= place) this.#early.delete(early);
    this.options.take(event, String(place));
    this.#drain();
  }

  #drain(): void {
    for (let next = this.#early.get(this.#last + 1); next; next = this.#early.get(this.#last + 1)) {
      this.#early.delete(++this.#last);
      this.stop();
      this.options.take(next, String(this.#last));
    }
    if (this.#early.size) this.#stopWaiting ??= this.options.timer(() => this.#miss(), patience);
  }

  /** Listening again brings everything after the last processed event, including what arrived too early. */
  #miss(): void {
    this.#stopWaiting = undefined;
    const times = this.#asked.behind === this.#last ? this.#asked.times + 1 : 1;
    this.#asked = {behind: this.#last, times};
    if (times > asks) {
      this.#giveUp();
      return this.#drain();
    }
    this.#early.clear();
    this.options.missed();
  }

  #giveUp(): void {
    const next = Math.min(...this.#early.keys());
    for (let place = Math.max(this.#last + 1, next - memory); place < next; place++) this.#missing.add(place);
    this.#last = next - 1;
  }
}
