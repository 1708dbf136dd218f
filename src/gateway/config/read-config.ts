import type {z} from 'zod';

import {ConfigError} from './config-error.ts';
import {danglingReferences} from './dangling-references.ts';
import {type Config, schema} from './schema.ts';
import {type SecretSources, resolveSecrets} from './resolve-secrets.ts';

/** Characters that a parser quotes before the position of an error. */
const contextLength = 10;

type RawConfig = Readonly<Record<string, unknown>>;

export interface ReadConfigOptions extends SecretSources {
  /** Where the text came from, for messages; `gateway.json` by default. */
  source?: string;
  /** Adds to or changes what was read, before it is checked. */
  transform?: (written: RawConfig) => RawConfig;
}

/**
 * Reads the text of a configuration and inserts the secrets it refers to.
 * @throws {ConfigError} with all issues at once.
 */
export function readConfig(
  text: string,
  {source = 'gateway.json', transform = (written) => written, ...secrets}: ReadConfigOptions,
): Config {
  const raw = parse(text, source);
  const missing: string[] = [];
  const resolved = resolveSecrets(raw, secrets, missing);
  const {data, error} = schema.safeParse(isObject(resolved) ? transform(resolved) : resolved);
  // A missing secret was replaced by an empty text: that it is too short as well is no news.
  const invalid = (error?.issues ?? [])
    .map(describeIssue)
    .filter((mistake) => !missing.some((known) => known.startsWith(`${mistake.split(' ')[0]} `)));
  const issues = [...missing, ...invalid, ...(data ? danglingReferences(data) : [])];
  if (!data || issues.length) throw new ConfigError(source, issues);
  return data;
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(source, [`it is no JSON: ${syntaxErrorOf(error instanceof Error ? error.message : String(error), text)}`]);
  }
}

/** A parser's error with its line, without the characters around it, which the parser may quote. */
function syntaxErrorOf(message: string, text: string): string {
  const [quotation = '', dots, quoted = ''] = /, (\.{3})?"(.*)"(?:\.{3})? is not valid JSON$/s.exec(message) ?? [];
  const reason = message.slice(0, message.length - quotation.length);
  const [, offset] = /at position (\d+)(?!.*line)/.exec(reason) ?? [];
  const position = quotation ? text.indexOf(quoted) + (dots ? contextLength : 0) : offset && Number(offset);
  return position === undefined ? reason : `${reason} (line ${text.slice(0, Number(position)).split('\n').length})`;
}

function describeIssue({path, message}: z.core.$ZodIssue): string {
  const keys = path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`)).join('');
  return `${keys || 'it'} ${message}`;
}

function isObject(value: unknown): value is RawConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
