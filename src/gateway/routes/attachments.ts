import {Hono} from 'hono';
import type {Env} from '../env.ts';
import {attachmentOf} from '../files/attachment-of.ts';
import {fileIdOf} from '../files/file-id.ts';
import {storeUpload} from '../files/store-upload.ts';
import {withinQuotas} from '../files/quota.ts';
import {sendFile} from '../files/send-file.ts';
import type {Guard} from '../guard.ts';
import {idempotencyKey} from '../idempotency-key.ts';
import {spend} from '../limits.ts';
import {Problem} from '../problem.ts';
import type {Services} from '../services.ts';

/** Uploads of visitors' files, and downloads of all files. */
export function attachmentRoutes(services: Services, guard: Pick<Guard, 'conversation'>): Hono<Env> {
  const app = new Hono<Env>();

  app.post('/v1/conversations/:id/attachments', async ({req, env}) => {
    const {id: conversation, stage} = await guard.conversation(req.raw, req.param('id'));
    if (stage === 'ended') throw new Problem('conversation_ended');
    await spend(services.store, `uploads:${conversation}`, services.limits.messagesPerMinute);
    const id = fileIdOf(conversation, idempotencyKey(req.raw));
    const sender = {conversation, address: env?.client?.address};
    const file = await withinQuotas(services, req.raw, sender, () => storeUpload(services, req.raw, {id, conversation, from: 'visitor'}));
    return Response.json(attachmentOf(services, file), {status: 201, headers: {'cache-control': 'no-store'}});
  });

  app.get('/v1/attachments/:id/:name', async ({req}) => {
    const {id, name} = req.param();
    services.tokens.checkFile(id, new URL(req.url).searchParams);
    const file = await services.files.find(id);
    if (!file || file.name !== name) throw new Problem('not_found');
    return sendFile(services.files, file, req.raw);
  });

  return app;
}
