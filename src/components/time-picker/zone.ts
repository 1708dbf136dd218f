/** The time zone of a picker's slots. */
export interface Zone {
  /** IANA name, always one the browser knows. */
  id: string;
  /** In the reader's language. */
  name: string;
}

/** The visitor's own time zone. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The zone with that name, or the visitor's if the browser does not know it. */
export function zoneOf(name: string, locale: string): Zone {
  const id = isZone(name) ? name : ownZone();
  const parts = new Intl.DateTimeFormat(locale, {timeZone: id, timeZoneName: 'longGeneric'}).formatToParts();
  return {id, name: parts.find(({type}) => type === 'timeZoneName')?.value ?? id};
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions().timeZone !== '' && name !== '';
  } catch {
    return false; // Not a zone this browser knows.
  }
}
