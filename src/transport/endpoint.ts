/** Hosts that are this machine itself: nobody stands on the way there. */
const loopback = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Where a transport may send what a visitor says: https, or plain http to this machine or to the page's own origin.
 * A relative URL is resolved as every address on the page is, where there is one.
 * @throws {TypeError} for any other URL, so that a mistake in the set-up is seen before anything is said.
 */
export function endpoint(url: string | URL): URL {
  const page = globalThis.location?.origin;
  const target = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  const safe = target.protocol === 'https:' || (target.protocol === 'http:' && (loopback.test(target.hostname) || target.origin === page));
  if (!safe) throw new TypeError(`${nameOf(target)} must be an https URL: what a visitor says must not travel in the open`);
  if (target.username || target.password) throw new TypeError(`${nameOf(target)} must not carry a user name or password; use headers`);
  return target;
}

/** The URL as an error may show it: without query and credentials, which can be secrets. */
export function nameOf({protocol, host, pathname}: URL): string {
  return `${protocol}//${host}${pathname}`;
}
