/** A configuration the gateway cannot start with. Each issue names its key and says what it accepts. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    source: string,
    readonly issues: readonly string[],
  ) {
    super([`${source} has ${issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`}:`, ...issues].join('\n  '));
  }
}
