import type {TransportEvent} from '../../../src/protocol/events.ts';
import type {Store} from '../../../src/gateway/store/store.ts';
import {open, type Opening} from './opening.ts';

/** What a process with a store of its own is asked. */
export interface Call {
  number: number;
  /** Of the store, or `open` at first. */
  method: Exclude<keyof Store, 'watch'> | 'open' | 'watch' | 'unwatch';
  args: unknown[];
  /** What its clock shows from now on; absent for the clock on the wall. */
  time?: number | undefined;
}

/** What it says: the answer to a call, or something a watcher heard. */
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
