import type {Bot} from '../bots/bot.ts';
import type {NewTurn, StoredConversation} from '../stored.ts';
import type {ConversationServices} from './conversation-services.ts';
import {newTurnId} from './ids.ts';
import {notifyHooks} from './notify-hooks.ts';

/** Ends an open conversation, and tells whoever was in charge. */
export async function endConversation(
  id: string,
  reason: 'user' | 'timeout',
  {store, hooks, bots, wake}: ConversationServices,
): Promise<void> {
  const set = {stage: 'ended'} as const;
  for (let conversation = await store.read(id); conversation && conversation.stage !== 'ended'; conversation = await store.read(id)) {
    const turns = endTurns(conversation, bots);
    const stored = await store.apply(id, {from: [conversation.stage], set, events: [{type: 'end', reason}], turns});
    if (stored) notifyHooks(hooks, conversation, stored, set);
  }
  wake(id);
}

/** Tells the people it was with, or the bot if it handles that. */
function endTurns({stage, bot}: StoredConversation, bots: ReadonlyMap<string, Bot>): readonly NewTurn[] {
  if (stage === 'queued' || stage === 'agent' || stage === 'transferring') return [{id: newTurnId('gone'), event: 'gone'}];
  return bots.get(bot)?.options.canHandleEndEvent ? [{id: newTurnId('end'), event: 'end'}] : [];
}
