import type {ConversationState} from '../../conversation/state.ts';
import type {Options} from '../options.ts';

/** Whether the conversation expired because of inactivity: the visitor's next message then begins a new one. */
export function hasExpired({phase, entries}: ConversationState): boolean {
  const end = entries.findLast((entry) => entry.from === 'system' && (entry.notice === 'ended' || entry.notice === 'gone'));
  return phase === 'ended' && end?.from === 'system' && end.notice === 'gone';
}

/** Whether the visitor can write now. With `auto`, not while the bot offers quick replies; the first may ask for a position, and fail. */
export function hasComposer(state: ConversationState, composer: Options['composer']): boolean {
  const {entries, phase} = state;
  if ((phase === 'ended' && !hasExpired(state)) || composer === 'hidden') return false;
  const last = entries.at(-1);
  if (composer === 'always' || !last || (last.from !== 'bot' && last.from !== 'agent')) return true;
  const {message, view} = last;
  return message.type !== 'text' || message.quick_replies?.[0]?.content_type !== 'text' || view?.replies !== undefined;
}
