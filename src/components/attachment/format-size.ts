const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A file size in the locale's format, such as `340 kB`. Uses multiples of 1000, as file managers do. */
export function formatSize(bytes: number, locale: string): string {
  const unitIndex = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const amount = bytes / 1000 ** unitIndex;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unitIndex]!,
    unitDisplay: unitIndex === 0 ? 'long' : 'short',
    maximumFractionDigits: amount < 10 && unitIndex > 0 ? 1 : 0,
  }).format(amount);
}
