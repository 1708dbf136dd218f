import {PresenceTracker} from './presence-tracker.ts';
import {Follower} from './follower.ts';
import {newId} from './id.ts';
import {withTimeout, pause} from './with-timeout.ts';
import {isBegun, type ReplicatedState, readSoon} from './replicated-state.ts';
import {Leadership} from './leadership.ts';
import {openPersistence, type Persistence} from './persistence.ts';
import type {SharedOptions} from './shared-options.ts';
import {OptimisticView} from './optimistic-view.ts';
import type {Store, Unsubscribe} from './store.ts';
import {dispatchEnvelope, isEnvelope, type MessageHandlers, type TabMessage, tabProtocolVersion} from './tab-message.ts';
import {browserPlatform, Tabs} from './tabs.ts';
import {isActivating, type Command} from './command.ts';
import {Leader} from './leader.ts';

/** Milliseconds to wait for the last messages of the previous leader. */
const handoverDelay = 50;
/** Milliseconds to wait for the store or for another tab. */
const maxWait = 5_000;

/** One conversation shared by several tabs, as seen from this tab: it either leads, or mirrors the tab that does. */
export class Replica {
  readonly #tab = newId();
  readonly #persistence: Persistence;
  readonly #view: OptimisticView;
  readonly #follower: Follower;
  readonly #presence: PresenceTracker;
  readonly #tabs: Tabs;
  readonly #leadership = new Leadership();
  #leader: Leader | undefined;
  /** Replaced whenever this tab starts or stops leading, to invalidate what an earlier term began. */
  #term = {};
  #overrides: Pick<SharedOptions, 'data' | 'language'>;

