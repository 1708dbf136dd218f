import {randomUUID} from 'node:crypto';
import {readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {codeOf} from './code-of.ts';
import {Problem} from '../problem.ts';

/** Milliseconds without a sign of life after which the holder of a claim counts as dead. */
const patience = 30_000;

/** A name that is claimed. */
export interface Claim {
  /** Signals that the work continues. */
  sign(): Promise<void>;
  /** Releases it. */
  release(): Promise<void>;
}

/**
 * Claims a name for as long as some work lasts, against everybody who shares the folder. A claim whose holder gives no sign of life, because it died or
 * lost its connection, is free again after 30 seconds.
 * @param now Milliseconds since 1970.
 * @throws {Problem} `in_progress` while somebody else holds it.
 */
export async function claim(path: string, now: () => number): Promise<Claim> {
  const holder = randomUUID();
  if (!(await created(path, holder))) {
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (now() - touched < patience) throw new Problem('in_progress', {retryAfter: 1});
    await rm(path, {force: true});
    if (!(await created(path, holder))) throw new Problem('in_progress', {retryAfter: 1});
  }
  let signed = -Infinity;
  const sign = async (): Promise<void> => {
    if (now() - signed < patience / 10) return;
    signed = now();
    await utimes(path, signed / 1000, signed / 1000).catch(() => undefined);
  };
  await sign();
  return {
    sign,
    release: async () => {
      // Somebody else may hold it by now.
      if ((await readFile(path, 'utf8').catch(() => '')) === holder) await rm(path, {force: true});
    },
  };
}

async function created(path: string, holder: string): Promise<boolean> {
  try {
    await writeFile(path, holder, {flag: 'wx'});
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
