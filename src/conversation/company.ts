import {Audience} from './audience.ts';
import {Follower} from './follower.ts';
import {newId} from './id.ts';
import {inTime, pause} from './in-time.ts';
import {isBegun, type Ledger, readSoon} from './ledger.ts';
import {Ownership} from './ownership.ts';
import {openPersistence, type Persistence} from './persistence.ts';
import type {SharedOptions} from './shared-options.ts';
import {Shown} from './shown.ts';
import type {Store, Unsubscribe} from './store.ts';
import {hearMail, isMail, type MailHearers, type TabMessage, tabProtocol} from './tab-message.ts';
import {platformHere, Tabs} from './tabs.ts';
import {isSpeech, type Verb} from './verbs.ts';
import {Voice} from './voice.ts';

/** Milliseconds to wait for the last messages of the previous leader. */
const lastWords = 50;
/** Milliseconds to wait for the store or for another tab. */
const patience = 5_000;

/** One conversation shared by several tabs, as seen from this tab: it either leads, or mirrors the tab that does. */
export class Company {
  readonly #tab = newId();
  readonly #persistence: Persistence;
  readonly #shown: Shown;
  readonly #follower: Follower;
  readonly #audience: Audience;
  readonly #tabs: Tabs;
  readonly #ownership = new Ownership();
  #voice: Voice | undefined;
  /** Replaced whenever this tab starts or stops leading, to invalidate what an earlier term began. */
  #term = {};
  #told: Pick<SharedOptions, 'data' | 'language'>;

