import {Problem} from './problem.ts';
import type {Store} from './store/store.ts';

/** How much may be used up within so many milliseconds. */
export interface Quota {
  budget: string;
  most: number;
  within: number;
  detail?: string;
}

/** The result of some work, and how much it used up. */
export interface Metered<T> {
  value: T;
  used: number;
}

/**
 * Does some work if the quota has room for it. Room is reserved beforehand for as much as it may need, so that parallel work gets no more than
 * sequential work, and what was not needed is given back. Work that fails has used nothing.
 * @throws {Problem} `rate_limited`, and whatever the work throws.
 */
export async function meter<T>(
  store: Pick<Store, 'charge'>,
  quotas: readonly Quota[],
  reserved: number,
  work: () => Promise<Metered<T>>,
): Promise<T> {
  for (const [index, {budget, detail, ...limit}] of quotas.entries()) {
    const wait = await store.charge(budget, reserved, limit);
    if (wait === 0) continue;
    await charge(store, quotas.slice(0, index), -reserved);
    throw new Problem('rate_limited', {...(detail && {detail}), retryAfter: Math.ceil(wait / 1000)});
  }
  let needed = 0;
  try {
    const {value, used} = await work();
    needed = used;
    return value;
  } finally {
    await charge(store, quotas, needed - reserved);
  }
}

/** Adds to what is used up, whether there is room or not; a negative amount gives back. */
export async function charge(store: Pick<Store, 'charge'>, quotas: readonly Quota[], amount: number): Promise<void> {
  if (amount !== 0) for (const {budget, within} of quotas) await store.charge(budget, amount, {most: Infinity, within});
}
