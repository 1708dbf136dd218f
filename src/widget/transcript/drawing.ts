import type {PartContext} from '../../components/context.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Agent} from '../../protocol/events.ts';
import {languageOf} from '../../components/language.ts';
import type {Wish} from './intent.ts';

/** What entries are drawn with. The object stays the same while nothing in it changes, so that entries need not be redrawn. */
export interface Drawing extends Tools, Pick<PartContext, 'labels' | 'locale' | 'options' | 'renderers'> {
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
export interface Tools {
  wish(wish: Wish, entry?: string): unknown;
  remember(entry: Entry, change: PartContext['view']): void;
  /** Expands or collapses a run of folded entries, by the id of its first entry. */
  unfold(id: string): unknown;
}

/** The properties of a transcript that all entries depend on. */
export const drawnWith = [
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
export interface Drawable extends Element, Omit<Drawing, keyof Tools | 'locale' | 'today'> {
  readonly language: string | undefined;
}

export function drawingOf(from: Drawable, today: string, tools: Tools): Drawing {
  const {labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, language} = from;
  const locale = languageOf(from, language ?? null);
  const name = from.name || labels.bot;
  return {...tools, labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, today, locale, name};
}
