import {canRewind} from '../../conversation/rewind.ts';
import type {ConversationState} from '../../conversation/state.ts';

/** Messages from the end that are looked at: further back no moment is known. */
const most = 20;

const none: ReadonlySet<string> = new Set();

/** Ids of the messages whose quick replies may be answered anew. None where the page does not want it: then no moments are kept. */
export function rewindsOf(state: ConversationState): ReadonlySet<string> {
  if (!state.moments || state.phase !== 'open') return none;
  const answered = state.entries.filter((entry) => entry.from !== 'visitor' && entry.from !== 'system' && entry.view?.replies);
  const ids = answered.slice(-most).map(({id}) => id);
  return new Set(ids.filter((id) => canRewind(state, id)));
}
