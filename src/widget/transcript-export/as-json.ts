import {linesOf} from './lines.ts';
import type {Transcript} from './transcript.ts';

/** A conversation as data: the text of each entry, and the original messages. */
export function asJson(transcript: Transcript, now = Date.now()): string {
  const entries = linesOf(transcript).map(({entry, name, text}) => ({
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    from: entry.from,
    ...(name && {name}),
    text,
    ...(entry.from === 'system' ? {notice: entry.notice} : {message: entry.message}),
    ...(entry.from === 'visitor' && {delivery: entry.delivery}),
    ...(entry.folded && {folded: true}),
  }));
  const saved = {format: 'parley-transcript', version: 1, language: transcript.locale, saved: new Date(now).toISOString(), entries};
  return JSON.stringify(saved, undefined, 2);
}
