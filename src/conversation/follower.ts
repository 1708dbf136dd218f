import {type Ledger, type Wish, withHeard} from './ledger.ts';
import type {Shown} from './shown.ts';
import type {TabMessage, Wanted} from './tab-message.ts';
import {transition} from './transition.ts';

export interface FollowerOptions {
  /** Id of this tab. */
  tab: string;
  shown: Shown;
  post: (message: TabMessage) => void;
  /** Called when the leader has told everything. */
  met: () => void;
}

/** Shows the conversation as the leading tab reports it, and passes this tab's wishes on to it. */
export class Follower {
  #ledger: Ledger | undefined;
  #owner: string | undefined;
  #wishes: readonly (Wish & Wanted)[] = [];

  constructor(private readonly options: FollowerOptions) {}

  /** A copy of the leader's ledger. */
  get ledger(): Ledger | undefined {
    return this.#ledger;
  }

  /** The tab that leads. */
  get owner(): string | undefined {
    return this.#owner;
  }

  /** Wishes of other tabs that no leader has heard of, some repeatedly: those tabs may be gone before one does. */
  get wishes(): readonly (Wish & Wanted)[] {
    return this.#wishes.filter(({tab, n}) => n > this.#heardOf(tab));
  }

  take(wish: Wish & Wanted): void {
    this.#wishes = [...this.wishes, wish];
  }

  /** Takes over a whole ledger, unless it is outdated or known. */
  adopt(from: string, ledger: Ledger): void {
    const {tab, shown, met} = this.options;
    const mine = this.#ledger;
    const isAnew = from !== this.#owner;
    if (mine && (ledger.reign < mine.reign || (!isAnew && ledger.reign === mine.reign && ledger.seq <= mine.seq))) return;
    this.#ledger = ledger;
    this.#owner = from;
    shown.errands.note(this.#heardOf(tab));
    if (isAnew) shown.errands.abandonHeard();
    shown.show(ledger.state, {type: 'restored', state: ledger.state});
    this.ask();
    met();
  }

  /** Posts all wishes no leader has heard of. */
  ask(): void {
    const {shown, post} = this.options;
    const wishes = shown.errands.unheard.map(({n, verb}) => ({n, verb}));
    if (wishes.length) post({type: 'wishes', wishes});
  }

  /** Applies the next event, unless it is known or of an earlier reign. If something before it is missing, asks for everything. */
  follow(from: string, {reign, seq, event, by, for: speaker}: TabMessage & {type: 'happened'}): void {
    const {tab, shown, post} = this.options;
    const mine = this.#ledger;
    if (!mine || reign < mine.reign || (reign === mine.reign && seq <= mine.seq)) return;
    if (from !== this.#owner || reign > mine.reign || seq > mine.seq + 1) return post({type: 'hello'});
    const state = transition(mine.state, event);
    this.#ledger = {...mine, seq, state, ...(by && {heard: withHeard(mine, by)}), ...(speaker !== undefined && {speaker})};
    if (by?.tab === tab) shown.errands.note(by.n);
    if ((speaker ?? tab) === tab) shown.show(state, event);
  }

  /** Forgets everything. */
  drop(): void {
    this.#ledger = this.#owner = undefined;
    this.#wishes = [];
  }

  /** The number of the tab's last wish that was heard. */
  #heardOf(tab: string): Wish['n'] {
    return this.#ledger?.heard[tab] ?? 0;
  }
}
