import {createHash} from 'node:crypto';
import {ProtocolError} from '../../protocol/errors.ts';
import type {BotMessage, VisitorMessage} from '../../protocol/message.ts';
import {writeMessage, type WrittenMessage} from '../../protocol/write.ts';
import {renewing} from '../links.ts';
import {Problem} from '../problem.ts';
import type {Acceptance} from '../store/store.ts';
import type {Backstage} from './backstage.ts';
import {newMessageId} from './ids.ts';
import {tellHooks} from './told.ts';

/**
 * Accepts a message of the visitor, once per key.
 * @throws {Problem} `invalid_message` for what no bot accepts.
 */
export async function say(
  id: string,
  {key, message, after}: {key: string; message: VisitorMessage; after?: number | undefined},
  back: Backstage,
): Promise<Acceptance> {
  const {store, wake, options, hooks} = back;
  const written = strict(message);
  const said: BotMessage = {...(await renewing(back, id)(written as BotMessage)), id: newMessageId()};
  const acceptance = await store.accept(id, {
    key,
    after,
    hash: createHash('sha256').update(JSON.stringify(written)).digest('hex'),
    event: {type: 'message', message: said, from: {kind: 'user'}, ref: key},
    turn: {id: key, event: 'continue', message: written},
  });
  if (acceptance.event) wake(id);
  // The conversation is only read if a hook wants to know.
  const conversation = options.hooks?.length && acceptance.outcome === 'accepted' ? await store.read(id) : undefined;
  if (conversation && acceptance.event) tellHooks(hooks, conversation, [acceptance.event]);
  return acceptance;
}

function strict(message: VisitorMessage): WrittenMessage {
  try {
    return writeMessage(message);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new Problem('invalid_message', {detail: cause.message, cause});
    throw cause;
  }
}
