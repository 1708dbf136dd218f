import type {Transport} from '../src/protocol/transport.ts';
import {chaos, type Fault, type Faults} from '../src/testing/index.ts';

/** A gateway or bot that asks to be left alone for a while. */
const busy: Fault = {type: 'refused', status: 429, retryAfter: 7};

/** The ways to a bot that the toolbar offers, by their names there. */
export const networks = {
  perfect: {title: 'Perfect', faults: {}},
  slow: {title: 'Slow', faults: {latency: 3_000, jitter: 4_000, events: {late: 4_000}}},
  drops: {title: 'Drops answers', faults: {latency: 300, rates: {lost: 0.15, answer_lost: 0.35}, events: {cut: 0.2}}},
  errors: {title: 'Errors', faults: {latency: 200, rates: {refused: 0.3, html: 0.1, truncated: 0.1}, events: {refused: 0.3}}},
  busy: {title: 'Too much at once', faults: {schedule: ['none', ...Array.from({length: 20}, () => busy)]}},
  hangs: {title: 'Never answers', faults: {schedule: ['none'], rates: {hang: 1}, events: {hang: 0.5}}},
  late: {title: 'Late and out of order', faults: {jitter: 2_000, events: {late: 3_000, reordered: 0.4, duplicated: 0.3}}},
} satisfies Record<string, {title: string; faults: Faults}>;

/** The way as it is on the network chosen in the toolbar; each time other accidents, since nobody compares two looks. */
export function over(transport: Transport, {network = 'perfect'}: {network?: string}): Transport {
  const chosen: {faults: Faults} | undefined = Object.entries(networks).find(([name]) => name === network)?.[1];
  return chosen && network !== 'perfect' ? chaos(transport, {seed: Date.now(), ...chosen.faults}) : transport;
}
