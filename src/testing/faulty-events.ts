import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import {AsyncQueue} from './async-queue.ts';
import {delay} from '../transport/delay.ts';
import type {FaultSchedule} from './fault-schedule.ts';

type Listen = (options: ListenOptions) => AsyncIterable<TransportEvent>;

/** Asked anew for each event, since faults can change. */
type ScheduleSource = () => FaultSchedule;

/** The late events of one connection as they come over a bad line. Ends, without an error, when the signal is aborted. */
export async function* faultyEvents(
  listen: Listen,
  options: ListenOptions,
  schedule: ScheduleSource,
): AsyncGenerator<TransportEvent, void> {
  const closed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, closed.signal]) : closed.signal;
  const queue = new AsyncQueue<TransportEvent>();
  signal.addEventListener('abort', () => queue.abort(), {once: true});
  if (signal.aborted) return;
  void pump(() => listen({...options, signal}), queue, schedule, signal);
  try {
    yield* queue;
  } finally {
    closed.abort();
  }
}

/** Pushes events into the queue as they arrive. */
async function pump(
  connect: () => AsyncIterable<TransportEvent>,
  queue: AsyncQueue<TransportEvent>,
  schedule: ScheduleSource,
  signal: AbortSignal,
): Promise<void> {
  const push = delayedPush(queue, signal);
  try {
    await delay(schedule().nextLatency(), signal);
    if (schedule().isRefused()) throw connectionError('was not made');
    let due = Date.now();
    for await (const event of connect()) {
      const outcome = schedule().nextOutcome();
      if (outcome.type === 'lost') continue;
      if (outcome.type === 'hang') return; // Its signs of life end too.
      if (outcome.type === 'cut') throw connectionError('broke');
      for (const ms of outcome.delays) {
        const at = Date.now() + ms;
        if (!outcome.isReordered) due = Math.max(due, at);
        push(event, outcome.isReordered ? at : due);
      }
    }
    await delay(Math.max(0, due - Date.now()), signal);
    queue.close();
  } catch (error) {
    queue.abort(signal.aborted ? undefined : error);
  }
}

/** Delivers at a point in time, unless nobody listens any more. */
function delayedPush(queue: AsyncQueue<TransportEvent>, signal: AbortSignal): (event: TransportEvent, at: number) => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  signal.addEventListener('abort', () => timers.forEach((timer) => clearTimeout(timer)), {once: true});
  return (event, at) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        queue.push(event);
      },
      Math.max(0, at - Date.now()),
    );
    timers.add(timer);
  };
}

function connectionError(how: string): TransportError {
  return new TransportError('unreachable', `The connection for late events ${how}, on purpose`);
}
