import {createHash, timingSafeEqual} from 'node:crypto';
import {Hono} from 'hono';
import type {BotMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {readJson} from '../read-json.ts';
import type {DeskLine} from '../desk/desk.ts';
import type {Env} from '../env.ts';
import {Problem} from '../problem.ts';
import type {Services} from '../services.ts';
import type {Conversations} from '../conversations.ts';
import {deskAction, type DeskAction} from './desk-action.ts';

type ActionHandler<A extends DeskAction['action']> = (
  line: DeskLine,
  conversation: string,
  action: Extract<DeskAction, {action: A}>,
) => Promise<boolean>;

const handlers: {[A in DeskAction['action']]: ActionHandler<A>} = {
  queue: (line, conversation, {position, estimateMs}) => line.queue(conversation, omitUndefined({position, estimateMs})),
  joined: (line, conversation, {agent}) => line.joined(conversation, omitUndefined(agent)),
  message: (line, conversation, {agent, message, id}) => line.say(conversation, omitUndefined(agent), messageOf(message), id),
  iswriting: (line, conversation, {agent, on}) => line.writing(conversation, omitUndefined(agent), on),
  read: (line, conversation, {ref}) => line.read(conversation, ref),
  left: (line, conversation, {agent, reason, data}) => line.left(conversation, omitUndefined(agent), omitUndefined({reason, data})),
  end: (line, conversation, {agent}) => line.end(conversation, omitUndefined(agent)),
  refuse: (line, conversation) => line.refuse(conversation),
};

/** Where a desk's systems report what its people do: `POST /v1/desk/conversations/{id}` with the desk's secret. */
export function deskRoutes({options, limits, store}: Services, conversations: Conversations): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/v1/desk/conversations/:id', async ({req, body}) => {
    checkSecret(req.header('authorization'), options.deskSecret);
    const action = actionOf(await readJson(req.raw, limits.bodyBytes));
    const id = req.param('id');
    if (!(await perform(conversations.desk, id, action))) throw await problemOf(id);
    return body(null, 204, {'cache-control': 'no-store'});
  });
  return routes;

  async function problemOf(id: string): Promise<Problem> {
    const conversation = await store.read(id);
    if (!conversation) return new Problem('not_found');
    return conversation.stage === 'ended'
      ? new Problem('conversation_ended')
      : new Problem('forbidden', {detail: 'The conversation is not with the desk, or not in a state for this'});
  }
}

function perform<A extends DeskAction['action']>(
  line: DeskLine,
  conversation: string,
  action: Extract<DeskAction, {action: A}>,
): Promise<boolean> {
  const handler: ActionHandler<A> = handlers[action.action];
  return handler(line, conversation, action);
}

/** @throws {Problem} Without a configured secret no desk could call, so the route does not exist. */
function checkSecret(authorization: string | undefined, secret: string | undefined): void {
  if (!secret) throw new Problem('not_found');
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
  if (token === undefined) throw new Problem('token_missing');
  // Digests have a fixed length, and comparing them does not reveal how much was right.
  if (!timingSafeEqual(digest(token), digest(secret))) throw new Problem('token_invalid');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function actionOf(value: unknown): DeskAction {
  const {success, data, error} = deskAction.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const detail = issue && `${issue.path.join('.') || 'body'}: ${issue.message}`;
  throw new Problem('invalid_message', detail ? {detail} : {});
}

function messageOf(value: unknown): BotMessage {
  const {message, problems} = readMessage(value);
  if (!message) throw new Problem('invalid_message', {detail: `message: ${problems[0]?.message ?? 'nothing of it can be shown'}`});
  return message;
}

/** Drops undefined properties: an absent property and an undefined one are not the same here. */
function omitUndefined<T extends object>(value: T): {[K in keyof T]: Exclude<T[K], undefined>} {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {[K in keyof T]: Exclude<T[K], undefined>};
}
