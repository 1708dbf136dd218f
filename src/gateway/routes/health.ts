import {Hono} from 'hono';
import type {Env} from '../env.ts';
import type {RouteContext} from '../route-context.ts';
import {Problem} from '../problem.ts';
import {memoize} from '../memoize.ts';

/** Milliseconds the store may take to prove that it works. */
const timeout = 2000;
/** Milliseconds for which the result is reused, since each check writes to the store. */
const ttl = 1000;

/** Whether the process is alive, whether it can serve, and its metrics. */
export function healthRoutes({services}: Pick<RouteContext, 'services'>, isClosing: () => boolean): Hono<Env> {
  const app = new Hono<Env>();
  const checkStore = memoize(() => withTimeout(services.store.ping()), ttl, services.now);

  app.get('/healthz', (c) => c.json({status: 'ok'}));

  app.get('/readyz', async (c) => {
    if (isClosing()) throw new Problem('overloaded', {detail: 'The gateway is stopping', retryAfter: 5});
    try {
      await checkStore('store');
    } catch (cause) {
      throw new Problem('overloaded', {detail: 'The store does not work', retryAfter: 5, cause});
    }
    return c.json({status: 'ready'});
  });

  app.get('/metrics', async (c) => {
    const {contentType, body} = await services.metrics.text();
    return c.body(body, 200, {'content-type': contentType});
  });

  return app;
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${timeout} ms`)), timeout);
  });
  try {
    await Promise.race([work, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
