import {Hono, type MiddlewareHandler} from 'hono';
import {routePath} from 'hono/route';
import {cors} from './cors.ts';
import type {Env} from './env.ts';
import {addressBudgetOf, spend} from './limits.ts';
import type {RouteContext} from './route-context.ts';
import {Problem} from './problem.ts';
import {conversationRoutes} from './routes/conversations.ts';
import {eventRoutes} from './routes/events.ts';
import {healthRoutes} from './routes/health.ts';
import {messageRoutes} from './routes/messages.ts';
import {openapiRoutes} from './routes/openapi.ts';
import type {Services} from './services.ts';

export interface AppOptions {
  context: RouteContext;
  /** Routes of other modules, with their full paths. What they throw becomes a problem response here. */
  mounted?: readonly Hono<Env>[];
  isClosing?: () => boolean;
}

/** All routes of a gateway, and the rules that apply to each of them. */
export function createApp({context, mounted = [], isClosing = () => false}: AppOptions): Hono<Env> {
  const {services} = context;
  const app = new Hono<Env>();
  app.use(requestMetrics(services), securityHeaders);
  const origins = new Set(Object.values(services.options.widgets).flatMap((widget) => widget.origins));
  app.use('/v1/conversations/*', cors(origins));
  for (const routes of [
    conversationRoutes(context),
    messageRoutes(context),
    eventRoutes(context),
    healthRoutes(context, isClosing),
    openapiRoutes(services),
  ]) {
    app.route('/', routes);
  }
  for (const routes of mounted) app.route('/', routes);

  app.notFound(({req}) => {
    throw new Problem(methodsOf(app, req.path).length > 0 ? 'method_not_allowed' : 'not_found');
  });
  app.onError(async (error, c) => {
    const problem = await problemOf(error, services, isForBots(c.req.path) ? undefined : c.env?.client?.address);
    if (problem.status >= 500)
      services.log('error', 'request_failed', {route: routePath(c, -1), method: c.req.method, code: problem.code, error});
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
async function problemOf(error: unknown, {store, limits}: Services, address: string | undefined): Promise<Problem> {
  const problem = error instanceof Problem ? error : new Problem('internal', {cause: error});
  const budget = problem.status === 401 ? addressBudgetOf(address) : undefined;
  if (!budget) return problem;
  try {
    await spend(store, budget, limits.requestsPerMinute);
    return problem;
  } catch (refusal) {
    return refusal instanceof Problem ? refusal : new Problem('internal', {cause: refusal});
  }
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'OPTIONS']);

/** Counts each request by its route, never by its path, which anybody can choose. */
function requestMetrics({metrics, log, now}: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const startedAt = now();
    await next();
    const last = routePath(c, -1);
    const route = last === '/*' ? 'other' : last;
    const method = knownMethods.has(c.req.method) ? c.req.method : 'other';
    const {status} = c.res;
    const duration = now() - startedAt;
    metrics.request(route, method, status, duration / 1000);
    log('debug', 'request', {route, method, status, milliseconds: duration});
  };
}

/** Headers of every answer unless its route sets others: nothing here may be sniffed, framed, executed or cached. */
const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const defaults = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  // On the answer itself: `c.header` would create a new one for each name.
  const {headers} = c.res;
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
};

/** The methods allowed at a path, if there are any. */
function methodsOf(app: Hono<Env>, path: string): string[] {
  const matches = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`).test(path);
  return [...new Set(app.routes.filter((route) => route.method !== 'ALL' && matches(route.path)).map(({method}) => method))];
}
