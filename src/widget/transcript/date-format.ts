import type {Labels} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.values(options).join(' ')}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, formatter);
  return formatter;
}

/** The time of day, such as `19:42`. */
export function timeOf(at: number, locale: string): string {
  return formatterFor(locale, {timeStyle: 'short'}).format(at);
}

/** When something was said, for programs. */
export function isoTimeOf({at}: Entry): string {
  return new Date(at).toJSON();
}

/** The day, such as `Today` or `Monday 23 November`; with the year if that is not the current one. */
export function dayOf(at: number, labels: Labels, locale: string, now = Date.now()): string {
  const day = new Date(at);
  const today = new Date(now);
  if (day.toDateString() === today.toDateString()) return labels.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return labels.yesterday;
  const year = day.getFullYear() === today.getFullYear() ? {} : ({year: 'numeric'} as const);
  return formatterFor(locale, {weekday: 'long', day: 'numeric', month: 'long', ...year}).format(day);
}
