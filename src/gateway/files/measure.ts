import {createHash} from 'node:crypto';

export interface Measured {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** The first bytes. */
  head: Uint8Array;
}

/** Bytes of a beginning: enough to tell any form of file. */
const beginning = 65_536;

/** Counts bytes as they pass on their way to `write`. */
export async function measure(bytes: AsyncIterable<Uint8Array>, write: (chunk: Uint8Array) => Promise<unknown>): Promise<Measured> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    // A copy: who gives the chunk may use its memory again.
    if (size < beginning) head.push(chunk.slice(0, beginning - size));
    size += chunk.length;
    hash.update(chunk);
    await write(chunk);
  }
  return {size, sha256: hash.digest('hex'), head: Buffer.concat(head)};
}
