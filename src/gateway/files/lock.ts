import {randomUUID} from 'node:crypto';
import {readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {codeOf} from './code-of.ts';
import {Problem} from '../problem.ts';

/** Milliseconds without a sign of life after which a lock counts as abandoned. */
const staleAfter = 30_000;

/** A name that is locked. */
export interface Lock {
  /** Signals that the work continues. */
  refresh(): Promise<void>;
  /** Releases it. */
  release(): Promise<void>;
}

/**
 * Locks a name for as long as some work lasts, against everybody who shares the folder. A lock whose holder gives no sign of life, because it died or
 * lost its connection, is free again after 30 seconds.
 * @param now Milliseconds since 1970.
 * @throws {Problem} `in_progress` while somebody else holds it.
 */
export async function acquireLock(path: string, now: () => number): Promise<Lock> {
  const holder = randomUUID();
  if (!(await tryCreate(path, holder))) {
    const modifiedAt = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (now() - modifiedAt < staleAfter) throw new Problem('in_progress', {retryAfter: 1});
    await rm(path, {force: true});
    if (!(await tryCreate(path, holder))) throw new Problem('in_progress', {retryAfter: 1});
  }
  let refreshedAt = -Infinity;
  const refresh = async (): Promise<void> => {
    if (now() - refreshedAt < staleAfter / 10) return;
    refreshedAt = now();
    await utimes(path, refreshedAt / 1000, refreshedAt / 1000).catch(() => undefined);
  };
  await refresh();
  return {
    refresh,
    release: async () => {
      // Somebody else may hold it by now.
      if ((await readFile(path, 'utf8').catch(() => '')) === holder) await rm(path, {force: true});
    },
  };
}

async function tryCreate(path: string, holder: string): Promise<boolean> {
  try {
    await writeFile(path, holder, {flag: 'wx'});
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
