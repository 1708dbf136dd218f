import type {Limits} from './options.ts';
import {Problem} from './problem.ts';
import type {Store} from './store/store.ts';

const defaults: Required<Limits> = {
  messagesPerMinute: 60,
  requestsPerMinute: 100,
  readsPerMinute: 300,
  streams: 5,
  bodyBytes: 102_400,
  fileBytes: 10_000_000,
  conversationFileBytes: 200_000_000,
  addressFileBytes: 1_000_000_000,
  dataBytes: 65_536,
  replay: 500,
};

/** How many times the budget of one conversation a single address gets for all of them. */
export const addressFactor = 20;

export function limitsOf(limits: Limits = {}): Required<Limits> {
  return {...defaults, ...limits};
}

/**
 * Takes one from a budget.
 * @throws {Problem} `rate_limited` with the time to wait.
 */
export async function spend(store: Store, budget: string, perMinute: number): Promise<void> {
  const wait = await store.spend(budget, perMinute);
  if (wait > 0) throw new Problem('rate_limited', {retryAfter: Math.ceil(wait / 1000)});
}

/** Takes one unit from the budget everybody at an address shares, twenty times that of one conversation. @throws {Problem} as above. */
export async function spendForAddress(store: Store, kind: string, address: string | undefined, perMinute: number): Promise<void> {
  const addressBudget = addressBudgetOf(address);
  const wait = addressBudget ? await store.charge(`${kind}:${addressBudget}`, 1, {most: addressFactor * perMinute, within: 60_000}) : 0;
  if (wait > 0) throw new Problem('rate_limited', {retryAfter: Math.ceil(wait / 1000)});
}

/**
 * The budget of an address; with IPv6 that of its first 64 bits, since one host can choose all the others. Undefined if the server does not
 * tell the address: one visitor must not use up everybody's budget.
 */
export function addressBudgetOf(address: string | undefined): string | undefined {
  if (!address) return undefined;
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  return `address:${plain.includes(':') ? networkOf(plain) : plain}`;
}

/** The first 64 bits of an IPv6 address, written in one way only. */
function networkOf(address: string): string {
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({length: Math.max(0, 8 - head.length - tail.length)}, () => '0');
  return [...head, ...(after === undefined ? [] : zeros), ...tail]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
