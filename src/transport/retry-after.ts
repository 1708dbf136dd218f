/**
 * Seconds that a `Retry-After` header asks to wait, given as a number or as a date; undefined when it says neither.
 * @param now Milliseconds since 1970, which a date is compared with.
 */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
