import type {ConversationState} from '../../conversation/state.ts';
import type {Options} from '../options.ts';

/** Whether the conversation was left for so long that it cannot go on: what the visitor writes then begins a new one. */
export function wasLeft({phase, entries}: ConversationState): boolean {
  const end = entries.findLast((entry) => entry.from === 'system' && (entry.notice === 'ended' || entry.notice === 'gone'));
  return phase === 'ended' && end?.from === 'system' && end.notice === 'gone';
}

/** Whether the visitor can write now. With `auto`, not while suggested answers are all that makes sense. */
export function hasComposer(state: ConversationState, composer: Options['composer']): boolean {
  const {entries, phase} = state;
  if ((phase === 'ended' && !wasLeft(state)) || composer === 'hidden') return false;
  const last = entries.at(-1);
  if (composer === 'always' || !last || (last.from !== 'bot' && last.from !== 'agent')) return true;
  const {message, view} = last;
  return message.type !== 'text' || !message.quick_replies?.length || view?.replies !== undefined;
}
