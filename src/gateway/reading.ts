import {budgetOf} from './limits.ts';
import {metered, type Metered} from './quotas.ts';
import {most} from './store/at-once.ts';
import type {StoredConversation} from './stored.ts';
import type {Surroundings} from './surroundings.ts';

const minute = 60_000;
/** Bytes of an answer that count as one reading. */
const perReading = 65_536;
/** Conversations at one address that may be read as often as one may be. */
const readersAtOnce = 20;

/** Who reads, and what they know already: the number of an event; nothing by default. */
export interface Reader {
  address: string | undefined;
  after?: number | undefined;
}

/**
 * Counts a reading of a conversation, which costs most of all that a browser may do: for itself, and for all who are at its address.
 * What is large counts several times.
 * @param read Resolves with what is told, and how many characters that is.
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
    ...(who ? [{budget: `reads:${who}`, most: readersAtOnce * readsPerMinute, within: minute}] : []),
  ];
  const largest = Math.min(Math.ceil(most.bytes / perReading), readsPerMinute);
  return metered(store, quotas, after === lastEvent ? 1 : largest, async () => {
    const {value, used} = await read();
    return {value, used: Math.max(1, Math.ceil(used / perReading))};
  });
}

/** Something as the text it is told in. */
export function told(value: unknown): Metered<string> {
  const text = JSON.stringify(value);
  return {value: text, used: text.length};
}
