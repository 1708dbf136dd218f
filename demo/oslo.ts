import type {TimeSlot} from '../src/protocol/message.ts';

/** The shop's time zone. */
export const zone = 'Europe/Oslo';

const days = new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short'});
const hours = new Intl.DateTimeFormat('en-GB', {timeZone: zone, hour: '2-digit', hourCycle: 'h23'});
const offsets = new Intl.DateTimeFormat('en', {timeZone: zone, timeZoneName: 'longOffset'});

/** The date in Oslo, `YYYY-MM-DD`. */
export function osloDay(at: Date): string {
  return days.format(at);
}

/** The hour in Oslo, 0 to 23. */
export function osloHour(at: Date): number {
  return Number(hours.format(at));
}

/** The hour the shop closes on a day `YYYY-MM-DD`; undefined on Sundays. It opens at 10. */
export function closingHour(day: string): number | undefined {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return weekday === 0 ? undefined : weekday === 6 ? 16 : 18;
}

/** Bookable visits: four on each of the next four open days, half an hour each. */
export function visits(now: Date): TimeSlot[] {
  return nextOpenDays(now, 4).flatMap((day) => ['10:15', '11:00', '13:30', '15:00'].map((time) => visit(day, time)));
}

/** A time as people in the shop write it: "Thursday 26 November, 13:30". */
export function spokenTime(at: Date): string {
  const parts = {weekday: 'long', day: 'numeric', month: 'long'} as const;
  const day = new Intl.DateTimeFormat('en-GB', {timeZone: zone, ...parts}).format(at);
  const time = new Intl.DateTimeFormat('en-GB', {timeZone: zone, timeStyle: 'short'}).format(at);
  return `${day.replace(',', '')}, ${time}`;
}

function visit(day: string, time: string): TimeSlot {
  return {id: `visit-${day}-${time.replace(':', '')}`, start: `${day}T${time}:00${offset(day)}`, duration: 30};
}

/** The start of a visit by its id; undefined for an invalid id. */
export function visitTime(id: string): Date | undefined {
  const [, day, hour, minute] = /^visit-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)$/.exec(id) ?? [];
  const at = day ? new Date(`${day}T${hour}:${minute}:00${offset(day)}`) : undefined;
  return at && !Number.isNaN(at.getTime()) ? at : undefined;
}

function nextOpenDays(now: Date, count: number): string[] {
  const open: string[] = [];
  const noon = Date.parse(`${osloDay(now)}T12:00:00Z`);
  for (let ahead = 1; open.length < count; ahead++) {
    const day = new Date(noon + ahead * 86_400_000).toISOString().slice(0, 10);
    if (closingHour(day)) open.push(day);
  }
  return open;
}

/** UTC offset of Oslo at noon of a day, such as `+01:00`: clocks change at night, outside opening hours. */
function offset(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return 'Z';
  const name = offsets.formatToParts(noon).find(({type}) => type === 'timeZoneName')?.value ?? 'GMT';
  return name.slice(3) || 'Z';
}
