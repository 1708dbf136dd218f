/** The codes with their HTTP status and title. They are stable, since clients act on them. */
const kinds = {
  bad_request: [400, 'The request cannot be read'],
  token_missing: [401, 'A token is missing'],
  token_invalid: [401, 'The token is not valid'],
  token_expired: [401, 'The token has expired'],
  origin_not_allowed: [403, 'This site may not use this widget'],
  forbidden: [403, 'This may not be done'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'This cannot be done here'],
  in_progress: [409, 'The same request is still being worked on'],
  conversation_ended: [409, 'The conversation has ended'],
  too_large: [413, 'This is too large'],
  type_refused: [415, 'This type of content is not accepted'],
  invalid_message: [422, 'The message is not valid'],
  key_reused: [422, 'The idempotency key was used for something else'],
  rate_limited: [429, 'There were too many requests'],
  overloaded: [503, 'The gateway cannot take this now'],
  internal: [500, 'Something went wrong here'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof kinds;

export interface ProblemOptions extends ErrorOptions {
  /** What was wrong with this particular request. It is sent to the client, so it must not contain anything internal. */
  detail?: string;
  /** Seconds to wait before trying again. */
  retryAfter?: number;
}

/** The refusal of a request: RFC 9457 problem details, with a stable `code`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ProblemCode,
    {detail, retryAfter, ...options}: ProblemOptions = {},
  ) {
    const [status, title] = kinds[code];
    super(detail ? `${title}: ${detail}` : title, options);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  toResponse(): Response {
    const {code, title, status, detail, retryAfter} = this;
    const headers = new Headers({'content-type': 'application/problem+json', 'cache-control': 'no-store'});
    if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
    return Response.json({type: `about:blank#${code}`, code, title, status, ...(detail && {detail})}, {status, headers});
  }
}
