import {type ReplicatedState, type CommandId, withHeard} from './replicated-state.ts';
import type {OptimisticView} from './optimistic-view.ts';
import type {TabMessage, CommandRequest} from './tab-message.ts';
import {transition} from './transition.ts';

export interface FollowerOptions {
  /** Id of this tab. */
  tab: string;
  view: OptimisticView;
  post: (message: TabMessage) => void;
  /** Called when the leader's whole state has arrived. */
  synced: () => void;
}

/** Shows the conversation as the leading tab reports it, and forwards this tab's commands to it. */
export class Follower {
  #replicated: ReplicatedState | undefined;
  #leader: string | undefined;
  #backlog: readonly (CommandId & CommandRequest)[] = [];

  constructor(private readonly options: FollowerOptions) {}

  /** A copy of the leader's state. */
  get replicated(): ReplicatedState | undefined {
    return this.#replicated;
  }

  /** The tab that leads. */
  get leader(): string | undefined {
    return this.#leader;
  }

  /** Commands of other tabs that no leader has received, some repeatedly: those tabs may be gone before one does. */
  get backlog(): readonly (CommandId & CommandRequest)[] {
    return this.#backlog.filter(({tab, n}) => n > this.#lastHeardOf(tab));
  }

  enqueue(command: CommandId & CommandRequest): void {
    this.#backlog = [...this.backlog, command];
  }

  /** Takes over the leader's whole state, unless it is outdated or known. */
  adopt(from: string, ledger: ReplicatedState): void {
    const {tab, view, synced} = this.options;
    const current = this.#replicated;
    const isNewLeader = from !== this.#leader;
    if (current && (ledger.reign < current.reign || (!isNewLeader && ledger.reign === current.reign && ledger.seq <= current.seq))) return;
    this.#replicated = ledger;
    this.#leader = from;
    view.pending.ack(this.#lastHeardOf(tab));
    if (isNewLeader) view.pending.dropAcked();
    view.show(ledger.state, {type: 'restored', state: ledger.state});
    this.forward();
    synced();
  }

  /** Posts all commands no leader has acknowledged. */
  forward(): void {
    const {view, post} = this.options;
    const pending = view.pending.unacked.map(({n, command: verb}) => ({n, verb}));
    if (pending.length) post({type: 'wishes', wishes: pending});
  }

  /** Applies the next event, unless it is known or of an earlier reign. If something before it is missing, asks for everything. */
  follow(from: string, {reign, seq, event, by, for: speaker}: TabMessage & {type: 'happened'}): void {
    const {tab, view, post} = this.options;
    const current = this.#replicated;
    if (!current || reign < current.reign || (reign === current.reign && seq <= current.seq)) return;
    if (from !== this.#leader || reign > current.reign || seq > current.seq + 1) return post({type: 'hello'});
    const state = transition(current.state, event);
    this.#replicated = {...current, seq, state, ...(by && {heard: withHeard(current, by)}), ...(speaker !== undefined && {speaker})};
    if (by?.tab === tab) view.pending.ack(by.n);
    if ((speaker ?? tab) === tab) view.show(state, event);
  }

  /** Forgets everything. */
  reset(): void {
    this.#replicated = this.#leader = undefined;
    this.#backlog = [];
  }

  /** The number of the tab's last command that was acknowledged. */
  #lastHeardOf(tab: string): CommandId['n'] {
    return this.#replicated?.heard[tab] ?? 0;
  }
}
