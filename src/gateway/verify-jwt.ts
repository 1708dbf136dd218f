import {errors, jwtVerify, type JWTVerifyOptions} from 'jose';
import {Problem} from './problem.ts';

/**
 * The claims of a token.
 * @throws {Problem} `token_expired`, and `token_invalid` if none of the keys signed it.
 */
export async function verifyJwt(
  token: string,
  keys: readonly (Uint8Array | CryptoKey)[],
  options: JWTVerifyOptions,
): Promise<Readonly<Record<string, unknown>>> {
  for (const key of keys) {
    try {
      const {payload} = await jwtVerify(token, key, {...options, algorithms: ['HS256']});
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Problem('token_expired', {cause});
      if (!(cause instanceof errors.JWSSignatureVerificationFailed)) throw new Problem('token_invalid', {cause});
    }
  }
  throw new Problem('token_invalid');
}
