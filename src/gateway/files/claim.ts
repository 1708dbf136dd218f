import {rm, stat, utimes, writeFile} from 'node:fs/promises';
import {codeOf} from './code-of.ts';
import {Problem} from '../problem.ts';

/** Milliseconds without a sign after which whoever held a claim is dead. */
const patience = 30_000;

/**
 * Takes a name for as long as some work lasts, against everybody who shares the folder. A claim whose holder died is free again after
 * 30 seconds.
 * @param now Milliseconds since 1970.
 * @returns How to give it back.
 * @throws {Problem} `in_progress` while somebody else has it.
 */
export async function claim(path: string, now: () => number): Promise<() => Promise<void>> {
  if (!(await created(path))) {
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (now() - touched < patience) throw new Problem('in_progress', {retryAfter: 1});
    await rm(path, {force: true});
    if (!(await created(path))) throw new Problem('in_progress', {retryAfter: 1});
  }
  const sign = (): Promise<void> => utimes(path, now() / 1000, now() / 1000).catch(() => undefined);
  await sign();
  const beat = setInterval(() => void sign(), patience / 3);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(path, {force: true});
  };
}

async function created(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', {flag: 'wx'});
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
