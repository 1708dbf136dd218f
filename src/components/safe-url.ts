const navigable = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/**
 * The address of a link, normalised, where a visitor may be led there: https, http, mailto or tel, whole, and without a user name or
 * password that would pass for a host. Undefined for everything else: the words then stay, the link does not.
 */
export function safeLink(value: unknown): string | undefined {
  const url = read(value);
  return url && navigable.has(url.protocol) ? url.href : undefined;
}

/**
 * The address of a picture, film or sound, normalised, where it may be loaded: https, or the origin of the page. One that begins with a
 * slash is of that origin; one that is relative to whatever page the visitor is on would lead elsewhere from the next.
 *
 * @param trusted Origins that may also come without https: the script's and the gateway's.
 */
export function safeMedia(value: unknown, trusted: readonly string[] = []): string | undefined {
  const url = read(value) ?? ofThisPage(value);
  if (url?.protocol === 'https:') return url.href;
  // The protocol is asked too, since a `blob:` has the origin of the page that made it.
  return url?.protocol === 'http:' && (url.origin === location.origin || trusted.includes(url.origin)) ? url.href : undefined;
}

function read(value: unknown): URL | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  // A host with an escape is one no standard knows, but browsers do.
  return url && !url.username && !url.password && !url.host.includes('%') ? url : undefined;
}

function ofThisPage(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, location.href)) return undefined;
  const url = new URL(value, location.href);
  return url.origin === location.origin ? url : undefined;
}
