/** Hosts that are this machine itself: nobody can listen in between. */
const loopback = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The URL a transport may send to: https, or plain http to this machine or to the page's own origin.
 * A relative URL is resolved against the page's base URL, if there is a page.
 * @throws {TypeError} for any other URL, so that a configuration mistake shows before anything is sent.
 */
export function resolveEndpoint(url: string | URL): URL {
  const page = globalThis.location?.origin;
  const target = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  const safe = target.protocol === 'https:' || (target.protocol === 'http:' && (loopback.test(target.hostname) || target.origin === page));
  if (!safe) throw new TypeError(`${printableUrl(target)} must be an https URL: what a visitor says must not travel in the open`);
  if (target.username || target.password)
    throw new TypeError(`${printableUrl(target)} must not carry a user name or password; use headers`);
  return target;
}

/** The URL as it may appear in an error: without query and credentials, which may be secret. */
export function printableUrl({protocol, host, pathname}: URL): string {
  return `${protocol}//${host}${pathname}`;
}
