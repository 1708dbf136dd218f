import {Hono, type MiddlewareHandler} from 'hono';
import {routePath} from 'hono/route';
import {cors} from './cors.ts';
import type {Env} from './env.ts';
import {budgetOf, spend} from './limits.ts';
import type {Parts} from './parts.ts';
import {Problem} from './problem.ts';
import {conversationRoutes} from './routes/conversations.ts';
import {eventRoutes} from './routes/events.ts';
import {healthRoutes} from './routes/health.ts';
import {messageRoutes} from './routes/messages.ts';
import {openapiRoutes} from './routes/openapi.ts';
import type {Surroundings} from './surroundings.ts';

export interface AppOptions {
  parts: Parts;
  /** Routes of other modules, with their full paths. What they throw becomes a problem response here. */
  mounted?: readonly Hono<Env>[];
  isClosing?: () => boolean;
}

/** All routes of a gateway, and the rules that apply to each of them. */
export function createApp({parts, mounted = [], isClosing = () => false}: AppOptions): Hono<Env> {
  const {s} = parts;
  const app = new Hono<Env>();
  app.use(observed(s), safe);
  const origins = new Set(Object.values(s.options.widgets).flatMap((widget) => widget.origins));
  app.use('/v1/conversations/*', cors(origins));
  for (const routes of [
    conversationRoutes(parts),
    messageRoutes(parts),
    eventRoutes(parts),
    healthRoutes(parts, isClosing),
    openapiRoutes(s),
  ]) {
    app.route('/', routes);
  }
  for (const routes of mounted) app.route('/', routes);

  app.notFound(({req}) => {
    throw new Problem(methodsOf(app, req.path).length > 0 ? 'method_not_allowed' : 'not_found');
  });
  app.onError(async (error, c) => {
    const problem = await refusalOf(error, s, isForBots(c.req.path) ? undefined : c.env?.client?.address);
    if (problem.status >= 500) s.log('error', 'request_failed', {route: routePath(c, -1), method: c.req.method, code: problem.code, error});
    const response = problem.toResponse();
    if (problem.status === 401) response.headers.set('www-authenticate', 'Bearer');
    if (problem.status === 405) response.headers.set('allow', methodsOf(app, c.req.path).join(', '));
    return response;
  });
  return app;
}

/** Bots come from few addresses, with tokens nobody can guess in a lifetime. */
function isForBots(path: string): boolean {
  return path.startsWith('/a/');
}

/** Turns an exception into a problem response. Failing to authenticate uses up a budget, so that tokens cannot be guessed. */
async function refusalOf(error: unknown, {store, limits}: Surroundings, address: string | undefined): Promise<Problem> {
  const problem = error instanceof Problem ? error : new Problem('internal', {cause: error});
  const budget = problem.status === 401 ? budgetOf(address) : undefined;
  if (!budget) return problem;
  try {
    await spend(store, budget, limits.requestsPerMinute);
    return problem;
  } catch (refusal) {
    return refusal instanceof Problem ? refusal : new Problem('internal', {cause: refusal});
  }
}

const counted = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'OPTIONS']);

/** Counts each request by its route, never by its path, which anybody can choose. */
function observed({metrics, log, now}: Surroundings): MiddlewareHandler<Env> {
  return async (c, next) => {
    const from = now();
    await next();
    const last = routePath(c, -1);
    const route = last === '/*' ? 'other' : last;
    const method = counted.has(c.req.method) ? c.req.method : 'other';
    const {status} = c.res;
    const taken = now() - from;
    metrics.request(route, method, status, taken / 1000);
    log('debug', 'request', {route, method, status, milliseconds: taken});
  };
}

/** Headers of every answer unless its route sets others: nothing here may be sniffed, framed, executed or cached. */
const safe: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const careful = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  // On the answer itself: `c.header` would create a new one for each name.
  const {headers} = c.res;
  for (const [name, value] of Object.entries(careful)) if (!headers.has(name)) headers.set(name, value);
};

/** The methods allowed at a path, if there are any. */
function methodsOf(app: Hono<Env>, path: string): string[] {
  const fits = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`).test(path);
  return [...new Set(app.routes.filter((route) => route.method !== 'ALL' && fits(route.path)).map(({method}) => method))];
}
