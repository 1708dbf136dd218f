import type {PartContext} from '../../components/context.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Agent} from '../../protocol/events.ts';
import {languageOf} from '../language.ts';
import type {Wish} from './intent.ts';

/** What entries are drawn with. It stays the same object until something in it changes, so that entries are not redrawn needlessly. */
export interface Drawing extends Tools, Pick<PartContext, 'labels' | 'locale' | 'options' | 'renderers'> {
  /** The bot, where an entry does not say who speaks. */
  readonly name: string;
  readonly avatar: string | undefined;
  /** The person who speaks at the moment. */
  readonly person: Agent | undefined;
  /** The date, so that "Today" ends with the day. */
  readonly today: string;
  /** False once the bot hears nothing more. */
  readonly live: boolean;
  /** When the conversation under way began, milliseconds since 1970: what was said before is history. */
  readonly began: number;
  /** Id of the first entry nobody has seen. */
  readonly unreadFrom: string | undefined;
  /** How many those are. */
  readonly unreadCount: number;
  /** Whether they came while the page was closed. */
  readonly unreadAway: boolean;
}

/** What entries can ask of the transcript. */
export interface Tools {
  wish(wish: Wish, entry?: string): unknown;
  remember(entry: Entry, change: PartContext['view']): void;
  /** Opens or closes what was set aside, by the id of its first entry. */
  unfold(id: string): unknown;
}

/** Properties of a transcript that every entry is drawn with. */
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

/** A transcript's properties that entries are drawn with. */
export interface Drawable extends Element, Omit<Drawing, keyof Tools | 'locale' | 'today'> {
  readonly language: string | undefined;
}

export function drawingOf(from: Drawable, today: string, tools: Tools): Drawing {
  const {labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, language} = from;
  const locale = languageOf(from, language ?? null);
  const name = from.name || labels.bot;
  return {...tools, labels, options, renderers, avatar, person, live, began, unreadFrom, unreadCount, unreadAway, today, locale, name};
}
