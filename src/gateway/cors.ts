import type {MiddlewareHandler} from 'hono';
import {checkOrigin} from './guard.ts';

const methods = 'GET, POST, PATCH';
const allowedHeaders = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID';
const exposedHeaders = 'Retry-After';
/** Seconds a browser may cache what it was allowed. */
const maxAge = '600';

/**
 * Lets pages of the given origins read answers. Which page may use which widget is checked by the guard, since preflight requests do not name
 * the widget. Never with credentials: only a token in a header counts, and no other site has one.
 */
export function cors(origins: ReadonlySet<string>): MiddlewareHandler {
  const originList = [...origins];
  return async (c, next) => {
    const origin = c.req.header('origin') ?? null;
    const isKnown = origin !== null && origins.has(origin);
    if (c.req.method === 'OPTIONS') {
      checkOrigin(origin, originList);
      c.header('access-control-allow-methods', methods);
      c.header('access-control-allow-headers', allowedHeaders);
      c.header('access-control-max-age', maxAge);
      c.res = c.body(null, 204);
    } else {
      await next();
    }
    const {headers} = c.res;
    headers.append('vary', 'Origin');
    if (!isKnown) return;
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-expose-headers', exposedHeaders);
  };
}