  /** @param store Shows the conversation. */
  constructor(
    private readonly options: SharedOptions,
    store: Store,
  ) {
    const {key, platform = platformHere(), persistence = openPersistence('none', '', 1)} = options;
    this.#told = {data: options.data, language: options.language};
    this.#shown = new Shown(store);
    this.#follower = new Follower({
      tab: this.#tab,
      shown: this.#shown,
      post: (message) => this.#post(message),
      met: () => {
        this.#audience.present();
        this.#reopen();
      },
    });
    this.#persistence = persistence;
    this.#audience = new Audience(platform.sight, (presence) => this.#post({type: 'presence', presence}));
    this.#audience.subscribe(() => {
      this.#voice?.talk.watch(this.#audience.looking);
      this.#cede();
    });
    this.#tabs = new Tabs(
      key,
      {
        meet: () => this.#post({type: 'hello'}),
        own: () => void this.#own(),
        hear: (mail) => this.#hear(mail),
        leave: (robbed) => void this.#leave(robbed),
      },
      platform,
    );
  }

  get owns(): boolean {
    return this.#voice?.ready ?? false;
  }

  watchOwner(listener: (owns: boolean) => void): Unsubscribe {
    return this.#ownership.subscribe(listener);
  }

  join(): void {
    this.#tabs.join();
  }

  watch(looking: boolean): void {
    this.#audience.watch(looking);
  }

  /** Remembers the page's data and language, in case this tab comes to lead. */
  learn({data, language = this.#told.language}: Pick<SharedOptions, 'data' | 'language'>): void {
    this.#told = {data: {...this.#told.data, ...data}, language};
  }

  /** Does what is wanted, or asks the leading tab to. Resolves when it has been done. */
  async want(verb: Verb): Promise<void> {
    if (isSpeech(verb)) this.join();
    const {errands} = this.#shown;
    const errand = errands.add(verb, (this.options.now ?? Date.now)());
    const {n, over} = errand;
    if (this.#voice?.ready) this.#voice.take({tab: this.#tab, n, verb});
    else this.#follower.ask();
    if (errands.isUnheard(n)) this.#shown.foresee(errand);
    const overdue = setTimeout(() => this.#seize(n), patience);
    await over;
    clearTimeout(overdue);
  }

  async flush(): Promise<void> {
    await this.#voice?.talk.flush();
  }

  dispose(): void {
    const kept = this.#leave(false);
    this.#shown.errands.clear();
    this.#audience.close();
    this.#ownership.close();
    void inTime(kept, patience, undefined).finally(() => {
      this.#persistence.release?.();
      this.#tabs.leave();
    });
  }

  /** Takes the lead from a tab that does not respond: background tabs may be frozen, and the visitor is looking at this one. */
  #seize(n: number): void {
    if (!this.#shown.errands.isUnheard(n) || this.#voice || !this.#tabs.joined || !this.#audience.here) return;
    // This tab may be about to lead already.
    this.#term = {};
    this.#tabs.seize();
  }

  /** An idle leader hands over to the tab the visitor is looking at: browsers throttle or freeze hidden tabs. */
  #cede(): void {
    if (this.#voice?.idle && this.#audience.elsewhere) this.#tabs.cede();
  }

  #heed(n: number, over: boolean): void {
    const {errands} = this.#shown;
    if (over) return errands.finish(n);
    errands.note(n);
    // Once what was said has been stored, it survives this tab.
    if (errands.isUnkept(n)) void this.flush().then(() => errands.keep(n));
  }

  #post(message: TabMessage): void {
    this.#tabs.post({...message, parley: tabProtocol, from: this.#tab});
  }

  async #own(): Promise<void> {
    const term = (this.#term = {});
    // They report again.
    this.#audience.forget();
    const before = this.#follower.owner;
    if (before !== undefined) {
      await pause(lastWords);
      if (term !== this.#term) return;
      const {ledger} = this.#follower;
      return this.#lead(ledger && {...ledger, speaker: ledger.speaker === before ? this.#tab : ledger.speaker}, isBegun(this.#shown.led));
    }
    if (!isBegun(this.#shown.led)) return this.#lead(undefined, false);
    // If the store hangs, what this page showed before it was left is the best we have.
    const last: Ledger = {reign: 0, seq: 0, heard: {}, state: this.#shown.led};
    const kept = await readSoon(this.#persistence, last);
    if (term === this.#term) this.#lead(kept === last ? last : undefined, kept !== undefined, kept === last);
  }

  #lead(heard: Ledger | undefined, resume: boolean, asks = false): void {
    const voice: Voice = new Voice({
      tab: this.#tab,
      conversation: {asks: asks || this.#tabs.alone, ...this.options, ...this.#told, persistence: this.#persistence},
      heard,
      resume,
      alone: this.#tabs.alone,
      audience: this.#audience,
      post: (message) => this.#post(message),
      show: (state, event) => {
        this.#shown.show(state, event);
        if (this.#audience.elsewhere) queueMicrotask(() => this.#cede());
      },
      heed: (n, over) => this.#heed(n, over),
      robbed: () => voice === this.#voice && this.#tabs.cede(true),
      ready: () => this.#takeUp(voice),
    });
    this.#voice = voice;
    voice.begin();
  }

  /** Does what was asked for while no tab was leading. */
  #takeUp(voice: Voice): void {
    const {state, heard} = voice.ledger;
    // Without any entry there was nothing to forget: the tab was left before its start had been stored.
    const isGone = this.#shown.led.entries.length > 0;
    if (!isBegun(state)) this.#shown.show(state, isGone ? {type: 'forgotten', state} : {type: 'learned'});
    this.#shown.errands.note(heard[this.#tab] ?? 0);
    this.#shown.errands.abandonHeard();
    for (const wish of this.#follower.wishes) voice.take(wish);
    for (const {n, verb} of this.#shown.errands.unheard) voice.take({tab: this.#tab, n, verb});
    this.#reopen();
    this.#ownership.tell(true);
  }

  /** The previous leader went away before it had opened the conversation, so the new one is asked again. */
  #reopen(): void {
    if (this.#shown.errands.opens && !isBegun(this.#shown.led)) void this.want({name: 'open', args: []});
  }

  /** Resolves when pending changes are stored. */
  async #leave(robbed: boolean): Promise<void> {
    this.#post({type: 'bye'});
    this.#term = {};
    const kept = this.#voice?.close(robbed);
    this.#voice = undefined;
    this.#shown.errands.reopen();
    this.#follower.drop();
    this.#ownership.tell(false);
    await kept;
  }

  #hear(mail: unknown): void {
    if (!isMail(mail)) return;
    // A newcomer that cannot follow us learns that from our ledger.
    if (mail.parley === tabProtocol || mail.type === 'hello') hearMail(mail, this.#hearers);
    // The leader runs another version that this tab cannot follow.
    else if (mail.type === 'ledger' && !this.#voice && !this.#follower.ledger) this.#tabs.isolate();
  }

  readonly #hearers: MailHearers = {
    hello: () => void (this.#voice?.ready && this.#post({type: 'ledger', ledger: this.#voice.ledger})),
    ledger: (from, {ledger}) => {
      // A tab that was frozen may hear of a later reign before it notices that its lock was stolen.
      if (this.#voice && ledger.reign > this.#voice.ledger.reign) this.#tabs.cede(true);
      if (!this.#voice) this.#follower.adopt(from, ledger);
    },
    happened: (from, message) => void (this.#voice || this.#follower.follow(from, message)),
    wishes: (tab, {wishes}) => wishes.forEach((one) => (this.#voice?.ready ? this.#voice : this.#follower).take({tab, ...one})),
    done: (_, {by}) => void (by.tab === this.#tab && this.#shown.errands.finish(by.n)),
    presence: (from, {presence}) => this.#audience.note(from, presence),
    bye: (from) => (this.#audience.note(from, undefined), this.#voice?.miss(from)),
  };
}
