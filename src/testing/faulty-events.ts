import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {ListenOptions} from '../protocol/transport.ts';
import {Mailbox} from './mailbox.ts';
import {pause} from '../transport/pause.ts';
import type {Schedule} from './schedule.ts';

type Listen = (options: ListenOptions) => AsyncIterable<TransportEvent>;

/** Asked anew for each event, since faults can change. */
type Fate = () => Schedule;

/** The late events of one connection as they come over a bad line. Ends, without an error, when the signal is aborted. */
export async function* faultyEvents(listen: Listen, options: ListenOptions, schedule: Fate): AsyncGenerator<TransportEvent, void> {
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  const mailbox = new Mailbox<TransportEvent>();
  signal.addEventListener('abort', () => mailbox.break(), {once: true});
  if (signal.aborted) return;
  void carry(() => listen({...options, signal}), mailbox, schedule, signal);
  try {
    yield* mailbox;
  } finally {
    left.abort();
  }
}

/** Puts into the mailbox what arrives, when it does. */
async function carry(
  connect: () => AsyncIterable<TransportEvent>,
  mailbox: Mailbox<TransportEvent>,
  schedule: Fate,
  signal: AbortSignal,
): Promise<void> {
  const put = postman(mailbox, signal);
  try {
    await pause(schedule().travel(), signal);
    if (schedule().refused()) throw broken('was not made');
    let due = Date.now();
    for await (const event of connect()) {
      const fate = schedule().nextEvent();
      if (fate.type === 'lost') continue;
      if (fate.type === 'hang') return; // Its signs of life end too.
      if (fate.type === 'cut') throw broken('broke');
      for (const delay of fate.delays) {
        const at = Date.now() + delay;
        if (!fate.overtaken) due = Math.max(due, at);
        put(event, fate.overtaken ? at : due);
      }
    }
    await pause(Math.max(0, due - Date.now()), signal);
    mailbox.close();
  } catch (error) {
    mailbox.break(signal.aborted ? undefined : error);
  }
}

/** Delivers at a point in time, unless nobody listens any more. */
function postman(mailbox: Mailbox<TransportEvent>, signal: AbortSignal): (event: TransportEvent, at: number) => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  signal.addEventListener('abort', () => timers.forEach((timer) => clearTimeout(timer)), {once: true});
  return (event, at) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        mailbox.put(event);
      },
      Math.max(0, at - Date.now()),
    );
    timers.add(timer);
  };
}

function broken(how: string): TransportError {
  return new TransportError('unreachable', `The connection for late events ${how}, on purpose`);
}
