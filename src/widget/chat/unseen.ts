import type {ConversationState} from '../../conversation/state.ts';

/** Where the line above what nobody has seen stands. */
export interface Unseen {
  /** Id of the first of them. */
  from: string | undefined;
  count: number;
}

export const nothingUnseen: Unseen = {from: undefined, count: 0};

/** What came while nobody looked. */
export function unseenOf({entries, unread}: ConversationState): Unseen {
  const others = entries.filter(({from}) => from === 'bot' || from === 'agent');
  return unread ? {from: others.at(-unread)?.id ?? others[0]?.id, count: unread} : nothingUnseen;
}
