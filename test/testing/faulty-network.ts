import {delay} from '../../src/transport/delay.ts';
import type {Fault, Faults} from '../../src/testing/index.ts';
import {FaultSchedule} from '../../src/testing/fault-schedule.ts';
import {seeded} from '../../src/testing/seeded.ts';
import {type GatewayHost, type ServedResponse, shop} from './gateway-host.ts';

type Fetch = typeof globalThis.fetch;
type Deliver = () => Promise<ServedResponse>;

/** Milliseconds until a server notices that a browser has disconnected. */
const disconnectDelay = 10_000;
const page = '<!doctype html><title>Sign in to the network</title>';

/** A faulty network between browser and gateway: injects the scheduled faults into requests and streams, as `fetch` would report them. */
export class FaultyNetwork {
  #schedule: FaultSchedule;
  readonly #random: () => number;

  constructor(
    private readonly host: GatewayHost,
    faults: Faults,
  ) {
    this.#schedule = new FaultSchedule(faults);
    this.#random = seeded((faults.seed ?? 1) ^ 0x11e);
  }

  stopFaults(): void {
    this.#schedule = new FaultSchedule({});
  }

  /** The `fetch` of one page, which never settles once that page is gone. */
  fetchOf(life: AbortSignal): Fetch {
    return (url, init = {}) =>
      new Promise((resolve, reject) => {
        const signal = init.signal ?? undefined;
        const abort = (): void => reject(signal?.reason);
        if (life.aborted) return;
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, {once: true});
        this.#deliver(new Request(url).url, init, signal ? AbortSignal.any([signal, life]) : life)
          .then(
            (response) => !life.aborted && resolve(response),
            (error: unknown) => !life.aborted && reject(error),
          )
          .finally(() => signal?.removeEventListener('abort', abort));
      });
  }

  async #deliver(url: string, {method = 'GET', headers, body}: RequestInit, signal: AbortSignal): Promise<Response> {
    const length = typeof body === 'string' ? {'content-length': String(Buffer.byteLength(body))} : {};
    const given: Record<string, string> = {...(headers as Record<string, string>), ...length, origin: shop};
    const deliver: Deliver = () => this.host.fetch(new Request(url, {method, headers: given, ...(body && {body})}));
    const isStream = given['accept'] === 'text/event-stream';
    await delay(this.#schedule.nextLatency(), signal);
    if (isStream) return this.#stream(deliver, signal);
    const response = await this.#applyFault(this.#schedule.next(), deliver, signal);
    await delay(this.#schedule.nextLatency(), signal);
    return response;
  }

  async #applyFault(fault: Fault, deliver: Deliver, signal: AbortSignal): Promise<Response> {
    const heard = (): Promise<unknown> => deliver().catch(() => undefined);
    if (fault.type === 'html') return new Response(page, {headers: {'content-type': 'text/html'}});
    if (fault.type === 'offline' || fault.type === 'lost') throw new TypeError('Failed to fetch');
    if (fault.type === 'refused') {
      if (fault.heard) await heard();
      const {status = 503, retryAfter} = fault;
      return new Response('', {status, ...(retryAfter !== undefined && {headers: {'retry-after': String(retryAfter)}})});
    }
    if (fault.type === 'hang') {
      if (fault.heard) void heard();
      return delay(2 ** 31, signal).then(() => Response.error());
    }
    const {response} = await deliver();
    if (fault.type === 'answer_lost') throw new TypeError('Failed to fetch');
    if (fault.type === 'duplicated') void heard();
    if (fault.type === 'slow') await delay(fault.ms ?? 0, signal);
    if (fault.type !== 'truncated') return response;
    const text = await response.text();
    return new Response(text.slice(0, text.length / 2), {
      status: response.status === 204 ? 200 : response.status,
      headers: response.headers,
    });
  }

  /** Delivers a request for a stream; an answer that is not a stream is passed on unchanged. */
  async #stream(deliver: Deliver, signal: AbortSignal): Promise<Response> {
    if (this.#schedule.isRefused()) throw new TypeError('Failed to fetch');
    const {response, connection} = await deliver();
    const {body, status, headers} = response;
    if (!body || !headers.get('content-type')?.startsWith('text/event-stream')) return response;
    return new Response(this.#piped(body, connection, signal), {status, headers});
  }

  #piped(body: ReadableStream<Uint8Array>, connection: AbortSignal, signal: AbortSignal): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    const over = new AbortController();
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const end = (how: () => void): void => {
          if (over.signal.aborted) return;
          over.abort();
          how();
          setTimeout(() => void reader.cancel().catch(() => undefined), disconnectDelay);
        };
        const cut = (): void => end(() => controller.error(new TypeError('network error')));
        connection.addEventListener('abort', cut, {once: true});
        signal.addEventListener('abort', () => end(() => controller.error(signal.reason)), {once: true});
        if (connection.aborted || signal.aborted) return cut();
        const put = (bytes: Uint8Array): void => {
          if (!over.signal.aborted) controller.enqueue(bytes);
        };
        void this.#pump(reader, put, over.signal).then(() => end(() => controller.close()), cut);
      },
      cancel: () => {
        over.abort();
        setTimeout(() => void reader.cancel().catch(() => undefined), disconnectDelay);
      },
    });
  }

  /** Passes on chunks, with delays. Rejects where the connection is cut, possibly in the middle of a chunk. */
  async #pump(reader: ReadableStreamDefaultReader<Uint8Array>, put: (bytes: Uint8Array) => void, over: AbortSignal): Promise<void> {
    let due = Date.now();
    for (let next = await reader.read(); !next.done && !over.aborted; next = await reader.read()) {
      const {value} = next;
      const fate = this.#schedule.nextOutcome();
      if (fate.type === 'lost') continue;
      if (fate.type === 'hang') await delay(2 ** 31, over).catch(() => undefined);
      if (fate.type === 'cut') {
        put(value.slice(0, Math.floor(this.#random() * value.length)));
        throw new TypeError('network error');
      }
      for (const delay of fate.type === 'comes' ? fate.delays : []) {
        const at = Date.now() + delay;
        if (fate.type === 'comes' && !fate.isReordered) due = Math.max(due, at);
        const moment = fate.type === 'comes' && fate.isReordered ? at : due;
        if (moment <= Date.now()) put(value);
        else setTimeout(() => put(value), moment - Date.now());
      }
    }
    await delay(Math.max(0, due - Date.now()), over).catch(() => undefined);
  }
}
