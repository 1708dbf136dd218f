import type {CustomRenderers, PartOptions} from '../../components/context.ts';
import type {Labels} from '../../components/labels.ts';
import type {Entry} from '../../protocol/entry.ts';

/** A conversation to be saved. */
export interface Transcript {
  entries: readonly Entry[];
  labels: Labels;
  /** A BCP 47 tag, for numbers and dates. */
  locale: string;
  /** The bot's name, for entries that do not say who is speaking. */
  name: string;
  /** Whether text bodies are Markdown. */
  markdown: boolean;
  /** Whether the text above a template is shown. */
  templateBody?: PartOptions['templateBody'];
  /** The page's own renderers, which provide the text for their types. */
  renderers?: CustomRenderers | undefined;
}

/** The target of saving. */
export type SaveAs = 'copy' | 'html' | 'text' | 'json' | 'print';
