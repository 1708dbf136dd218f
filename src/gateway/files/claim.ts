import {randomUUID} from 'node:crypto';
import {readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {codeOf} from './code-of.ts';
import {Problem} from '../problem.ts';

/** Milliseconds without a sign after which whoever held a claim is dead. */
const patience = 30_000;

/** A name that is taken. */
export interface Claim {
  /** Gives a sign that the work goes on. */
  sign(): Promise<void>;
  /** Gives it back. */
  release(): Promise<void>;
}

/**
 * Takes a name for as long as some work lasts, against everybody who shares the folder. A claim whose holder gives no sign, be it dead or
 * cut off from whom it works for, is free again after 30 seconds.
 * @param now Milliseconds since 1970.
 * @throws {Problem} `in_progress` while somebody else has it.
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
      // Somebody else may have it by now.
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
