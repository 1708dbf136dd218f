/** Somebody answered, but did not do what was asked. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  /** For the log. */
  readonly code: string;

  constructor(status: number) {
    const code = `status ${status}`;
    super(code);
    this.code = code;
  }
}
