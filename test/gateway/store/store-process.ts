import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {openStoreAt, type StoreLocation} from './open-store.ts';

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
export type ProcessMessage = {number: number; value?: unknown; error?: string} | {watcher: number; event: TransportEvent};

const stopWatching = new Map<number, () => void>();
let store: Store;
let time: number | undefined;

process.on('message', (call: Call) => {
  time = call.time;
  perform(call).then(
    (value) => send({number: call.number, value}),
    (error: Error) => send({number: call.number, error: error.message}),
  );
});

async function perform({number, method, args}: Call): Promise<unknown> {
  if (method === 'open') {
    store = await openStoreAt(args[0] as StoreLocation, time === undefined ? undefined : () => time!);
    return undefined;
  }
  if (method === 'watch') {
    stopWatching.set(number, await store.watch(args[0] as string, (event) => send({watcher: number, event})));
    return undefined;
  }
  if (method === 'unwatch') return stopWatching.get(args[0] as number)?.();
  return (store[method] as (...args: unknown[]) => unknown)(...args);
}

function send(message: ProcessMessage): void {
  process.send?.(message);
}
