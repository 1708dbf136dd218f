import {Problem} from './problem.ts';

/**
 * The idempotency key of a request.
 * @param minLength Minimum number of characters.
 * @throws {Problem} `bad_request` if it is invalid.
 */
export function idempotencyKey(request: Request, minLength = 1): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined;
  if (key !== undefined && (key.length < minLength || !/^[\w.~:+=/-]{1,128}$/.test(key))) {
    throw new Problem('bad_request', {detail: `Idempotency-Key must be ${minLength} to 128 letters, digits or . ~ : + = / - _`});
  }
  return key;
}
