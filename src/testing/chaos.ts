import {TransportError, type TransportErrorOptions, type TransportFault} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import type {BotRequest, BotResponse} from '../protocol/exchange.ts';
import type {Attachment} from '../protocol/message.ts';
import type {ExchangeOptions, ListenOptions, Signal, Transport, UploadLimits, UploadOptions} from '../protocol/transport.ts';
import {faultyEvents} from './faulty-events.ts';
import type {Fault, Faults} from './faults.ts';
import {delay} from '../transport/delay.ts';
import {FaultSchedule} from './fault-schedule.ts';

/** A request and the fault it met. */
export interface Accident {
  /** Its `event`, or `upload`. */
  event: string;
  id: string | undefined;
  fault: Fault;
}

type Deliver<T> = (signal: AbortSignal | undefined) => Promise<T>;

/** A transport on which things go wrong. */
export class ChaosTransport implements Transport {
  /** That of the wrapped transport. */
  readonly idempotent?: boolean;
  readonly listen?: (options?: ListenOptions) => AsyncIterable<TransportEvent>;
  readonly upload?: (file: File, options?: UploadOptions) => Promise<Attachment>;
  /** Like `limits`, left to the wrapped transport: nothing goes wrong here. */
  readonly signal?: (signal: Signal) => Promise<void>;
  readonly limits?: () => Promise<UploadLimits | undefined>;
  readonly #transport: Transport;
  readonly #accidents: Accident[] = [];
  #faults: Faults = {};
  #schedule = new FaultSchedule({});

  constructor(transport: Transport, faults: Faults = {}) {
    this.#transport = transport;
    this.change(faults);
    const {listen, upload, signal, limits, idempotent} = transport;
    if (idempotent !== undefined) this.idempotent = idempotent;
    if (signal) this.signal = (one) => signal.call(transport, one);
    if (limits) this.limits = () => limits.call(transport);
    if (listen)
      this.listen = (options = {}) =>
        faultyEvents(
          (all) => listen.call(transport, all),
          options,
          () => this.#schedule,
        );
    if (upload) {
      this.upload = (file, options = {}) =>
        this.#run('upload', options, (signal) => upload.call(transport, file, {...options, ...(signal && {signal})}));
    }
  }

  /** All requests so far, in order, with the faults they met. */
  get accidents(): readonly Accident[] {
    return this.#accidents;
  }

  /** Replaces the faults; without an argument, nothing goes wrong any more. Requests in progress keep their fault. */
  change(faults: Faults = {}): void {
    this.#faults = faults;
    this.#schedule = new FaultSchedule(faults);
  }

  send(request: BotRequest, options: ExchangeOptions = {}): Promise<BotResponse> {
    return this.#run(request.event, options, (signal) => this.#transport.send(request, {...options, signal}));
  }

  async #run<T>(event: string, {id, signal}: ExchangeOptions, deliver: Deliver<T>): Promise<T> {
    signal?.throwIfAborted();
    const schedule = this.#schedule;
    const fault = schedule.next();
    this.#accidents.push({event, id, fault});
    if (fault.type === 'offline') throw intendedError('offline', 'was not sent: there is no connection');
    await delay(schedule.nextLatency(), signal);
    const answer = await this.#applyFault(fault, signal, deliver);
    await delay(schedule.nextLatency(), signal);
    return answer;
  }

  async #applyFault<T>(fault: Fault, signal: AbortSignal | undefined, deliver: Deliver<T>): Promise<T> {
    switch (fault.type) {
      case 'lost':
        throw intendedError('unreachable', 'was lost on its way');
      case 'html':
        throw intendedError('garbled', 'was answered with a web page');
      case 'refused':
        if (fault.heard) await settle(deliver(signal), signal);
        throw refusedError(fault);
      case 'hang':
        await this.#hang(fault, signal, deliver);
        throw intendedError('timeout', 'had no answer in time');
      case 'answer_lost':
        await settle(deliver(signal), signal);
        throw intendedError('unreachable', 'was heard, but its answer was lost');
      case 'truncated':
        await settle(deliver(signal), signal);
        throw intendedError('garbled', 'was answered with half an answer');
      default:
        return this.#succeed(fault, signal, deliver);
    }
  }

  async #succeed<T>(fault: Fault, signal: AbortSignal | undefined, deliver: Deliver<T>): Promise<T> {
    const answer = deliver(signal);
    if (fault.type === 'duplicated') void deliver(signal).catch(() => undefined);
    await answer;
    if (fault.type === 'slow') await delay(fault.ms ?? 0, signal);
    return answer;
  }

  async #hang<T>({heard}: Fault & {type: 'hang'}, signal: AbortSignal | undefined, deliver: Deliver<T>): Promise<void> {
    if (heard) void deliver(signal).catch(() => undefined);
    await delay(this.#faults.timeout ?? 60_000, signal);
  }
}

/**
 * Wraps a transport so that things go wrong: to test a page, a bot or a transport, or to see what a visitor sees then.
 *
 * ```ts
 * const transport = chaos(new ScriptedTransport(['Hello!']), {seed: 7, latency: 200, rates: {answer_lost: 0.1}});
 * ```
 */
export function chaos(transport: Transport, faults?: Faults): ChaosTransport {
  return new ChaosTransport(transport, faults);
}

/** Waits until the other side is done, however that went: only an abort shows. */
async function settle(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  await work.catch(() => undefined);
  signal?.throwIfAborted();
}

function refusedError({status = 500, retryAfter}: Fault & {type: 'refused'}): TransportError {
  return intendedError('refused', `was answered with ${status}`, {status, ...(retryAfter !== undefined && {retryAfter})});
}

/** Says that it was meant, since it ends in a console. */
function intendedError(fault: TransportFault, what: string, options?: TransportErrorOptions): TransportError {
  return new TransportError(fault, `The request ${what}, on purpose`, options);
}
