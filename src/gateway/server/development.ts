import {randomBytes} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Where what was made for trying out is kept, beside the configuration. */
export const developmentFolder = 'parley';

/** What a configuration need not say for trying out on one machine. */
export function developmentDefaults(folder: string, port: number) {
  return {secret: keptSecret(join(folder, developmentFolder)), publicUrl: `http://localhost:${port}`, botHost: `localhost:${port + 1}`};
}

/** A secret made once and read by its owner alone, so that conversations outlast a restart. */
export function keptSecret(folder: string): string {
  const path = join(folder, 'secret');
  try {
    return readFileSync(path, 'utf8');
  } catch {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(path, secret, {mode: 0o600});
    return secret;
  }
}
