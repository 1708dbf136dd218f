export type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Where the gateway writes what happens: a short name of what it was and what it was about. Never a message's words, a token or a
 * secret. One line of JSON on the standard output unless told.
 */
export type Log = (level: Level, what: string, about?: Readonly<Record<string, unknown>>) => void;

/** What an error says. Of one of a parser only its name, as it quotes what it could not read. */
export function saidBy(error: unknown): string {
  return error instanceof SyntaxError ? error.name : String(error);
}
