import type {Entry} from '../../protocol/entry.ts';

/** What of a conversation is drawn. The same list for the same entries, so that nothing is drawn again for nothing. */
export class Visible {
  #seen: readonly unknown[] = [];
  #list: readonly Entry[] = [];

  of(entries: readonly Entry[], echoPostback: boolean): readonly Entry[] {
    if (entries !== this.#seen[0] || echoPostback !== this.#seen[1]) this.#list = entries.filter((entry) => isDrawn(entry, echoPostback));
    this.#seen = [entries, echoPostback];
    return this.#list;
  }
}

/** No calls, and no echo of a button where the page wants none, unless it did not arrive. */
function isDrawn(entry: Entry, echoPostback: boolean): boolean {
  if (entry.from !== 'visitor') return true;
  if (entry.message.type === 'action') return false;
  return echoPostback || entry.message.type !== 'postback' || entry.delivery === 'failed' || entry.delivery === 'uncertain';
}
