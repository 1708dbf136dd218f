import type {WireEvent} from './wire.ts';

/** A comment, which clients count as a sign of life and nothing else. */
export const heartbeat = ': hb\n\n';

/** How long, in milliseconds, a client waits before it comes back. */
export function retryHint(milliseconds: number): string {
  return `retry: ${Math.round(milliseconds)}\n\n`;
}

/**
 * One event of a stream: always one line of JSON, in which a line break can only be an escape, so that no word of anybody ends it.
 * Events that are kept carry their number, which is where a client that comes back goes on.
 */
export function frameOf(event: WireEvent): string {
  return `${event.id === undefined ? '' : `id: ${event.id}\n`}data: ${JSON.stringify(event)}\n\n`;
}
