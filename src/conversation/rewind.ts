import type {BotEntry, VisitorEntry} from '../protocol/entry.ts';
import {isQuiet, isReply, ofThisConversation, withEntries} from './entries.ts';
import type {ConversationState, Moment} from './state.ts';

/** How many different moments are stored; earlier answers cannot be changed. */
const mostMoments = 20;

/** Whether `rewind(id)` is possible now: the moment of that message is stored, and no message is being sent or waiting. */
export function canRewind(state: ConversationState, id: string): boolean {
  return state.phase === 'open' && isQuiet(state) && momentAfter(state, id) !== undefined;
}

/** The conversation as it was when this message's quick replies were open; unchanged if that moment is not stored. */
export function rewound(state: ConversationState, id: string): ConversationState {
  const moment = canRewind(state, id) ? momentAfter(state, id) : undefined;
  if (!moment) return state;
  const place = state.entries.findIndex((entry) => entry.id === id);
  const back = withEntries(state, (entry, index) => {
    if (index > place) return {...entry, folded: true};
    return index === place && isReply(entry) ? withRepliesOpen(entry) : entry;
  });
  return {...back, context: moment.context, data: moment.data, writing: undefined};
}

/** Stores the moment at which a visitor's message is sent. */
export function withMoment(state: ConversationState, id: string): ConversationState {
  const {context, data, moments = {}} = state;
  const numbers = Object.keys(moments).map(Number);
  const last = Math.max(-1, ...numbers);
  const known = moments[last];
  const same = known && known.context === context && known.data === data;
  const moment = same ? last : last + 1;
  const kept = same ? moments : {...recent(moments, last - mostMoments + 1), [moment]: {context, data}};
  const marked = withEntries(state, (entry) => (entry.from === 'visitor' && entry.id === id ? {...entry, moment} : entry));
  return {...marked, moments: kept};
}

function recent(moments: Readonly<Record<number, Moment>>, oldest: number): Record<number, Moment> {
  return Object.fromEntries(Object.entries(moments).filter(([number]) => Number(number) > oldest));
}

/** The moment of the visitor's first turn after this message: nothing had changed since the group was open. */
function momentAfter({entries, moments}: ConversationState, id: string): Moment | undefined {
  const current = ofThisConversation(entries);
  const place = current.findIndex((entry) => entry.id === id);
  const asked = current[place];
  if (!asked || asked.folded || !isReply(asked) || !isAnswered(asked)) return undefined;
  const next = current.slice(place + 1).find((entry): entry is VisitorEntry => entry.from === 'visitor' && !entry.folded);
  return next?.moment === undefined ? undefined : moments?.[next.moment];
}

function isAnswered({message, view}: BotEntry): boolean {
  return message.type === 'text' && !!message.quick_replies?.length && !!view?.replies;
}

function withRepliesOpen(entry: BotEntry): BotEntry {
  const {replies: _, expanded: __, ...view} = entry.view ?? {};
  return {...entry, view};
}
