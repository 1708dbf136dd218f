import type {EventFaults, Fault, FaultName, Faults} from './faults.ts';
import {seeded} from './seeded.ts';

/** Statuses of a refusal for which none is named: the bot's fault, something in between, too much at once. */
const refusalStatuses = [500, 502, 503, 429] as const;

/** Milliseconds of an answer that is slow without saying how much. */
const defaultSlowness = 5_000;

/** Milliseconds by which an event that is overtaken is late at most. */
const maxReorderDelay = 1_000;

/** What happens to one late event. */
export type EventOutcome =
  | {type: 'lost'}
  | {type: 'cut'}
  | {type: 'hang'}
  /** Once for each delay, in milliseconds. */
  | {type: 'comes'; delays: readonly number[]; isReordered: boolean};

/** Decides what happens next: what was written down first, then by chance. */
export class FaultSchedule {
  readonly #faults: Faults;
  readonly #random: () => number;
  #index = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#random = seeded(faults.seed ?? 1);
  }

  /** The fault of the next request, complete in every field. */
  next(): Fault {
    const fault = this.#faults.schedule?.[this.#index++] ?? this.#randomFault();
    return this.#withDefaults(typeof fault === 'string' ? {type: fault} : fault);
  }

  /** Milliseconds that a request, an answer or a connection travels. */
  nextLatency(): number {
    const {latency = 0, jitter = 0} = this.#faults;
    return latency + jitter * this.#random();
  }

  /** Whether the next connection for late events is refused. */
  isRefused(): boolean {
    return this.#occurs('refused');
  }

  nextOutcome(): EventOutcome {
    for (const type of ['lost', 'cut', 'hang'] as const) if (this.#occurs(type)) return {type};
    const {late = 0} = this.#faults.events ?? {};
    const delay = this.nextLatency() + late * this.#random();
    if (this.#occurs('reordered')) return {type: 'comes', delays: [delay + maxReorderDelay * this.#random()], isReordered: true};
    return {type: 'comes', delays: this.#occurs('duplicated') ? [delay, delay] : [delay], isReordered: false};
  }

  #randomFault(): Fault | FaultName {
    let left = this.#random();
    for (const [name, rate] of Object.entries(this.#faults.rates ?? {})) {
      left -= rate;
      if (left < 0 && isFaultName(name)) return name;
    }
    return 'none';
  }

  #withDefaults(fault: Fault): Fault {
    if (fault.type === 'slow') return {ms: defaultSlowness, ...fault};
    if (fault.type === 'refused') return {status: this.#pick(refusalStatuses), heard: false, ...fault};
    return fault.type === 'hang' ? {heard: this.#random() < 0.5, ...fault} : fault;
  }

  #pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.#random() * items.length)] ?? items[0];
  }

  /** Draws no number where nothing can happen, so that adding one kind of fault moves no other. */
  #occurs(name: keyof EventFaults): boolean {
    const rate = this.#faults.events?.[name] ?? 0;
    return rate > 0 && this.#random() < rate;
  }
}

const faultNames: Readonly<Record<FaultName, true>> = {
  none: true,
  slow: true,
  offline: true,
  lost: true,
  answer_lost: true,
  duplicated: true,
  truncated: true,
  html: true,
  refused: true,
  hang: true,
};

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultNames, name);
}
