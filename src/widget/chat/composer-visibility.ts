import type {ConversationState} from '../../conversation/state.ts';
import type {Options} from '../options.ts';

/** Whether the visitor can write now. With `auto`, not while suggested answers are all that makes sense. */
export function hasComposer({entries, phase}: ConversationState, composer: Options['composer']): boolean {
  if (phase === 'ended' || composer === 'hidden') return false;
  const last = entries.at(-1);
  if (composer === 'always' || !last || (last.from !== 'bot' && last.from !== 'agent')) return true;
  const {message, view} = last;
  return message.type !== 'text' || !message.quick_replies?.length || view?.replies !== undefined;
}
