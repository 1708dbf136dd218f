/** Formats seconds like `1:36`, in the digits of the locale. */
export function formatDuration(seconds: number, locale: string): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const twoDigits = new Intl.NumberFormat(locale, {minimumIntegerDigits: 2, useGrouping: false});
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const leading = hours > 0 ? [hours.toLocaleString(locale), twoDigits.format(minutes)] : [minutes.toLocaleString(locale)];
  return [...leading, twoDigits.format(whole % 60)].join(':');
}
