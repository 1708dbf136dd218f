export type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Where the gateway writes what happens: a short name of what it was and what it was about. Never a message's words, a token or a
 * secret. One line of JSON on the standard output unless told.
 */
export type Log = (level: Level, what: string, about?: Readonly<Record<string, unknown>>) => void;