  /** @param store Shows the conversation. */
  constructor(
    private readonly options: SharedOptions,
    store: Store,
  ) {
    const {key, platform = browserPlatform(), persistence = openPersistence('none', '', 1)} = options;
    this.#overrides = {data: options.data, language: options.language};
    this.#view = new OptimisticView(store);
    this.#follower = new Follower({
      tab: this.#tab,
      view: this.#view,
      post: (message) => this.#post(message),
      synced: () => {
        this.#presence.announce();
        this.#reopen();
      },
    });
    this.#persistence = persistence;
    this.#presence = new PresenceTracker(platform.sight, (presence) => this.#post({type: 'presence', presence}));
    this.#presence.subscribe(() => {
      this.#leader?.conversation.watch(this.#presence.isLooking);
      this.#handOver();
    });
    this.#tabs = new Tabs(
      key,
      {
        connected: () => this.#post({type: 'hello'}),
        elected: () => void this.#assumeLead(),
        received: (envelope) => this.#receive(envelope),
        resigned: (isSuperseded) => void this.#leave(isSuperseded),
      },
      platform,
    );
  }

  get isLeader(): boolean {
    return this.#leader?.isReady ?? false;
  }

  watchLeader(listener: (isLeader: boolean) => void): Unsubscribe {
    return this.#leadership.subscribe(listener);
  }

  join(): void {
    this.#tabs.join();
  }

  watch(looking: boolean): void {
    this.#presence.watch(looking);
  }

  /** Remembers the page's data and language, in case this tab comes to lead. */
  update({data, language = this.#overrides.language}: Pick<SharedOptions, 'data' | 'language'>): void {
    this.#overrides = {data: {...this.#overrides.data, ...data}, language};
  }

  /** Executes a command, or has the leading tab do so. Resolves when that is done. */
  async submit(command: Command): Promise<void> {
    if (isActivating(command)) this.join();
    const {pending} = this.#view;
    const added = pending.add(command, (this.options.now ?? Date.now)());
    const {n, done} = added;
    if (this.#leader?.isReady) this.#leader.enqueue({tab: this.#tab, n, verb: command});
    else this.#follower.forward();
    if (pending.isUnacked(n)) this.#view.showPending(added);
    const timer = setTimeout(() => this.#takeOver(n), maxWait);
    await done;
    clearTimeout(timer);
  }

  async flush(): Promise<void> {
    await this.#leader?.conversation.flush();
  }

  dispose(): void {
    const saved = this.#leave(false);
    this.#view.pending.clear();
    this.#presence.close();
    this.#leadership.close();
    void withTimeout(saved, maxWait, undefined).finally(() => {
      this.#persistence.release?.();
      this.#tabs.leave();
    });
  }

  /** Takes the lead from a tab that does not respond: background tabs may be frozen, and the visitor is looking at this one. */
  #takeOver(n: number): void {
    if (!this.#view.pending.isUnacked(n) || this.#leader || !this.#tabs.hasJoined || !this.#presence.isVisible) return;
    // This tab may be about to lead already.
    this.#term = {};
    this.#tabs.steal();
  }

  /** An idle leader hands over to the tab the visitor is looking at: browsers throttle or freeze hidden tabs. */
  #handOver(): void {
    if (this.#leader?.isIdle && this.#presence.elsewhere) this.#tabs.stepDown();
  }

  #progress(n: number, isDone: boolean): void {
    const {pending} = this.#view;
    if (isDone) return pending.complete(n);
    pending.ack(n);
    // Once what was said has been stored, it survives this tab.
    if (pending.isUnstored(n)) void this.flush().then(() => pending.markStored(n));
  }

  #post(message: TabMessage): void {
    this.#tabs.post({...message, parley: tabProtocolVersion, from: this.#tab});
  }

  async #assumeLead(): Promise<void> {
    const term = (this.#term = {});
    // They report again.
    this.#presence.reset();
    const previous = this.#follower.leader;
    if (previous !== undefined) {
      await pause(handoverDelay);
      if (term !== this.#term) return;
      const {replicated} = this.#follower;
      return this.#startLeading(
        replicated && {...replicated, speaker: replicated.speaker === previous ? this.#tab : replicated.speaker},
        isBegun(this.#view.base),
      );
    }
    if (!isBegun(this.#view.base)) return this.#startLeading(undefined, false);
    // If the store hangs, what this page showed before it was left is the best we have.
    const fallback: ReplicatedState = {reign: 0, seq: 0, heard: {}, state: this.#view.base};
    const stored = await readSoon(this.#persistence, fallback);
    if (term === this.#term) this.#startLeading(stored === fallback ? fallback : undefined, stored !== undefined, stored === fallback);
  }

  #startLeading(inherited: ReplicatedState | undefined, resumes: boolean, asks = false): void {
    const leader: Leader = new Leader({
      tab: this.#tab,
      conversation: {asks: asks || this.#tabs.isAlone, ...this.options, ...this.#overrides, persistence: this.#persistence},
      inherited,
      resumes,
      isAlone: this.#tabs.isAlone,
      presence: this.#presence,
      post: (message) => this.#post(message),
      show: (state, event) => {
        this.#view.show(state, event);
        if (this.#presence.elsewhere) queueMicrotask(() => this.#handOver());
      },
      progress: (n, isDone) => this.#progress(n, isDone),
      superseded: () => leader === this.#leader && this.#tabs.stepDown(true),
      ready: () => this.#executeBacklog(leader),
    });
    this.#leader = leader;
    leader.start();
  }

  /** Executes the commands issued while no tab was leading. */
  #executeBacklog(leader: Leader): void {
    const {state, heard} = leader.replicated;
    // Without any entry there was nothing to forget: the tab was left before its start had been stored.
    const isGone = this.#view.base.entries.length > 0;
    if (!isBegun(state)) this.#view.show(state, isGone ? {type: 'forgotten', state} : {type: 'learned'});
    this.#view.pending.ack(heard[this.#tab] ?? 0);
    this.#view.pending.dropAcked();
    for (const command of this.#follower.backlog) leader.enqueue(command);
    for (const {n, command: verb} of this.#view.pending.unacked) leader.enqueue({tab: this.#tab, n, verb});
    this.#reopen();
    this.#leadership.set(true);
  }

  /** The previous leader went away before it had opened the conversation, so the new one is asked again. */
  #reopen(): void {
    if (this.#view.pending.hasOpened && !isBegun(this.#view.base)) void this.submit({name: 'open', args: []});
  }

  /** Resolves when pending changes are stored. */
  async #leave(isSuperseded: boolean): Promise<void> {
    this.#post({type: 'bye'});
    this.#term = {};
    const saved = this.#leader?.close(isSuperseded);
    this.#leader = undefined;
    this.#view.pending.requeue();
    this.#follower.reset();
    this.#leadership.set(false);
    await saved;
  }

  #receive(envelope: unknown): void {
    if (!isEnvelope(envelope)) return;
    // A newcomer that cannot follow us learns that from our `ledger` message.
    if (envelope.parley === tabProtocolVersion || envelope.type === 'hello') dispatchEnvelope(envelope, this.#handlers);
    // The leader runs another version that this tab cannot follow.
    else if (envelope.type === 'ledger' && !this.#leader && !this.#follower.replicated) this.#tabs.isolate();
  }

  readonly #handlers: MessageHandlers = {
    hello: () => void (this.#leader?.isReady && this.#post({type: 'ledger', ledger: this.#leader.replicated})),
    ledger: (from, {ledger}) => {
      // A tab that was frozen may hear of a later reign before it notices that its lock was stolen.
      if (this.#leader && ledger.reign > this.#leader.replicated.reign) this.#tabs.stepDown(true);
      if (!this.#leader) this.#follower.adopt(from, ledger);
    },
    happened: (from, message) => void (this.#leader || this.#follower.follow(from, message)),
    wishes: (tab, {wishes}) => wishes.forEach((one) => (this.#leader?.isReady ? this.#leader : this.#follower).enqueue({tab, ...one})),
    done: (_, {by}) => void (by.tab === this.#tab && this.#view.pending.complete(by.n)),
    presence: (from, {presence}) => this.#presence.update(from, presence),
    bye: (from) => (this.#presence.update(from, undefined), this.#leader?.forgetTab(from)),
  };
}
