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
import {beatEvery, Streams} from './streams.ts';
import {surroundingsOf} from './surroundings-of.ts';
import {createTalks} from './talks/create-talks.ts';

/** Milliseconds. */
const usualGrace = 8000;
/** The last part of that time, in milliseconds, is left for webhooks. */
const hookGrace = {least: 500, most: 2000};

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
  const s = surroundingsOf(options, log);
  const hooks = createHooks(s);
  const talks = createTalks(s, hooks);
  const guard = createGuard(s);
  const streams = new Streams(s);
  let closing: Promise<void> | undefined;
  let isClosed = false;

  const app = createApp({
    parts: {s, talks, hooks, guard, streams, mimetypes: acceptedTypes},
    mounted: [attachmentRoutes(s, guard), platformRoutes(s, talks), deskRoutes(s, talks)],
    isClosing: () => closing !== undefined,
  });
  talks.start();
  const beats = setInterval(() => streams.beat(), beatEvery);
  beats.unref();

  const close = async (grace: number): Promise<void> => {
    clearInterval(beats);
    streams.close();
    const begun = performance.now();
    await talks.stop(grace);
    const left = grace - (performance.now() - begun);
    await hooks.stop(Math.max(hookGrace.least, Math.min(hookGrace.most, left)));
    isClosed = true;
    await s.store.close();
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
    close: (grace = usualGrace) => (closing ??= close(grace)),
  };
}
