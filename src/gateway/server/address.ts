import {isIP, isIPv6} from 'node:net';

export interface Origin {
  /** The address at the other end of the connection. */
  peer: string | undefined;
  /** The `X-Forwarded-For` header. */
  forwarded: string | undefined;
  /** How many reverse proxies stand in front of the gateway. Each has added the address it saw; what stands before those anybody can write. */
  proxies: number;
}

/** Whose request it is, for limits: an IPv4 address, or the network of an IPv6 address, within which a single visitor has countless ones. */
export function addressOf({peer, forwarded = '', proxies}: Origin): string | undefined {
  const seen = [...forwarded.split(',').map(bare), bare(peer ?? '')];
  const asked = seen[Math.max(0, seen.length - 1 - proxies)] ?? '';
  const known = isIP(asked) ? asked : bare(peer ?? '');
  return isIPv6(known) ? network(known) : known || undefined;
}

/** Without a port, brackets, a zone, or the prefix of an IPv4 address that came by an IPv6 socket. */
function bare(text: string): string {
  const address = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/%.*$/, '');
  const mapped = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return mapped.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

/** The first 64 bits. */
function network(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({length: zeros}, () => '0'), ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
