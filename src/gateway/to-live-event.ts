import type {TransportEvent} from '../protocol/events.ts';
import type {LiveEvent} from './wire.ts';

/** What of each kind of event goes to a browser, besides its number and time. Whatever else a store holds of it stays here. */
const eventFields: {[T in LiveEvent['type']]: string} = {
  message: 'message from ref',
  ack: 'ref',
  read: 'ref by',
  iswriting: 'on from ttl',
  joined: 'agent reason',
  left: 'agent reason',
  queue: 'position estimateMs',
  transfer: 'status to',
  end: 'reason',
  problem: 'code title retryable ref',
};

/** The same for what lies in an event. */
const nestedFields = {from: 'kind id nick avatar status is_bot', agent: 'id nick avatar status is_bot', to: 'tags agent'};

/** The event as browsers get it; undefined for one that is not theirs. */
export function toLiveEvent(event: TransportEvent): LiveEvent | undefined {
  if (event.type === 'reset' || !Object.hasOwn(eventFields, event.type)) return undefined;
  const wire: {type: LiveEvent['type']; [key: string]: unknown} = {type: event.type, ...pick(event, `id ts ${eventFields[event.type]}`)};
  for (const [key, fields] of Object.entries(nestedFields)) {
    const inner = wire[key];
    if (typeof inner === 'object' && inner !== null) wire[key] = pick(inner, fields);
  }
  return wire as LiveEvent;
}

function pick(source: object, keys: string): Record<string, unknown> {
  const given = new Map<string, unknown>(Object.entries(source));
  return Object.fromEntries(
    keys
      .split(' ')
      .map((key) => [key, given.get(key)] as const)
      .filter(([, value]) => value !== undefined),
  );
}
