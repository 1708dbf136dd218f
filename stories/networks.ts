import type {EventFaults, Fault, FaultName, Faults} from '../src/testing/faults.ts';

/** An overloaded gateway or bot. */
const busy: Fault = {type: 'refused', status: 429, retryAfter: 7};

/** The networks in the toolbar, by name. */
export const networks = {
  perfect: {title: 'Perfect', faults: {}},
  slow: {title: 'Slow', faults: {latency: 3_000, jitter: 4_000, events: {late: 4_000}}},
  drops: {title: 'Drops answers', faults: {latency: 300, rates: {lost: 0.15, answer_lost: 0.35}, events: {cut: 0.2}}},
  errors: {title: 'Errors', faults: {latency: 200, rates: {refused: 0.3, html: 0.1, truncated: 0.1}, events: {refused: 0.3}}},
  busy: {title: 'Too much at once', faults: {schedule: ['none', ...Array.from({length: 20}, () => busy)]}},
  hangs: {title: 'Never answers', faults: {schedule: ['none'], rates: {hang: 1}, events: {hang: 0.5}}},
  late: {title: 'Late and out of order', faults: {jitter: 2_000, events: {late: 3_000, reordered: 0.4, duplicated: 0.3}}},
} satisfies Record<string, {title: string; faults: Faults}>;

/** Name of the network that the sliders control. */
export const own = 'own';

/** Faults that the sliders set: times in milliseconds, shares from 0 to 1. */
export type Tuning = Pick<Faults, 'latency' | 'jitter' | 'rates' | 'events'>;

export interface Globals {
  network?: string;
  /** Only used if the network is `own`. */
  faults?: Tuning;
}

/** Faults of the chosen network. */
export function faultsOf({network = 'perfect', faults = {}}: Globals): Faults {
  if (network === own) return faults;
  const chosen: {faults: Faults} | undefined = Object.entries(networks).find(([name]) => name === network)?.[1];
  return chosen?.faults ?? {};
}

/** Sliders for the share of requests with each fault. */
export const rates: Readonly<Record<Exclude<FaultName, 'none'>, string>> = {
  slow: 'Answered 5 s later',
  offline: 'Not sent: no connection',
  lost: 'Lost on the way there',
  answer_lost: 'Heard, the answer lost',
  duplicated: 'Heard twice',
  truncated: 'Heard, the answer cut',
  html: 'Answered with a web page',
  refused: 'Answered with an error',
  hang: 'Never answered',
};

/** Sliders for the share of late events, or of connections for them, with each fault. */
export const eventRates: Readonly<Record<Exclude<keyof EventFaults, 'late'>, string>> = {
  duplicated: 'Comes twice',
  reordered: 'Overtaken by others',
  lost: 'Does not come',
  cut: 'The connection breaks',
  hang: 'Nothing comes any more',
  refused: 'No connection is made',
};
