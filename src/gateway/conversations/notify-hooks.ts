import type {Hooks} from '../hooks/hooks.ts';
import type {StoredConversation, StoredEvent} from '../stored.ts';
import type {Change} from '../store/store.ts';

/** Notifies the owner's systems of what was stored. */
export function notifyHooks(hooks: Hooks, before: StoredConversation, events: readonly StoredEvent[], set: Change['set'] = {}): void {
  const conversation = {...before, ...set} as StoredConversation;
  for (const event of events) {
    if (event.type === 'message') {
      const {id, ts, message, from, ref} = event;
      hooks.notify('message', conversation, {id, ts, message, from, ...(ref !== undefined && {ref})});
    }
    if (event.type === 'end') hooks.notify('end', conversation, {reason: event.reason});
  }
  if (set.stage && set.stage !== before.stage && set.stage !== 'ended') hooks.notify('change', conversation, {from: before.stage});
}
