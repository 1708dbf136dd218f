import {randomUUID} from 'node:crypto';
import {access, constants, mkdir, open, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {Readable} from 'node:stream';
import {Problem} from '../problem.ts';
import {claim} from './claim.ts';
import {codeOf} from './code-of.ts';
import type {ByteRange, Files, StoredFile} from './files.ts';
import {type Measured, measure} from './measure.ts';
import {Unsent} from './unsent.ts';

export interface DirectoryFilesOptions {
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
}

const hour = 60 * 60 * 1000;
/** Milliseconds after which incomplete files are deleted. */
const abandoned = 24 * hour;
/** How many conversations may be left behind even if that is most of them. If there are more, the store must be missing or the wrong one. */
const mostLeft = 20;

/**
 * Stores attachments in a folder, which several gateways may share. Each file has a folder of its own, `kept/<id>` with `bytes` and
 * `file.json`, which is renamed to that in one step once everything is on disk. `of/<conversation>` lists the files of a conversation,
 * `unsent` the visitors' files that no message refers to.
 */
export class DirectoryFiles implements Files {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #unsent: Unsent;
  #ready: Promise<void> | undefined;

  /** @param folder Created if missing; only gateways may write there. */
  constructor(folder: string, {now = Date.now}: DirectoryFilesOptions = {}) {
    this.#folder = resolve(folder);
    this.#now = now;
    this.#unsent = new Unsent(this.#path('unsent'));
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
    if (!isName(id)) return undefined;
    const text = await orNothing(readFile(this.#path('kept', id, 'file.json'), 'utf8'));
    return text === undefined ? undefined : (JSON.parse(text) as StoredFile);
  }

  async put(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    describe: (measured: Measured) => StoredFile | Promise<StoredFile>,
  ): Promise<StoredFile> {
    if (!isName(id)) throw new TypeError(`A file cannot be called ${JSON.stringify(id)}`);
    await this.prepare();
    const {sign, release} = await claim(this.#path('claims', id), this.#now);
    const work = this.#path('incoming', randomUUID());
    try {
      const known = await this.find(id);
      if (known) return sameAs(known, await describe(await measure(bytes, async () => {})));
      await mkdir(work);
      const measured = await this.#write(join(work, 'bytes'), bytes, sign);
      const file = await describe(measured);
      await this.#writeText(join(work, 'file.json'), JSON.stringify(file));
      return await this.#keep(id, work, file);
    } finally {
      await rm(work, {recursive: true, force: true});
      await release();
    }
  }

  async open(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined> {
    if (!isName(id)) return undefined;
    const handle = await orNothing(open(this.#path('kept', id, 'bytes')));
    const stream = handle?.createReadStream(range && {start: range.first, end: range.last});
    return stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>);
  }

  async remove(conversation: string): Promise<void> {
    if (!isName(conversation)) return;
    const leaving = this.#path('leaving', randomUUID());
    // Atomically, so that the deletion is continued if the gateway dies now.
    const moved = await orNothing(rename(this.#path('of', conversation), leaving).then(() => true));
    if (moved) await this.#removeAll(leaving);
  }

  async sweep(isKnown: (conversation: string) => Promise<boolean>, signal: AbortSignal): Promise<number> {
    await this.#tidy();
    const left: string[] = [];
    const all = (await this.#untouched('of', hour)).filter(isName);
    for (const conversation of all) {
      signal.throwIfAborted();
      if (!(await isKnown(conversation))) left.push(conversation);
    }
    if (left.length > mostLeft && left.length > all.length / 2) {
      throw new Error(
        `The store knows only ${all.length - left.length} of the ${all.length} conversations that have files: it may be the wrong store`,
      );
    }
    for (const conversation of left) {
      signal.throwIfAborted();
      await this.remove(conversation);
    }
    return left.length;
  }

  async retain(id: string): Promise<void> {
    if (isName(id)) await this.#unsent.unmark(id);
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
  async #keep(id: string, work: string, file: StoredFile): Promise<StoredFile> {
    const place = this.#path('of', file.conversation);
    await mkdir(place, {recursive: true});
    await writeFile(join(place, id), '', {flush: true});
    if (file.from === 'visitor') await this.#unsent.mark(id);
    try {
      await rename(work, this.#path('kept', id));
    } catch (error) {
      const known = await this.find(id);
      if (known) return sameAs(known, file);
      throw error;
    }
    await synced(this.#path('kept'));
    return file;
  }

  async #write(path: string, bytes: AsyncIterable<Uint8Array>, moved = async (): Promise<void> => {}): Promise<Measured> {
    const handle = await open(path, 'wx', 0o600);
    try {
      const measured = await measure(bytes, async (chunk) => {
        await handle.appendFile(chunk);
        await moved();
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
    await this.#tidy();
  }

  async #tidy(): Promise<void> {
    for (const kind of ['incoming', 'claims']) {
      for (const name of await this.#untouched(kind, abandoned)) await rm(this.#path(kind, name), {recursive: true, force: true});
    }
    for (const name of await this.#untouched('leaving')) await this.#removeAll(this.#path('leaving', name));
  }

  /** The contents of a folder that have not changed for some milliseconds. */
  async #untouched(folder: string, time = 0): Promise<string[]> {
    const names = (await orNothing(readdir(this.#path(folder)))) ?? [];
    const changed = async (name: string) => (await orNothing(stat(this.#path(folder, name))))?.mtimeMs ?? Infinity;
    const old: string[] = [];
    for (const name of names) if (time === 0 || (await changed(name)) + time < this.#now()) old.push(name);
    return old;
  }

  async #removeAll(list: string): Promise<void> {
    for (const id of (await orNothing(readdir(list))) ?? []) {
      await rm(this.#path('kept', id), {recursive: true, force: true});
      await this.#unsent.unmark(id);
    }
    await rm(list, {recursive: true, force: true});
  }

  #path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }
}

/** What is safe in a path: no way up or down, nothing hidden. */
function isName(id: string): boolean {
  return /^[\w-]{1,128}$/.test(id);
}

function sameAs(known: StoredFile, file: StoredFile): StoredFile {
  const properties = ['conversation', 'sha256', 'name', 'desc', 'ref'] as const;
  if (properties.some((property) => known[property] !== file[property])) throw new Problem('key_reused');
  return known;
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Flushes the names in a folder to disk, if the system supports that. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
