import {Hono} from 'hono';
import {byteLength} from '../../protocol/limits.ts';
import {readAddition, readBeginning, trustedAddition, trustedBeginning} from '../beginning.ts';
import {readJson} from '../body.ts';
import type {Env} from '../env.ts';
import {checkOrigin} from '../guard.ts';
import {idempotencyKey} from '../idempotency-key.ts';
import {budgetOf, spend} from '../limits.ts';
import {offerOf} from '../offer.ts';
import type {Client, WidgetOptions} from '../options.ts';
import type {Parts} from '../parts.ts';
import {Problem} from '../problem.ts';
import {reading, told} from '../reading.ts';
import {snapshotOf} from '../snapshot.ts';
import type {StoredConversation} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';

/** Maximum characters of the browser's user agent that are stored. */
const longestAgent = 500;
/** Whoever knows the idempotency key of a beginning gets its conversation, so it must not be guessable. */
const shortestKey = 16;

/** Begins, reads, updates, renews and ends conversations. */
export function conversationRoutes(parts: Parts): Hono<Env> {
  const {s, talks, guard} = parts;
  const app = new Hono<Env>();

  app.post('/v1/conversations', async (c) => {
    const request = c.req.raw;
    await spendAddress(s, c.env.client);
    const asked = readBeginning(await readJson(request, s.limits.bodyBytes));
    const widget = widgetNamed(s, asked.widget);
    checkOrigin(request.headers.get('origin'), widget.origins);
    const beginning = await trustedBeginning(asked, widget, s.tokens);
    if (byteLength(JSON.stringify(beginning.data)) > s.limits.dataBytes) throw tooMuchData(s);
    const {conversation} = await talks.begin({
      ...beginning,
      key: idempotencyKey(request, shortestKey),
      userAgent: request.headers.get('user-agent')?.slice(0, longestAgent),
    });
    const {id, stage: state} = conversation;
    return c.json({id, state, ...(await s.tokens.issueBrowser(id)), ...(await offerOf(parts, asked.widget))}, 201);
  });

  app.get('/v1/conversations/:id', async (c) => {
    const conversation = await guard.conversation(c.req.raw, c.req.param('id'));
    const text = await reading(s, conversation, {address: c.env.client?.address}, async () =>
      told(await snapshotOf(s, conversation, await offerOf(parts, conversation.widget))),
    );
    return c.body(text, 200, {'content-type': 'application/json'});
  });

  app.patch('/v1/conversations/:id', async (c) => {
    const conversation = await guard.conversation(c.req.raw, c.req.param('id'));
    await add(s, conversation, c.req.raw);
    return c.body(null, 204);
  });

  app.post('/v1/conversations/:id/token', async (c) => {
    await spendAddress(s, c.env.client);
    const {id} = await guard.renewing(c.req.raw, c.req.param('id'));
    return c.json(await s.tokens.issueBrowser(id));
  });

  app.post('/v1/conversations/:id/end', async (c) => {
    const {id} = await guard.conversation(c.req.raw, c.req.param('id'));
    await talks.end(id, 'user');
    return c.body(null, 204);
  });

  return app;
}

/** Applies what a page adds. */
async function add(s: Surroundings, conversation: StoredConversation, request: Request): Promise<void> {
  const {id, widget, stage} = conversation;
  await spend(s.store, `updates:${id}`, s.limits.messagesPerMinute);
  const addition = trustedAddition(readAddition(await readJson(request, s.limits.bodyBytes)), widgetNamed(s, widget), conversation);
  if (stage === 'ended') throw new Problem('conversation_ended');
  const isNews = Object.keys(addition).length > 0;
  if (isNews && !(await s.store.apply(id, {...addition, mostData: s.limits.dataBytes})))
    throw (await s.store.read(id))?.stage === 'ended' ? new Problem('conversation_ended') : tooMuchData(s);
}

function widgetNamed({options: {widgets}}: Surroundings, name: string): WidgetOptions {
  const widget = Object.hasOwn(widgets, name) ? widgets[name] : undefined;
  if (!widget) throw new Problem('not_found', {detail: 'There is no such widget'});
  return widget;
}

function tooMuchData({limits}: Surroundings): Problem {
  return new Problem('too_large', {detail: `data may have ${limits.dataBytes} bytes in all`});
}

/** Counts a request that is expensive before it is known who sends it. */
async function spendAddress({store, limits}: Surroundings, client: Client | undefined): Promise<void> {
  const budget = budgetOf(client?.address);
  if (budget) await spend(store, budget, limits.requestsPerMinute);
}
