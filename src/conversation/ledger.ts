import {inTime} from './in-time.ts';
import type {Persistence} from './persistence.ts';
import {save} from './saved.ts';
import type {ConversationState} from './state.ts';

/** Identifies the n-th wish of a tab. */
export interface Wish {
  tab: string;
  n: number;
}

/** What all tabs agree on about their conversation. */
export interface Ledger {
  /** Counts the leaders so far: messages of an earlier reign are ignored. */
  reign: number;
  /** Counts the changes. */
  seq: number;
  state: ConversationState;
  /** For each tab the number of its last wish that was dealt with, so that none is dealt with twice. */
  heard: Readonly<Record<string, number>>;
  /** The tab whose visitor spoke last. */
  speaker?: string | undefined;
}

type Count = Pick<Ledger, 'reign' | 'seq' | 'heard'>;

/** How many tabs are remembered: the most recent ones. */
const tabs = 32;
/** Milliseconds to wait for the store when another tab has already told what is in it. */
const patience = 2_000;
/** Milliseconds a tab that stopped leading may still write; later it would overwrite what others have written. */
const grace = 250;

/** Records that a wish of a tab was dealt with. */
export function withHeard({heard}: Ledger, {tab, n}: Wish): Ledger['heard'] {
  const {[tab]: _, ...others} = heard;
  return Object.fromEntries([...Object.entries(others).slice(1 - tabs), [tab, n]]);
}

/** Whether there is a conversation to continue. */
export function isBegun({phase, entries}: ConversationState): boolean {
  return phase !== 'idle' || entries.length > 0;
}

/** Stores the conversation together with the ledger's counts. Reading returns whichever is later: what was stored or what was heard. */
export class LedgerPersistence implements Persistence {
  #closed = Infinity;

  /**
   * @param options.heard What this tab heard from the previous leader.
   * @param options.current The current ledger; none if other tabs lead too, in which case the last write wins.
   * @param options.found Called with the counts that were stored.
   * @param options.robbed Called when the store already holds a later reign.
   */
  constructor(
    private readonly inner: Persistence,
    private readonly options: {
      heard: Ledger | undefined;
      current: () => Ledger | undefined;
      found: (count: Count) => void;
      robbed: () => void;
    },
  ) {}

  get lost(): boolean {
    return this.inner.lost ?? false;
  }

  async read(): Promise<unknown> {
    const {heard, found} = this.options;
    const kept = await (heard ? readSoon(this.inner, undefined) : this.inner.read());
    const count = countOf(kept);
    // A leader that had not yet read the store knew less than the store does, however late its ledger is.
    if (heard && isBegun(heard.state) && (!count || isLater(heard, count))) return save(heard.state);
    if (count) found(count);
    return kept;
  }

  async write(state: unknown): Promise<void> {
    if (Date.now() - this.#closed > grace) return;
    const {current, robbed} = this.options;
    const {reign, seq, heard} = current() ?? {};
    if ((await this.inner.write({...Object(state), tabs: {reign, seq, heard}})) === false) robbed();
  }

  clear(): Promise<void> {
    this.options.heard = undefined;
    return this.inner.clear();
  }

  release(): void {
    this.inner.release?.();
  }

  /** From now on another tab writes; this one not even for the grace period, if it is `late` already. */
  close(late = false): void {
    this.#closed = late ? -Infinity : Date.now();
  }
}

function isLater(one: Count, other: Count): boolean {
  return one.reign > other.reign || (one.reign === other.reign && one.seq > other.seq);
}

function countOf(kept: unknown): Count | undefined {
  const {reign, seq, heard}: Partial<Record<keyof Count, unknown>> = Object(Object(kept).tabs);
  if (typeof reign !== 'number' || typeof seq !== 'number') return undefined;
  const counts = Object.entries(Object(heard)).filter((one): one is [string, number] => typeof one[1] === 'number');
  return {reign, seq, heard: Object.fromEntries(counts)};
}

/** What is stored; undefined if reading fails, `late` if it takes too long. */
export async function readSoon(persistence: Persistence, late: unknown): Promise<unknown> {
  return inTime(persistence.read(), patience, late).catch(() => undefined);
}
