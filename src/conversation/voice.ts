import type {Audience} from './audience.ts';
import {isQuiet, visitorEntry} from './entries.ts';
import {type Ledger, LedgerPersistence, type Wish, withHeard} from './ledger.ts';
import type {ConversationOptions} from './options.ts';
import type {Persistence} from './persistence.ts';
import type {ConversationState} from './state.ts';
import {sendable, type TabMessage, type Wanted} from './tab-message.ts';
import type {ConversationEvent} from './transition.ts';
import {TurnConversation} from './turn-conversation.ts';
import {isSpeech, perform, type Verb} from './verbs.ts';

export interface VoiceOptions {
  /** Id of this tab. */
  tab: string;
  conversation: ConversationOptions & {persistence: Persistence};
  /** The ledger as last reported by the previous leader. */
  heard: Ledger | undefined;
  /** Whether there is a conversation to continue. */
  resume: boolean;
  /** Whether other tabs may lead at the same time, unknown to this one. */
  alone: boolean;
  audience: Audience;
  post: (message: TabMessage) => void;
  /** Called with each new state, unless the event concerns the visitor of another tab. */
  show: (state: ConversationState, event: ConversationEvent) => void;
  /** Called when a wish of this tab was heard, and again, with `over`, when it has been carried out. */
  heed: (n: number, over: boolean) => void;
  /** Called when another tab turns out to lead already. */
  robbed: () => void;
  /** Called once, as soon as wishes can be granted. */
  ready: () => void;
}

/** A wish being granted. */
interface Granting extends Wish {
  /** The message that it says; the wish is heard as soon as that exists. */
  said: string | undefined;
}

/** The leading tab's side: holds the conversation, grants the wishes of all tabs, and tells them what happens. */
export class Voice {
  readonly talk: TurnConversation;
  readonly #persistence: LedgerPersistence;
  #ledger: Ledger;
  #ready = false;
  /** Wishes still to be granted, in order. */
  readonly #wishes: (Wish & Wanted)[] = [];
  /** The wish being granted, until the others know that it was heard. */
  #granting: Granting | undefined;
  #closed = false;

  constructor(private readonly options: VoiceOptions) {
    const {tab, conversation, heard, alone, audience, robbed} = options;
    this.#persistence = new LedgerPersistence(conversation.persistence, {
      heard,
      current: () => (alone ? undefined : this.#ledger),
      found: ({reign, seq, heard: before}) => {
        const {reign: mine, seq: count, heard: since} = this.#ledger;
        this.#change({reign: Math.max(mine, reign + 1), seq: Math.max(count, seq), heard: latest(before, since)});
      },
      robbed,
    });
    this.talk = new TurnConversation({...conversation, persistence: this.#persistence, visibility: audience});
    const {reign = 0, seq = 0, heard: wishes = {}, speaker = tab} = heard ?? {};
    this.#ledger = {reign: reign + 1, seq, heard: wishes, state: this.talk.state, speaker};
  }

  get ready(): boolean {
    return this.#ready;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Continues the existing conversation, or is ready at once. */
  begin(): void {
    const {resume, audience} = this.options;
    this.talk.watch(audience.looking);
    this.talk.subscribe((state, event) => this.#hear(state, event));
    if (resume) void this.talk.open();
    else this.#start();
  }

  /** Whether nothing is in progress or about to be. */
  get idle(): boolean {
    return this.#ready && isQuiet(this.#ledger.state);
  }

  /** Grants a tab's wish, in order and once: at once, unless a message before it waits until the stored conversation has been read. */
  take(wish: Wish & Wanted): void {
    this.#wishes.push(wish);
    this.#grantNext();
  }

  /** A tab has gone: what was meant for its visitor is now for this tab's. */
  miss(tab: string): void {
    if (this.#ledger.speaker === tab) this.#change({speaker: this.options.tab});
  }

  /** Stops leading. Resolves when pending changes are stored; none are, if another tab has already taken over. */
  async close(robbed = false): Promise<void> {
    this.#closed = true;
    this.#persistence.close(robbed);
    this.talk.dispose();
    await this.talk.flush();
  }

  #start(): void {
    this.#ready = true;
    this.options.post({type: 'ledger', ledger: this.#ledger});
    this.options.ready();
  }

  #change(change: Partial<Ledger>): void {
    this.#ledger = {...this.#ledger, ...change};
  }

  #hear(state: ConversationState, event: ConversationEvent): void {
    // What is only found out about the store or the network comes before the stored conversation.
    if (!this.#ready && event.type !== 'restored' && event.type !== 'began') return;
    const {tab, show} = this.options;
    const wish = this.#granting;
    const isFirst = wish?.said === undefined || (event.type === 'said' && event.entry.id === wish.said);
    this.#change({state});
    if (this.#ready) this.#tell(event, isFirst ? wish : undefined);
    if (event.type !== 'acted' || this.#ledger.speaker === tab) show(state, event);
    if (!this.#ready) this.#start();
  }

  /** Counts an event and tells the other tabs. @param wish The wish that is heard with it. */
  #tell(event: ConversationEvent, wish: Granting | undefined): void {
    const {tab, post, heed} = this.options;
    const by = wish && {tab: wish.tab, n: wish.n};
    const {reign, seq, speaker} = this.#ledger;
    this.#change({seq: seq + 1, ...(by && {heard: withHeard(this.#ledger, by)})});
    if (event.type === 'restored') post({type: 'ledger', ledger: this.#ledger});
    else post({type: 'happened', reign, seq: seq + 1, event: sendable(event), by, for: event.type === 'acted' ? speaker : undefined});
    if (!by) return;
    this.#granting = undefined;
    if (by.tab === tab) heed(by.n, false);
    queueMicrotask(() => this.#grantNext());
  }

  #grantNext(): void {
    while (!this.#granting && !this.#closed) {
      const wish = this.#wishes.shift();
      if (!wish) return;
      if (wish.n > (this.#ledger.heard[wish.tab] ?? 0)) this.#grant(wish);
    }
  }

  /**
   * A sent message counts as heard once its entry exists: repeating that wish to the next leader changes nothing. Any other wish counts as
   * heard with its first event, before anything is sent: repeating it might send something twice.
   */
  #grant({tab, n, verb}: Wish & Wanted): void {
    const before = this.talk.state;
    const id = verb.name === 'send' ? verb.args[1]?.id : undefined;
    const said = id !== undefined && !visitorEntry(before.entries, id) ? id : undefined;
    const wish = (this.#granting = {tab, n, said});
    if (isSpeech(verb)) this.#change({speaker: tab});
    void this.#finish(wish, verb);
    if (said === undefined && this.talk.state === before) this.#note(wish);
  }

  async #finish(wish: Granting, verb: Verb): Promise<void> {
    try {
      await perform(this.talk, verb);
    } catch (error) {
      console.error('Parley: what was wanted could not be done', error);
    }
    if (this.#closed) return;
    this.#note(wish);
    const {tab, n} = wish;
    if (tab === this.options.tab) this.options.heed(n, true);
    else this.options.post({type: 'done', by: {tab, n}});
  }

  /** Tells the others that a wish was heard, if it has caused no event. */
  #note(wish: Granting): void {
    if (wish === this.#granting) this.#tell({type: 'learned'}, wish);
  }
}

/** The higher count for each tab. */
function latest(one: Ledger['heard'], other: Ledger['heard']): Ledger['heard'] {
  const higher = Object.entries(other).map(([tab, n]) => [tab, Math.max(n, one[tab] ?? 0)] as const);
  return {...one, ...Object.fromEntries(higher)};
}
