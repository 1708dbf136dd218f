import type {Labels} from './labels.ts';
import type {LateEnglish} from './late-labels.ts';

/** A chat's labels, including these. */
export type LabelsWith<Late> = Labels & Readonly<Record<keyof Late, string>>;

/** Adds the English labels that a chat's own may lack. */
export function withEnglish<Late extends Partial<LateEnglish>>(late: Late, labels: Labels): LabelsWith<Late> {
  return {...late, ...labels} as LabelsWith<Late>;
}
