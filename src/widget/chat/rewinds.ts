import {canRewind} from '../../conversation/rewind.ts';
import type {ConversationState} from '../../conversation/state.ts';

/** How many answered messages to check, counted from the end. Further back, no moment is stored. */
const maxChecked = 20;

const none: ReadonlySet<string> = new Set();

/** Ids of the messages whose quick replies may be changed. Without the option `rewind` no moments are stored, so there are none. */
export function rewindsOf(state: ConversationState): ReadonlySet<string> {
  if (!state.moments || state.phase !== 'open') return none;
  const answered = state.entries.filter((entry) => entry.from !== 'visitor' && entry.from !== 'system' && entry.view?.replies);
  const ids = answered.slice(-maxChecked).map(({id}) => id);
  return new Set(ids.filter((id) => canRewind(state, id)));
}
