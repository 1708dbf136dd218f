import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {open, type Opening} from './opening.ts';

/** A request to the store process. */
export interface Call {
  number: number;
  /** A method of the store, or `open`, which comes first. */
  method: Exclude<keyof Store, 'watch'> | 'open' | 'watch' | 'unwatch';
  args: unknown[];
  /** Time of its clock from now on; absent for the system clock. */
  time?: number | undefined;
}

/** A message from the store process: the result of a call, or an event for a watcher. */
export type Told = {number: number; value?: unknown; error?: string} | {watcher: number; event: TransportEvent};

const stops = new Map<number, () => void>();
let store: Store;
let time: number | undefined;

process.on('message', (call: Call) => {
  time = call.time;
  perform(call).then(
    (value) => tell({number: call.number, value}),
    (error: Error) => tell({number: call.number, error: error.message}),
  );
});

async function perform({number, method, args}: Call): Promise<unknown> {
  if (method === 'open') {
    store = await open(args[0] as Opening, time === undefined ? undefined : () => time!);
    return undefined;
  }
  if (method === 'watch') {
    stops.set(number, await store.watch(args[0] as string, (event) => tell({watcher: number, event})));
    return undefined;
  }
  if (method === 'unwatch') return stops.get(args[0] as number)?.();
  return (store[method] as (...args: unknown[]) => unknown)(...args);
}

function tell(told: Told): void {
  process.send?.(told);
}
