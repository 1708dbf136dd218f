/** A date and a time as ISO 8601 has them, and their offset as bots write it; `Date.parse` alone finds dates in almost anything. */
const isoDateTime = /^([+-]?\d{4,6}-\d\d-\d\d)(?:[T ]([\d:.]+))?( ?(?:Z|UTC|([+-]\d\d):?(\d\d)?))?$/i;
const dayMs = 24 * 60 * 60_000;

/**
 * A moment as ISO 8601 text with an offset; where there is none, it is what the clocks of the zone show. Undefined when it is no such text.
 * Without a zone of that name the text stays as it is.
 * @example instant('2026-11-20T10:00', 'America/New_York') // '2026-11-20T15:00:00.000Z'
 */
export function instantOf(text: string, timeZone: string): string | undefined {
  const [, date, time = '00:00', offset, hours, minutes = '00'] = isoDateTime.exec(text) ?? [];
  const epochAt = (utcOffset: string): number => Date.parse(`${date}T${time}${utcOffset}`);
  const explicitOffset = hours ? `${hours}:${minutes}` : 'Z';
  if (Number.isNaN(epochAt(explicitOffset))) return undefined;
  if (offset) return `${date}T${time}${explicitOffset}`;
  try {
    const format = new Intl.DateTimeFormat('en', {timeZone, timeZoneName: 'longOffset'});
    const offsetAt = (moment: number): string => format.format(moment).split('GMT')[1] || 'Z';
    const isValid = (utcOffset: string): boolean => offsetAt(epochAt(utcOffset)) === utcOffset;
    const before = offsetAt(epochAt('Z') - dayMs);
    const after = offsetAt(epochAt('Z') + dayMs);
    // Of a time that clocks show twice the first is meant; one that they leave out is told by the clock from before.
    return new Date(epochAt(isValid(before) || !isValid(after) ? before : after)).toISOString();
  } catch {
    return text; // No such zone, or no such moment.
  }
}
