import type {TranscriptCommand, TranscriptCommandEvent} from '../transcript/transcript-command.ts';
import type {ChatSession} from './chat-session.ts';

const commands: {[W in Exclude<TranscriptCommand, 'leave'>]: (session: ChatSession, entry: string) => void} = {
  retry: ({conversation}, entry) => void conversation?.retry(entry),
  discard: ({conversation}, entry) => conversation?.discard(entry),
  stop: ({conversation}) => conversation?.stop(),
  start: ({conversation}) => void conversation?.open(),
  rewind: ({conversation}, entry) => conversation?.rewind(entry),
  'share-position': ({actions}) => actions?.position?.share(),
};

/** Carries out what the visitor wants to do with an entry; `leave` moves the focus to the composer, if there is one. */
export function runEntryCommand(event: TranscriptCommandEvent, session: ChatSession, focusComposer: () => boolean): void {
  const {command, entry} = event;
  if (command !== 'leave') commands[command](session, entry);
  else if (focusComposer()) event.preventDefault();
}
