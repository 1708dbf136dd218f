/** A date of HTTP, which begins with the name of a day, and its zone, which one of the three forms lacks. */
const date = /^([fmstw][a-z]+,? .*:\d\d(?: \d{4})?)( \D.*)?$/i;

/**
 * Seconds that a `Retry-After` header asks to wait, given as a number or as a date; undefined when it says neither.
 * @param now Milliseconds since 1970, which a date is compared with.
 */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  // Anything else than such a date is not shown to `Date.parse`, which finds one in `-5` and in `Slot 6`.
  const [, day = '', zone = ' GMT'] = date.exec(value) ?? [];
  const time = Date.parse(day + zone);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1000));
}
