import {Hono} from 'hono';
import type {Env} from '../env.ts';
import {offerOf} from '../offer.ts';
import type {Parts} from '../parts.ts';
import {Problem} from '../problem.ts';
import {reading, told} from '../reading.ts';
import {replayed, snapshotOf} from '../snapshot.ts';
import type {StoredConversation} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import type {WireEvent} from '../wire.ts';

/** Milliseconds after which an event is only sent as part of a snapshot. */
const oldest = 24 * 60 * 60 * 1000;

const streamed = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  // Proxies that buffer answers would hold the events back.
  'x-accel-buffering': 'no',
};

/** The events of a conversation: as a stream, or by polling if a proxy lets no stream through. */
export function eventRoutes(parts: Parts): Hono<Env> {
  const {s, guard, streams} = parts;
  const app = new Hono<Env>();

  app.get('/v1/conversations/:id/events', async (c) => {
    const request = c.req.raw;
    // A HEAD request would never read, nor end, what a stream holds.
    if (request.method !== 'GET') throw new Problem('method_not_allowed');
    const conversation = await guard.conversation(request, c.req.param('id'));
    const {id, stage, lastEvent, widget} = conversation;
    const asked = request.headers.get('last-event-id') || c.req.query('lastEventId') || c.req.query('after');
    const after = await cursorOf(s, conversation, asked);
    const reader = {address: c.env.client?.address, after};
    if (stage === 'ended' && after === lastEvent)
      return reading(s, conversation, reader, async () => ({value: c.body(null, 204), used: 0}));
    if (isPolling(request)) {
      const text = await reading(s, conversation, reader, async () => told(await polled(parts, conversation, after)));
      return c.body(text, 200, {'content-type': 'application/json'});
    }
    const stream = await reading(s, conversation, reader, async () => {
      const opened = streams.add(id);
      const offer = await offerOf(parts, widget);
      return {value: opened, used: await opened.open(conversation, after, {offer, resumed: Boolean(asked) && after !== undefined})};
    });
    return c.body(stream.body, 200, streamed);
  });

  return app;
}

/** Where a client continues; undefined if that is unknown, for example to a store that lost data, or too long ago. */
async function cursorOf(
  {store, limits, now}: Surroundings,
  {id, lastEvent}: StoredConversation,
  asked: string | undefined,
): Promise<number | undefined> {
  const after = asked === undefined ? 0 : /^\d{1,15}$/.test(asked) ? Number(asked) : Infinity;
  if (after > lastEvent || lastEvent - after > limits.replay) return undefined;
  const [missed] = after < lastEvent ? await store.events(id, after, 1) : [];
  return missed && Date.parse(missed.ts) + oldest < now() ? undefined : after;
}

function isPolling(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

async function polled(
  parts: Parts,
  conversation: StoredConversation,
  after: number | undefined,
): Promise<{events: readonly WireEvent[]; lastEventId: string; state: string}> {
  const {s} = parts;
  const {id, widget} = conversation;
  if (after === undefined) {
    const snapshot = await snapshotOf(s, conversation, await offerOf(parts, widget));
    const {lastEventId, state} = snapshot;
    return {events: [{id: lastEventId, type: 'reset', snapshot}], lastEventId, state};
  }
  const events: WireEvent[] = [...(await replayed(s, id, {after, limit: s.limits.replay})).events];
  const lastEventId = events.at(-1)?.id ?? String(after);
  const {stage, queue} = (await s.store.read(id)) ?? conversation;
  if (queue && stage === 'queued') events.push({type: 'queue', ...queue});
  return {events, lastEventId, state: stage};
}
