import {Hono} from 'hono';
import {byteLength} from '../../protocol/limits.ts';
import {readAddition, readBeginning, trustedAddition, trustedBeginning} from '../beginning.ts';
import {readJson} from '../read-json.ts';
import type {Env} from '../env.ts';
import {checkOrigin} from '../guard.ts';
import {idempotencyKey} from '../idempotency-key.ts';
import {addressBudgetOf, spend} from '../limits.ts';
import {offerOf} from '../offer.ts';
import type {Client, WidgetOptions} from '../options.ts';
import type {RouteContext} from '../route-context.ts';
import {Problem} from '../problem.ts';
import {meterRead, toMeteredJson} from '../meter-read.ts';
import {snapshotOf} from '../snapshot.ts';
import type {StoredConversation} from '../stored.ts';
import type {Services} from '../services.ts';

/** Maximum characters of the browser's user agent that are stored. */
const maxUserAgentLength = 500;
/** Whoever knows the idempotency key of a beginning gets its conversation, so it must not be guessable. */
const minKeyLength = 16;

/** Begins, reads, updates, renews and ends conversations. */
export function conversationRoutes(context: RouteContext): Hono<Env> {
  const {services, conversations, guard} = context;
  const app = new Hono<Env>();

  app.post('/v1/conversations', async (c) => {
    const request = c.req.raw;
    await spendAddress(services, c.env.client);
    const body = readBeginning(await readJson(request, services.limits.bodyBytes));
    const widget = findWidget(services, body.widget);
    checkOrigin(request.headers.get('origin'), widget.origins);
    const beginning = await trustedBeginning(body, widget, services.tokens);
    if (byteLength(JSON.stringify(beginning.data)) > services.limits.dataBytes) throw tooMuchData(services);
    const {conversation} = await conversations.begin({
      ...beginning,
      key: idempotencyKey(request, minKeyLength),
      userAgent: request.headers.get('user-agent')?.slice(0, maxUserAgentLength),
    });
    const {id, stage: state} = conversation;
    return c.json({id, state, ...(await services.tokens.issueBrowser(id)), ...(await offerOf(context, body.widget))}, 201);
  });

  app.get('/v1/conversations/:id', async (c) => {
    const conversation = await guard.conversation(c.req.raw, c.req.param('id'));
    const text = await meterRead(services, conversation, {address: c.env.client?.address}, async () =>
      toMeteredJson(await snapshotOf(services, conversation, await offerOf(context, conversation.widget))),
    );
    return c.body(text, 200, {'content-type': 'application/json'});
  });

  app.patch('/v1/conversations/:id', async (c) => {
    const conversation = await guard.conversation(c.req.raw, c.req.param('id'));
    await update(services, conversation, c.req.raw);
    return c.body(null, 204);
  });

  app.post('/v1/conversations/:id/token', async (c) => {
    await spendAddress(services, c.env.client);
    const {id} = await guard.conversationToRenew(c.req.raw, c.req.param('id'));
    return c.json(await services.tokens.issueBrowser(id));
  });

  app.post('/v1/conversations/:id/end', async (c) => {
    const {id} = await guard.conversation(c.req.raw, c.req.param('id'));
    await conversations.end(id, 'user');
    return c.body(null, 204);
  });

  return app;
}

/** Applies what a page adds. */
async function update(services: Services, conversation: StoredConversation, request: Request): Promise<void> {
  const {id, widget, stage} = conversation;
  await spend(services.store, `updates:${id}`, services.limits.messagesPerMinute);
  const addition = trustedAddition(
    readAddition(await readJson(request, services.limits.bodyBytes)),
    findWidget(services, widget),
    conversation,
  );
  if (stage === 'ended') throw new Problem('conversation_ended');
  const hasChanges = Object.keys(addition).length > 0;
  if (hasChanges && !(await services.store.apply(id, {...addition, mostData: services.limits.dataBytes})))
    throw (await services.store.read(id))?.stage === 'ended' ? new Problem('conversation_ended') : tooMuchData(services);
}

function findWidget({options: {widgets}}: Services, name: string): WidgetOptions {
  const widget = Object.hasOwn(widgets, name) ? widgets[name] : undefined;
  if (!widget) throw new Problem('not_found', {detail: 'There is no such widget'});
  return widget;
}

function tooMuchData({limits}: Services): Problem {
  return new Problem('too_large', {detail: `data may have ${limits.dataBytes} bytes in all`});
}

/** Counts a request that is expensive before it is known who sends it. */
async function spendAddress({store, limits}: Services, client: Client | undefined): Promise<void> {
  const budget = addressBudgetOf(client?.address);
  if (budget) await spend(store, budget, limits.requestsPerMinute);
}
