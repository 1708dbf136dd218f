import type {VisitorEntry} from '../protocol/entry.ts';
import {normaliseLanguage} from '../protocol/language.ts';
import {toVisitorMessage} from './visitor-message.ts';
import type {Talk} from './talk.ts';
import type {ConversationEvent} from './transition.ts';

/** What a visitor or a page can ask of a conversation; the leading tab does it for all. */
export type CommandName =
  | 'open'
  | 'send'
  | 'retry'
  | 'discard'
  | 'stop'
  | 'answer'
  | 'look'
  | 'setAgent'
  | 'setUploads'
  | 'setData'
  | 'setLanguage'
  | 'notice'
  | 'seen'
  | 'write'
  | 'read'
  | 'show'
  | 'rewind'
  | 'end'
  | 'restart'
  | 'forget';

export type CommandOf<N extends CommandName> = {name: N; args: Parameters<Talk[N]>};
export type Command = {[N in CommandName]: CommandOf<N>}[CommandName];

/** With these a tab joins the others. The bot's actions run in the tab whose visitor issued one of them last. */
const activating: ReadonlySet<CommandName> = new Set(['open', 'send', 'retry', 'end', 'restart', 'forget']);

export function isActivating({name}: Command): boolean {
  return activating.has(name);
}

/** Returns a promise if it takes time. */
export function execute(conversation: Talk, {name, args}: Command): unknown {
  return Reflect.apply(conversation[name], conversation, args);
}

type OptimisticEvents = {[N in CommandName]?: (args: Parameters<Talk[N]>, at: number) => ConversationEvent};

/** The certain effect of a command, so that nobody has to wait for another tab to see it. */
const optimisticEvents: OptimisticEvents = {
  send: ([message, {id = ''} = {}], at) => ({
    type: 'said',
    entry: entryOf(toVisitorMessage(message), id, at),
    typed: typeof message === 'string',
  }),
  answer: ([id, place, choice]) => ({type: 'chosen', id, place, choice}),
  look: ([id, change]) => ({type: 'looked', id, change}),
  setAgent: ([agent]) => ({type: 'agent_changed', agent}),
  setUploads: ([on]) => ({type: 'uploads_changed', on}),
  setData: ([data]) => ({type: 'learned', data}),
  setLanguage: ([language]) => ({type: 'learned', language: normaliseLanguage(language)}),
  seen: () => ({type: 'seen'}),
  write: ([draft]) => ({type: 'drafted', draft}),
  read: ([id]) => ({type: 'read', id}),
  show: ([open]) => ({type: 'shown', open}),
};

/** @param at Milliseconds since 1970. */
export function optimisticEventOf<N extends CommandName>({name, args}: CommandOf<N>, at: number): ConversationEvent | undefined {
  return optimisticEvents[name]?.(args, at);
}

function entryOf(message: VisitorEntry['message'], id: string, at: number): VisitorEntry {
  return {id, at, from: 'visitor', message, delivery: 'queued'};
}
