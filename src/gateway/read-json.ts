import {defaultLimits} from '../protocol/limits.ts';
import {Problem} from './problem.ts';

/**
 * The JSON of a request, read up to a maximum length.
 * @throws {Problem} `type_refused`, `too_large`, `bad_request`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Problem('type_refused', {detail: 'The body must be application/json'});
  }
  const value = parseJson(await readText(request, maxBytes));
  if (isTooDeep(value, defaultLimits.depth)) throw new Problem('bad_request', {detail: `The body may nest ${defaultLimits.depth} levels`});
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('bad_request', {detail: 'The body is not JSON', cause});
  }
}

/**
 * Whether a value nests too deeply for everything that follows. Checked level by level, since such a value is made to exhaust the stack.
 */
function isTooDeep(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let left = levels; left > 0 && level.length > 0; left--) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return level.some((item) => typeof item === 'object' && item !== null);
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const length = request.headers.get('content-length') ?? '';
  checkLength(Number(length), maxBytes);
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let text = '';
  let read = 0;
  try {
    for await (const bytes of chunksOf(request, length)) {
      read += bytes.byteLength;
      checkLength(read, maxBytes);
      text += decoder.decode(bytes, {stream: true});
    }
    return text + decoder.decode();
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('bad_request', {detail: 'The body broke off, or is not UTF-8', cause});
  }
}

/** A body with a declared length cannot be longer, as servers ensure: reading it in one piece takes a fraction of the work of a stream. */
async function* chunksOf(request: Request, length: string): AsyncIterable<Uint8Array> {
  if (/^\d+$/.test(length)) yield new Uint8Array(await request.arrayBuffer());
  else yield* request.body ?? [];
}

function checkLength(bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) throw new Problem('too_large', {detail: `The body may have ${maxBytes} bytes`});
}
