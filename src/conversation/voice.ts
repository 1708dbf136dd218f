import type {Audience} from './audience.ts';
import {isQuiet} from './entries.ts';
import {type Ledger, LedgerPersistence, withHeard} from './ledger.ts';
import type {ConversationOptions} from './options.ts';
import type {Persistence} from './persistence.ts';
import type {ConversationState} from './state.ts';
import {sendable, type TabMessage, type Wanted, type Wish} from './tab-message.ts';
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
  /** Called with each new state; `event` is missing if it concerns the visitor of another tab. */
  show: (state: ConversationState, event: ConversationEvent | undefined) => void;
  /** Called when a wish of this tab was heard, and again, with `over`, when it has been carried out. */
  heed: (n: number, over: boolean) => void;
  /** Called when another tab turns out to lead already. */
  robbed: () => void;
  /** Called once, as soon as wishes can be granted. */
  ready: () => void;
}

/** The leading tab's side: holds the conversation, grants the wishes of all tabs, and tells them what happens. */
export class Voice {
  readonly talk: TurnConversation;
  readonly #persistence: LedgerPersistence;
  #ledger: Ledger;
  #ready = false;
  /** The wish being granted, until the others know that it was heard. */
  #granting: (Wish & {said: string | undefined}) | undefined;
  #granted: Promise<void> = Promise.resolve();
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
    audience.subscribe(() => this.talk.watch(audience.looking));
    this.talk.subscribe((state, event) => this.#hear(state, event));
    if (resume) void this.talk.open();
    else this.#start();
  }

  /** Whether nothing is in progress or about to be. */
  get idle(): boolean {
    return this.#ready && isQuiet(this.#ledger.state);
  }

  /** Grants a wish of this tab's own visitor, at once. */
  speak(verb: Verb): unknown {
    if (isSpeech(verb)) this.#change({speaker: this.options.tab});
    return perform(this.talk, verb);
  }

  /** Grants a tab's wish, in order and once. */
  take({verb, ...wish}: Wish & Wanted): void {
    this.#granted = this.#granted.then(() => this.#grant(wish, verb));
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
    // The network may change before the stored conversation has been restored.
    if (!this.#ready && event.type === 'online_changed') return;
    const {tab, post, show} = this.options;
    const by = this.#heardWith(event);
    const {reign, seq, speaker} = this.#ledger;
    this.#change({seq: seq + 1, state});
    const mine = event.type !== 'acted' || speaker === tab;
    show(state, mine ? event : undefined);
    if (!this.#ready) this.#start();
    else if (event.type === 'restored') post({type: 'ledger', ledger: this.#ledger});
    else post({type: 'happened', reign, seq: seq + 1, event: sendable(event), by, for: event.type === 'acted' ? speaker : undefined});
  }

  /** The wish whose first effect this event is. */
  #heardWith(event: ConversationEvent): Wish | undefined {
    const wish = this.#granting;
    if (!wish || (wish.said !== undefined && !(event.type === 'said' && event.entry.id === wish.said))) return undefined;
    const {tab, n} = wish;
    this.#heed({tab, n});
    return {tab, n};
  }

  #heed({tab, n}: Wish): void {
    this.#granting = undefined;
    this.#change({heard: withHeard(this.#ledger, tab, n)});
    if (tab === this.options.tab) this.options.heed(n, false);
  }

  /**
   * A sent message counts as heard once its entry exists: repeating that wish to the next leader changes nothing. Any other wish counts as
   * heard with its first event, before anything is sent: repeating it might send something twice.
   */
  async #grant(wish: Wish, verb: Verb): Promise<void> {
    const {tab, n} = wish;
    if (this.#closed || n <= (this.#ledger.heard[tab] ?? 0)) return;
    const said = verb.name === 'send' ? verb.args[1]?.id : undefined;
    this.#granting = {tab, n, said};
    if (isSpeech(verb)) this.#change({speaker: tab});
    const over = this.#finish(wish, perform(this.talk, verb));
    if (said !== undefined) await Promise.race([over, this.#known(said)]);
    if (!this.#granting || this.#closed) return;
    this.#heed(wish);
    this.options.post({type: 'heard', reign: this.#ledger.reign, by: wish});
  }

  async #finish(wish: Wish, work: unknown): Promise<void> {
    try {
      await work;
    } catch (error) {
      console.error('Parley: what another tab wanted could not be done', error);
    }
    if (this.#closed) return;
    if (wish.tab === this.options.tab) this.options.heed(wish.n, true);
    else this.options.post({type: 'done', by: wish});
  }

  /** Resolves when the entry exists. */
  #known(id: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.talk.state.entries.some((entry) => entry.id === id)) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.talk.subscribe(look);
      look();
    });
  }
}

/** The higher count for each tab. */
function latest(one: Ledger['heard'], other: Ledger['heard']): Ledger['heard'] {
  const higher = Object.entries(other).map(([tab, n]) => [tab, Math.max(n, one[tab] ?? 0)] as const);
  return {...one, ...Object.fromEntries(higher)};
}
