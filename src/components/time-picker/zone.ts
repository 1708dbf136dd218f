/** The time zone that a picker's slots are shown in. */
export interface Zone {
  /** An IANA name that the browser knows. */
  id: string;
  /** In the reader's language. */
  name: string;
}

/** The visitor's own time zone. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The zone of that name, or the visitor's own if the browser does not know it. */
export function zoneOf(name: string, locale: string): Zone {
  const id = isZone(name) ? name : localZone();
  const parts = new Intl.DateTimeFormat(locale, {timeZone: id, timeZoneName: 'longGeneric'}).formatToParts();
  return {id, name: parts.find(({type}) => type === 'timeZoneName')?.value ?? id};
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions().timeZone !== '' && name !== '';
  } catch {
    return false; // Not a zone that this browser knows.
  }
}
