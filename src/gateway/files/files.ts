/** A stored file. Plain JSON. */
export interface StoredFile {
  /** Random, or derived from the upload's idempotency key; letters, digits, `_` and `-`. */
  id: string;
  conversation: string;
  /** Who sent it. A visitor's is deleted when no message names it in time. */
  from?: 'visitor' | 'bot';
  /** As the sender named it, without any path. */
  name: string;
  /** By its content where that can be told, never what the sender claims for it alone. */
  mimetype: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  desc?: string;
  ref?: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Some bytes of a file, both ends included, from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Where attachments are kept. A file can be read only when all of it is there. */
export interface Files {
  /** The file of that id, if it is there whole. */
  find(id: string): Promise<StoredFile | undefined>;
  /**
   * Keeps the bytes as they come; when they break off, or `describe` throws, nothing stays. `describe` is given what only the end tells,
   * and the file's beginning, at most 64 KiB.
   *
   * The same file under the same id is kept once, and the first one's description returned.
   * @throws {Problem} `in_progress` while the id is on its way already, in whichever gateway; `key_reused` for another file.
   */
  put(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    describe: (measured: {size: number; sha256: string; head: Uint8Array}) => StoredFile | Promise<StoredFile>,
  ): Promise<StoredFile>;
  open(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Deletes all files of a conversation. */
  remove(conversation: string): Promise<void>;
  /**
   * Deletes what a crash or an error left behind: files of conversations that are not known, but for those of the last hour, and what is
   * half written. Resolves with how many conversations that was.
   * @param signal Ends it in between.
   */
  sweep?(isKnown: (conversation: string) => Promise<boolean>, signal: AbortSignal): Promise<number>;
  /** A message names this file: it stays as long as its conversation. */
  retain?(id: string): Promise<void>;
  /** Deletes what visitors sent before `before`, milliseconds since 1970, and no message names. Returns what that was. */
  removeUnsent?(before: number): Promise<readonly StoredFile[]>;
}
