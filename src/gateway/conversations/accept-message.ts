import {createHash} from 'node:crypto';
import {ProtocolError} from '../../protocol/errors.ts';
import type {BotMessage, VisitorMessage} from '../../protocol/message.ts';
import {writeMessage, type WrittenMessage} from '../../protocol/write.ts';
import {createUrlRenewer} from '../file-urls.ts';
import {Problem} from '../problem.ts';
import type {Acceptance} from '../store/store.ts';
import type {ConversationServices} from './conversation-services.ts';
import {newMessageId} from './ids.ts';
import {notifyHooks} from './notify-hooks.ts';

/**
 * Accepts a message of the visitor, once per key.
 * @throws {Problem} `invalid_message` for what no bot accepts.
 */
export async function acceptMessage(
  id: string,
  {key, message, after}: {key: string; message: VisitorMessage; after?: number | undefined},
  services: ConversationServices,
): Promise<Acceptance> {
  const {store, wake, options, hooks} = services;
  const written = writeStrictly(message);
  const renewed: BotMessage = {...(await createUrlRenewer(services, id)(written as BotMessage)), id: newMessageId()};
  const acceptance = await store.accept(id, {
    key,
    after,
    hash: createHash('sha256').update(JSON.stringify(written)).digest('hex'),
    event: {type: 'message', message: renewed, from: {kind: 'user'}, ref: key},
    turn: {id: key, event: 'continue', message: written},
  });
  if (acceptance.event) wake(id);
  // The conversation is only read if a hook wants to know.
  const conversation = options.hooks?.length && acceptance.outcome === 'accepted' ? await store.read(id) : undefined;
  if (conversation && acceptance.event) notifyHooks(hooks, conversation, [acceptance.event]);
  return acceptance;
}

function writeStrictly(message: VisitorMessage): WrittenMessage {
  try {
    return writeMessage(message);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new Problem('invalid_message', {detail: cause.message, cause});
    throw cause;
  }
}
