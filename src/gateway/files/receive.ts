import {Readable} from 'node:stream';
import {Problem} from '../problem.ts';
import {Form} from './form.ts';

/** What a form says besides the bytes of its file; complete only when those have been read to the end. */
export interface FormDetails {
  /** The sender's name for the file; undefined if there is none. */
  name: string | undefined;
  /** The other fields. */
  fields: ReadonlyMap<string, string>;
}

/** Bytes a form may have besides its file. */
const formOverhead = 65_536;

/**
 * Reads the one file of a form as it arrives, without holding it in memory. The bytes only end once the whole form has been read,
 * so a truncated or oversized form shows as bytes that break off.
 * @param limit Bytes of the file.
 * @throws {Problem} `too_large`, `bad_request`.
 */
export async function receive<T>(
  request: Request,
  limit: number,
  handle: (bytes: AsyncIterable<Uint8Array>, sent: FormDetails) => Promise<T>,
): Promise<T> {
  if (Number(request.headers.get('content-length')) > limit + formOverhead) throw tooLarge(limit);
  const form = new Form(request.headers.get('content-type'));
  const source = Readable.from(limitBody(request.body, limit), {objectMode: false});
  source.on('error', (error) => form.fail(error));
  source.pipe(form.parser);
  try {
    return await handle(bytesOf(form, limit), form);
  } finally {
    source.destroy();
    form.close();
  }
}

async function* bytesOf(form: Form, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of await form.file) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      yield chunk;
    }
    await form.finished;
  } catch (error) {
    // A stream that breaks off says only that; the form knows why.
    throw form.reason ?? error;
  }
  if (size === 0) throw new Problem('bad_request', {detail: 'the file is empty'});
}

async function* limitBody(body: ReadableStream<Uint8Array> | null, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > limit + formOverhead) throw tooLarge(limit);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem('bad_request', {detail: 'the body broke off', cause});
  }
}

function tooLarge(limit: number): Problem {
  return new Problem('too_large', {detail: `a file may have ${limit} bytes`});
}
