/** An answer that arrived, but did not fulfil the request. */
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
