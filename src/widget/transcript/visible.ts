import type {ConversationState} from '../../conversation/state.ts';
import type {Entry, SystemEntry} from '../../protocol/entry.ts';
import {isSame} from './same.ts';

/** The visible entries of a conversation. Returns the same list for the same entries, to avoid needless redrawing. */
export class Visible {
  #seen: readonly unknown[] = [];
  #list: readonly Entry[] = [];
  #unkept: SystemEntry | undefined;
  /** Id of the last entry at the time when storing turned out to be impossible. */
  #behind: string | undefined;

  of({entries, unkept}: ConversationState, echoPostback: boolean): readonly Entry[] {
    const seen = [entries, echoPostback, unkept];
    if (isSame(seen, this.#seen)) return this.#list;
    this.#seen = seen;
    this.#note(unkept ? entries : undefined);
    this.#list = this.#told(entries).filter((entry) => isDrawn(entry, echoPostback));
    return this.#list;
  }

  /** Shows once, at the point where it became known, that the conversation is not stored. Not a real entry, since those are stored. */
  #note(entries: readonly Entry[] | undefined): void {
    if (entries && !this.#unkept) this.#behind = entries.at(-1)?.id;
    this.#unkept = entries && (this.#unkept ?? {id: 'unkept', at: Date.now(), from: 'system', notice: 'unkept'});
  }

  #told(entries: readonly Entry[]): readonly Entry[] {
    return this.#unkept ? entries.toSpliced(entries.findIndex(({id}) => id === this.#behind) + 1, 0, this.#unkept) : entries;
  }
}

/** Leaves out action results and, if the page wants no echo, postbacks, unless those were not delivered. */
function isDrawn(entry: Entry, echoPostback: boolean): boolean {
  if (entry.from !== 'visitor') return true;
  if (entry.message.type === 'action') return false;
  return echoPostback || entry.message.type !== 'postback' || entry.delivery === 'failed' || entry.delivery === 'uncertain';
}
