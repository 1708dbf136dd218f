import {Hono} from 'hono';
import {readJson} from '../read-json.ts';
import type {Env} from '../env.ts';
import {idempotencyKey} from '../idempotency-key.ts';
import {spend, spendForAddress} from '../limits.ts';
import type {RouteContext} from '../route-context.ts';
import {Problem} from '../problem.ts';
import {readVisitorMessage, readSignal} from '../visitor-message.ts';

const problemCodes = {reused: 'key_reused', ended: 'conversation_ended', missing: 'not_found'} as const;

/** A visitor's messages, and ephemeral signals of the visitor's browser. */
export function messageRoutes({services, conversations, guard}: RouteContext): Hono<Env> {
  const {store, limits, metrics} = services;
  const app = new Hono<Env>();

  app.post('/v1/conversations/:id/messages', async (c) => {
    const request = c.req.raw;
    const {id, widget} = await guard.conversation(request, c.req.param('id'));
    const body = await readJson(request, limits.bodyBytes);

    const signal = readSignal(body);
    // Counted separately, so that typing a lot never keeps anybody from sending.
    const kind = signal ? 'signals' : 'messages';
    await spend(store, `${kind}:${id}`, limits.messagesPerMinute);
    // Beginning conversations is free, but each message may cost the bot's owner money.
    await spendForAddress(store, kind, c.env.client?.address, limits.messagesPerMinute);
    if (signal) {
      await conversations.signal(id, signal);
      return c.body(null, 204);
    }

    const key = idempotencyKey(request);
    if (key === undefined) throw new Problem('bad_request', {detail: 'Idempotency-Key is missing'});
    const {outcome, event} = await conversations.acceptMessage(id, key, await readVisitorMessage(services, id, body), cursorOf(request));
    if (!event) throw new Problem(problemCodes[outcome]);
    if (outcome === 'accepted') metrics.message(widget);
    return c.json({id: event.id, ts: event.ts}, 202);
  });

  return app;
}

/** Number of the last event a browser knows of; undefined if it does not say. */
function cursorOf(request: Request): number | undefined {
  const after = request.headers.get('last-event-id');
  return after !== null && /^\d{1,15}$/.test(after) ? Number(after) : undefined;
}
