import type {Labels} from './labels.ts';
import {partLabels} from './late-labels/parts.ts';

/** A label of a part that plain text does not need, in English if the chat has none. */
export function partLabel(labels: Labels, key: keyof typeof partLabels): string {
  return labels[key] ?? partLabels[key];
}
