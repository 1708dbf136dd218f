import {type Level, type Log, reasonOf} from './log.ts';

export interface JsonLogOptions {
  /** The lowest level that is written; `info` by default. */
  level?: Level;
  /** Writes one line, which ends with a line feed; to standard output by default. */
  write?: (line: string) => void;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
}

const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];
const redacted = '[hidden]';

/** Keys whose values must not appear in a log: secrets, and what people or bots said. */
const secretNames = /secret|token|authorization|password|passwd|cookie|api.?key|private.?key|hmac|signature/i;
const contentNames = new Set([
  'body',
  'payload',
  'context',
  'tempContext',
  'data',
  'raw',
  'settings',
  'environment',
  'history',
  'messages',
]);

/**
 * Secrets that can be recognised within a text: credentials in a header or URL, a signed token, a file's signature. Words are matched
 * from their beginning only, because trying every position of a long one would keep the process busy.
 */
const secretPatterns: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${redacted}`],
  [/(?<![\w-])(?=[\w-]+\.[\w-]+\.)(?=[\w-]*eyJ)[\w-]+\.[\w-]+\.[\w-]*/g, redacted],
  [/(?<![\w+.-])([\w+.-]+:\/\/)[^\s/?#@]+@/g, `$1${redacted}@`],
  [/([?&](?:s|token|key|secret)=)[^\s&#]+/gi, `$1${redacted}`],
];

const maxLength = 2000;
const maxDepth = 4;
const maxItems = 20;

/** Creates a log that writes each event as one line of JSON: `time`, `level`, `what` and the details, without secrets and without messages. */
export function createJsonLog({level = 'info', write = writeOut, now = Date.now}: JsonLogOptions = {}): Log {
  const minLevel = levels.indexOf(level);
  return (level, what, about = {}) => {
    if (levels.indexOf(level) < minLevel) return;
    const details = redact(about, 0) as Record<string, unknown>;
    const head = {time: new Date(now()).toISOString(), level, what};
    // First in the line and written last, so that no detail can take their place.
    write(`${JSON.stringify({...head, ...details, ...head})}\n`);
  };
}

function writeOut(line: string): void {
  process.stdout.write(line);
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactText(describeError(value));
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Date) return value;
  if (depth >= maxDepth) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isPrivate(name, inner) ? redacted : redact(inner, depth + 1)]),
  );
}

/** `message` is the error's text if it is a string, and what somebody said if it is an object. */
function isPrivate(name: string, value: unknown): boolean {
  if (value === undefined) return false;
  return secretNames.test(name) || contentNames.has(name) || (name === 'message' && typeof value === 'object');
}

/** The error and its causes. */
function describeError(error: Error): string {
  const own = reasonOf(error);
  const code = 'code' in error && typeof error.code === 'string' && !own.includes(error.code) ? ` (${error.code})` : '';
  return own + code + (error.cause instanceof Error && error.cause !== error ? `, caused by ${describeError(error.cause)}` : '');
}

function redactText(text: string): string {
  const safe = secretPatterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}…` : safe;
}
