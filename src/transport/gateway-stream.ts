import {createParser} from 'eventsource-parser';
import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readEvent} from '../protocol/read-event.ts';
import {longestAnswer, parsed} from './gateway-calls.ts';

/**
 * The events of a stream, in batches as they arrive; an empty batch is a heartbeat.
 * @throws {TransportError} if the stream breaks off, or an event never ends.
 */
export async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly TransportEvent[], void, undefined> {
  const decoder = new TextDecoder();
  let events: TransportEvent[] = [];
  let fault: Error | undefined;
  const parser = createParser({
    maxBufferSize: longestAnswer,
    onEvent: ({data, id}) => {
      const event = readEvent(parsed(data), id);
      if (event) events.push(event);
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') fault = error;
    },
  });
  const reader = body.getReader();
  const read = () =>
    reader.read().catch((cause: unknown) => {
      throw new TransportError('unreachable', 'The stream of events broke off', {cause});
    });
  try {
    for (let next = await read(); !next.done; next = await read()) {
      parser.feed(decoder.decode(next.value, {stream: true}));
      if (fault) throw fault;
      yield events;
      events = [];
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
