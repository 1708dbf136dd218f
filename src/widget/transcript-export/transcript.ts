import type {Entry} from '../../protocol/entry.ts';
import type {TextContext} from '../transcript/entry-text.ts';

/** A conversation to be saved. */
export interface Transcript extends Omit<TextContext, 'spoken'> {
  entries: readonly Entry[];
}

/** The target of saving. */
export type SaveAs = 'copy' | 'html' | 'text' | 'json' | 'print';
