import type {TimePickerMessage} from '../../protocol/message.ts';

/** A time that the visitor may choose. */
export interface Slot {
  id: string;
  /** Its path in the message, such as `timeslots[3]`. */
  choice: string;
  /** Milliseconds since 1970. */
  start: number;
  /** `YYYY-MM-DD` in the picker's time zone. */
  day: string;
  past: boolean;
}

export interface SlotDay {
  /** `YYYY-MM-DD`. */
  key: string;
  slots: readonly Slot[];
}

/** The slots with a valid time, in chronological order. */
export function slotsOf({timeslots}: TimePickerMessage, timeZone: string, now: number): Slot[] {
  const day = dayIn(timeZone);
  return timeslots
    .map(({id, start}, index) => ({id, choice: `timeslots[${index}]`, start: Date.parse(start)}))
    .filter(({start}) => Number.isFinite(start))
    .toSorted((a, b) => a.start - b.start)
    .map((slot) => ({...slot, day: day(slot.start), past: slot.start <= now}));
}

/** Slots grouped by day. Days with nothing but past slots are left out, except `kept`, or unless no other days remain. */
export function daysOf(slots: readonly Slot[], kept?: string): SlotDay[] {
  const keys = [...new Set(slots.map(({day}) => day))];
  const days = keys.map((key) => ({key, slots: slots.filter(({day}) => day === key)}));
  const left = days.filter(({key, slots}) => key === kept || slots.some(({past}) => !past));
  return left.length ? left : days;
}

function dayIn(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {timeZone, year: 'numeric', month: '2-digit', day: '2-digit'});
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({type, value}) => [type, value]));
    return `${parts['year']}-${parts['month']}-${parts['day']}`;
  };
}
