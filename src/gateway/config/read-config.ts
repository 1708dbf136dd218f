import type {z} from 'zod';

import {ConfigError} from './config-error.ts';
import {danglingReferences} from './references.ts';
import {type Config, schema} from './schema.ts';
import {type Secrets, withSecrets} from './secrets.ts';

/** Characters that a parser quotes before the position of an error. */
const before = 10;

type Written = Readonly<Record<string, unknown>>;

export interface ReadOptions extends Secrets {
  /** Where the text came from, for messages; `gateway.json` by default. */
  source?: string;
  /** Adds to or changes what was read, before it is checked. */
  complete?: (written: Written) => Written;
}

/**
 * Reads the text of a configuration and inserts the secrets it refers to.
 * @throws {ConfigError} with all mistakes at once.
 */
export function readConfig(text: string, {source = 'gateway.json', complete = (written) => written, ...secrets}: ReadOptions): Config {
  const written = parse(text, source);
  const missing: string[] = [];
  const filled = withSecrets(written, secrets, missing);
  const {data, error} = schema.safeParse(isObject(filled) ? complete(filled) : filled);
  // A missing secret was replaced by an empty text: that it is too short as well is no news.
  const wrong = (error?.issues ?? [])
    .map(mistakeOf)
    .filter((mistake) => !missing.some((known) => known.startsWith(`${mistake.split(' ')[0]} `)));
  const mistakes = [...missing, ...wrong, ...(data ? danglingReferences(data) : [])];
  if (!data || mistakes.length) throw new ConfigError(source, mistakes);
  return data;
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(source, [`it is no JSON: ${slipOf(error instanceof Error ? error.message : String(error), text)}`]);
  }
}

/** A parser's error with its line, without the characters around it, which the parser may quote. */
function slipOf(message: string, text: string): string {
  const [quotation = '', dots, quoted = ''] = /, (\.{3})?"(.*)"(?:\.{3})? is not valid JSON$/s.exec(message) ?? [];
  const slip = message.slice(0, message.length - quotation.length);
  const [, told] = /at position (\d+)(?!.*line)/.exec(slip) ?? [];
  const position = quotation ? text.indexOf(quoted) + (dots ? before : 0) : told && Number(told);
  return position === undefined ? slip : `${slip} (line ${text.slice(0, Number(position)).split('\n').length})`;
}

function mistakeOf({path, message}: z.core.$ZodIssue): string {
  const keys = path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`)).join('');
  return `${keys || 'it'} ${message}`;
}

function isObject(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
