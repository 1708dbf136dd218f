import type {BotEntry, VisitorEntry} from '../protocol/entry.ts';
import {isSettled, isIncoming, currentEntries, withEntries} from './entries.ts';
import type {ConversationState, Moment} from './state.ts';

/** How many different moments are stored; earlier answers cannot be changed. */
const maxMoments = 20;

/** Whether `rewind(id)` is possible now: the moment of that message is stored, and no message is being sent or waiting. */
export function canRewind(state: ConversationState, id: string): boolean {
  return state.phase === 'open' && isSettled(state) && momentAfter(state, id) !== undefined;
}

/** The conversation as it was when this message's quick replies were open; unchanged if that moment is not stored. */
export function withRewind(state: ConversationState, id: string): ConversationState {
  const moment = canRewind(state, id) ? momentAfter(state, id) : undefined;
  if (!moment) return state;
  const position = state.entries.findIndex((entry) => entry.id === id);
  const reopened = withEntries(state, (entry, index) => {
    if (index > position) return {...entry, folded: true};
    return index === position && isIncoming(entry) ? withRepliesOpen(entry) : entry;
  });
  return {...reopened, context: moment.context, data: moment.data, writing: undefined};
}

/** Stores the moment at which a visitor's message is sent. */
export function withMoment(state: ConversationState, id: string): ConversationState {
  const {context, data, moments = {}} = state;
  const numbers = Object.keys(moments).map(Number);
  const last = Math.max(-1, ...numbers);
  const known = moments[last];
  const isSame = known && known.context === context && known.data === data;
  const moment = isSame ? last : last + 1;
  const kept = isSame ? moments : {...recent(moments, last - maxMoments + 1), [moment]: {context, data}};
  const marked = withEntries(state, (entry) => (entry.from === 'visitor' && entry.id === id ? {...entry, moment} : entry));
  return {...marked, moments: kept};
}

function recent(moments: Readonly<Record<number, Moment>>, oldest: number): Record<number, Moment> {
  return Object.fromEntries(Object.entries(moments).filter(([number]) => Number(number) > oldest));
}

/** The moment of the visitor's first turn after this message: nothing had changed since the group was open. */
function momentAfter({entries, moments}: ConversationState, id: string): Moment | undefined {
  const current = currentEntries(entries);
  const position = current.findIndex((entry) => entry.id === id);
  const question = current[position];
  if (!question || question.folded || !isIncoming(question) || !isAnswered(question)) return undefined;
  const next = current.slice(position + 1).find((entry): entry is VisitorEntry => entry.from === 'visitor' && !entry.folded);
  return next?.moment === undefined ? undefined : moments?.[next.moment];
}

function isAnswered({message, view}: BotEntry): boolean {
  return message.type === 'text' && !!message.quick_replies?.length && !!view?.replies;
}

function withRepliesOpen(entry: BotEntry): BotEntry {
  const {replies: _, expanded: __, ...view} = entry.view ?? {};
  return {...entry, view};
}
