import type {WireEvent} from './wire.ts';

/** A comment, which clients take as a sign of life and nothing else. */
export const heartbeat = ': hb\n\n';

/** Milliseconds a client waits before it reconnects. */
export function retryHint(milliseconds: number): string {
  return `retry: ${Math.round(milliseconds)}\n\n`;
}

/**
 * One event of a stream: always a single line of JSON, in which line breaks are escaped, so that no message can end it.
 * Stored events carry their number, from which a reconnecting client continues.
 */
export function frameOf(event: WireEvent): string {
  return `${event.id === undefined ? '' : `id: ${event.id}\n`}data: ${JSON.stringify(event)}\n\n`;
}
