const navigable = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/**
 * The normalised URL of a link that is safe to follow: an absolute https, http, mailto or tel URL without a user name or password,
 * which could pass for a host. Undefined for anything else; the text is then shown without a link.
 */
export function safeLink(value: unknown): string | undefined {
  const url = parseUrl(value);
  return url && navigable.has(url.protocol) ? url.href : undefined;
}

/**
 * The normalised URL of an image, video or audio file that may be loaded: https, or from the page's own origin. A path from the
 * root (`/…`) refers to that origin; other relative URLs are refused, as they would change their meaning from page to page.
 *
 * @param trusted Origins that may also be used without https: the script's and the gateway's.
 */
export function safeMedia(value: unknown, trusted: readonly string[] = []): string | undefined {
  const url = parseUrl(value) ?? parsePath(value);
  if (url?.protocol === 'https:') return url.href;
  // Checks the protocol as well, since a `blob:` URL has the origin of the page that created it.
  return url?.protocol === 'http:' && (url.origin === location.origin || trusted.includes(url.origin)) ? url.href : undefined;
}

function parseUrl(value: unknown): URL | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  // The URL Standard allows no `%` in the host of a web address, but some browsers let it through.
  return url && !url.username && !url.password && !url.host.includes('%') ? url : undefined;
}

function parsePath(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, location.href)) return undefined;
  const url = new URL(value, location.href);
  return url.origin === location.origin ? url : undefined;
}
