import type {Bot} from '../bots/bot.ts';
import type {NewTurn, StoredConversation} from '../stored.ts';
import type {Backstage} from './backstage.ts';
import {newTurnId} from './ids.ts';
import {tellHooks} from './told.ts';

/** Ends an open conversation, and tells whoever was in charge. */
export async function end(id: string, reason: 'user' | 'timeout', {store, hooks, bots, wake}: Backstage): Promise<void> {
  const set = {stage: 'ended'} as const;
  for (let known = await store.read(id); known && known.stage !== 'ended'; known = await store.read(id)) {
    const turns = farewells(known, bots);
    const kept = await store.apply(id, {from: [known.stage], set, events: [{type: 'end', reason}], turns});
    if (kept) tellHooks(hooks, known, kept, set);
  }
  wake(id);
}

/** Tells the people it was with, or the bot if it handles that. */
function farewells({stage, bot}: StoredConversation, bots: ReadonlyMap<string, Bot>): readonly NewTurn[] {
  if (stage === 'queued' || stage === 'agent' || stage === 'transferring') return [{id: newTurnId('gone'), event: 'gone'}];
  return bots.get(bot)?.options.canHandleEndEvent ? [{id: newTurnId('end'), event: 'end'}] : [];
}
