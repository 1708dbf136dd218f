import {Hono, type HonoRequest} from 'hono';
import {defaultLimits} from '../../protocol/limits.ts';
import type {Env} from '../env.ts';
import {attachmentOf} from '../files/attachment-of.ts';
import {fileIdOf} from '../files/file-id.ts';
import {storeUpload} from '../files/store-upload.ts';
import {Problem} from '../problem.ts';
import type {TokenClaims} from '../token-signer.ts';
import type {Services} from '../services.ts';
import type {Conversations} from '../conversations.ts';

/**
 * What bots call, exactly as the Bot SDK does: it writes the contact id into the path unescaped, follows no redirect and sends no
 * `Origin`.
 */
const contactPath = '/a/:acct/api/v3/contacts/:contact{.+}';

/** The platform's side of asynchronous bots: receives what they say later, and the files they send. */
export function platformRoutes(services: Services, conversations: Pick<Conversations, 'receive'>): Hono<Env> {
  const app = new Hono<Env>();

  app.post(`${contactPath}/bot-response`, async ({req}) => {
    const {conversation, bot} = await callerOf(services, req);
    const outcome = await conversations.receive(conversation, await bodyOf(req.raw), bot);
    if (outcome === 'ended') throw new Problem('conversation_ended');
    if (outcome === 'missing') throw new Problem('not_found');
    return Response.json({});
  });

  app.post(`${contactPath}/bot-attach`, async ({req}) => {
    const {conversation} = await callerOf(services, req);
    const stored = await services.store.read(conversation);
    if (!stored) throw new Problem('not_found');
    if (stored.stage === 'ended') throw new Problem('conversation_ended');
    const {desc, ref} = req.query();
    const file = await storeUpload(services, req.raw, {id: fileIdOf(conversation), conversation, from: 'bot', desc, ref});
    return Response.json(attachmentOf(services, file), {status: 201});
  });

  return app;
}

/** The bot and conversation of a token, whose conversation must be the one in the path. */
async function callerOf({tokens, account}: Services, req: HonoRequest<`${typeof contactPath}/bot-response`>): Promise<TokenClaims> {
  const caller = await tokens.readBot(req.header('authorization'));
  const {acct, contact} = req.param();
  if (acct !== account || contact !== caller.conversation) throw new Problem('forbidden');
  return caller;
}

/** A body as the reader expects it: any JSON, undefined if there is none. */
async function bodyOf(request: Request): Promise<unknown> {
  const text = await textOf(request, defaultLimits.bytes);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Problem('bad_request', {detail: 'the body is not JSON', cause});
  }
}

async function textOf(request: Request, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size > limit) throw new Problem('too_large', {detail: `an answer may have ${limit} bytes`});
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem('bad_request', {detail: 'the body broke off', cause});
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
