import {isIP} from 'node:net';

export interface ConnectionInfo {
  /** The address at the other end of the connection. */
  peer: string | undefined;
  /** The `X-Forwarded-For` header. */
  forwarded: string | undefined;
  /** How many reverse proxies stand in front of the gateway. Each has added the address it saw; what stands before those anybody can write. */
  proxies: number;
}

/** The address a request came from, as far as the proxies can be believed. */
export function addressOf({peer = '', forwarded = '', proxies}: ConnectionInfo): string | undefined {
  const hops = [...forwarded.split(','), peer].map(normaliseAddress);
  const candidate = hops[Math.max(0, hops.length - 1 - proxies)] ?? '';
  return (isIP(candidate) ? candidate : normaliseAddress(peer)) || undefined;
}

/** Without a port, brackets, a zone, or the prefix of an IPv4 address that came by an IPv6 socket. */
function normaliseAddress(text: string): string {
  const address = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/%.*$/, '');
  const mapped = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return mapped.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}
