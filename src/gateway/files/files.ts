/** A stored file. Plain JSON. */
export interface StoredFile {
  /** Random, or derived from the upload's idempotency key; letters, digits, `_` and `-`. */
  id: string;
  conversation: string;
  /** Who sent it. A visitor's file is deleted if no message refers to it in time. */
  from?: 'visitor' | 'bot';
  /** The sender's name for it, without a path. */
  name: string;
  /** Detected from the content where possible; never just the sender's claim. */
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

/** A range of bytes, from 0, both ends included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Where attachments are stored. A file can be read only once it is complete. */
export interface Files {
  /** The file with that id, if it is complete. */
  find(id: string): Promise<StoredFile | undefined>;
  /**
   * Stores the bytes as they arrive; if they break off, or `describe` throws, nothing is left. `describe` gets what is only known at the end,
   * and the beginning of the file, at most 64 KiB.
   *
   * The same file under the same id is stored once, and the first one's description is returned.
   * @throws {Problem} `in_progress` while the same id is being uploaded, in any gateway; `key_reused` for a different file.
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
   * Deletes what a crash or an error left behind: files of unknown conversations, except those of the last hour, and incomplete
   * files. Resolves with the number of conversations. Rejects without deleting any if there are so many that the store must be the
   * wrong one.
   * @param signal Aborts the sweep.
   */
  sweep?(isKnown: (conversation: string) => Promise<boolean>, signal: AbortSignal): Promise<number>;
  /** Marks a file as used by a message: it is kept as long as its conversation. */
  retain?(id: string): Promise<void>;
  /** Deletes files that visitors uploaded before `before`, in milliseconds since 1970, and no message refers to. Returns the deleted files. */
  removeUnsent?(before: number): Promise<readonly StoredFile[]>;
}
