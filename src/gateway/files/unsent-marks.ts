import {readdir, unlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {codeOf} from './code-of.ts';

/** Marks of files that no message refers to yet, each an empty file in a folder of their own. */
export class UnsentMarks {
  constructor(private readonly folder: string) {}

  async mark(id: string): Promise<void> {
    await writeFile(join(this.folder, id), '');
  }

  /** Removes a mark; false if there is none. Of several that try at once only one succeeds, and decides what becomes of the file. */
  async unmark(id: string): Promise<boolean> {
    return unlink(join(this.folder, id)).then(() => true, ifMissing(false));
  }

  async all(): Promise<readonly string[]> {
    return readdir(this.folder).catch(ifMissing<string[]>([]));
  }
}

function ifMissing<T>(fallback: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === 'ENOENT') return fallback;
    throw error;
  };
}
