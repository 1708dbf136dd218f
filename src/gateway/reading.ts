import {atOneAddress, budgetOf} from './limits.ts';
import {metered, type Metered} from './quotas.ts';
import {most} from './store/at-once.ts';
import type {StoredConversation} from './stored.ts';
import type {Surroundings} from './surroundings.ts';

const minute = 60_000;
/** Bytes of an answer that count as one read. */
const perReading = 65_536;

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
export async function reading<T>(
  {store, limits: {readsPerMinute}}: Pick<Surroundings, 'store' | 'limits'>,
  {id, lastEvent}: StoredConversation,
  {address, after = 0}: Reader,
  read: () => Promise<Metered<T>>,
): Promise<T> {
  const who = budgetOf(address);
  const quotas = [
    {budget: `reads:${id}`, most: readsPerMinute, within: minute},
    ...(who ? [{budget: `reads:${who}`, most: atOneAddress * readsPerMinute, within: minute}] : []),
  ];
  const largest = Math.min(Math.ceil(most.bytes / perReading), readsPerMinute);
  return metered(store, quotas, after === lastEvent ? 1 : largest, async () => {
    const {value, used} = await read();
    return {value, used: Math.max(1, Math.ceil(used / perReading))};
  });
}

/** A value as the text that is sent. */
export function told(value: unknown): Metered<string> {
  const text = JSON.stringify(value);
  return {value: text, used: text.length};
}
