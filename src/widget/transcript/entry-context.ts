import type {PartContext} from '../../components/context.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Agent} from '../../protocol/events.ts';
import {languageOf} from '../../components/language.ts';
import type {TranscriptCommand} from './transcript-command.ts';

/** What entries are drawn with. The object stays the same while nothing in it changes, so that entries need not be redrawn. */
export interface EntryContext extends EntryActions, Pick<PartContext, 'labels' | 'locale' | 'options' | 'renderers'> {
  /** The bot's name, for entries that do not say who is speaking. */
  readonly name: string;
  readonly avatar: string | undefined;
  /** The person who is speaking at the moment. */
  readonly person: Agent | undefined;
  /** The current date, so that "Today" is redrawn when the day ends. */
  readonly today: string;
  /** False once nothing more can be sent. */
  readonly live: boolean;
  /** When the current conversation began, in milliseconds since 1970; earlier entries are history. */
  readonly began: number;
  /** Id of the first unread entry. */
  readonly unreadFrom: string | undefined;
  /** The number of unread entries. */
  readonly unreadCount: number;
  /** Whether they arrived while the page was closed. */
  readonly unreadAway: boolean;
}

/** What entries can ask of the transcript. */
export interface EntryActions {
  command(command: TranscriptCommand, entry?: string): unknown;
  remember(entry: Entry, change: PartContext['view']): void;
  /** Expands or collapses a run of folded entries, by the id of its first entry. */
  toggleFold(id: string): unknown;
}

/** The properties of a transcript that all entries depend on. */
export const contextKeys = [
  'labels',
  'language',
  'options',
  'renderers',
  'name',
  'avatar',
  'person',
  'live',
  'began',
  'unreadFrom',
  'unreadCount',
  'unreadAway',
] as const;

/** A transcript, with the properties that entries depend on. */
export interface ContextHost extends Element, Omit<EntryContext, keyof EntryActions | 'locale' | 'today'> {
  readonly language: string | undefined;
}

export function contextOf(host: ContextHost, today: string, actions: EntryActions): EntryContext {
  const {labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, language} = host;
  const locale = languageOf(host, language ?? null);
  const name = host.name || labels.bot;
  return {...actions, labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, today, locale, name};
}
