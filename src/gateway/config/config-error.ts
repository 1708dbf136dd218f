/** A configuration the gateway cannot start with. Each mistake names its key and says what it accepts. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    source: string,
    readonly mistakes: readonly string[],
  ) {
    super([`${source} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:`, ...mistakes].join('\n  '));
  }
}
