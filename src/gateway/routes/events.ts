import {Hono} from 'hono';
import type {Env} from '../env.ts';
import {offerOf} from '../offer.ts';
import type {RouteContext} from '../route-context.ts';
import {Problem} from '../problem.ts';
import {meterRead, toMeteredJson} from '../meter-read.ts';
import {replay, snapshotOf} from '../snapshot.ts';
import type {StoredConversation} from '../stored.ts';
import type {Services} from '../services.ts';
import type {WireEvent} from '../wire.ts';

/** Milliseconds after which an event is only sent as part of a snapshot. */
const maxAge = 24 * 60 * 60 * 1000;

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  // Proxies that buffer answers would hold the events back.
  'x-accel-buffering': 'no',
};

/** The events of a conversation: as a stream, or by polling if a proxy lets no stream through. */
export function eventRoutes(context: RouteContext): Hono<Env> {
  const {services, guard, streams} = context;
  const app = new Hono<Env>();

  app.get('/v1/conversations/:id/events', async (c) => {
    const request = c.req.raw;
    // A HEAD request would never read, nor end, what a stream holds.
    if (request.method !== 'GET') throw new Problem('method_not_allowed');
    const conversation = await guard.conversation(request, c.req.param('id'));
    const {id, stage, lastEvent, widget} = conversation;
    const asked = request.headers.get('last-event-id') || c.req.query('lastEventId') || c.req.query('after');
    const after = await cursorOf(services, conversation, asked);
    const reader = {address: c.env.client?.address, after};
    if (stage === 'ended' && after === lastEvent)
      return meterRead(services, conversation, reader, async () => ({value: c.body(null, 204), used: 0}));
    if (isPolling(request)) {
      const text = await meterRead(services, conversation, reader, async () => toMeteredJson(await poll(context, conversation, after)));
      return c.body(text, 200, {'content-type': 'application/json'});
    }
    const stream = await meterRead(services, conversation, reader, async () => {
      const opened = streams.add(id);
      const offer = await offerOf(context, widget);
      return {value: opened, used: await opened.open(conversation, after, {offer, resumed: Boolean(asked) && after !== undefined})};
    });
    return c.body(stream.body, 200, streamHeaders);
  });

  return app;
}

/** Where a client continues; undefined if that is unknown, for example to a store that lost data, or too long ago. */
async function cursorOf(
  {store, limits, now}: Services,
  {id, lastEvent}: StoredConversation,
  asked: string | undefined,
): Promise<number | undefined> {
  const after = asked === undefined ? 0 : /^\d{1,15}$/.test(asked) ? Number(asked) : Infinity;
  if (after > lastEvent || lastEvent - after > limits.replay) return undefined;
  const [missed] = after < lastEvent ? await store.events(id, after, 1) : [];
  return missed && Date.parse(missed.ts) + maxAge < now() ? undefined : after;
}

function isPolling(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

async function poll(
  context: RouteContext,
  conversation: StoredConversation,
  after: number | undefined,
): Promise<{events: readonly WireEvent[]; lastEventId: string; state: string}> {
  const {services} = context;
  const {id, widget} = conversation;
  if (after === undefined) {
    const snapshot = await snapshotOf(services, conversation, await offerOf(context, widget));
    const {lastEventId, state} = snapshot;
    return {events: [{id: lastEventId, type: 'reset', snapshot}], lastEventId, state};
  }
  const events: WireEvent[] = [...(await replay(services, id, {after, limit: services.limits.replay})).events];
  const lastEventId = events.at(-1)?.id ?? String(after);
  const {stage, queue} = (await services.store.read(id)) ?? conversation;
  if (queue && stage === 'queued') events.push({type: 'queue', ...queue});
  return {events, lastEventId, state: stage};
}
