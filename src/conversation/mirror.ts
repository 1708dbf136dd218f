import {type Ledger, withHeard} from './ledger.ts';
import type {TabMessage, Wanted, Wish} from './tab-message.ts';
import {transition} from './transition.ts';

type Happened = TabMessage & {type: 'happened'};
type Heard = TabMessage & {type: 'heard'};

/** A copy of the ledger as the leading tab reports it. */
export class Mirror {
  #ledger: Ledger | undefined;
  #owner: string | undefined;
  #wishes: readonly (Wish & Wanted)[] = [];

  get ledger(): Ledger | undefined {
    return this.#ledger;
  }

  /** The tab that leads. */
  get owner(): string | undefined {
    return this.#owner;
  }

  /** Wishes of other tabs that no leader has heard of: those tabs may be gone before one does. */
  get wishes(): readonly (Wish & Wanted)[] {
    return this.#wishes.filter(({tab, n}) => n > this.heardOf(tab));
  }

  take(wish: Wish & Wanted): void {
    if (!this.#wishes.some(({tab, n}) => tab === wish.tab && n === wish.n)) this.#wishes = [...this.wishes, wish];
  }

  /** Takes over a whole ledger. @returns False if it is outdated. */
  adopt(from: string, ledger: Ledger): boolean {
    const mine = this.#ledger;
    if (mine && (ledger.reign < mine.reign || (from === this.#owner && ledger.reign === mine.reign && ledger.seq < mine.seq))) return false;
    this.#ledger = ledger;
    this.#owner = from;
    return true;
  }

  /** Applies the next event. @returns `old` if it is already known or of an earlier reign, `missed` if something before it is missing. */
  follow(from: string, {reign, seq, event, by, for: speaker}: Happened): 'followed' | 'old' | 'missed' {
    const mine = this.#ledger;
    if (!mine || reign < mine.reign || (reign === mine.reign && seq <= mine.seq)) return 'old';
    if (from !== this.#owner || reign > mine.reign || seq > mine.seq + 1) return 'missed';
    const heard = by ? withHeard(mine, by.tab, by.n) : mine.heard;
    this.#ledger = {...mine, seq, heard, state: transition(mine.state, event), ...(speaker !== undefined && {speaker})};
    return 'followed';
  }

  /** Notes that a wish was heard. */
  note(from: string, {reign, by}: Heard): boolean {
    const mine = this.#ledger;
    if (!mine || from !== this.#owner || reign !== mine.reign) return false;
    this.#ledger = {...mine, heard: withHeard(mine, by.tab, by.n)};
    return true;
  }

  /** The number of the tab's last wish that was heard. */
  heardOf(tab: string): Wish['n'] {
    return this.#ledger?.heard[tab] ?? 0;
  }

  /** Forgets everything. */
  drop(): void {
    this.#ledger = this.#owner = undefined;
    this.#wishes = [];
  }
}
