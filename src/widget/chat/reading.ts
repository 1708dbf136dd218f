import {type CustomRenderer, noRenderers, type PartOptions} from '../../components/context.ts';
import type {Labels} from '../../components/labels.ts';
import {exportedParts} from '../../components/parts.ts';
import type {Entry, Notice} from '../../protocol/entry.ts';
import {make} from '../corner.ts';
import type {Options} from '../options.ts';
import {ParleyTranscript} from '../transcript.ts';
import {TranscriptCommandEvent} from '../transcript/transcript-command.ts';
import {ViewChangeEvent} from '../transcript/view-change-event.ts';
import {ReadEvent} from '../transcript/read-event.ts';
import type {ChatTalk} from './chat-talk.ts';
import {botOf} from './head.ts';
import {grant} from './wishes.ts';

/**
 * Creates the transcript of a chat. From its class, since another copy may hold its tag name.
 *
 * @param leave Moves the focus to the composer, if there is one.
 */
export function newReading(talk: ChatTalk, leave: () => boolean): ParleyTranscript {
  const transcript = new ParleyTranscript();
  const keep = ({entry, change}: ViewChangeEvent) => talk.conversation?.look(entry, change);
  transcript.className = 'reading';
  transcript.setAttribute('exportparts', exportedParts);
  transcript.append(make('slot', {name: 'empty', slot: 'empty'}));
  transcript.kept = true;
  transcript.addEventListener(TranscriptCommandEvent.type, (event) => grant(event as TranscriptCommandEvent, talk, leave));
  transcript.addEventListener(ViewChangeEvent.type, (event) => keep(event as ViewChangeEvent));
  transcript.addEventListener(ReadEvent.type, (event) => talk.read((event as ReadEvent).entry));
  return transcript;
}

export interface ReadingView {
  talk: ChatTalk;
  /** The entries to draw. */
  entries: readonly Entry[];
  labels: Labels;
  locale: string;
  options: Options;
  looks: PartOptions;
  renderers: Map<string, CustomRenderer> | undefined;
}

/** Hands the state of a conversation to its transcript. */
export function read(
  transcript: ParleyTranscript,
  {talk, entries, labels, locale, options, looks, renderers = noRenderers}: ReadingView,
): ParleyTranscript {
  const {state, unseen, fault, actions} = talk;
  const {name, picture} = botOf(state, options, labels);
  return Object.assign(transcript, {
    entries: talk.pacing.of(entries, options, talk.conversation),
    waiting: state.waiting?.since,
    writing: state.writing ?? talk.pacing.writing,
    startFailed: state.startFailed === true || fault !== undefined,
    startAt: state.startAt,
    labels,
    language: locale,
    options: looks,
    renderers,
    name,
    avatar: picture,
    person: state.agent?.is_bot === false ? state.agent : undefined,
    live: state.phase !== 'ended',
    began: lastOf(state.entries, 'started_again')?.at ?? 0,
    unreadFrom: unseen.from,
    unreadCount: unseen.count,
    unreadAway: unseen.away,
    rewinds: talk.rewinds,
    asks: lastOf(state.entries, actions?.position?.offer)?.id,
  } satisfies Partial<Record<keyof ParleyTranscript, unknown>>);
}

function lastOf(entries: readonly Entry[], notice: Notice | undefined): Entry | undefined {
  return entries.findLast((entry) => entry.from === 'system' && entry.notice === notice);
}
