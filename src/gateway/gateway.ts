import {createApp} from './app.ts';
import {acceptedTypes} from './files/type-of.ts';
import {createGuard} from './guard.ts';
import {createHooks} from './hooks/create-hooks.ts';
import {createJsonLog} from './json-log.ts';
import type {Gateway, GatewayOptions} from './options.ts';
import {Problem} from './problem.ts';
import {attachmentRoutes} from './routes/attachments.ts';
import {deskRoutes} from './routes/desk.ts';
import {platformRoutes} from './routes/platform.ts';
import {heartbeatInterval, Streams} from './streams.ts';
import {createServices} from './create-services.ts';
import {createConversations} from './conversations/create-conversations.ts';

/** Milliseconds. */
const defaultGrace = 8000;
/** The last part of that time, in milliseconds, is left for webhooks. */
const hookGrace = {min: 500, max: 2000};

/**
 * Creates a gateway: one function from `Request` to `Response`, without a server or socket. `parley-gateway` serves it on a port; any
 * other server can do so too.
 *
 * @example
 * const gateway = createGateway({secret, publicUrl, bots, widgets, store: await openSqliteStore('chat.db'), files: new DirectoryFiles('files')});
 * Bun.serve({fetch: (request, server) => gateway.fetch(request, {address: server.requestIP(request)?.address})});
 * @throws {Error} that names the invalid option.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const log = options.log ?? createJsonLog();
  const services = createServices(options, log);
  const hooks = createHooks(services);
  const conversations = createConversations(services, hooks);
  const guard = createGuard(services);
  const streams = new Streams(services);
  let closing: Promise<void> | undefined;
  let isClosed = false;

  const app = createApp({
    context: {services, conversations, hooks, guard, streams, mimetypes: acceptedTypes},
    mounted: [attachmentRoutes(services, guard), platformRoutes(services, conversations), deskRoutes(services, conversations)],
    isClosing: () => closing !== undefined,
  });
  conversations.start();
  const heartbeat = setInterval(() => streams.sendHeartbeats(), heartbeatInterval);
  heartbeat.unref();

  const close = async (grace: number): Promise<void> => {
    clearInterval(heartbeat);
    streams.close();
    const startedAt = performance.now();
    await conversations.stop(grace);
    const remaining = grace - (performance.now() - startedAt);
    await hooks.stop(Math.max(hookGrace.min, Math.min(hookGrace.max, remaining)));
    isClosed = true;
    await services.store.close();
  };

  return {
    async fetch(request, client = {}) {
      if (isClosed) return new Problem('overloaded', {retryAfter: 5}).toResponse();
      try {
        return await app.fetch(request, {client});
      } catch (error) {
        log('error', 'request_failed', {error});
        return new Problem('internal').toResponse();
      }
    },
    close: (grace = defaultGrace) => (closing ??= close(grace)),
  };
}
