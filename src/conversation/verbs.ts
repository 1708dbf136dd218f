import type {VisitorEntry} from '../protocol/entry.ts';
import {normaliseLanguage} from '../protocol/language.ts';
import {toSpoken} from './spoken.ts';
import type {Talk} from './talk.ts';
import type {ConversationEvent} from './transition.ts';

/** What a visitor or a page can do with a conversation; the leading tab does it for all. */
export type VerbName =
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

export type VerbOf<N extends VerbName> = {name: N; args: Parameters<Talk[N]>};
export type Verb = {[N in VerbName]: VerbOf<N>}[VerbName];

/** For these a tab joins the others. What the bot does to the page happens in the tab whose visitor wanted one of them last. */
const spoken: ReadonlySet<VerbName> = new Set(['open', 'send', 'retry', 'end', 'restart', 'forget']);

export function isSpeech({name}: Verb): boolean {
  return spoken.has(name);
}

/** Does it. Returns a promise if it takes time. */
export function perform(talk: Talk, {name, args}: Verb): unknown {
  return Reflect.apply(talk[name], talk, args);
}

type Foresight = {[N in VerbName]?: (args: Parameters<Talk[N]>, at: number) => ConversationEvent};

/** The certain effect of a verb, so that nobody has to wait for another tab to see it. */
const foresights: Foresight = {
  send: ([message, {id = ''} = {}], at) => ({type: 'said', entry: entryOf(toSpoken(message), id, at), typed: typeof message === 'string'}),
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
export function foreseen<N extends VerbName>({name, args}: VerbOf<N>, at: number): ConversationEvent | undefined {
  return foresights[name]?.(args, at);
}

function entryOf(message: VisitorEntry['message'], id: string, at: number): VisitorEntry {
  return {id, at, from: 'visitor', message, delivery: 'queued'};
}
