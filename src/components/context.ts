import type {TemplateResult} from 'lit';
import type {PartView} from '../protocol/entry.ts';
import {english, type Labels} from './labels.ts';

/** How messages look, sound and behave: the page's options of the same names, plus the reader's settings. */
export interface PartOptions {
  quickReplies: 'disable' | 'collapse' | 'keep';
  templateBody: 'show' | 'hide';
  html: 'safe' | 'none';
  markdown: boolean;
  links: 'new-tab' | 'same-tab';
  images: 'all' | 'same-site' | 'click';
  /** Shows carousels as lists. */
  carousels?: 'list';
  /** How much of a new message is read aloud, if not all of it: just its beginning, or nothing but failures. */
  spoken?: 'brief' | 'none';
  /** Origins besides the page's own that may serve images, audio and video without https: the script's and the gateway's. */
  trusted: readonly string[];
}

/** What a part gets besides its data. A part is stateless and does not know who sends, stores or answers. */
export interface PartContext {
  /** Unique in its root; prefixes the ids in the part. */
  readonly id: string;
  readonly labels: Labels;
  /** A BCP 47 tag, for numbers and dates. */
  readonly locale: string;
  readonly options: PartOptions;
  /** What the visitor has done with this message so far. */
  readonly view: PartView;
  /** Stores a change to the view and redraws. */
  remember(change: PartView): void;
  /** False once nothing more can be sent: controls stay readable but inert. */
  readonly live: boolean;
  /** Whether the controls are in the tab order. */
  readonly reachable: boolean;
  readonly renderers: CustomRenderers;
}

/** How a page draws a type of its own: a type of message, template or element. */
export interface CustomRenderer {
  /**
   * Draws the message, template or element, given as it came on the wire.
   * If it throws, the text in the data is shown instead.
   */
  render(data: Readonly<Record<string, unknown>>, context: PartContext): Node | TemplateResult;
  /** Returns the same as plain text, for screen readers, notifications and transcripts. */
  say(data: Readonly<Record<string, unknown>>): string;
  /** Adopted once by the transcript's root. */
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

/** Creates a context for a stand-alone part. */
export function standaloneContext(context: Partial<PartContext> & Pick<PartContext, 'remember'>): PartContext {
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
