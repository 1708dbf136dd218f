import {setTimeout as sleep} from 'node:timers/promises';

import type {BotRequest} from '../src/protocol/exchange.ts';
import {answer} from './bot/agent.ts';
import type {Agent} from './bot/contract.ts';
import {description} from './bot/openapi.ts';
import type {PlatformFactory} from './bot/platform.ts';
import {faultOf} from './bot/validation.ts';
import type {Handler} from './listen.ts';

export interface BotOptions {
  /** Agents by engine type. Default: `custom`, the shop's bot. */
  agents?: Readonly<Record<string, Agent>>;
  now?: () => Date;
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** How the bot calls back. Default: not at all. */
  platformFor?: PlatformFactory;
}

/** Limit of a request body, as in a BotManager. */
const maxBytes = 102_400;

/**
 * A BotManager as one function: `POST /bot/message` and `GET /openapi.json`, with the answers, validation and errors of the
 * Vivocha Bot SDK. It is stateless: what the bot has to remember travels in `context`.
 */
export function createBot({
  agents = {custom: answer},
  now = () => new Date(),
  wait = delay,
  platformFor: calling,
}: BotOptions = {}): Handler {
  return async (request) => {
    const {pathname, origin} = new URL(request.url);
    if (pathname === '/openapi.json' && request.method === 'GET')
      return Response.json(description, {headers: {'access-control-allow-origin': '*'}});
    if (pathname !== '/bot/message') return errorResponse(404, 'Not Found', 'The resource does not exist');
    if (request.method !== 'POST') {
      return errorResponse(405, 'Method Not Allowed', "The API Endpoint doesn't support the specified HTTP method for the given resource");
    }

    const body = await bodyOf(request);
    if (body === unreadable) return errorResponse(500, 'internal');
    const fault = faultOf(body);
    if (fault) return errorResponse(400, 'ValidationError', fault);
    const effectiveRequest = withHeaders(body as BotRequest, request.headers);
    const engine = effectiveRequest.settings?.engine?.type;
    if (engine === undefined || engine in Object.prototype) return errorResponse(500, 'internal');
    const agent = agents[engine];
    if (!agent) return errorResponse(400, 'unsupported bot type');
    const {signal} = request;
    return respond(() =>
      agent(effectiveRequest, {
        base: origin,
        now: now(),
        signal,
        wait: async (milliseconds) => void (await wait(milliseconds, signal)),
        platform: calling?.(effectiveRequest.environment),
      }),
    );
  };
}

async function respond(ask: () => Promise<unknown>): Promise<Response> {
  try {
    const result = await ask();
    if (result instanceof Response) return result;
    return result === undefined ? new Response(null, {headers: {'content-length': '0'}}) : Response.json(result);
  } catch (error) {
    return errorResponse(500, 'platform error', error instanceof Error ? error.message : String(error));
  }
}

const unreadable = Symbol('not JSON, or too much of it');

/** The JSON body of a request; an empty object for another content type, undefined for an empty body. */
async function bodyOf(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Reads the body to the end even if it is too large: the client may never see the answer to a half-read request.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) return unreadable;
  if (size === 0) return undefined;
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '')) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof value === 'object' && value !== null ? value : unreadable;
  } catch {
    return unreadable;
  }
}

/** Overwrites the environment of the request with the platform's headers. */
function withHeaders(request: BotRequest, headers: Headers): BotRequest {
  const overrides = ['host', 'acct', 'hmac']
    .map((name) => [name, headers.get(`x-vvc-${name}`)] as const)
    .filter(([, value]) => value !== null);
  return overrides.length ? {...request, environment: {...request.environment, ...Object.fromEntries(overrides)}} : request;
}

function errorResponse(status: number, message: string, info?: unknown): Response {
  return Response.json({error: status, message, ...(info !== undefined && {info})}, {status});
}

function delay(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return sleep(milliseconds, undefined, {signal});
}
