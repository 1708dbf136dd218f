import {canRewind} from '../../conversation/rewind.ts';
import type {ConversationState} from '../../conversation/state.ts';

/** Number of messages checked from the end; no moment is stored further back. */
const most = 20;

const none: ReadonlySet<string> = new Set();

/** Ids of the messages whose quick replies can be reopened. None if `rewind` is off, since then no moments are stored. */
export function rewindsOf(state: ConversationState): ReadonlySet<string> {
  if (!state.moments || state.phase !== 'open') return none;
  const answered = state.entries.filter((entry) => entry.from !== 'visitor' && entry.from !== 'system' && entry.view?.replies);
  const ids = answered.slice(-most).map(({id}) => id);
  return new Set(ids.filter((id) => canRewind(state, id)));
}
