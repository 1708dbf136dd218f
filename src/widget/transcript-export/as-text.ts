import {fill} from '../../components/labels.ts';
import {savedLabels} from '../../components/late-labels/saved.ts';
import {linesOf} from './lines.ts';
import type {Transcript} from './transcript.ts';

/** A conversation as plain text, with names and times. */
export function asText(transcript: Transcript): string {
  const {labels, name} = transcript;
  const blocks = linesOf(transcript).map(({day, time, name: speaker, text, remark}) => {
    const heading = [[time, speaker].filter(Boolean).join(' '), remark && `(${remark})`].filter(Boolean).join(' ');
    return [day && `${day}\n`, `${heading}\n${text}`].filter(Boolean).join('\n');
  });
  return [fill(labels.saved_title ?? savedLabels.saved_title, {name}), ...blocks, ''].join('\n\n');
}
