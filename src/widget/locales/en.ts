import {english, type LabelsOf} from '../../components/labels.ts';
import {lateEnglish} from '../../components/late-labels.ts';

/** The chat's words in English. */
export const en: LabelsOf<'one' | 'other'> = {...english, ...lateEnglish};
