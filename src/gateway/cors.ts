import type {MiddlewareHandler} from 'hono';
import {checkOrigin} from './guard.ts';

const methods = 'GET, POST, PATCH';
const allowed = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID';
const exposed = 'Retry-After';
/** Seconds a browser may cache what it was allowed. */
const remembered = '600';

/**
 * Lets pages of the given origins read answers. Which page may use which widget is checked by the guard, since preflight requests do not name
 * the widget. Never with credentials: only a token in a header counts, and no other site has one.
 */
export function cors(origins: ReadonlySet<string>): MiddlewareHandler {
  const known = [...origins];
  return async (c, next) => {
    const origin = c.req.header('origin') ?? null;
    const isKnown = origin !== null && origins.has(origin);
    if (c.req.method === 'OPTIONS') {
      checkOrigin(origin, known);
      c.header('access-control-allow-methods', methods);
      c.header('access-control-allow-headers', allowed);
      c.header('access-control-max-age', remembered);
      c.res = c.body(null, 204);
    } else {
      await next();
    }
    const {headers} = c.res;
    headers.append('vary', 'Origin');
    if (!isKnown) return;
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-expose-headers', exposed);
  };
}
