import {Hono} from 'hono';
import type {Env} from '../env.ts';
import type {Parts} from '../parts.ts';
import {Problem} from '../problem.ts';
import {remembering} from '../remembering.ts';

/** Milliseconds the store may take to prove that it works. */
const patience = 2000;
/** Milliseconds for which the result is reused, since each check writes to the store. */
const fresh = 1000;

/** Whether the process is alive, whether it can serve, and its metrics. */
export function healthRoutes({s}: Pick<Parts, 's'>, isClosing: () => boolean): Hono<Env> {
  const app = new Hono<Env>();
  const tried = remembering(() => soon(s.store.ping()), fresh, s.now);

  app.get('/healthz', (c) => c.json({status: 'ok'}));

  app.get('/readyz', async (c) => {
    if (isClosing()) throw new Problem('overloaded', {detail: 'The gateway is stopping', retryAfter: 5});
    try {
      await tried('store');
    } catch (cause) {
      throw new Problem('overloaded', {detail: 'The store does not work', retryAfter: 5, cause});
    }
    return c.json({status: 'ready'});
  });

  app.get('/metrics', async (c) => {
    const {contentType, body} = await s.metrics.text();
    return c.body(body, 200, {'content-type': contentType});
  });

  return app;
}

async function soon(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${patience} ms`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
