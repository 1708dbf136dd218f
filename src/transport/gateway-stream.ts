import {createParser} from 'eventsource-parser';
import {TransportError} from '../protocol/errors.ts';
import type {TransportEvent} from '../protocol/events.ts';
import {readEvent} from '../protocol/read-event.ts';
import {maxAnswerLength, parseJson} from './gateway-client.ts';

/**
 * The events of a stream, in batches as they arrive; an empty batch is a heartbeat.
 * @throws {TransportError} if the stream breaks off, or an event never ends.
 */
export async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly TransportEvent[], void, undefined> {
  const decoder = new TextDecoder();
  let events: TransportEvent[] = [];
  let overflow: Error | undefined;
  const parser = createParser({
    maxBufferSize: maxAnswerLength,
    onEvent: ({data, id}) => {
      const event = readEvent(parseJson(data), id);
      if (event) events.push(event);
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') overflow = error;
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
      if (overflow) throw overflow;
      yield events;
      events = [];
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
