import {savedLabels} from '../../components/late-labels/saved.ts';
import type {Entry} from '../../protocol/entry.ts';
import {dayOf, timeOf} from '../transcript/date-format.ts';
import {nameOf} from '../transcript/speaker.ts';
import {textOf} from '../transcript/entry-text.ts';
import type {Transcript} from './transcript.ts';

/** An entry of a saved transcript. */
export interface Line {
  entry: Entry;
  /** The day, for the first entry of each day. */
  day: string | undefined;
  time: string;
  /** Who said it; empty for system notices. */
  name: string;
  text: string;
  /** Anything notable about it, such as that it was not sent. */
  remark: string;
}

/** The lines of a conversation, derived from its data rather than from what is drawn. */
export function linesOf(transcript: Transcript): Line[] {
  const {entries, labels, locale} = transcript;
  let lastDay = '';
  return entries.map((entry) => {
    const day = dayOf(entry.at, labels, locale, 0);
    const isNew = day !== lastDay;
    lastDay = day;
    return {
      entry,
      day: isNew ? day : undefined,
      time: timeOf(entry.at, locale),
      name: speakerOf(entry, transcript),
      text: savedTextOf(entry, transcript),
      remark: remarkOf(entry, transcript),
    };
  });
}

/** What the visitor typed is used as it is. */
function savedTextOf(entry: Entry, transcript: Transcript): string {
  return entry.from === 'visitor' && 'body' in entry.message ? entry.message.body : textOf(entry, transcript);
}

function speakerOf(entry: Entry, transcript: Transcript): string {
  if (entry.from === 'system') return '';
  return entry.from === 'visitor' ? (transcript.labels.you ?? savedLabels.you) : nameOf(entry, transcript);
}

function remarkOf(entry: Entry, {labels}: Transcript): string {
  const remarks = [
    entry.from === 'visitor' && entry.delivery !== 'sent' ? labels[entry.delivery] : '',
    entry.folded ? labels.set_aside : '',
  ];
  return remarks.filter(Boolean).join(', ');
}
