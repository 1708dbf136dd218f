import {createHash} from 'node:crypto';

export interface Measured {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** The first bytes. */
  head: Uint8Array;
}

/** Length of the head in bytes: enough to recognise any type of file. */
const headBytes = 65_536;

/** Counts bytes on their way to `write`. */
export async function measure(bytes: AsyncIterable<Uint8Array>, write: (chunk: Uint8Array) => Promise<unknown>): Promise<Measured> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    // A copy: the producer of the chunk may reuse its memory.
    if (size < headBytes) head.push(chunk.slice(0, headBytes - size));
    size += chunk.length;
    hash.update(chunk);
    await write(chunk);
  }
  return {size, sha256: hash.digest('hex'), head: Buffer.concat(head)};
}
