import type {ConversationState} from '../../conversation/state.ts';

/** The position of the "new messages" line. */
export interface Unseen {
  /** Id of the first unseen message. */
  from: string | undefined;
  count: number;
  /** They arrived while the page was closed. */
  away: boolean;
}

export const nothingUnseen: Unseen = {from: undefined, count: 0, away: false};

/** What arrived while nobody was looking: everything unread, and everything after the last entry that was read. */
export function unseenOf({entries, unread, readUpTo}: ConversationState, away: boolean): Unseen {
  const read = entries.findIndex(({id}) => id === readUpTo);
  const isReply = ({from}: {from: string}) => from === 'bot' || from === 'agent';
  const afterRead = read < 0 ? 0 : entries.slice(read + 1).filter(isReply).length;
  const count = Math.max(unread, afterRead);
  const replies = entries.filter(isReply);
  return count ? {from: replies.at(-count)?.id ?? replies[0]?.id, count, away} : nothingUnseen;
}
