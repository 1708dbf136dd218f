import type {TemplateResult} from 'lit';
import type {PartView} from '../protocol/entry.ts';
import {english, type Labels} from './labels.ts';

/** How messages look, sound and behave: what the page decided, values as in the options of the same names, and what the reader did. */
export interface PartOptions {
  quickReplies: 'disable' | 'collapse' | 'keep';
  templateBody: 'show' | 'hide';
  html: 'safe' | 'none';
  markdown: boolean;
  links: 'new-tab' | 'same-tab';
  images: 'all' | 'same-site' | 'click';
  /** Cards that would stand side by side stand below each other. */
  carousels?: 'list';
  /** What is read aloud of a new message, where that is not all of it: its beginning, or nothing but failures. */
  spoken?: 'brief' | 'none';
  /** Origins besides the page's own whose media may come without https: the script's and the gateway's. */
  trusted: readonly string[];
}

/** What a part is given besides its data. A part keeps nothing itself and never knows who sends, stores or answers. */
export interface PartContext {
  /** Unique in its root; prefix of the ids that labels and controls refer to. */
  readonly id: string;
  readonly labels: Labels;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  readonly options: PartOptions;
  /** What the visitor made of this message so far. */
  readonly view: PartView;
  /** Keeps a change of the view and draws again. */
  remember(change: PartView): void;
  /** False once nothing more can be said: controls stay readable but inert. */
  readonly live: boolean;
  /** Whether the controls stand in the tab order. */
  readonly reachable: boolean;
  readonly renderers: CustomRenderers;
}

/** How a page draws a type of its own: of a message, of a template or of an element. */
export interface CustomRenderer {
  /**
   * Draws the message, template or element, given as it came on the wire.
   * What throws falls back to the text there is.
   */
  render(data: Readonly<Record<string, unknown>>, context: PartContext): Node | TemplateResult;
  /** Says the same in words, for screen readers, notifications and transcripts. */
  say(data: Readonly<Record<string, unknown>>): string;
  /** Adopted by the transcript's root once. */
  styles?: CSSStyleSheet;
}

/** Custom renderers by type. */
export type CustomRenderers = ReadonlyMap<string, CustomRenderer>;

export const defaultOptions: PartOptions = {
  quickReplies: 'disable',
  templateBody: 'show',
  html: 'safe',
  markdown: true,
  links: 'new-tab',
  images: 'all',
  trusted: [],
};

export const noRenderers = new Map<string, CustomRenderer>();

/** A context for a part that stands alone. */
export function standalone(context: Partial<PartContext> & Pick<PartContext, 'remember'>): PartContext {
  return {
    id: 'part',
    labels: english,
    locale: 'en',
    options: defaultOptions,
    view: {},
    live: true,
    reachable: true,
    renderers: noRenderers,
    ...context,
  };
}
