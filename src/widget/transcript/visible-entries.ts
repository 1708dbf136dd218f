import type {ConversationState} from '../../conversation/state.ts';
import type {Entry, SystemEntry} from '../../protocol/entry.ts';
import {shallowEqual} from './shallow-equal.ts';

/** The visible entries of a conversation. Returns the same list for the same entries, to avoid needless redrawing. */
export class VisibleEntries {
  #deps: readonly unknown[] = [];
  #list: readonly Entry[] = [];
  #unkept: SystemEntry | undefined;
  /** Id of the last entry at the time when storing turned out to be impossible. */
  #precedingId: string | undefined;

  of({entries, unkept}: ConversationState, echoPostback: boolean): readonly Entry[] {
    const deps = [entries, echoPostback, unkept];
    if (shallowEqual(deps, this.#deps)) return this.#list;
    this.#deps = deps;
    this.#updateUnkept(unkept ? entries : undefined);
    this.#list = this.#withUnkept(entries).filter((entry) => isVisible(entry, echoPostback));
    return this.#list;
  }

  /** Shows once, at the point where it became known, that the conversation is not stored. Not a real entry, since those are stored. */
  #updateUnkept(entries: readonly Entry[] | undefined): void {
    if (entries && !this.#unkept) this.#precedingId = entries.at(-1)?.id;
    this.#unkept = entries && (this.#unkept ?? {id: 'unkept', at: Date.now(), from: 'system', notice: 'unkept'});
  }

  #withUnkept(entries: readonly Entry[]): readonly Entry[] {
    return this.#unkept ? entries.toSpliced(entries.findIndex(({id}) => id === this.#precedingId) + 1, 0, this.#unkept) : entries;
  }
}

/** Leaves out action results and, if the page wants no echo, postbacks, unless those were not delivered. */
function isVisible(entry: Entry, echoPostback: boolean): boolean {
  if (entry.from !== 'visitor') return true;
  if (entry.message.type === 'action') return false;
  return echoPostback || entry.message.type !== 'postback' || entry.delivery === 'failed' || entry.delivery === 'uncertain';
}
