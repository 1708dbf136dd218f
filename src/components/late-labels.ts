import {fileLabels} from './late-labels/files.ts';
import {maskingLabels} from './late-labels/masking.ts';
import {menuLabels} from './late-labels/menu.ts';
import {partLabels} from './late-labels/parts.ts';
import {savedLabels} from './late-labels/saved.ts';
import {textLabels} from './late-labels/text.ts';
import {timeLabels} from './late-labels/time.ts';

/** English texts are loaded with the code that uses them; every other language has all its texts in one file. */
export const lateEnglish = {
  ...fileLabels,
  ...maskingLabels,
  ...menuLabels,
  ...partLabels,
  ...savedLabels,
  ...textLabels,
  ...timeLabels,
};
export type LateEnglish = typeof lateEnglish;
