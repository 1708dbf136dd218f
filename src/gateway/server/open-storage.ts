import {mkdir} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';

import type {Config} from '../config/schema.ts';
import {DirectoryFiles} from '../files/directory-files.ts';
import type {Log} from '../log.ts';
import type {GatewayOptions} from '../options.ts';
import {openSqliteStore} from '../store/sqlite.ts';
import type {Store} from '../store/store.ts';

/** Opens the stores for conversations and files of the configuration; paths are relative to `folder`. */
export async function openStorage({store, files}: Config, folder: string, log: Log): Promise<Pick<GatewayOptions, 'store' | 'files'>> {
  const path = resolve(folder, files.folder);
  const directoryFiles = new DirectoryFiles(path);
  // Now, rather than when the first visitor sends a file.
  await withErrorContext(`files.folder ${path}`, () => directoryFiles.prepare());
  return {files: directoryFiles, store: await openStore(store, folder, log)};
}

async function openStore(store: Config['store'], folder: string, log: Log): Promise<Store> {
  const onError = (error: unknown): void => log('error', 'store', {error});
  if (store.type === 'sqlite') {
    const path = resolve(folder, store.path);
    return withErrorContext(`store.path ${path}`, async () => {
      await mkdir(dirname(path), {recursive: true, mode: 0o700});
      return openSqliteStore(path, {onError});
    });
  }
  const {openRedisStore} = await import('../store/redis.ts');
  return openRedisStore(store.url, {onError});
}

/** Adds what could not be opened, which errors of the system and of SQLite may not say. */
async function withErrorContext<T>(what: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw new Error(`${what} cannot be used`, {cause});
  }
}
