import {addressFactor, addressBudgetOf} from './limits.ts';
import {meter, type Metered} from './quotas.ts';
import {snapshotLimit} from './store/read-events.ts';
import type {StoredConversation} from './stored.ts';
import type {Services} from './services.ts';

const minute = 60_000;
/** Bytes of an answer that count as one read. */
const bytesPerRead = 65_536;

/** Who reads, and the number of the last event they know; none by default. */
export interface Reader {
  address: string | undefined;
  after?: number | undefined;
}

/**
 * Counts a read of a conversation, the most expensive thing a browser can do: against its own budget, and against that of its address.
 * A large answer counts several times.
 * @param read Resolves with what is sent, and its length in characters.
 * @throws {Problem} `rate_limited` with the time to wait.
 */
export async function meterRead<T>(
  {store, limits: {readsPerMinute}}: Pick<Services, 'store' | 'limits'>,
  {id, lastEvent}: StoredConversation,
  {address, after = 0}: Reader,
  read: () => Promise<Metered<T>>,
): Promise<T> {
  const addressBudget = addressBudgetOf(address);
  const quotas = [
    {budget: `reads:${id}`, most: readsPerMinute, within: minute},
    ...(addressBudget ? [{budget: `reads:${addressBudget}`, most: addressFactor * readsPerMinute, within: minute}] : []),
  ];
  const maxCost = Math.min(Math.ceil(snapshotLimit.bytes / bytesPerRead), readsPerMinute);
  return meter(store, quotas, after === lastEvent ? 1 : maxCost, async () => {
    const {value, used} = await read();
    return {value, used: Math.max(1, Math.ceil(used / bytesPerRead))};
  });
}

/** A value as the text that is sent. */
export function toMeteredJson(value: unknown): Metered<string> {
  const text = JSON.stringify(value);
  return {value: text, used: text.length};
}
