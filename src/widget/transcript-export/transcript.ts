import type {CustomRenderers} from '../../components/context.ts';
import type {Labels} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';

/** A conversation to be saved. */
export interface Transcript {
  entries: readonly Entry[];
  labels: Labels;
  /** Of numbers and dates, BCP 47. */
  locale: string;
  /** The bot, where an entry does not say who speaks. */
  name: string;
  /** Whether text bodies are Markdown. */
  markdown: boolean;
  /** How the page says types of its own. */
  renderers?: CustomRenderers | undefined;
}

/** What becomes of it. */
export type SaveAs = 'copy' | 'html' | 'text' | 'json' | 'print';
