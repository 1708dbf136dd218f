import type {TransportEvent} from '../protocol/events.ts';
import type {Timer} from './environment.ts';

export interface ReorderBufferOptions {
  /** Id of the last event processed. */
  after: string | undefined;
  /** Whether events are numbered consecutively, so that a missing one is noticed. */
  isNumbered: boolean;
  timer: Timer;
  /** Called with each event once, in order; `after` is where listening would resume now. */
  deliver: (event: TransportEvent, after: string | undefined) => void;
  /** Called when an event has been missing for too long; listening again asks for it. */
  refetch: () => void;
}

/** Milliseconds later events wait for a missing one before it is asked for. */
const gapTimeout = 2_000;
/** How often a missing event is asked for before it is given up. */
const maxRefetches = 3;
/** How many ids are remembered to recognise repeated events, if ids are not numbers. */
const maxRemembered = 1_000;
const numberPattern = /^\d{1,15}$/;

/** Puts events into order and removes repetitions. */
export class ReorderBuffer {
  #last: number;
  /** Events that arrived too early. */
  readonly #early = new Map<number, TransportEvent>();
  /** Numbers given up; their events may still arrive. */
  readonly #skipped = new Set<number>();
  readonly #seen = new Set<string>();
  /** After which number an event was asked for, and how often. */
  #refetches = {after: -1, times: 0};
  #cancelTimer: (() => void) | undefined;

  constructor(private readonly options: ReorderBufferOptions) {
    const {after = '0'} = options;
    this.#last = numberPattern.test(after) ? Number(after) : 0;
    if (options.after !== undefined) this.#seen.add(after);
  }

  accept(event: TransportEvent): void {
    const {id} = event;
    if (id === undefined) this.options.deliver(event, undefined);
    else if (this.options.isNumbered && numberPattern.test(id)) this.#acceptNumbered(event, Number(id));
    else if (!this.#seen.has(id)) this.#acceptUnnumbered(event, id);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #acceptUnnumbered(event: TransportEvent, id: string): void {
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (oldest !== undefined && this.#seen.size > maxRemembered) this.#seen.delete(oldest);
    this.options.deliver(event, id);
  }

  #acceptNumbered(event: TransportEvent, position: number): void {
    if (event.type === 'reset') return this.#reset(event, position);
    if (this.#skipped.delete(position)) return this.options.deliver(event, undefined);
    if (position <= this.#last) return;
    this.#early.set(position, event);
    this.#drain();
  }

  /** A reset covers everything up to its own number. */
  #reset(event: TransportEvent, position: number): void {
    this.stop();
    this.#last = position;
    this.#skipped.clear();
    for (const early of this.#early.keys()) if (early <= position) this.#early.delete(early);
    this.options.deliver(event, String(position));
    this.#drain();
  }

  #drain(): void {
    for (let next = this.#early.get(this.#last + 1); next; next = this.#early.get(this.#last + 1)) {
      this.#early.delete(++this.#last);
      this.stop();
      this.options.deliver(next, String(this.#last));
    }
    if (this.#early.size) this.#cancelTimer ??= this.options.timer(() => this.#refetchGap(), gapTimeout);
  }

  /** Listening again brings everything after the last processed event, including what arrived too early. */
  #refetchGap(): void {
    this.#cancelTimer = undefined;
    const times = this.#refetches.after === this.#last ? this.#refetches.times + 1 : 1;
    this.#refetches = {after: this.#last, times};
    if (times > maxRefetches) {
      this.#skipGap();
      return this.#drain();
    }
    this.#early.clear();
    this.options.refetch();
  }

  #skipGap(): void {
    const next = Math.min(...this.#early.keys());
    for (let position = Math.max(this.#last + 1, next - maxRemembered); position < next; position++) this.#skipped.add(position);
    this.#last = next - 1;
  }
}
