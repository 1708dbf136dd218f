import type {Labels} from './labels.ts';
import type {LateEnglish} from './late-labels.ts';

/** A chat's words, among which there are these. */
export type LabelsWith<Late> = Labels & Readonly<Record<keyof Late, string>>;

/** A chat's words; where some of these are not among them, the English ones. */
export function withEnglish<Late extends Partial<LateEnglish>>(late: Late, labels: Labels): LabelsWith<Late> {
  return {...late, ...labels} as LabelsWith<Late>;
}
