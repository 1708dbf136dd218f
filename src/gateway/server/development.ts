import {randomBytes} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Where things created for trying out are stored, next to the configuration. */
export const developmentFolder = 'parley';

/** What a configuration may omit when trying out on one machine. */
export function developmentDefaults(folder: string, port: number) {
  return {
    secret: loadOrCreateSecret(join(folder, developmentFolder)),
    publicUrl: `http://localhost:${port}`,
    botHost: `localhost:${port + 1}`,
  };
}

/** A secret created once and readable by its owner only, so that conversations survive a restart. */
export function loadOrCreateSecret(folder: string): string {
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
