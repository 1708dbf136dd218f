import {type CustomRenderer, noRenderers, type PartOptions} from '../../components/context.ts';
import type {Labels} from '../../components/labels.ts';
import {exportedParts} from '../../components/parts.ts';
import type {Entry, Notice} from '../../protocol/entry.ts';
import {createElement} from '../launcher-elements.ts';
import type {Options} from '../options.ts';
import {ParleyTranscript} from '../transcript.ts';
import {TranscriptCommandEvent} from '../transcript/transcript-command.ts';
import {ViewChangeEvent} from '../transcript/view-change-event.ts';
import {ReadEvent} from '../transcript/read-event.ts';
import type {ChatSession} from './chat-session.ts';
import {botOf} from './header-content.ts';
import {runEntryCommand} from './entry-commands.ts';

/**
 * Creates the transcript of a chat. From its class, since another copy may hold its tag name.
 *
 * @param focusComposer Moves the focus to the composer, if there is one.
 */
export function createTranscript(session: ChatSession, focusComposer: () => boolean): ParleyTranscript {
  const transcript = new ParleyTranscript();
  const saveView = ({entry, change}: ViewChangeEvent) => session.conversation?.look(entry, change);
  transcript.className = 'reading';
  transcript.setAttribute('exportparts', exportedParts);
  transcript.append(createElement('slot', {name: 'empty', slot: 'empty'}));
  transcript.kept = true;
  transcript.addEventListener(TranscriptCommandEvent.type, (event) =>
    runEntryCommand(event as TranscriptCommandEvent, session, focusComposer),
  );
  transcript.addEventListener(ViewChangeEvent.type, (event) => saveView(event as ViewChangeEvent));
  transcript.addEventListener(ReadEvent.type, (event) => session.read((event as ReadEvent).entry));
  return transcript;
}

export interface TranscriptView {
  session: ChatSession;
  /** The entries to draw. */
  entries: readonly Entry[];
  labels: Labels;
  locale: string;
  options: Options;
  partOptions: PartOptions;
  renderers: Map<string, CustomRenderer> | undefined;
}

/** Hands the state of a conversation to its transcript. */
export function updateTranscript(
  transcript: ParleyTranscript,
  {session, entries, labels, locale, options, partOptions, renderers = noRenderers}: TranscriptView,
): ParleyTranscript {
  const {state, unseen, error, actions} = session;
  const {name, picture} = botOf(state, options, labels);
  return Object.assign(transcript, {
    entries: session.pacing.dueEntries(entries, options, session.conversation),
    waiting: state.waiting?.since,
    writing: state.writing ?? session.pacing.writing,
    startFailed: state.startFailed === true || error !== undefined,
    startAt: state.startAt,
    labels,
    language: locale,
    options: partOptions,
    renderers,
    name,
    avatar: picture,
    person: state.agent?.is_bot === false ? state.agent : undefined,
    live: state.phase !== 'ended',
    began: lastNotice(state.entries, 'started_again')?.at ?? 0,
    unreadFrom: unseen.from,
    unreadCount: unseen.count,
    unreadAway: unseen.away,
    rewinds: session.rewinds,
    asks: lastNotice(state.entries, actions?.position?.offer)?.id,
  } satisfies Partial<Record<keyof ParleyTranscript, unknown>>);
}

function lastNotice(entries: readonly Entry[], notice: Notice | undefined): Entry | undefined {
  return entries.findLast((entry) => entry.from === 'system' && entry.notice === notice);
}
