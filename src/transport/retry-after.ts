/** An HTTP date, which begins with the name of a day, and its zone, which one of the three formats lacks. */
const httpDate = /^([fmstw][a-z]+,? .*:\d\d(?: \d{4})?)( \D.*)?$/i;

/**
 * The seconds a `Retry-After` header asks to wait, given as a number or a date; undefined if it is neither.
 * @param now Current time in milliseconds since 1970.
 */
export function parseRetryAfter(header: string | null, now = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  // Anything else is kept from `Date.parse`, which even finds a date in `-5` and `Slot 6`.
  const [, day = '', zone = ' GMT'] = httpDate.exec(value) ?? [];
  const time = Date.parse(day + zone);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}
