export type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Logs an event: its level, its name and the details. Never contains messages, tokens or
 * secrets. By default, one line of JSON on standard output.
 */
export type Log = (level: Level, what: string, about?: Readonly<Record<string, unknown>>) => void;

/** The root cause of an error, by code or name only: its message may contain what was said. */
export function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.cause instanceof Error && error.cause !== error) return causeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The message of an error. Of a parser's error only the name, since the message quotes what could not be parsed. */
export function reasonOf(error: unknown): string {
  return error instanceof SyntaxError ? error.name : String(error);
}
