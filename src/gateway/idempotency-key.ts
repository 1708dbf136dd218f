import {Problem} from './problem.ts';

/**
 * The name a client gave its request.
 * @param least Characters it must have.
 * @throws {Problem} `bad_request` when it is none.
 */
export function idempotencyKey(request: Request, least = 1): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined;
  if (key !== undefined && (key.length < least || !/^[\w.~:+=/-]{1,128}$/.test(key))) {
    throw new Problem('bad_request', {detail: `Idempotency-Key must be ${least} to 128 letters, digits or . ~ : + = / - _`});
  }
  return key;
}
