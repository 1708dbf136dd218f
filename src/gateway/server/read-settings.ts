import {readFile} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';

import {ConfigError} from '../config/config-error.ts';
import {readConfig} from '../config/read-config.ts';
import type {Config} from '../config/schema.ts';
import {developmentDefaults} from './development.ts';

export interface ReadSettingsOptions {
  /** Path of the configuration. */
  path: string;
  /** Overrides the configuration's port. */
  port?: number;
  dev: boolean;
}

/** Everything needed to start. */
export interface Settings {
  config: Config;
  /** The folder to which relative paths of the configuration refer. */
  folder: string;
  dev: boolean;
}

/** Reads the configuration of this process. @throws {ConfigError} */
export async function readSettings({path, port, dev}: ReadSettingsOptions): Promise<Settings> {
  const folder = dirname(resolve(path));
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigError(path, [`it cannot be read: ${error.message}`]);
  });
  const config = readConfig(text, {
    source: path,
    environment: process.env,
    transform: (written) => ({
      ...(dev && developmentDefaults(folder, port ?? portOf(written))),
      ...written,
      ...(port !== undefined && {listen: {...objectOf(written['listen']), port}}),
    }),
  });
  return {config, folder, dev};
}

function portOf(config: Readonly<Record<string, unknown>>): number {
  const {port} = objectOf(config['listen']);
  return typeof port === 'number' ? port : 8080;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
