import {randomUUID} from 'node:crypto';
import {access, constants, mkdir, open, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {Readable} from 'node:stream';
import {Problem} from '../problem.ts';
import {acquireLock} from './lock.ts';
import {codeOf} from './code-of.ts';
import type {ByteRange, Files, StoredFile} from './files.ts';
import {type Measured, measure} from './measure.ts';
import {UnsentMarks} from './unsent-marks.ts';

export interface DirectoryFilesOptions {
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
}

const hour = 60 * 60 * 1000;
/** Milliseconds after which incomplete files are deleted. */
const staleAfter = 24 * hour;
/** How many conversations may be left behind even if that is most of them. If there are more, the store must be missing or the wrong one. */
const maxOrphans = 20;

/**
 * Stores attachments in a folder, which several gateways may share. Each file has a folder of its own, `kept/<id>` with `bytes` and
 * `file.json`, which is renamed to that in one step once everything is on disk. `of/<conversation>` lists the files of a conversation,
 * `unsent` the visitors' files that no message refers to.
 */
export class DirectoryFiles implements Files {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #unsent: UnsentMarks;
  #ready: Promise<void> | undefined;

  /** @param folder Created if missing; only gateways may write there. */
  constructor(folder: string, {now = Date.now}: DirectoryFilesOptions = {}) {
    this.#folder = resolve(folder);
    this.#now = now;
    this.#unsent = new UnsentMarks(this.#path('unsent'));
  }

  /**
   * Creates the folders, once; again only if it failed. Everything that needs them calls this itself.
   * @throws {Error} if they cannot be written.
   */
  async prepare(): Promise<void> {
    this.#ready ??= this.#prepare();
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }

  async find(id: string): Promise<StoredFile | undefined> {
    if (!isSafeName(id)) return undefined;
    const text = await ignoreMissing(readFile(this.#path('kept', id, 'file.json'), 'utf8'));
    return text === undefined ? undefined : (JSON.parse(text) as StoredFile);
  }

  async put(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    describe: (measured: Measured) => StoredFile | Promise<StoredFile>,
  ): Promise<StoredFile> {
    if (!isSafeName(id)) throw new TypeError(`A file cannot be called ${JSON.stringify(id)}`);
    await this.prepare();
    const {refresh, release} = await acquireLock(this.#path('claims', id), this.#now);
    const workFolder = this.#path('incoming', randomUUID());
    try {
      const known = await this.find(id);
      if (known) return checkSame(known, await describe(await measure(bytes, async () => {})));
      await mkdir(workFolder);
      const measured = await this.#write(join(workFolder, 'bytes'), bytes, refresh);
      const file = await describe(measured);
      await this.#writeText(join(workFolder, 'file.json'), JSON.stringify(file));
      return await this.#commit(id, workFolder, file);
    } finally {
      await rm(workFolder, {recursive: true, force: true});
      await release();
    }
  }

  async open(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined> {
    if (!isSafeName(id)) return undefined;
    const handle = await ignoreMissing(open(this.#path('kept', id, 'bytes')));
    const stream = handle?.createReadStream(range && {start: range.first, end: range.last});
    return stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>);
  }

  async remove(conversation: string): Promise<void> {
    if (!isSafeName(conversation)) return;
    const leaving = this.#path('leaving', randomUUID());
    // Atomically, so that the deletion is continued if the gateway dies now.
    const moved = await ignoreMissing(rename(this.#path('of', conversation), leaving).then(() => true));
    if (moved) await this.#removeAll(leaving);
  }

  async sweep(isKnown: (conversation: string) => Promise<boolean>, signal: AbortSignal): Promise<number> {
    await this.#cleanUp();
    const orphans: string[] = [];
    const all = (await this.#unchanged('of', hour)).filter(isSafeName);
    for (const conversation of all) {
      signal.throwIfAborted();
      if (!(await isKnown(conversation))) orphans.push(conversation);
    }
    if (orphans.length > maxOrphans && orphans.length > all.length / 2) {
      throw new Error(
        `The store knows only ${all.length - orphans.length} of the ${all.length} conversations that have files: it may be the wrong store`,
      );
    }
    for (const conversation of orphans) {
      signal.throwIfAborted();
      await this.remove(conversation);
    }
    return orphans.length;
  }

  async retain(id: string): Promise<void> {
    if (isSafeName(id)) await this.#unsent.unmark(id);
  }

  async removeUnsent(before: number): Promise<readonly StoredFile[]> {
    const removed: StoredFile[] = [];
    for (const id of await this.#unsent.all()) {
      const file = await this.find(id);
      // A mark without a file is left by a deletion or a crash.
      if ((file && file.createdAt >= before) || !(await this.#unsent.unmark(id)) || !file) continue;
      await rm(this.#path('kept', id), {recursive: true, force: true});
      await rm(this.#path('of', file.conversation, id), {force: true});
      removed.push(file);
    }
    return removed;
  }

  /** Renames a file into place once its conversation's folder lists it: that way no file can be forgotten. */
  async #commit(id: string, workFolder: string, file: StoredFile): Promise<StoredFile> {
    const folder = this.#path('of', file.conversation);
    await mkdir(folder, {recursive: true});
    await writeFile(join(folder, id), '', {flush: true});
    if (file.from === 'visitor') await this.#unsent.mark(id);
    try {
      await rename(workFolder, this.#path('kept', id));
    } catch (error) {
      const known = await this.find(id);
      if (known) return checkSame(known, file);
      throw error;
    }
    await syncFolder(this.#path('kept'));
    return file;
  }

  async #write(path: string, bytes: AsyncIterable<Uint8Array>, onProgress = async (): Promise<void> => {}): Promise<Measured> {
    const handle = await open(path, 'wx', 0o600);
    try {
      const measured = await measure(bytes, async (chunk) => {
        await handle.appendFile(chunk);
        await onProgress();
      });
      await handle.sync();
      return measured;
    } finally {
      await handle.close();
    }
  }

  async #writeText(path: string, text: string): Promise<void> {
    await this.#write(path, Readable.from([Buffer.from(text)]));
  }

  async #prepare(): Promise<void> {
    for (const name of ['kept', 'of', 'claims', 'incoming', 'leaving', 'unsent']) {
      await mkdir(this.#path(name), {recursive: true, mode: 0o700});
      await access(this.#path(name), constants.W_OK);
    }
    await this.#cleanUp();
  }

  async #cleanUp(): Promise<void> {
    for (const kind of ['incoming', 'claims']) {
      for (const name of await this.#unchanged(kind, staleAfter)) await rm(this.#path(kind, name), {recursive: true, force: true});
    }
    for (const name of await this.#unchanged('leaving')) await this.#removeAll(this.#path('leaving', name));
  }

  /** The contents of a folder that have not changed for some milliseconds. */
  async #unchanged(folder: string, time = 0): Promise<string[]> {
    const names = (await ignoreMissing(readdir(this.#path(folder)))) ?? [];
    const changed = async (name: string) => (await ignoreMissing(stat(this.#path(folder, name))))?.mtimeMs ?? Infinity;
    const old: string[] = [];
    for (const name of names) if (time === 0 || (await changed(name)) + time < this.#now()) old.push(name);
    return old;
  }

  async #removeAll(list: string): Promise<void> {
    for (const id of (await ignoreMissing(readdir(list))) ?? []) {
      await rm(this.#path('kept', id), {recursive: true, force: true});
      await this.#unsent.unmark(id);
    }
    await rm(list, {recursive: true, force: true});
  }

  #path(...context: readonly string[]): string {
    return join(this.#folder, ...context);
  }
}

/** What is safe in a path: no way up or down, nothing hidden. */
function isSafeName(id: string): boolean {
  return /^[\w-]{1,128}$/.test(id);
}

function checkSame(known: StoredFile, file: StoredFile): StoredFile {
  const properties = ['conversation', 'sha256', 'name', 'desc', 'ref'] as const;
  if (properties.some((property) => known[property] !== file[property])) throw new Problem('key_reused');
  return known;
}

async function ignoreMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Flushes the names in a folder to disk, if the system supports that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
