import type {TranscriptCommand, TranscriptCommandEvent} from '../transcript/transcript-command.ts';
import type {ChatTalk} from './chat-talk.ts';

const wishes: {[W in Exclude<TranscriptCommand, 'leave'>]: (talk: ChatTalk, entry: string) => void} = {
  retry: ({conversation}, entry) => void conversation?.retry(entry),
  discard: ({conversation}, entry) => conversation?.discard(entry),
  stop: ({conversation}) => conversation?.stop(),
  start: ({conversation}) => void conversation?.open(),
  rewind: ({conversation}, entry) => conversation?.rewind(entry),
  'share-position': ({actions}) => actions?.position?.share(),
};

/** Carries out what the visitor wants to do with an entry; `leave` moves the focus to the composer, if there is one. */
export function grant(event: TranscriptCommandEvent, talk: ChatTalk, leave: () => boolean): void {
  const {command: wish, entry} = event;
  if (wish !== 'leave') wishes[wish](talk, entry);
  else if (leave()) event.preventDefault();
}
