import type {ConversationState} from '../../conversation/state.ts';
import type {Entry, SystemEntry} from '../../protocol/entry.ts';
import {isSame} from './same.ts';

/** The entries of a conversation that are drawn. Returns the same list for the same entries, so that nothing is redrawn needlessly. */
export class Visible {
  #seen: readonly unknown[] = [];
  #list: readonly Entry[] = [];
  #unkept: SystemEntry | undefined;
  /** Id of the entry behind which it turned out that nothing is kept. */
  #behind: string | undefined;

  of({entries, unkept}: ConversationState, echoPostback: boolean): readonly Entry[] {
    const seen = [entries, echoPostback, unkept];
    if (isSame(seen, this.#seen)) return this.#list;
    this.#seen = seen;
    this.#note(unkept ? entries : undefined);
    this.#list = this.#told(entries).filter((entry) => isDrawn(entry, echoPostback));
    return this.#list;
  }

  /** That nothing is kept is a line where it turned out, once; no entry, since those are kept. */
  #note(entries: readonly Entry[] | undefined): void {
    if (entries && !this.#unkept) this.#behind = entries.at(-1)?.id;
    this.#unkept = entries && (this.#unkept ?? {id: 'unkept', at: Date.now(), from: 'system', notice: 'unkept'});
  }

  #told(entries: readonly Entry[]): readonly Entry[] {
    return this.#unkept ? entries.toSpliced(entries.findIndex(({id}) => id === this.#behind) + 1, 0, this.#unkept) : entries;
  }
}

/** Leaves out actions, and the echo of a button if the page does not want it, unless it did not arrive. */
function isDrawn(entry: Entry, echoPostback: boolean): boolean {
  if (entry.from !== 'visitor') return true;
  if (entry.message.type === 'action') return false;
  return echoPostback || entry.message.type !== 'postback' || entry.delivery === 'failed' || entry.delivery === 'uncertain';
}
