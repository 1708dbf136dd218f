export type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Logs an event: its level, its name and the details. Never contains messages, tokens or
 * secrets. By default, one line of JSON on standard output.
 */
export type Log = (level: Level, what: string, about?: Readonly<Record<string, unknown>>) => void;

/** What lies at the bottom of an error, by its code or name alone: its words may hold what was said. */
export function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.cause instanceof Error && error.cause !== error) return causeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What an error says. Of one of a parser only its name, as it quotes what it could not read. */
export function saidBy(error: unknown): string {
  return error instanceof SyntaxError ? error.name : String(error);
}
